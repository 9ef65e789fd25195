"""One run of the lifecycle: the stages in their declared order, on frames, for all orders at once.

    inventory -> orders -> payments -> address changes -> shipments and cancellations -> refunds
    -> clock rules at `as_of` -> snapshots -> stock

Pure: takes what is known and what is incoming, returns what is known afterwards, and what became of every record. Order
process, "The order of work".
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.lifecycle import reminders, snapshots, stock_movements
from pipeline.lifecycle.deadlines import is_last_attempt
from pipeline.lifecycle.event_stages import EventStagesResult, apply_event_stages
from pipeline.lifecycle.events.event_rows import RECORD_COLUMNS
from pipeline.lifecycle.lifecycle_input import LifecycleInput, RunRules
from pipeline.lifecycle.orders import apply_orders, item_marks
from pipeline.lifecycle.overdue import cancel_overdue, overdue_units
from pipeline.lifecycle.run_outcomes import RunOutcomes, StageRows, outcomes_of_run
from pipeline.lifecycle.stock import new_stock
from pipeline.model.order_state import OrderState, open_units
from schemas.frame_checks import check_frames
from schemas.frames import FRAMES
from schemas.statuses import Event, Stage


@dataclass(frozen=True, slots=True)
class LifecycleResult:
    """What is known afterwards, and what became of every record.

    state, stock, order_text, item_text: the frames of these names. records, messages: outcomes of all records and lines
    of their answers (frames `record_outcomes`, `messages`). canceled: a row an item of a cancellation (frame
    `cancellations`); clock_canceled: those by the clock alone. order_rows, events (refunds with them): the
    rows and what became of them; order_effects: what order records did beside placing. expired: held records that are
    let go; foreign: order rows that belong to no order of this workspace.
    """

    state: OrderState
    stock: pd.DataFrame
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


def run_stages(state: OrderState, stock: pd.DataFrame, incoming: LifecycleInput, rules: RunRules) -> LifecycleResult:
    """Apply what is incoming to what is known. stock: frame `stock`."""
    _check_input(state, stock, incoming)
    orders = apply_orders.apply(state, incoming.orders, incoming.text, rules.run, rules.zone, market=rules.market)
    events = apply_event_stages(orders, incoming, rules)
    overdue = overdue_units(events.state, rules.as_of, rules.grace)
    final = _apply_clock(events.state, overdue, rules)
    final = snapshots.unmark_missing(final, _reopened_orders(orders, events))
    final = item_marks.settle_marks(snapshots.mark_missing(final, incoming.snapshots), orders.state)
    movements = _stock_movements(orders, events, overdue, rules)
    stock, short = new_stock(stock, incoming.inventory, movements, _open_units_by_sku(state))
    outcomes = _outcomes(orders, events, short, incoming, rules)
    result = LifecycleResult(
        state=final,
        stock=stock,
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
    )
    _check_result(result)
    return result


def _check_input(state: OrderState, stock: pd.DataFrame, incoming: LifecycleInput) -> None:
    """What the rules take is as it is declared."""
    check_frames(
        **state.tables(),
        stock=stock,
        order_rows=incoming.orders.facts,
        order_row_text=incoming.orders.text,
        events=incoming.events,
        refund_events=incoming.refunds,
        stock_rows=incoming.inventory,
        address_requests=incoming.address_requests,
        order_text=incoming.text[0],
        item_text=incoming.text[1],
    )


def _check_result(result: LifecycleResult) -> None:
    """What the rules return is as it is declared."""
    check_frames(
        **result.state.tables(),
        stock=result.stock,
        order_text=result.order_text,
        item_text=result.item_text,
        record_outcomes=result.records,
        messages=result.messages,
        cancellations=result.canceled,
    )


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


def _open_units_by_sku(state: OrderState) -> pd.Series:
    return open_units(state.items).groupby(state.items["sku"], dropna=False).sum()


def _outcomes(
    orders: apply_orders.OrdersResult,
    events: EventStagesResult,
    short: pd.DataFrame,
    incoming: LifecycleInput,
    rules: RunRules,
) -> RunOutcomes:
    held = [_held_rows(rows, rules) for rows in (orders.held, *events.early)]
    rows = StageRows(
        orders=orders.rows,
        events=events.rows,
        short=short,
        held=pd.concat(held, ignore_index=True),
        foreign=orders.foreign,
        inventory=incoming.inventory,
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


def _stock_movements(
    orders: apply_orders.OrdersResult, events: EventStagesResult, overdue: pd.DataFrame, rules: RunRules
) -> pd.DataFrame:
    """What moved the stock, in no order (frame `stock_movements`)."""
    state = events.state
    reinstated = orders.effects[orders.effects["event"] == Event.REINSTATE].assign(stage=int(Stage.ORDERS))
    confirmed = events.rows[(events.rows["event"] == Event.CONFIRM) & (events.rows["units"] > 0)]
    parts = [
        stock_movements.placements(orders.rows[orders.rows["units"] > 0]),
        stock_movements.returns(_with_sku(reinstated, state)),
        stock_movements.cancellations(orders.canceled),
        stock_movements.shipments(_new_shipments(orders.rows[orders.rows["shipped_units"] > 0], state)),
        stock_movements.returns(events.reinstated),
        stock_movements.cancellations(events.canceled),
        stock_movements.shipments(_new_shipments(confirmed, state)),
        stock_movements.clock_cancellations(overdue, rules.as_of),
    ]
    return pd.concat(parts, ignore_index=True)


def _new_shipments(rows: pd.DataFrame, state: OrderState) -> pd.DataFrame:
    """Shipments that the records of these rows made: sku, units, received, seq, record."""
    records = rows[["feed", "record", "seq"]].drop_duplicates(["feed", "record"])
    shipments = state.parcels.merge(records, how="inner", on=["feed", "record"], validate="many_to_one")
    return _with_sku(shipments, state)


def _with_sku(rows: pd.DataFrame, state: OrderState) -> pd.DataFrame:
    skus = state.items[["order_key", "item_key", "sku"]]
    return rows.merge(skus, how="left", on=["order_key", "item_key"], validate="many_to_one")
