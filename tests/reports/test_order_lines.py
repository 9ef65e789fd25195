"""Reports from integers and positions are those from one wide frame, however the orders are divided into groups."""

import tempfile
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from reports import report_parts
from reports.orders_report import orders_part
from reports.pending_report import pending_part
from reports.report_parts import kept_part
from reports.unshipped_report import ReportMoment, unshipped_part
from schemas.formats.order_reports import ORDERS, PENDING, UNSHIPPED
from schemas.statuses import Status
from tests.support import wide_reports
from tests.support.rendered import written_parts
from tests.support.report_items import BUYER, order_ids_of, report_item, report_items, report_lines

AS_OF = pd.Timestamp("2026-11-01T05:30:00Z")
ZONES = st.sampled_from(["Asia/Tokyo", "America/New_York", "UTC"]).map(ZoneInfo)
ORDER_IDS = st.sampled_from(
    (
        *("999-0000001-0000001", "999-0000001-0000002", "000-0000000-0000003", "A12-0000000-0000001"),
        *("99A-0000001-0000001", "999-000000B-0000000", "___-zzzzzzz-0000000", "999-0000001-000000a"),
    )
)
ITEM_IDS = st.sampled_from(["00000000000001", "10000000000010", "100000000000100", "100000000000099", "99999999999999"])
MOMENTS = st.sampled_from(
    (
        *(None, "2026-10-05T10:00:00Z", "2026-10-05T10:00:00.500000Z", "2026-11-01T05:59:59Z"),
        *("2026-11-01T06:00:00Z", "2026-10-31T14:59:59.999999Z", "2027-03-14T07:00:00Z"),
    )
)
TEXTS = st.sampled_from(["", "", "煎茶 100g", "a\tb", "a\r\nb", "\u2028", "\x85", '"quoted"', "=1+1", "𠮷田"])


@st.composite
def drawn_item(draw):
    """Everything that a report shows of an item but its ids."""
    shipped, canceled, still = (draw(st.integers(0, 2)) for _ in range(3))
    instants = {name: draw(MOMENTS) for name in ("promise_at", "warned_from", "reported_at")}
    flags = {name: draw(st.booleans()) for name in ("waived", "do_not_ship_yet")}
    texts = {name: draw(TEXTS) for name in ("sku", "product-name", "item-tax", "payment-method", "gift-wrap-type")}
    yen = {name: draw(st.sampled_from([None, 0, 2160])) for name in ("item-price", "points-granted")}
    buyer = dict.fromkeys(BUYER, "") if draw(st.booleans()) else {"recipient-name": draw(TEXTS)}
    return {
        "status": draw(st.sampled_from(Status)),
        "ordered": shipped + canceled + still,
        "shipped": shipped,
        "canceled": canceled,
        "is-buyer-requested-cancellation": draw(st.sampled_from(["", "true", "false"])),
        "purchase-date": draw(MOMENTS.filter(bool)),
        **(instants | flags | texts | yen | buyer),
    }


@st.composite
def drawn_groups(draw):
    """Items by group of orders; of an order all are in one group."""
    ids = draw(st.lists(st.tuples(ORDER_IDS, ITEM_IDS), unique=True, max_size=12))
    group_of = {order_id: draw(st.integers(0, 2)) for order_id in dict.fromkeys(order_id for order_id, _ in ids)}
    groups = [[], [], []]
    for order_id, item_id in ids:
        own = {"order-id": order_id, "order-item-id": item_id}
        groups[group_of[order_id]].append(report_item(**(draw(drawn_item()) | own)))
    return groups


@given(drawn_groups(), ZONES, ZONES, st.integers(1, 4))
def test_reports_are_those_of_one_wide_frame(groups, business_zone, zone, block):
    report_parts.BLOCK, usual = block, report_parts.BLOCK
    try:
        compare(groups, business_zone, zone)
    finally:
        report_parts.BLOCK = usual


def compare(groups, business_zone, zone):
    everything = [item for group in groups for item in group]
    names, wide = order_ids_of(*everything), report_items(*everything)
    parts = [report_lines(*group, names=names) for group in groups]
    moment = ReportMoment(AS_OF, business_zone, zone)
    unshipped = [unshipped_part(lines, moment) for lines in parts]
    with tempfile.TemporaryDirectory() as folder:
        unshipped[0] = kept_part(unshipped[0], Path(folder, "part"))
        written = written_parts(UNSHIPPED.columns, unshipped)[0]
    assert written == wide_reports.unshipped(wide, AS_OF, business_zone, zone)
    pending = [pending_part(lines, zone) for lines in parts]
    assert written_parts(PENDING.columns, pending)[0] == wide_reports.pending(wide, zone)
    chosen = [lines.facts["status"] != Status.PENDING for lines in parts]
    orders = [orders_part(lines, is_chosen, zone) for lines, is_chosen in zip(parts, chosen, strict=True)]
    assert written_parts(ORDERS.columns, orders)[0] == wide_reports.orders(wide[wide["status"] != 0], zone)


def test_making_a_report_changes_nothing():
    lines = report_lines(report_item(1, status=Status.CANCELED), report_item(2))
    before = {name: values.copy() for name, values in lines.facts.items()}
    written_parts(ORDERS.columns, [orders_part(lines, np.full(2, True), ZoneInfo("UTC"))])
    assert all(np.array_equal(lines.facts[name], before[name]) for name in before)
