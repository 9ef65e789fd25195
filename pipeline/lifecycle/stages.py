"""One run of the lifecycle: the stages in their declared order, on frames, for all orders at once.

    orders -> payments -> address changes -> shipments and cancellations -> refunds
    -> clock rules at `as_of` -> snapshots

Pure: takes what is known of some orders and what is incoming for them, returns what is known afterwards, and what
became of every record. No order knows of another one: they may be applied all at once or in groups. What crosses them,
the stock, comes after all groups (pipeline.lifecycle.stock_step). Order process, "The order of work".
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from pipeline.lifecycle import reminders, snapshots
from pipeline.lifecycle.deadlines import is_last_attempt
from pipeline.lifecycle.event_stages import EventStagesResult, apply_event_stages
from pipeline.lifecycle.events.event_rows import RECORD_COLUMNS
from pipeline.lifecycle.group_movements import GroupMovements, group_movements
from pipeline.lifecycle.lifecycle_input import LifecycleInput, RunRules
from pipeline.lifecycle.orders import apply_orders, item_marks
from pipeline.lifecycle.overdue import cancel_overdue, overdue_units
from pipeline.lifecycle.run_outcomes import RunOutcomes, StageRows, outcomes_of_run
from pipeline.model.order_state import OrderState
from schemas.frame_checks import check_frames
from schemas.frames import FRAMES
from schemas.statuses import Event


@dataclass(frozen=True, slots=True)
class LifecycleResult:
    """What is known afterwards, and what became of every record.

    state, order_text, item_text: the frames of these names. records, messages: outcomes of all records and lines of
    their answers (frames `record_outcomes`, `messages`), before the stock is looked at. canceled: a row an item of a
    cancellation (frame `cancellations`); clock_canceled: those by the clock alone. order_rows, events (refunds with
    them): the rows and what became of them; order_effects: what order records did beside placing. expired: held records
    that are let go; foreign: order rows that belong to no order of this workspace. movements: of the stock.
    """

    state: OrderState
    order_text: pd.DataFrame
    item_text: pd.DataFrame
    records: pd.DataFrame
    messages: pd.DataFrame
    canceled: pd.DataFrame
    clock_canceled: pd.DataFrame
    events: pd.DataFrame
    order_rows: pd.DataFrame
    order_effects: pd.DataFrame
    expired: pd.DataFrame
    foreign: pd.DataFrame
    movements: GroupMovements

    def without_rows(self) -> LifecycleResult:
        """The result without its rows and their effects, which nobody needs once the journal has them."""
        rows = {name: getattr(self, name).head(0).copy() for name in ("events", "order_rows", "order_effects")}
        return replace(self, **rows)


def run_stages(
    state: OrderState, incoming: LifecycleInput, rules: RunRules, counted_skus: Collection[str]
) -> LifecycleResult:
    """Apply what is incoming to what is known. counted_skus: those of which the stock is counted."""
    _check_input(state, incoming)
    orders = apply_orders.apply(state, incoming.orders, incoming.text, rules.run, rules.zone, market=rules.market)
    events = apply_event_stages(orders, incoming, rules)
    overdue = overdue_units(events.state, rules.as_of, rules.grace)
    outcomes = _outcomes(orders, events, rules)
    result = LifecycleResult(
        state=_final_state(orders, events, overdue, incoming, rules),
        order_text=apply_orders.newest(orders.order_text, events.order_text, ["order_key"]),
        item_text=orders.item_text,
        records=outcomes.records,
        messages=outcomes.messages,
        canceled=_all_canceled(orders, events, overdue, rules),
        clock_canceled=overdue,
        events=events.rows,
        order_rows=orders.rows,
        order_effects=orders.effects,
        expired=outcomes.expired,
        foreign=outcomes.foreign,
        movements=group_movements(state, orders, events, overdue, rules.as_of, counted_skus),
    )
    _check_result(result)
    return result


def _check_input(state: OrderState, incoming: LifecycleInput) -> None:
    """What the rules take is as it is declared."""
    check_frames(
        **state.tables(),
        order_rows=incoming.orders.facts,
        order_row_text=incoming.orders.text,
        events=incoming.events,
        refund_events=incoming.refunds,
        address_requests=incoming.address_requests,
        order_text=incoming.text[0],
        item_text=incoming.text[1],
    )


def _check_result(result: LifecycleResult) -> None:
    """What the rules return is as it is declared."""
    check_frames(
        **result.state.tables(),
        order_text=result.order_text,
        item_text=result.item_text,
        record_outcomes=result.records,
        messages=result.messages,
        cancellations=result.canceled,
    )


def _final_state(
    orders: apply_orders.OrdersResult,
    events: EventStagesResult,
    overdue: pd.DataFrame,
    incoming: LifecycleInput,
    rules: RunRules,
) -> OrderState:
    """The orders after all records: the clock rules at `as_of`, then what snapshots say and which marks stay."""
    state = _apply_clock(events.state, overdue, rules)
    state = snapshots.unmark_missing(state, _reopened_orders(orders, events))
    return item_marks.settle_marks(snapshots.mark_missing(state, incoming.snapshots), orders.state)


def _apply_clock(state: OrderState, overdue: pd.DataFrame, rules: RunRules) -> OrderState:
    """What is overdue is canceled; sellers are warned and buyers invited."""
    state = cancel_overdue(state, overdue, rules.as_of)
    state = reminders.mark_warned(state, rules.as_of, rules.run, rules.zone)
    return reminders.mark_invited(state, rules.as_of, rules.run, rules.zone)


def _reopened_orders(orders: apply_orders.OrdersResult, events: EventStagesResult) -> np.ndarray:
    """The keys of orders that were brought back to life."""
    by_order_record = orders.effects.loc[orders.effects["event"] == Event.REINSTATE, "order_key"]
    by_payment = events.rows.loc[events.rows["reopened"], "order_key"]
    return pd.concat([by_order_record, by_payment]).unique()


def _outcomes(orders: apply_orders.OrdersResult, events: EventStagesResult, rules: RunRules) -> RunOutcomes:
    held = [_held_rows(rows, rules) for rows in (orders.held, *events.early)]
    rows = StageRows(
        orders=orders.rows,
        events=events.rows,
        held=pd.concat(held, ignore_index=True),
        foreign=orders.foreign,
    )
    return outcomes_of_run(rows, rules.zone, rules.as_of, rules.hold_days)


def _held_rows(rows: pd.DataFrame, rules: RunRules) -> pd.DataFrame:
    """Rows that wait for their order, with `expired`, and `by_sku` for those that belong to no order of ours then."""
    rows = rows.assign(by_sku=rows.get("by_sku", default=False))[[*RECORD_COLUMNS, "since", "by_sku"]]
    return rows.assign(expired=is_last_attempt(rows["since"], rules.as_of, rules.zone, rules.hold_days))


def _all_canceled(
    orders: apply_orders.OrdersResult, events: EventStagesResult, overdue: pd.DataFrame, rules: RunRules
) -> pd.DataFrame:
    """Every cancellation of the run (frame `cancellations`)."""
    columns = list(FRAMES["cancellations"].names)
    by_records = pd.concat([orders.canceled, events.canceled], ignore_index=True)
    by_records = by_records.assign(at=by_records["received"])
    by_clock = overdue.assign(at=rules.as_of, feed=0, record=0)
    return pd.concat([by_records[columns], by_clock[columns]], ignore_index=True)
