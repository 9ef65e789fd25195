"""What a run posts to the ledger: every shipment once, when its price is known, then the refunds of the run.

Two shipments are posted by the run after that of 7 October: the first came before that and is posted at its instant.

>>> received = pd.to_datetime(["2026-10-06T03:00Z", "2026-10-08T03:00Z"])
>>> shipments = pd.DataFrame({"order_key": 1, "item_key": 7, "number": [1, 2], "received": received})
>>> shipments["shipment"] = [1, 2]
>>> items = pd.DataFrame({"sku": ["TEA", "TEA"], "ordered": 3, "currency": "JPY"})
>>> items = items.assign(**dict.fromkeys(ITEM_YEN, 900))
>>> since = pd.Timestamp("2026-10-07T14:30Z")
>>> rows = _shipments_to_post(shipments.assign(shipped_at=received), items, since)
>>> rows["posted"].dt.strftime("%m-%d %H:%M").tolist()
['10-07 14:30', '10-08 03:00']
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from pipeline.model.order_state import OrderState, is_priced, joint_numbers
from pipeline.model.sorted_keys import pair_positions
from pipeline.money.cross_check import count_overdrawn_items
from pipeline.money.refund_postings import refund_postings
from pipeline.money.refund_rows import refund_rows
from pipeline.money.sale_postings import sale_postings
from schemas.frame_checks import check_frames
from schemas.stored_frames import empty
from schemas.stored_tables import ITEM_YEN

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo

    from pipeline.money.fee_schedule import FeeSchedule

    EarlierLedger = Callable[[OrderState, int], pd.DataFrame]
    """Given the state and a run: the ledger rows that earlier runs posted of the orders which that run refunds."""


@dataclass(frozen=True, slots=True)
class PostingResult:
    """The order state with its shipments marked as posted, the new ledger rows, and the refunds of the run.

    ledger: frame `ledger`. refunds: frame `refund_rows`.
    overdrawn_items: how many items would have given back more than was charged.
    """

    state: OrderState
    ledger: pd.DataFrame
    refunds: pd.DataFrame
    overdrawn_items: int = 0


def post(
    earlier_ledger: EarlierLedger,
    state: OrderState,
    run: int,
    since: pd.Timestamp | None,
    schedule: FeeSchedule,
    zone: tzinfo,
) -> PostingResult:
    """Post every shipment that is not posted yet and whose item has a price, then the refunds of the run.

    earlier_ledger is asked only when the run has refunds.
    `since` is the `as_of` of the run before: nothing is posted before it, so nothing lands in a closed period; a refund
    is not posted before its sale either (steps 6.4.1, 6.5 and 6.6.5).
    """
    check_frames(**state.tables())
    state, sales = _post_shipments(state, run, since, schedule, zone)
    if not (state.refunds["run"] == run).any():
        return PostingResult(state, sales, empty("refund_rows"))
    before_refunds = pd.concat([earlier_ledger(state, run), sales], ignore_index=True)
    refunds = refund_rows(state, run, before_refunds, since)
    refund_ledger = refund_postings(refunds, before_refunds, schedule)
    after_refunds = pd.concat([before_refunds, refund_ledger], ignore_index=True)
    ledger = pd.concat([sales, refund_ledger], ignore_index=True)
    return PostingResult(state, ledger, refunds, count_overdrawn_items(refunds, after_refunds))


def _post_shipments(
    state: OrderState, run: int, since: pd.Timestamp | None, schedule: FeeSchedule, zone: tzinfo
) -> tuple[OrderState, pd.DataFrame]:
    """The state with every shipment marked that is posted now, and the ledger rows of these shipments."""
    shipments = state.parcels
    # By shipment: the place of its item, the item, and whether it is to be posted now.
    item_pos = pair_positions(state.items, shipments["order_key"].to_numpy(), shipments["item_key"].to_numpy())
    items = state.items.iloc[item_pos].reset_index(drop=True)
    is_due = (shipments["posted_run"] == 0) & is_priced(items)
    if not is_due.any():
        return state, empty("ledger")
    ledger = sale_postings(_shipments_to_post(shipments[is_due], items[is_due], since), schedule, zone)
    marked = shipments.assign(posted_run=shipments["posted_run"].where(~is_due, run))
    return replace(state, parcels=marked), ledger


def _shipments_to_post(shipments: pd.DataFrame, items: pd.DataFrame, since: pd.Timestamp | None) -> pd.DataFrame:
    """Shipments with what their orders and items (a row a shipment) say of them (frame `sale_rows`)."""
    received = shipments["received"]
    return shipments.assign(
        sku=items["sku"].array,
        ordered=items["ordered"].to_numpy(),
        currency=items["currency"].array,
        **{name: items[name].clip(lower=0).to_numpy() for name in ITEM_YEN},
        parcel=joint_numbers(shipments).astype("str"),
        posted=received if since is None else received.clip(lower=since),
        transacted=shipments["shipped_at"],
    ).reset_index(drop=True)
