from hypothesis import given
from hypothesis import strategies as st

from reports.pending_report import pending_part
from schemas.formats.order_reports import PENDING
from schemas.statuses import Status
from tests.support.read_feeds import TOKYO
from tests.support.rendered import part_rows, part_text
from tests.support.report_items import report_item, report_lines


def test_what_is_held_back_is_listed_without_buyer_and_address():
    item = report_item(status=Status.PENDING, verified_at=None, **{"payment-method": "CVS"})
    assert part_text(PENDING, pending_part(report_lines(item), TOKYO)) == (
        "order-id\torder-item-id\tpurchase-date\tsku\tproduct-name\tquantity-purchased\tpayment-type\r\n"
        "999-0000001-0000001\t00000000000001\t2026-10-05T10:00:00+09:00\tTEA-001\t煎茶 100g\t2\tCVS\r\n"
    )


@given(st.lists(st.sampled_from(Status), max_size=6))
def test_every_pending_order_is_listed_and_no_other(statuses):
    lines = report_lines(*(report_item(number, status=status) for number, status in enumerate(statuses, 1)))
    report = part_rows(PENDING, pending_part(lines, TOKYO))
    expected = [f"999-0000001-{number:07}" for number, status in enumerate(statuses, 1) if status is Status.PENDING]
    assert report["order-id"].tolist() == expected
