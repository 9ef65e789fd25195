"""The Pending report: orders whose payment is not verified yet. Order process, step 2."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import numpy as np

from reports.order_lines import OrderLines, is_pending
from reports.report_parts import ReportPart
from schemas.formats import fields as f
from schemas.formats.order_reports import PENDING


def pending_part(lines: OrderLines, zone: ZoneInfo) -> ReportPart:
    """The items of Pending orders, in the 7 columns of `order_reports.PENDING`, by purchase date, order, item.

    It has no buyer and no address: nobody may act on these orders. Instants are shown in `zone`.
    """
    rows = np.flatnonzero(is_pending(lines))
    purchased = lines.facts["purchased"][rows]
    return lines.part(
        PENDING, rows, purchased, lambda block: {"payment-type": lines.text(f.PAYMENT_METHOD.name, block)}, zone
    )
