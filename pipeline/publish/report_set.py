"""What a run publishes: every report is a frame from the state, staged as a file with its hash for the manifest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from pipeline.lifecycle.deadlines import held_until
from pipeline.lifecycle.outcomes import AWAITED_SHIPMENT
from pipeline.publish.answers import write_answers, write_released_answers
from pipeline.publish.report_writer import ReportWriter
from pipeline.publish.settlement_files import write_settlements
from reports import (
    canceled_orders,
    charges_report,
    held_view,
    inventory_report,
    notices_report,
    orders_report,
    pending_report,
    rejected_list,
    unshipped_report,
)
from schemas import codes
from schemas.formats import order_reports, run_lists
from schemas.frame_checks import check_frames
from schemas.statuses import Status
from schemas.stored_tables import RECORD

if TYPE_CHECKING:
    from pipeline.publish.report_data import ReportData


def write_reports(writer: ReportWriter, data: ReportData) -> None:
    """Every report that can be made from the state after a run and from what the run stored, and made again later."""
    check_frames(order_lines=data.lines_of_day)
    check_frames(
        order_lines=data.lines,
        stock=data.stock,
        record_outcomes=data.records,
        answer_lines=data.messages,
        charges=data.charges,
        notices=data.notices,
        canceled=data.canceled,
    )
    write_order_reports(writer, data)
    write_lists(writer, data)
    write_settlements(writer, data.settlements, data.marketplace)
    write_answers(writer, data.feeds, data.records, data.messages)
    write_released_answers(writer, data.earlier_feeds, data.records, data.messages)


def write_order_reports(writer: ReportWriter, data: ReportData) -> None:
    """The reports of the orders and the stock."""
    lines = data.lines
    new = orders_report.order_rows(lines[lines["reported_run"] == writer.batch.run])
    of_day = orders_report.order_rows(data.lines_of_day)
    unshipped = unshipped_report.unshipped_rows(lines, writer.as_of, writer.settings.tz)
    open_lines = lines[~lines["status"].isin([Status.CANCELED, Status.SHIPPED])]
    inventory = inventory_report.inventory_rows(data.stock, open_lines)
    writer.write_flat_file("run", "orders.tsv", order_reports.ORDERS.columns, new)
    writer.write_flat_file("day", "orders.tsv", order_reports.ORDERS.columns, of_day)
    writer.write_flat_file("run", "unshipped-orders.tsv", order_reports.UNSHIPPED.columns, unshipped)
    pending = pending_report.pending_rows(lines)
    writer.write_flat_file("run", "pending-orders.tsv", order_reports.PENDING.columns, pending)
    writer.write_flat_file("run", "inventory.tsv", order_reports.INVENTORY.columns, inventory)


def write_lists(writer: ReportWriter, data: ReportData) -> None:
    """What the run charged, whom it notified, what it canceled and what it rejected."""
    available = data.canceled["available"]
    canceled = data.canceled.assign(available=available.where(available >= 0).astype("Int64"))
    language = writer.settings.language
    for name, columns, rows in (
        ("charges.tsv", run_lists.CHARGES.columns, charges_report.charge_rows(data.charges, data.feed_names)),
        ("notices.tsv", run_lists.NOTICES.columns, notices_report.notice_rows(data.notices)),
        ("canceled-orders.tsv", run_lists.CANCELED.columns, canceled_orders.canceled_rows(canceled)),
        (
            "rejected-all.tsv",
            run_lists.REJECTED.columns,
            rejected_list.rejected_list_rows(data.messages, data.records, data.feed_names, language),
        ),
    ):
        writer.write_flat_file("run", name, columns, rows)


def write_held_views(writer: ReportWriter, held: pd.DataFrame, messages: pd.DataFrame) -> None:
    """The view of what is held after the run, a file a format (stored table `held`). messages: lines of the answers."""
    waits_for_shipment = (messages["code"] == codes.HELD) & (messages["value"] == AWAITED_SHIPMENT)
    without_limit = pd.MultiIndex.from_frame(messages.loc[waits_for_shipment, RECORD])
    has_limit = ~pd.MultiIndex.from_frame(held[RECORD]).isin(without_limit)
    until = held_until(held["since"], writer.settings.tz, writer.settings.hold_days).where(has_limit)
    views = held_view.held_views(held, until, writer.settings.tz)
    for name, (table, rows) in views.items():
        writer.write_flat_file("held", name, held_view.held_columns(table), rows)
