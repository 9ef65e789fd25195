"""Step 6.1: the confirmation of a parcel posts what it earns and what it costs to the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

import numpy as np
import pandas as pd

from pipeline.model.yen import Yen, included_tax, share
from pipeline.money.amount_kinds import SALE, AmountKind
from pipeline.money.fee_schedule import FeeSchedule
from pipeline.money.fees import closing_fee, commission
from pipeline.money.rates import category_of, tax_rate_of
from schemas.stored_tables import SCHEMAS, typed

LEDGER: tuple[str, ...] = tuple(SCHEMAS["ledger"].names)
RULE = "6.1"


def postings(shipped: pd.DataFrame, schedule: FeeSchedule, zone: tzinfo) -> pd.DataFrame:
    """The ledger rows of parcels whose shipment was confirmed: by parcel as given, then by kind, none of 0 yen.

    In, a row a parcel of an item: order_key, item_key, order_id, order_item_id, sku, parcel, ordered, first_unit and
    units (of 0 to ordered - 1), price, shipping, gift_wrap, item_discount, ship_discount, points (yen of the whole
    item, tax included, none negative), currency, posted and transacted (UTC), feed, record. Out: the columns of the
    ledger; an `amount` is positive when the seller gets it. Raises ScheduleError when the schedule has no entry yet for
    a SKU on the day of its posting. Order process, step 6.
    """
    amounts = _amounts(shipped, schedule, zone)
    return ledger_rows(shipped.assign(rule=RULE, adjustment_id="", adjustment=""), SALE, amounts)


def ledger_rows(of: pd.DataFrame, kinds: Sequence[AmountKind], amounts: Yen) -> pd.DataFrame:
    """The rows of the ledger for amounts of these kinds (columns) for each row of `of`: by row, then kind, none of 0.

    of: what the ledger says of each beside the kind and its amount; `units` is its quantity.
    """
    row, column = np.nonzero(amounts)
    names = pd.DataFrame(kinds).take(column).reset_index(drop=True)
    rows = of.take(row).reset_index(drop=True).assign(**names.drop(columns="code"), kind=names["code"])
    return typed("ledger", rows.assign(amount=amounts[row, column], quantity=rows["units"]))


def _amounts(shipped: pd.DataFrame, schedule: FeeSchedule, zone: tzinfo) -> Yen:
    """The amount of every kind of SALE (columns) for every parcel (rows)."""
    goods = tax_rate_of(shipped["sku"], shipped["posted"], schedule, zone)
    standard = np.full_like(goods, schedule.rates_bp["standard"])
    category = category_of(shipped["sku"], shipped["posted"], schedule, zone)
    price, price_tax = _split(shipped, "price", goods, schedule)
    shipping, shipping_tax = _split(shipped, "shipping", standard, schedule)
    gift_wrap, gift_wrap_tax = _split(shipped, "gift_wrap", standard, schedule)
    item_discount, item_discount_tax = _split(shipped, "item_discount", goods, schedule)
    ship_discount, ship_discount_tax = _split(shipped, "ship_discount", standard, schedule)
    return np.stack(
        [
            price, price_tax, shipping, shipping_tax, gift_wrap, gift_wrap_tax,
            -item_discount, -item_discount_tax, -ship_discount, -ship_discount_tax,
            -_part(shipped, shipped["points"].to_numpy()),
            -commission(shipped, category, schedule),
            -closing_fee(shipped["units"].to_numpy(), category, schedule),
        ],
        axis=1,
    )  # fmt: skip


def _split(shipped: pd.DataFrame, column: str, rate_bp: Yen, schedule: FeeSchedule) -> tuple[Yen, Yen]:
    """An amount of each parcel without its tax, and its tax; all of it and 0 when tax has no rows of its own."""
    whole = shipped[column].to_numpy()
    amount = _part(shipped, whole)
    if not schedule.split_rows:
        return amount, np.zeros_like(amount)
    tax = _part(shipped, included_tax(whole, rate_bp))
    return amount - tax, tax


def _part(shipped: pd.DataFrame, whole: Yen) -> Yen:
    """The share of each parcel in an amount of its item."""
    return share(whole, shipped["ordered"].to_numpy(), shipped["first_unit"].to_numpy(), shipped["units"].to_numpy())
