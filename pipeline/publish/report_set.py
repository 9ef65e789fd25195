"""What a run publishes: every report, from sorted parts or a frame, staged as a file with its hash for the manifest."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.lifecycle.deadlines import held_until
from pipeline.lifecycle.outcomes import AWAITED_SHIPMENT
from pipeline.publish.answers import write_answers, write_released_answers
from pipeline.publish.order_parts import write_order_reports
from pipeline.publish.report_writer import ReportWriter, UnwrittenReport
from pipeline.publish.settlement_files import write_settlements
from reports import (
    canceled_orders,
    held_view,
    rejected_list,
)
from schemas import codes
from schemas.formats import run_lists
from schemas.frame_checks import check_frames
from schemas.statuses import Outcome
from schemas.stored_tables import RECORD

if TYPE_CHECKING:
    from pipeline.ingest.kept_lines import KeptLines
    from pipeline.model.outcome_table import OutcomeTable
    from pipeline.publish.report_data import ReportData


def write_reports(writer: ReportWriter, data: ReportData) -> None:
    """Every report that can be made from the state after a run and from what the run stored, and made again later."""
    check_frames(
        stock=data.stock,
        canceled=data.canceled,
    )
    write_order_reports(writer, data.orders, data.stock)
    write_lists(writer, data)
    write_settlements(writer, data.settlements, data.marketplace)
    write_answers(writer, data.feeds, data.records, data.messages)
    write_released_answers(writer, data.earlier_feeds, data.records, data.messages)


def write_lists(writer: ReportWriter, data: ReportData) -> None:
    """What the run charged, whom it notified, what it canceled and what it rejected."""
    canceled = canceled_orders.canceled_part(data.canceled, data.order_ids, writer.zone)
    lists = (
        ("charges.tsv", run_lists.CHARGES, data.charges),
        ("notices.tsv", run_lists.NOTICES, data.notices),
        ("canceled-orders.tsv", run_lists.CANCELED, [canceled]),
    )
    writer.write_together([UnwrittenReport("run", name, table.columns, parts) for name, table, parts in lists])
    rejected = rejected_list.rejected_list_rows(
        data.messages.only(partial(_is_of_rejected, data.records)),
        data.records.frame([Outcome.REJECTED]),
        data.feed_names,
        writer.settings.language,
    )
    writer.write_flat_file("run", "rejected-all.tsv", run_lists.REJECTED.columns, rejected)


def _is_of_rejected(records: OutcomeTable, lines: pd.DataFrame) -> np.ndarray:
    """Lines of answers that are about a rejected record or a refused feed."""
    is_fatal = (codes.problem_types(lines) == "Fatal").to_numpy()
    return is_fatal | (records.of_rows(lines) == Outcome.REJECTED)


def _waits_for_shipment(lines: pd.DataFrame) -> pd.Series:
    return (lines["code"] == codes.HELD) & (lines["value"] == AWAITED_SHIPMENT)


def write_held_views(writer: ReportWriter, held: pd.DataFrame, messages: KeptLines) -> None:
    """The view of what is held after the run, a file a format (stored table `held`). messages: lines of the answers."""
    without_limit = pd.MultiIndex.from_frame(messages.only(_waits_for_shipment)[RECORD])
    has_limit = ~pd.MultiIndex.from_frame(held[RECORD]).isin(without_limit)
    until = held_until(held["since"], writer.settings.tz, writer.settings.hold_days).where(has_limit)
    views = held_view.held_views(held, until, writer.settings.tz)
    for name, (table, rows) in views.items():
        writer.write_flat_file("held", name, held_view.held_columns(table), rows)
