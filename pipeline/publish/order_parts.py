"""The parts of the reports about orders that groups of orders give, and their files."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.publish.report_writer import UnwrittenReport
from reports.inventory_report import inventory_rows, reserved_units
from reports.orders_report import orders_part
from reports.pending_report import pending_part
from reports.report_parts import kept_part
from reports.unshipped_report import unshipped_part
from schemas.formats import order_reports

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from pipeline.publish.report_writer import ReportWriter
    from reports.order_lines import OrderLines
    from reports.report_parts import ReportPart
    from reports.unshipped_report import ReportMoment

OF_ORDERS = ("orders.tsv", "unshipped-orders.tsv", "pending-orders.tsv", "inventory.tsv")


@dataclass(frozen=True, slots=True)
class OrderParts:
    """What groups of orders give to each report: items that are new in the run, items of its day, and so on.

    of_day: empty in the first run of a day, when both reports are the same. reserved: units by SKU
    (`inventory_report.reserved_units`).
    """

    new: list[ReportPart] = field(default_factory=list)
    of_day: list[ReportPart] = field(default_factory=list)
    unshipped: list[ReportPart] = field(default_factory=list)
    pending: list[ReportPart] = field(default_factory=list)
    reserved: list[pd.DataFrame] = field(default_factory=list)

    def add(
        self, lines: OrderLines, runs: Sequence[int], moment: ReportMoment, only: Collection[str] = OF_ORDERS
    ) -> None:
        """Add a group of orders. runs: those of the business day so far, this one last. only: to these reports."""
        if "orders.tsv" in only:
            is_new = lines.facts["reported_run"] == runs[-1]
            self.new.append(orders_part(lines, is_new, moment.shown_zone))
            if len(runs) > 1:
                self.add_of_day(lines, runs, moment)
        if "unshipped-orders.tsv" in only:
            self.unshipped.append(unshipped_part(lines, moment))
        if "pending-orders.tsv" in only:
            self.pending.append(pending_part(lines, moment.shown_zone))
        if "inventory.tsv" in only:
            self.reserved.append(reserved_units(lines))

    def keep_in(self, folder: Path) -> None:
        """Keep the finished lines of the group that was added last in files, so that its orders can be let go."""
        folder.mkdir(mode=0o700, exist_ok=True)
        for name in ("new", "of_day", "unshipped", "pending"):
            parts: list[ReportPart] = getattr(self, name)
            if parts:
                parts[-1] = kept_part(parts[-1], folder / f"{name}-{len(parts)}")

    def add_of_day(self, lines: OrderLines, runs: Sequence[int], moment: ReportMoment) -> None:
        """Add orders to the report of the day alone: those that an earlier run of the day has closed."""
        is_of_day = np.isin(lines.facts["reported_run"], runs)
        self.of_day.append(orders_part(lines, is_of_day, moment.shown_zone))


def write_order_reports(
    writer: ReportWriter, parts: OrderParts, stock: pd.DataFrame, only: Collection[str] = OF_ORDERS
) -> None:
    """The reports of the orders and the stock; only: the names of those that are wanted. stock: frame `stock`."""
    copied_to = () if parts.of_day else ("day",)
    reports = [
        UnwrittenReport("run", "orders.tsv", order_reports.ORDERS.columns, parts.new, copied_to),
        UnwrittenReport("run", "unshipped-orders.tsv", order_reports.UNSHIPPED.columns, parts.unshipped),
        UnwrittenReport("run", "pending-orders.tsv", order_reports.PENDING.columns, parts.pending),
    ]
    if parts.of_day:
        reports.insert(1, UnwrittenReport("day", "orders.tsv", order_reports.ORDERS.columns, parts.of_day))
    writer.write_together([report for report in reports if report.name in only])
    if "inventory.tsv" in only:
        inventory = inventory_rows(stock, parts.reserved)
        writer.write_flat_file("run", "inventory.tsv", order_reports.INVENTORY.columns, inventory)
