"""Report: every file that a run publishes, staged: reports, settlements, answers, rejected records, held records."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pipeline.publish.answers import write_rejected_files
from pipeline.publish.order_parts import OrderParts
from pipeline.publish.report_data import ReportData, add_closed_orders, earlier_feeds, feed_names
from pipeline.publish.report_set import write_held_views, write_reports
from pipeline.publish.report_writer import ReportWriter
from pipeline.publish.shown_orders import items_to_show, order_lines, stored_text

if TYPE_CHECKING:
    from pipeline.steps.context import GroupEffects, ReadResult, RunContext, RunEffects
    from reports.order_lines import OrderLines
    from reports.unshipped_report import ReportMoment
    from schemas.order_ids import OrderIds


def write_files(ctx: RunContext, feeds: ReadResult, effects: RunEffects) -> ReportWriter:
    """Stage every file that this run publishes but run.json; the writer knows what could not be encoded."""
    writer = ReportWriter(ctx.batch, ctx.settings, ctx.as_of)
    data = _report_data(ctx, feeds, effects, writer.moment)
    write_reports(writer, data)
    write_rejected_files(writer, feeds.incoming, data)
    write_held_views(writer, effects.held, effects.messages)
    return writer


def _report_data(ctx: RunContext, feeds: ReadResult, effects: RunEffects, moment: ReportMoment) -> ReportData:
    """What the reports of this run are made of, while nothing of it is in the store yet."""
    store, records = ctx.store, effects.records
    rows = [feed.row for feed in feeds.feeds]
    names = {row.feed: row.name for row in rows}
    return ReportData(
        orders=_order_parts(ctx, effects.groups, feeds.order_ids, moment),
        stock=effects.stock,
        settlements=effects.settlement.books,
        marketplace=ctx.fee_schedule.marketplace,
        feeds=rows,
        earlier_feeds=earlier_feeds(store, records, names),
        records=records,
        messages=effects.messages,
        charges=effects.charges,
        notices=effects.notices,
        canceled=effects.canceled,
        feed_names=feed_names(store, effects.charges, records, names),
        order_ids=feeds.order_ids,
    )


def _order_parts(ctx: RunContext, groups: list[GroupEffects], ids: OrderIds, moment: ReportMoment) -> OrderParts:
    """The parts that the groups of orders give to the reports about orders."""
    runs_of_day = [*(row.run for row in ctx.store.runs() if row.day == ctx.batch.day), ctx.run]
    parts = OrderParts()
    for group in groups:
        parts.add(_order_lines(ctx, group, runs_of_day, ids), runs_of_day, moment)
    known = np.concatenate([group.state.orders["order_key"].to_numpy() for group in groups])
    add_closed_orders(parts, ctx.store, known, runs_of_day, ids, moment)
    return parts


def _order_lines(ctx: RunContext, group: GroupEffects, runs_of_day: list[int], ids: OrderIds) -> OrderLines:
    """The items of a group that reports show; their text came in this run, or it is in the store."""
    new = {"order_text": group.lifecycle.order_text, "item_text": group.lifecycle.item_text}
    is_shown = items_to_show(group.state, runs_of_day)
    return order_lines(group.state, is_shown, ctx.settings.tz, ids, stored_text(ctx.store, new))
