"""What a run publishes: every report is a frame from the state, staged as a file with its hash for the manifest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from pipeline.lifecycle.outcomes import AWAITED_SHIPMENT
from pipeline.publish.answers import write_answers, write_released_answers
from pipeline.publish.report_writer import ReportWriter
from reports import (
    canceled_orders,
    charges_report,
    held_view,
    inventory_report,
    notices_report,
    orders_report,
    pending_report,
    rejected_list,
    settlement_report,
    unshipped_report,
)
from schemas import codes
from schemas.columns import CURRENCY
from schemas.formats import money_reports, order_reports
from schemas.formats import run_lists as catalogue
from schemas.statuses import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.money.settlement_periods import Settlement
    from pipeline.publish.report_data import ReportData


def write_reports(writer: ReportWriter, data: ReportData) -> None:
    """Every report that can be made from the state after a run and from what the run stored, and made again later."""
    write_order_reports(writer, data.book, data.today, data.stock)
    write_lists(writer, data)
    write_settlements(writer, data.settlements)
    write_answers(writer, data.feeds, data.records, data.said)
    write_released_answers(writer, data.earlier, data.records, data.said)


def write_order_reports(writer: ReportWriter, book: pd.DataFrame, today: pd.DataFrame, stock: pd.DataFrame) -> None:
    """The reports of the orders and the stock, from the parts of the data."""
    run = writer.batch.run
    writer.put(
        "run", "orders.tsv", order_reports.ORDERS.columns, orders_report.order_rows(book[book["reported_run"] == run])
    )
    writer.put("day", "orders.tsv", order_reports.ORDERS.columns, orders_report.order_rows(today))
    still = unshipped_report.unshipped_rows(book, writer.as_of, writer.settings.tz)
    writer.put("run", "unshipped-orders.tsv", order_reports.UNSHIPPED.columns, still)
    writer.put("run", "pending-orders.tsv", order_reports.PENDING.columns, pending_report.pending_rows(book))
    fed = stock.rename(columns={"set_at": "last_fed_at"})
    live = book[~book["status"].isin([Status.CANCELED, Status.SHIPPED])]
    writer.put("run", "inventory.tsv", order_reports.INVENTORY.columns, inventory_report.inventory_rows(fed, live))


def write_lists(writer: ReportWriter, data: ReportData) -> None:
    """What the run charged, told and canceled."""
    gone = data.canceled
    gone = gone.assign(available=gone["available"].where(gone["available"] >= 0).astype("Int64"))
    writer.put("run", "charges.tsv", catalogue.CHARGES.columns, charges_report.charge_rows(data.charges, data.names))
    writer.put("run", "notices.tsv", catalogue.NOTICES.columns, notices_report.notice_rows(data.notices))
    writer.put("run", "canceled-orders.tsv", catalogue.CANCELED.columns, canceled_orders.canceled_rows(gone))
    lost = rejected_list.rejected_list_rows(data.said, data.records, data.names, writer.settings.language)
    writer.put("run", "rejected-all.tsv", catalogue.REJECTED.columns, lost)


def write_held_views(writer: ReportWriter, stored: pd.DataFrame, said: pd.DataFrame) -> None:
    """The view of what waits after the run, a file a format (stored table: held). said: the lines of its answers."""
    shipment = said[(said["code"] == codes.HELD) & (said["value"] == AWAITED_SHIPMENT)]
    endless = list(zip(shipment["feed"], shipment["record"], strict=True))
    for name, (table, rows) in held_view.held_views(
        stored, writer.settings.hold_days, writer.settings.tz, endless
    ).items():
        writer.put("held", name, held_view.held_columns(table), rows)


def write_settlements(writer: ReportWriter, closed_and_open: Sequence[Settlement]) -> None:
    """A settlement report for each period that this run closed, and the open one, preliminary."""
    for one in closed_and_open:
        facts = settlement_report.SettlementSummary(
            one.settlement_id, one.start, one.end, one.deposit_at, one.total, CURRENCY
        )
        name = f"settlement-{one.settlement_id}.tsv" if one.closed else "settlement-open.tsv"
        writer.put("run", name, money_reports.SETTLEMENT.columns, settlement_report.settlement_rows(facts, one.rows))
