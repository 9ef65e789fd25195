"""The Orders report: orders that left Pending and were not reported before. Order process, step 3."""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reports.cells import BLANK, Cells, moments, words
from reports.order_lines import OrderLines, is_pending
from reports.report_parts import ReportPart
from schemas.formats.order_reports import ORDERS
from schemas.instant_texts import NOTHING
from schemas.statuses import STATUS_TEXT, Status

BUYER_COLUMNS = tuple(column.name for column in ORDERS.columns if column.private)
"""The columns with which somebody could ship to the buyer or reach them."""


def orders_part(lines: OrderLines, is_chosen: np.ndarray, zone: ZoneInfo) -> ReportPart:
    """The chosen items in the columns of `order_reports.ORDERS`, by purchase date, order, item.

    Each shows the status of its order in this run, and instants in `zone`. Rows of Canceled orders have no recipient,
    address, phone or name, so nobody can ship them. Raises ValueError, with a count and no ids, if one of the orders
    was never verified: the report must never contain one.
    """
    facts = lines.facts
    rows = np.flatnonzero(is_chosen)
    unverified = np.count_nonzero((is_pending(lines) | (facts["verified_at"] == NOTHING))[rows])
    if unverified:
        raise ValueError(f"{unverified} items of orders that were never verified are meant for the Orders report")

    def computed(block: np.ndarray) -> Mapping[str, Cells]:
        status = facts["status"][block]
        return _buyer_cells(lines, block, status == Status.CANCELED) | {
            "order-status": words(STATUS_TEXT, status),
            "payments-date": moments(facts["verified_at"][block], zone),
            "latest-ship-date": moments(facts["promise_at"][block], zone),
        }

    return lines.part(ORDERS, rows, facts["purchased"][rows], computed, zone)


def _buyer_cells(lines: OrderLines, block: np.ndarray, is_canceled: np.ndarray) -> dict[str, Cells]:
    """The columns of the buyer where they differ from what is known: blank for canceled orders."""
    if not is_canceled.any():
        return {}
    texts = {name: lines.text(name, block) for name in BUYER_COLUMNS}
    return {name: pc.if_else(pa.array(is_canceled), BLANK, cells) for name, cells in texts.items()}
