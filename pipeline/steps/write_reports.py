"""Every report of a run, made from the state after it: orders, stock, settlements, answers."""

from __future__ import annotations

import pandas as pd

from pipeline.model.order_state import OrderState
from pipeline.publish import answers, message_lines, order_lines, report_set, report_writer
from pipeline.publish.report_data import ReportData, Text, earlier_feeds, feed_names, lines_of_day, stored_text
from pipeline.steps.context import AccountResult, ApplyResult, ReadResult, RunContext


def publish(
    at: RunContext, feeds: ReadResult, applied: ApplyResult, money: AccountResult
) -> report_writer.ReportWriter:
    """Stage every file that this run publishes."""
    at.tell("writing reports", 4, 7)
    press = report_writer.ReportWriter(at.batch, at.settings, at.as_of)
    edition = _report_data(at, feeds, applied, money)
    report_set.write_reports(press, edition)
    answers.write_rejected_files(press, feeds.arrived, edition)
    report_set.write_held_views(press, applied.held, applied.said)
    return press


def _report_data(at: RunContext, feeds: ReadResult, applied: ApplyResult, money: AccountResult) -> ReportData:
    """What the reports of this run are made of, while nothing of it is in the store yet."""
    run, book = at.batch.run, money.earned.state
    runs = [*(row.run for row in at.store.runs() if row.day == at.batch.day), run]
    show = order_lines.orders_to_show(book, runs)
    shown = order_lines.order_lines(show, *_wide_text(at, applied, show))
    return ReportData(
        book=shown,
        today=lines_of_day(at.store, book, shown, runs),
        stock=applied.night.stock,
        settlements=money.settled.settlements,
        feeds=[one.row for one in feeds.read],
        earlier=earlier_feeds(at.store, applied.records, (one.row.feed for one in feeds.read)),
        records=applied.records,
        said=message_lines.answer_lines(feeds.read, feeds.arrived, applied.records, applied.said, run),
        charges=money.charges,
        notices=money.notices,
        canceled=money.canceled,
        names=feed_names(at.store, money.charges, applied.records, {one.row.feed: one.row.name for one in feeds.read}),
    )


def _wide_text(at: RunContext, applied: ApplyResult, book: OrderState) -> Text:
    """The wide text of every order and item of the book: what came in this run, the rest from the store."""
    night, run = applied.night, at.batch.run
    earlier_orders, earlier_items = (frame[frame["text_run"] != run] for frame in (book.orders, book.items))
    orders, items = stored_text(at.store, earlier_orders, earlier_items)
    return (
        pd.concat([orders, night.order_text], ignore_index=True),
        pd.concat([items, night.item_text], ignore_index=True),
    )
