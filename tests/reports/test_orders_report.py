import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.orders_report import orders_part
from schemas.formats.order_reports import ORDERS
from schemas.statuses import STATUS_TEXT, Status
from tests.support.read_feeds import TOKYO
from tests.support.rendered import part_cells, part_rows
from tests.support.report_items import report_item, report_lines

PERSON = (
    "recipient-name", "ship-address-1", "ship-address-2", "ship-address-3", "ship-city", "ship-state",
    "ship-postal-code", "ship-country", "ship-phone-number", "buyer-name", "buyer-email", "buyer-phone-number",
    "delivery-Instructions", "gift-message-text",
)  # fmt: skip


def part_of(*items):
    """The part of the Orders report that all of these items make."""
    return orders_part(report_lines(*items), np.full(len(items), True), TOKYO)


def order_rows(*items):
    return part_rows(ORDERS, part_of(*items))


def test_a_verified_order_is_written_in_the_columns_of_the_marketplace():
    heading, line = part_cells(ORDERS, part_of(report_item()))
    assert "\t".join(heading) == (
        "order-id\torder-item-id\tpurchase-date\tpayments-date\tbuyer-email\tbuyer-name\tbuyer-phone-number\tsku\t"
        "product-name\tquantity-purchased\tcurrency\titem-price\titem-tax\tshipping-price\tshipping-tax\t"
        "ship-service-level\trecipient-name\tship-address-1\tship-address-2\tship-address-3\tship-city\tship-state\t"
        "ship-postal-code\tship-country\tship-phone-number\tdelivery-start-date\tdelivery-end-date\t"
        "delivery-time-zone\tdelivery-Instructions\tpayment-method\tcod-collectible-amount\talready-paid\t"
        "payment-method-fee\tscheduled-delivery-start-date\tscheduled-delivery-end-date\tpoints-granted\tis-prime\t"
        "order-status\tis-buyer-requested-cancellation\tbuyer-requested-cancel-reason\tgift-wrap-price\tgift-wrap-tax\t"
        "gift-wrap-type\tgift-message-text\titem-promotion-discount\tship-promotion-discount\tis-business-order\t"
        "purchase-order-number\tlatest-ship-date"
    )
    assert "\t".join(line) == (
        "999-0000001-0000001\t00000000000001\t2026-10-05T10:00:00+09:00\t2026-10-05T10:05:00+09:00\t"
        "taro@example.invalid\t見本 太郎\t000-0000-0001\tTEA-001\t煎茶 100g\t2\tJPY\t2160\t\t\t\t\t見本 花子\t"
        "見本町1-2-3\t見本荘101\t裏口\t見本市\t東京都\t000-0001\tJP\t000-0000-0002\t\t\t\t置き配\t"
        "Other\t\t\t\t\t\t\t\tUnshipped\t\t\t\t\t\tおめでとう\t\t\t\t\t2026-10-07T23:59:59+09:00"
    )


@pytest.mark.parametrize("status", [Status.UNSHIPPED, Status.PARTIALLY_SHIPPED, Status.SHIPPED, Status.CANCELED])
def test_the_status_of_the_order_is_shown_in_words(status):
    item = report_item(status=status, **{"order-status": "Pending"})
    assert order_rows(item)["order-status"].tolist() == [STATUS_TEXT[status]]


def test_nobody_can_ship_by_the_row_of_a_canceled_order():
    canceled, alive = order_rows(report_item(1, status=Status.CANCELED), report_item(2)).to_dict("records")
    assert {name: canceled[name] for name in PERSON} == dict.fromkeys(PERSON, "")
    assert all(alive[name] for name in PERSON)
    assert (canceled["sku"], canceled["item-price"], canceled["order-status"]) == ("TEA-001", "2160", "Canceled")


def test_a_pending_order_stops_the_report_without_naming_it():
    with pytest.raises(ValueError, match="2 items") as stopped:
        part_of(report_item(1), report_item(2, status=Status.PENDING), report_item(3, status=Status.PENDING))
    assert "999" not in str(stopped.value)


def test_an_order_canceled_before_it_was_verified_stops_the_report_too():
    with pytest.raises(ValueError, match="1 items"):
        part_of(report_item(status=Status.CANCELED, verified_at=None))


def test_rows_are_sorted_by_purchase_order_and_item():
    later = {"purchase-date": "2026-10-05T10:00:01+09:00"}
    items = (
        report_item(1, **later),
        report_item(3, **{"order-item-id": "00000000000009"}),
        report_item(3, **{"order-item-id": "00000000000008"}),
        report_item(2),
    )
    assert order_rows(*items)["order-item-id"].str[-1].tolist() == ["2", "8", "9", "1"]


def test_a_report_of_nothing_is_a_heading():
    assert part_cells(ORDERS, part_of()) == [list(ORDERS.names)]


@given(st.lists(st.sampled_from(Status), min_size=1, max_size=6))
def test_pending_never_passes_and_all_others_do(statuses):
    items = [report_item(number, status=status) for number, status in enumerate(statuses, 1)]
    if Status.PENDING in statuses:
        with pytest.raises(ValueError, match="never verified"):
            part_of(*items)
    else:
        assert len(order_rows(*items)) == len(statuses)
