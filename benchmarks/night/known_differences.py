"""Where the peers are cruder than the product: the rules that explain every difference of their results."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.night.columns import NIGHT, REASONS
from benchmarks.night.faults import DAY_ALONE
from benchmarks.night.outcome_counts import CodeRule

MISSPELT = "BuyerCancelled is a spelling of BuyerCanceled for us; the peers refuse it"
DAY = "a purchase on a day without a time is taken with a warning; the peers refuse it"
AGAIN = "a parcel that is confirmed again is the same parcel; the peers ship what is left of its items"
HOLIDAYS = "no business day falls on a holiday; the peers know weekends only"
TOMORROW = "an order that must ship by tomorrow is on the verge of late shipment; the peers begin a day later"
NO_BUYER = "an order that was canceled shows no buyer; the peers keep the cells"
PERSONAL = (
    "buyer-email", "buyer-name", "buyer-phone-number", "recipient-name", "ship-address-1", "ship-address-2",
    "ship-address-3", "ship-city", "ship-state", "ship-postal-code", "ship-country", "ship-phone-number",
    "delivery-Instructions",
)  # fmt: skip
HOLIDAYS_SEEN = ("2026-05-03", "2026-05-04", "2026-05-05", "2026-05-06")
"""Holidays after the payments of orders that the night knows."""
TOMORROW_DAY = str(np.datetime64(NIGHT[:10]) + 1)


@dataclass(frozen=True, slots=True)
class RowRule:
    """Rows of these orders are in the report of one side only."""

    rule: str
    orders: pa.Array


@dataclass(frozen=True, slots=True)
class CellRule:
    """Cells of these columns may differ where it holds. holds: of our rows and the peer's, side by side."""

    rule: str
    columns: tuple[str, ...]
    holds: Callable[[pa.Table, pa.Table], np.ndarray]


def misspelt_cancellations(rows: pa.Table) -> pa.Array:
    """Orders that are canceled for a reason that only we know."""
    known = pc.is_in(rows["cancellation-reason-code"], pa.array(REASONS))
    return rows.filter(pc.invert(known))["order-id"].combine_chunks()


def confirmed_again(messages: pa.Table, lines: pa.Table) -> pa.Array:
    """Orders with a parcel (its tracking number) in both feeds."""
    keys = [pc.binary_join_element_wise(rows["order-id"], rows["tracking-number"], "/") for rows in (messages, lines)]
    return lines.filter(pc.is_in(keys[1], keys[0].combine_chunks()))["order-id"].combine_chunks()


def cells_of(orders: pa.Array) -> CellRule:
    """What the report says otherwise of orders that were confirmed again."""
    columns = ("quantity-shipped", "quantity-to-ship", "order-status")
    return CellRule(AGAIN, columns, lambda own, _: pc.is_in(own["order-id"], orders).to_numpy())


def bought_on_a_day_alone(rows: pa.Table) -> pa.Array:
    """Orders with a record whose purchase has no time."""
    return rows.filter(pc.equal(rows["purchase-date"], DAY_ALONE))["order-id"].combine_chunks()


def _holiday_between(own: pa.Table, _: pa.Table) -> np.ndarray:
    paid, promise = (_days(own[name]) for name in ("payments-date", "promise-date"))
    return np.logical_or.reduce([(paid <= day) & (day <= promise) for day in HOLIDAYS_SEEN])


def _promised_tomorrow(own: pa.Table, other: pa.Table) -> np.ndarray:
    late = pc.and_(pc.equal(own["verge-of-lateShipment"], "true"), pc.equal(other["verge-of-lateShipment"], "false"))
    return (_days(own["promise-date"]) == TOMORROW_DAY) & late.to_numpy()


def _canceled(own: pa.Table, _: pa.Table) -> np.ndarray:
    return pc.equal(own["order-status"], "Canceled").to_numpy()


def _days(instants: pa.ChunkedArray) -> np.ndarray:
    """The local day of each, as text."""
    return pc.utf8_slice_codeunits(instants, 0, 10).to_numpy(zero_copy_only=False).astype("U10")


CELLS = (
    CellRule(HOLIDAYS, ("promise-date", "days-past-promise"), _holiday_between),
    CellRule(TOMORROW, ("verge-of-lateShipment",), _promised_tomorrow),
    CellRule(NO_BUYER, PERSONAL, _canceled),
)
AMOUNTS = {
    "Commission": "by the schedule of fees; the peers take 15 % of everything",
    "Shipping": "what the buyer paid for shipping; the peers post items only",
    "ShippingTax": "what the buyer paid for shipping; the peers post items only",
}
CODES = (
    CodeRule("orders", 70104, 70105, "an id that a spreadsheet mangled has a code of its own"),
    CodeRule("orders", 0, 5000, "a payment is the order's: its second row says nothing new"),
    CodeRule("orders", 70103, 0, DAY),
    CodeRule("orders", 0, 70007, "a row contradicts the one before it, which was taken with a day alone"),
    CodeRule("payments", 70002, 5000, "an order that was paid stays so, when it is canceled later too"),
    CodeRule("ship", 0, 5000, AGAIN),
    CodeRule("ship", 5000, 70004, "a closed order is past its cut-off"),
    CodeRule("ship", 70002, 70004, "a closed order is past its cut-off"),
    CodeRule("ship", 70001, 70002, "an order whose payment failed tonight is canceled, no longer Pending"),
    CodeRule("cancel", 70001, 5000, "an order whose payment failed tonight is canceled, no longer Pending"),
    CodeRule("cancel", 70106, 0, MISSPELT),
    CodeRule("cancel", 70106, 70003, MISSPELT),
)
