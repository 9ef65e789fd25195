"""Work out what a run does: group of shards by group, then what crosses them. Nothing is written yet.

What crosses: the stock, how every record ended and what is said of it, settlements, numbers of notices, sums.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from pipeline.ingest.held_records import held_after_run
from pipeline.ingest.record_outcomes import with_form_warnings
from pipeline.lifecycle.first_report import mark_reported
from pipeline.lifecycle.journal import journal_rows
from pipeline.lifecycle.stock_step import counted_skus
from pipeline.model.order_state import OrderState
from pipeline.publish.cancellations import cancellation_rows
from pipeline.publish.invariants import check_invariants, order_counts
from pipeline.publish.notifications import notices_of_orders, stored_notices
from pipeline.publish.settlements import close_periods
from pipeline.publish.watchlist import watched_orders
from pipeline.steps.account import charge, count_figures, newly_unassigned, plan_fees, post_run
from pipeline.steps.apply_rules import apply_rules
from pipeline.steps.context import GroupEffects, OrderCounts, RunEffects
from pipeline.steps.groups import group_rows
from pipeline.steps.record_answers import record_answers, stock_before
from schemas.frame_checks import check_frames
from schemas.stored_frames import as_frame, empty
from schemas.stored_tables import SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from pipeline.ingest.normalize import NormalizedRows
    from pipeline.steps.context import ReadResult, RunContext


def work_out(ctx: RunContext, feeds: ReadResult) -> RunEffects:
    """Apply, mark as reported, post and charge, group by group; then stock, answers, periods, notices, figures."""
    stock = stock_before(ctx)
    counted = counted_skus(stock, feeds.rows.inventory)
    groups = [work_out_group(ctx, rows, shards, counted) for shards, rows in group_rows(ctx, feeds)]
    return _join_groups(ctx, feeds, groups, stock)


def work_out_group(
    ctx: RunContext, rows: NormalizedRows, shards: Collection[int], counted: Collection[str]
) -> GroupEffects:
    """What a run does to the orders of some shards. rows: those of these shards; counted: SKUs with counted stock."""
    run, as_of = ctx.run, ctx.as_of
    with ctx.step("apply"):
        loaded, result = apply_rules(ctx, rows, shards, counted)
        before = loaded.state
        check_invariants(before, result.state)
        reported = mark_reported(result.state, run, as_of)
        records = with_form_warnings(result.records, rows.messages)
        journal = journal_rows(result, reported.orders, records, run, as_of)
    with ctx.step("post"):
        posting = post_run(ctx, reported)
        state, charges = charge(before, posting, journal, result.canceled, run=run, since=ctx.since)
        notices = notices_of_orders(before, state, journal, result.canceled, run)
        check_frames(notice_facts=notices)
    return GroupEffects(loaded, state, result, journal, posting, charges, notices)


def _join_groups(ctx: RunContext, feeds: ReadResult, groups: Sequence[GroupEffects], stock: pd.DataFrame) -> RunEffects:
    """What crosses the groups. stock: frame `stock` before the run."""
    run, as_of, settings = ctx.run, ctx.as_of, ctx.settings
    with ctx.step("apply"):
        answered = record_answers(feeds, [group.lifecycle for group in groups], stock, run)
        held = held_after_run(feeds.incoming, feeds.held_before, answered.records, run, as_of)
    with ctx.step("post"):
        ledger = pd.concat([*(group.posting.ledger for group in groups), plan_fees(ctx)], ignore_index=True)
        settlement = close_periods(ctx.store, [ledger], feeds.order_ids, as_of, settings)
        facts = pd.concat([group.notices for group in groups], ignore_index=True)
        notices = stored_notices(facts, feeds.order_ids, run=run, as_of=as_of, authority=settings.authority)
        canceled = _cancellations(groups, answered.stock, run)
    return RunEffects(
        groups=list(groups),
        counts=_counts(ctx, groups),
        records=answered.records,
        messages=answered.messages,
        stock_before=stock,
        stock=answered.stock,
        held=held,
        ledger=ledger,
        settlement=settlement,
        charges=pd.concat([empty("charges"), *(group.charges for group in groups)], ignore_index=True),
        notices=notices,
        canceled=canceled,
        unassigned=newly_unassigned(ctx, ledger),
    )


def _cancellations(groups: Sequence[GroupEffects], stock: pd.DataFrame, run: int) -> pd.DataFrame:
    """The cancellations of the run (frame `canceled`), which say what of them is in stock after it."""
    canceled = pd.concat([group.lifecycle.canceled for group in groups], ignore_index=True)
    order_keys = canceled["order_key"].unique()
    before = OrderState.joined([group.loaded.state.only(order_keys) for group in groups])
    after = OrderState.joined([group.state.only(order_keys) for group in groups])
    return cancellation_rows(before, after, canceled, stock, run)


def _counts(ctx: RunContext, groups: Sequence[GroupEffects]) -> OrderCounts:
    """The counters after the run: each group adds what it changed."""
    orders = ctx.store.counters()
    metrics = as_frame(ctx.store.read("metrics", schema=SCHEMAS["metrics"]))
    watch: dict[str, set[str]] = {}
    for group in groups:
        before, after = group.loaded.state, group.state
        orders = order_counts(before, after, orders)
        metrics = count_figures(metrics, before, after, ctx.settings.tz, ctx.as_of)
        for reason, order_ids in watched_orders(after, group.lifecycle.foreign, ctx.as_of, ctx.settings.tz).items():
            watch.setdefault(reason, set()).update(order_ids)
    return OrderCounts(orders, metrics, watch)
