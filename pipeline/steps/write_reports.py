"""Report: every file that a run publishes, staged: reports, settlements, answers, rejected records, held records."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.publish.answers import write_rejected_files
from pipeline.publish.order_parts import OrderParts
from pipeline.publish.report_data import ReportData, add_closed_orders, earlier_feeds, feed_names
from pipeline.publish.report_set import write_held_views, write_reports
from pipeline.publish.report_writer import ReportWriter
from pipeline.publish.shown_orders import items_to_show, order_lines, stored_text
from reports.charges_report import charges_part
from reports.notices_report import notices_part
from reports.report_parts import kept_part
from schemas.frame_checks import check_frames

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from pipeline.steps.context import GroupEffects, ReadResult, RunContext, RunEffects
    from reports.report_parts import ReportPart
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
    known = np.concatenate([np.empty(0, np.int64), *effects.order_keys])
    add_closed_orders(effects.reports, store, known, ctx.runs_of_day(), feeds.order_ids, moment)
    rows = [feed.row for feed in feeds.feeds]
    names = {row.feed: row.name for row in rows}
    return ReportData(
        orders=effects.reports,
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
        feed_names=feed_names(store, pd.Series(records.feeds, dtype="int64"), names),
        order_ids=feeds.order_ids,
    )


def add_to_reports(ctx: RunContext, parts: OrderParts, group: GroupEffects, ids: OrderIds, *, keep: bool) -> None:
    """Add a group of orders to the reports about orders; their text came in this run, or it is in the store.

    keep: the finished lines are kept in files, so that the group can be let go.
    """
    new = {"order_text": group.lifecycle.order_text, "item_text": group.lifecycle.item_text}
    runs = ctx.runs_of_day()
    is_shown = items_to_show(group.whole, runs)
    text = stored_text(ctx.store, new, shards=group.shards)
    lines = order_lines(group.whole, is_shown, ctx.settings.tz, ids, text)
    parts.add(lines, runs, ReportWriter(ctx.batch, ctx.settings, ctx.as_of).moment)
    if keep:
        parts.keep_in(ctx.batch.scratch)


def charge_part(ctx: RunContext, feeds: ReadResult, charges: pd.DataFrame, number: int, *, keep: bool) -> ReportPart:
    """The charges of a group (frame `charges`) in their list. number: of the group; keep: as for the reports."""
    check_frames(charges=charges)
    own = {feed.row.feed: feed.row.name for feed in feeds.feeds}
    names = feed_names(ctx.store, charges["feed"], own)
    part = charges_part(charges, names, feeds.order_ids, _zone(ctx))
    return kept_part(part, ctx.batch.scratch / f"charges-{number}") if keep else part


def notice_part(ctx: RunContext, feeds: ReadResult, notices: pd.DataFrame, number: int, *, keep: bool) -> ReportPart:
    """The notices of a group (frame `notices`) in their list. number: of the group; keep: as for the reports."""
    part = notices_part(notices, feeds.order_ids, _zone(ctx))
    return kept_part(part, ctx.batch.scratch / f"notices-{number}") if keep else part


def _zone(ctx: RunContext) -> ZoneInfo:
    return ReportWriter(ctx.batch, ctx.settings, ctx.as_of).zone
