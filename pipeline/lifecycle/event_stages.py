"""The stages between the orders and the clock: payments, address changes, shipments, cancellations, refunds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from pipeline.lifecycle import deadlines
from pipeline.lifecycle.events import address_change, apply_events, ship_date
from pipeline.lifecycle.events.event_arrays import SHIPMENT_TEXTS
from pipeline.lifecycle.orders import apply_orders, placement
from pipeline.lifecycle.refunds import apply_refunds
from pipeline.model.order_state import OrderState
from pipeline.model.sorted_keys import positions
from schemas.frame_checks import check_frames
from schemas.stored_frames import blank_instants, empty
from schemas.stored_tables import REFUND_YEN

if TYPE_CHECKING:
    from pipeline.lifecycle.lifecycle_input import LifecycleInput, RunRules


@dataclass(frozen=True, slots=True)
class EventStagesResult:
    """The state after the refunds, the wide text of redirected orders, and what became of the rows.

    rows: frame `event_and_refund_results`. order_text: frame `order_text`. canceled, reinstated: frame `changed_units`.
    early: rows that wait, because nobody knows their order yet.
    """

    state: OrderState
    order_text: pd.DataFrame
    rows: pd.DataFrame
    canceled: pd.DataFrame
    reinstated: pd.DataFrame
    early: tuple[pd.DataFrame, pd.DataFrame]

    @classmethod
    def unchanged(cls, state: OrderState, incoming: LifecycleInput) -> EventStagesResult:
        """What comes of neither events nor refunds."""
        no_units = empty("changed_units")
        rows = empty("event_and_refund_results")
        return cls(state, empty("order_text"), rows, no_units, no_units, (incoming.events, incoming.refunds))


def apply_event_stages(
    orders: apply_orders.OrdersResult, incoming: LifecycleInput, rules: RunRules
) -> EventStagesResult:
    """Apply events and refunds to what the orders stage left."""
    placed = _with_promises(orders.state, rules)
    if incoming.events.empty and incoming.refunds.empty:
        return EventStagesResult.unchanged(placed, incoming)
    early_events, events = _split_unknown(incoming.events, placed)
    early_refunds, refunds = _split_unknown(incoming.refunds, placed)
    applied = apply_events.apply(events, placed, rules.zone, market=rules.market, run=rules.run)
    text = apply_orders.newest(incoming.text[0], orders.order_text, ["order_key"])
    redirected = address_change.apply(applied.rows, incoming.address_requests, text, applied.state, rules.run)
    shipped = ship_date.mark_late_shipments(_with_promises(redirected.state, rules), placed.parcels)
    refunded = apply_refunds.apply(refunds, shipped, rules.run)
    event_rows = ship_date.add_warnings(redirected.rows, shipped, rules.zone)
    check_frames(changed_units=applied.canceled, event_results=redirected.rows, order_text=redirected.order_text)
    check_frames(changed_units=applied.reinstated)
    check_frames(changed_units=refunded.canceled, refund_results=refunded.rows)
    rows = _with_refunds(event_rows, refunded.rows)
    check_frames(event_and_refund_results=rows)
    return EventStagesResult(
        state=refunded.state,
        order_text=redirected.order_text,
        rows=rows,
        canceled=pd.concat([applied.canceled, refunded.canceled], ignore_index=True),
        reinstated=applied.reinstated,
        early=(early_events, early_refunds),
    )


def _with_promises(state: OrderState, rules: RunRules) -> OrderState:
    """The state in which every order that was just verified has its estimated latest ship date."""
    verified = state.orders["verified"].where(state.orders["promise"].isna())
    if verified.isna().all():
        return state
    estimate = deadlines.estimated_ship_date(verified, rules.zone, rules.handling_days, rules.days_off())
    return placement.with_promises(state, estimate)


def _split_unknown(rows: pd.DataFrame, state: OrderState) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows of orders nobody knows, and the rest."""
    is_unknown = positions(state.orders["order_key"].to_numpy(), rows["order_key"].to_numpy()) < 0
    return rows[is_unknown], rows[~is_unknown]


def _with_refunds(events: pd.DataFrame, refunds: pd.DataFrame) -> pd.DataFrame:
    """The events and, behind them, the refunds, of which nothing is warned of."""
    events = events.assign(about="", reason="", charged=0)
    if refunds.empty:
        return events
    no_warnings = {"reopened": False, "missed": False, "asked": False, "clamped": blank_instants(len(refunds)).array}
    no_edits = {"replaced": False, "stands": "", "stands_run": 0} | {f"old_{name}": "" for name in SHIPMENT_TEXTS}
    rows = refunds.assign(**no_warnings, **no_edits).drop(columns=[*REFUND_YEN, "adjustment"])
    return pd.concat([events, rows], ignore_index=True)
