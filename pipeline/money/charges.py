"""Step 5: what the buyer is charged, and what is due back. The buyer's side of the books, in whole yen.

A confirmation charges exactly the units of its shipment. An order paid in advance is charged at verification: its
shipments charge nothing, its canceled units are due back. Units are counted as everywhere: shipped ones are the lowest,
canceled ones the highest.

Three items of 3 units, 1,000 yen and 300 yen of shipping each: none, one and all units are canceled and due back.

>>> items = pd.DataFrame({"ordered": [3, 3, 3], "canceled": [0, 1, 3], "price": 1000, "shipping": 300})
>>> items = items.assign(gift_wrap=0, item_discount=0, ship_discount=0)
>>> _yen_of_last_units(items, "canceled").tolist()
[0, 434, 1300]
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from pipeline.model.order_state import OrderState, is_priced
from pipeline.model.sorted_keys import pair_positions
from pipeline.model.yen import Yen
from pipeline.money.amount_kinds import CAPTURE, CHARGE, REFUND_DUE
from pipeline.money.buyer_amounts import items_with_orders, shipment_amounts, yen_of_units
from pipeline.money.charge_rows import stored_charges
from pipeline.money.charge_sources import first_known_source, last_event_of_item, last_event_of_order
from schemas import codes
from schemas.frame_checks import check_frames
from schemas.statuses import CAUSES, Event, Stage
from schemas.stored_frames import empty

PAID_TOO_LATE = "PaidTooLate"
"""The cause of a refund of money that came after the payment deadline."""
_VERIFYING = (Event.VERIFY, Event.REINSTATE)
_PAYING = (Event.VERIFY, Event.PLACE, Event.UPDATE, Event.SHIPPED_ELSEWHERE)


def charge_buyers(
    before: OrderState,
    after: OrderState,
    shipments: pd.DataFrame,
    events: pd.DataFrame,
    cancellations: pd.DataFrame,
    *,
    run: int,
    since: pd.Timestamp | None,
) -> tuple[OrderState, pd.DataFrame]:
    """The rows that a run adds to the buyer's side, and the state that remembers them (items: captured, due_units).

    before, after: the state around the run. shipments: the parcels whose money was posted in it. events: frame
    `run_journal`. cancellations: frame `cancellations`. since: `as_of` of the run before; nothing is dated earlier.
    Rows are those of frame `charges`, by order, item and kind, none of 0 yen; what is due back is a positive amount,
    negative where a canceled order came back to life.
    """
    items = items_with_orders(after)
    effective = events[events["took"]]
    is_fresh = _is_to_capture(items)
    is_captured = is_fresh | (items["captured"] > 0)
    is_due = is_captured & (items["canceled"] != items["due_units"])
    is_late = _is_paid_too_late(before, items)
    if shipments.empty and not (is_fresh | is_due | is_late).any():
        return after, empty("charges")
    rows = [
        _shipment_charges(items, after, shipments),
        _captures(items[is_fresh], effective),
        _due_of_canceled_units(items[is_due], effective, cancellations, run),
        _due_of_late_money(items[is_late], events),
    ]
    marked = after.items.assign(
        captured=after.items["captured"].where(~is_fresh, run),
        due_units=after.items["due_units"].where(~is_captured, after.items["canceled"]),
    )
    return replace(after, items=marked), stored_charges(pd.concat(rows, ignore_index=True), run, since)


def _is_to_capture(items: pd.DataFrame) -> pd.Series:
    """Items of verified orders paid in advance that are priced and not charged yet."""
    is_verified = items["verified"].notna() & ~items["closed"]
    return is_verified & items["prepaid"] & is_priced(items) & (items["captured"] == 0)


def _is_paid_too_late(before: OrderState, items: pd.DataFrame) -> pd.Series:
    """Items of orders for which this run got money too late, and those that came or were priced since. Step 2."""
    orders = before.orders
    was_due = items["order_key"].isin(orders.loc[orders["refund_due"], "order_key"])
    item_pos = pair_positions(before.items, items["order_key"].to_numpy(), items["item_key"].to_numpy())
    # Behind the known items stands a True, which position -1 (an item that is new) takes.
    had_no_price = np.append(~is_priced(before.items).to_numpy(bool), True)[item_pos]
    return items["refund_due"] & is_priced(items) & (~was_due | had_no_price)


def _shipment_charges(items: pd.DataFrame, after: OrderState, shipments: pd.DataFrame) -> pd.DataFrame:
    """What each shipment charges; nothing where the order was paid in advance."""
    rows = shipment_amounts(items, after, shipments)
    check_frames(shipment_amounts=rows)
    return rows.assign(kind=CHARGE, name=rows["number"].astype("str"), cause="")[~rows["prepaid"]]


def _captures(items: pd.DataFrame, effective: pd.DataFrame) -> pd.DataFrame:
    """The whole of each item that is charged in advance."""
    return _charge_rows(items, CAPTURE, _whole_yen(items), _capture_source(items, effective)).assign(
        name="capture", cause=""
    )


def _due_of_canceled_units(
    items: pd.DataFrame, effective: pd.DataFrame, cancellations: pd.DataFrame, run: int
) -> pd.DataFrame:
    """What is due back of each item for the units canceled since the run that looked last; negative for fewer."""
    amount = _yen_of_last_units(items, "canceled") - _yen_of_last_units(items, "due_units")
    canceling = cancellations[["order_key", "item_key", "feed", "record"]].assign(received=cancellations["at"], stage=0)
    source = first_known_source(
        last_event_of_item(canceling, items),
        last_event_of_order(effective[effective["event"] == Event.REINSTATE], items),
        _capture_source(items, effective),
    )
    cause = pd.Series(CAUSES, dtype="str").take(items["cause"]).array
    return _charge_rows(items, REFUND_DUE, amount, source).assign(name=f"due-{run}", cause=cause)


def _due_of_late_money(items: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """Money that came after its deadline, or for an order canceled unpaid: the whole of each item."""
    paying = events[events["event"].isin(_PAYING)]
    too_late = last_event_of_order(paying[paying["code"] == codes.PAID_TOO_LATE], items)
    for_canceled = last_event_of_order(paying[paying["code"] == codes.ORDER_CANCELED], items)
    updated = last_event_of_order(events[events["event"] == Event.UPDATE], items)
    order_causes = pd.Series(CAUSES, dtype="str").take(items["order_cause"]).reset_index(drop=True)
    cause = order_causes.where(too_late["received"].isna() & (order_causes != ""), PAID_TOO_LATE)
    source = first_known_source(too_late, for_canceled, updated)
    return _charge_rows(items, REFUND_DUE, _whole_yen(items), source).assign(name="late", cause=cause)


def _capture_source(items: pd.DataFrame, effective: pd.DataFrame) -> pd.DataFrame:
    """The record that let each item be charged in advance: the verifying one, else that of the item or its price."""
    is_price_update = (effective["event"] == Event.UPDATE) & (effective["stage"] == Stage.ORDERS)
    return first_known_source(
        last_event_of_order(effective[effective["event"].isin(_VERIFYING)], items),
        last_event_of_item(effective[effective["event"] == Event.PLACE], items),
        last_event_of_order(effective[is_price_update], items),
    )


def _whole_yen(items: pd.DataFrame) -> Yen:
    return yen_of_units(items, np.zeros(len(items), np.int64), items["ordered"].to_numpy())


def _yen_of_last_units(items: pd.DataFrame, column: str) -> Yen:
    """What as many of the highest units of each item cost as the column says."""
    # By item. Units are numbered from 0, so the highest ones begin at `ordered` less as many.
    units = items[column].to_numpy()
    return yen_of_units(items, items["ordered"].to_numpy() - units, units)


def _charge_rows(items: pd.DataFrame, kind: str, amount: Yen, source: pd.DataFrame) -> pd.DataFrame:
    """One row per item (frame `unnamed_charges`), from its source (frame `charge_sources`).

    Where that is not known, from the record that brought the order.
    """
    check_frames(charge_sources=source)
    rows = items.reset_index(drop=True)
    received = source["received"].fillna(rows["received"])
    return rows.assign(
        kind=kind, amount=amount, received=received, feed=source["feed"], record=source["record"], parcel="", number=0
    )
