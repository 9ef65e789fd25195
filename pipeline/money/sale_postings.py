"""Step 6.1: the confirmation of a shipment posts what it earns and what it costs to the ledger.

An item of 3 units and 1,000 yen leaves in three shipments; their shares add up to the amount:

>>> shipments = pd.DataFrame({"ordered": [3, 3, 3], "first_unit": [0, 1, 2], "units": [1, 1, 1]})
>>> _shipment_share(shipments, np.array([1000, 1000, 1000])).tolist()
[333, 333, 334]
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

import numpy as np
import pandas as pd

from pipeline.model.yen import Yen, included_tax, share
from pipeline.money.amount_kinds import SALE_KINDS, AmountKind
from pipeline.money.fee_schedule import FeeSchedule
from pipeline.money.fees import closing_fee, commission, plan_unit_fee
from pipeline.money.rates import category_positions, tax_rates
from schemas.frame_checks import check_frames
from schemas.stored_frames import conform
from schemas.stored_tables import SCHEMAS

LEDGER: tuple[str, ...] = tuple(SCHEMAS["ledger"].names)
RULE = "6.1"


def sale_postings(shipments: pd.DataFrame, schedule: FeeSchedule, zone: tzinfo) -> pd.DataFrame:
    """The ledger rows of confirmed shipments: by shipment as they stand, then by kind, none of 0 yen.

    In: frame `sale_rows`; its first_unit and units are of 0 to ordered - 1, and no amount is negative. Out: frame
    `ledger`; an `amount` is positive when the seller gets it. Raises ScheduleError when the schedule has no entry yet
    for a SKU on the day of its posting. Order process, step 6.
    """
    check_frames(sale_rows=shipments)
    amounts = _sale_amounts(shipments, schedule, zone)
    return ledger_rows(shipments.assign(rule=RULE, refund="", adjustment=""), SALE_KINDS, amounts)


def ledger_rows(entries: pd.DataFrame, kinds: Sequence[AmountKind], amounts: Yen) -> pd.DataFrame:
    """The rows of the ledger for amounts of these kinds (columns) for each entry: by entry, then kind, none of 0 yen.

    entries: frame `ledger_entries`. Returns frame `ledger`.
    """
    check_frames(ledger_entries=entries)
    # Where an amount is not 0, row by row: by entry, in it by kind.
    entry_pos, kind_pos = np.nonzero(amounts)
    names = pd.DataFrame(kinds).take(kind_pos).reset_index(drop=True)
    rows = entries.take(entry_pos).reset_index(drop=True).assign(**names.drop(columns="code"), kind=names["code"])
    return conform("ledger", rows.assign(amount=amounts[entry_pos, kind_pos], quantity=rows["units"]))


def _sale_amounts(shipments: pd.DataFrame, schedule: FeeSchedule, zone: tzinfo) -> Yen:
    """The amount of every kind of a sale (columns) for every shipment (rows)."""
    # By shipment: the tax rate of the goods and of everything else (basis points), the entry of its fees; then yen.
    goods = tax_rates(shipments["sku"], shipments["posted"], schedule, zone)
    standard = np.full_like(goods, schedule.rates_bp["standard"])
    category = category_positions(shipments["sku"], shipments["posted"], schedule, zone)
    price, price_tax = _amount_and_tax(shipments, "price", goods, schedule)
    shipping, shipping_tax = _amount_and_tax(shipments, "shipping", standard, schedule)
    gift_wrap, gift_wrap_tax = _amount_and_tax(shipments, "gift_wrap", standard, schedule)
    item_discount, item_discount_tax = _amount_and_tax(shipments, "item_discount", goods, schedule)
    ship_discount, ship_discount_tax = _amount_and_tax(shipments, "ship_discount", standard, schedule)
    return np.stack(  # in the order of SALE_KINDS
        [
            price, price_tax, shipping, shipping_tax, gift_wrap, gift_wrap_tax,
            -item_discount, -item_discount_tax, -ship_discount, -ship_discount_tax,
            -_shipment_share(shipments, shipments["points"].to_numpy()),
            -commission(shipments, category, schedule),
            -closing_fee(shipments["units"].to_numpy(), category, schedule),
            -plan_unit_fee(shipments["units"].to_numpy(), schedule),
        ],
        axis=1,
    )  # fmt: skip


def _amount_and_tax(shipments: pd.DataFrame, column: str, rate_bp: Yen, schedule: FeeSchedule) -> tuple[Yen, Yen]:
    """An amount of each shipment without its tax, and its tax; all of it and 0 when tax has no rows of its own."""
    whole = shipments[column].to_numpy()
    amount = _shipment_share(shipments, whole)
    if not schedule.split_rows:
        return amount, np.zeros_like(amount)
    tax = _shipment_share(shipments, included_tax(whole, rate_bp))
    return amount - tax, tax


def _shipment_share(shipments: pd.DataFrame, whole: Yen) -> Yen:
    """The share of each shipment in an amount of its item."""
    first_unit = shipments["first_unit"].to_numpy()
    return share(whole, shipments["ordered"].to_numpy(), first_unit, shipments["units"].to_numpy())
