"""Report: every file that a run publishes, staged: reports, settlements, answers, rejected records, held records."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from pipeline.model.order_state import OrderState
from pipeline.publish.answers import write_rejected_files
from pipeline.publish.order_lines import order_lines, orders_to_show
from pipeline.publish.report_data import ReportData, WideText, earlier_feeds, feed_names, lines_of_day, stored_text
from pipeline.publish.report_set import write_held_views, write_reports
from pipeline.publish.report_writer import ReportWriter

if TYPE_CHECKING:
    from pipeline.steps.context import ReadResult, RunContext, RunEffects


def write_files(ctx: RunContext, feeds: ReadResult, effects: RunEffects) -> ReportWriter:
    """Stage every file that this run publishes but run.json; the writer knows what could not be encoded."""
    writer = ReportWriter(ctx.batch, ctx.settings, ctx.as_of)
    data = _report_data(ctx, feeds, effects)
    write_reports(writer, data)
    write_rejected_files(writer, feeds.incoming, data)
    write_held_views(writer, effects.held, effects.messages)
    return writer


def _report_data(ctx: RunContext, feeds: ReadResult, effects: RunEffects) -> ReportData:
    """What the reports of this run are made of, while nothing of it is in the store yet."""
    store, records = ctx.store, effects.records
    state = OrderState.joined([group.state for group in effects.groups])
    runs_of_day = [*(row.run for row in store.runs() if row.day == ctx.batch.day), ctx.run]
    shown = orders_to_show(state, runs_of_day)
    lines = order_lines(shown, *_wide_text(ctx, effects, shown), ctx.settings.tz)
    rows = [feed.row for feed in feeds.feeds]
    names = {row.feed: row.name for row in rows}
    return ReportData(
        lines=lines,
        lines_of_day=lines_of_day(store, state, lines, runs_of_day, ctx.settings.tz),
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
    )


def _wide_text(ctx: RunContext, effects: RunEffects, shown: OrderState) -> WideText:
    """The wide text of every order and item that is shown: what came in this run, the rest from the store."""
    new = [group.lifecycle for group in effects.groups]
    earlier_orders = shown.orders[shown.orders["text_run"] != ctx.run]
    earlier_items = shown.items[shown.items["text_run"] != ctx.run]
    orders, items = stored_text(ctx.store, earlier_orders, earlier_items)
    return (
        pd.concat([orders, *(part.order_text for part in new)], ignore_index=True),
        pd.concat([items, *(part.item_text for part in new)], ignore_index=True),
    )
