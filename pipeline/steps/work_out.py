"""Work out what a run does: group of shards by group, then what crosses them.

The orders of a group are let go before the next one is loaded: its state is written (nobody sees it before the commit),
and what is left of it is narrow. What crosses groups: the stock, how every record ended and what is said of it,
settlements, numbers of notices, sums.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from pipeline.free_memory import give_back
from pipeline.ingest.held_records import held_after_run
from pipeline.ingest.kept_lines import KeptLines
from pipeline.ingest.record_outcomes import with_form_warnings
from pipeline.lifecycle.first_report import mark_reported
from pipeline.lifecycle.journal import journal_rows
from pipeline.lifecycle.stock_step import counted_skus, with_short_outcomes
from pipeline.model.order_state import OrderState
from pipeline.publish.cancellations import cancellation_rows
from pipeline.publish.invariants import check_invariants
from pipeline.publish.notice_parts import NoticeParts
from pipeline.publish.notifications import notices_of_orders
from pipeline.publish.settlements import close_periods
from pipeline.scratch_blocks import ScratchSpace
from pipeline.steps.account import charge, newly_unassigned, post_run
from pipeline.steps.apply_rules import apply_rules
from pipeline.steps.context import GroupEffects, OrderCounts, RunEffects
from pipeline.steps.groups import group_rows
from pipeline.steps.record_answers import record_answers, stock_before
from pipeline.steps.run_collector import RunCollector
from pipeline.steps.save_state import save_group, save_journal
from pipeline.steps.write_reports import add_to_reports, charge_part, notice_part
from pipeline.store.order_tables import append_rows
from schemas.statuses import Outcome
from schemas.stored_frames import as_frame
from schemas.stored_tables import SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from pipeline.ingest.normalized_rows import NormalizedRows
    from pipeline.steps.context import ReadResult, RunContext
    from pipeline.steps.groups import ShardGroup
    from reports.report_parts import ReportPart


def work_out(ctx: RunContext, feeds: ReadResult) -> RunEffects:
    """Apply, mark as reported, post, charge and save, group by group; then stock, answers, periods, notices."""
    stock = stock_before(ctx)
    counted = counted_skus(stock, feeds.rows.shared.inventory)
    space = ScratchSpace(ctx.batch.scratch / "lines")
    collector = RunCollector(
        _counts_before(ctx), NoticeParts(space), space=space, messages=KeptLines("messages", space)
    )
    for group in group_rows(ctx, feeds):
        give_back()
        _work_through(ctx, feeds, group, counted, collector)
    give_back()
    return _join_groups(ctx, feeds, collector, stock)


def _work_through(
    ctx: RunContext, feeds: ReadResult, group: ShardGroup, counted: Collection[str], collector: RunCollector
) -> None:
    """One group from its rows to its files. Keep no reference to its frames after this call."""
    effects = work_out_group(ctx, group.rows, group.shards, counted)
    collector.add_group(ctx, effects, feeds.order_ids)
    with ctx.step("report"):
        keep = not group.is_whole
        add_to_reports(ctx, collector.reports, effects, feeds.order_ids, keep=keep)
        collector.charges.append(charge_part(ctx, feeds, effects.charges, len(collector.charges), keep=keep))
    with ctx.step("store"):
        save_group(ctx, effects, feeds.sharding)
        if counted:
            collector.journals.append(effects.journal)
        else:
            save_journal(ctx, effects.journal, feeds.sharding)


def work_out_group(
    ctx: RunContext, rows: NormalizedRows, shards: Collection[int], counted: Collection[str]
) -> GroupEffects:
    """What a run does to the orders of some shards. rows: those of these shards; counted: SKUs with counted stock."""
    run, as_of = ctx.run, ctx.as_of
    with ctx.step("apply"):
        loaded, result = apply_rules(ctx, rows, shards, counted)
        before = loaded.touched
        check_invariants(before, result.state)
        reported = mark_reported(result.state, run, as_of)
        records = with_form_warnings(result.records, rows.warned)
        journal = journal_rows(result, reported.orders, records, run, as_of)
        result = result.without_rows()
    with ctx.step("post"):
        posting = post_run(ctx, reported, shards)
        state, charges = charge(before, posting, journal, result.canceled, run=run, since=ctx.since)
        notices = notices_of_orders(before, state, journal, result.canceled, run)
        whole = OrderState.joined([loaded.untouched, state])
    return GroupEffects(shards, loaded, state, whole, result, journal, posting, charges, notices)


def _join_groups(ctx: RunContext, feeds: ReadResult, groups: RunCollector, stock: pd.DataFrame) -> RunEffects:
    """What crosses the groups. stock: frame `stock` before the run."""
    run, as_of, settings = ctx.run, ctx.as_of, ctx.settings
    with ctx.step("apply"):
        answered = record_answers(feeds, groups, stock, run)
        held = held_after_run(feeds.incoming, feeds.held_before, answered.records.frame([Outcome.HELD]), run, as_of)
    with ctx.step("post"):
        unassigned = newly_unassigned(ctx, groups.unsettled)
        settlement = close_periods(ctx.store, _take_all(groups.unsettled), feeds.order_ids, as_of, settings)
        canceled = _cancellations(groups, answered.stock, run)
    _save_journals(ctx, feeds, groups.journals, answered.short)
    return RunEffects(
        counts=groups.counts,
        order_keys=groups.order_keys,
        reports=groups.reports,
        expired=groups.expired,
        records=answered.records,
        messages=answered.messages,
        stock_before=stock,
        stock=answered.stock,
        held=held,
        settlement=settlement,
        charges=groups.charges,
        notices=list(_write_notices(ctx, feeds, groups.notices)),
        canceled=canceled,
        unassigned=unassigned,
    )


def _save_journals(ctx: RunContext, feeds: ReadResult, journals: list[pd.DataFrame], short: pd.DataFrame) -> None:
    """Store the journals that wait for the stock. short: the records for which it did not suffice."""
    with ctx.step("store"):
        for journal in journals:
            save_journal(ctx, with_short_outcomes(journal, short), feeds.sharding)


def _write_notices(ctx: RunContext, feeds: ReadResult, notices: NoticeParts) -> Iterator[ReportPart]:
    """Store the notices of each group with their numbers; what the list of notices shows of them."""
    numbered = notices.numbered(run=ctx.run, as_of=ctx.as_of, authority=ctx.settings.authority)
    for group, rows in enumerate(numbered):
        with ctx.step("store"):
            append_rows(ctx.batch, "notices", rows, feeds.sharding)
        with ctx.step("report"):
            yield notice_part(ctx, feeds, rows, group, keep=len(notices) > 1)


def _take_all(parts: list[pd.DataFrame]) -> list[pd.DataFrame]:
    """Parts that nobody else needs: they are let go as soon as they are joined."""
    taken = parts.copy()
    parts.clear()
    return taken


def _counts_before(ctx: RunContext) -> OrderCounts:
    """What the orders add up to before the run; nobody keeps an eye on any of them yet."""
    return OrderCounts(ctx.store.counters(), as_frame(ctx.store.read("metrics", schema=SCHEMAS["metrics"])), {})


def _cancellations(groups: RunCollector, stock: pd.DataFrame, run: int) -> pd.DataFrame:
    """The cancellations of the run (frame `canceled`), which say what of them is in stock after it."""
    before = OrderState.joined(groups.canceled_before)
    after = OrderState.joined(groups.canceled_after)
    return cancellation_rows(before, after, pd.concat(groups.canceled, ignore_index=True), stock, run)
