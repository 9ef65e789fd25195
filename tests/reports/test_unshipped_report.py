from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.unshipped_report import ReportMoment, unshipped_part
from schemas.formats.order_reports import UNSHIPPED
from schemas.statuses import Status
from tests.support.read_feeds import TOKYO
from tests.support.rendered import part_rows, part_text
from tests.support.report_items import report_item, report_lines

NOON = pd.Timestamp("2026-10-06T12:00:00+09:00")


def unshipped_rows(items, as_of, zone=TOKYO):
    return part_rows(UNSHIPPED, unshipped_part(report_lines(*items), ReportMoment(as_of, zone, zone)))


def only_row(item, as_of):
    (row,) = unshipped_rows([item], pd.Timestamp(as_of)).to_dict("records")
    return row


def test_an_item_to_ship_is_written_in_the_columns_of_japan():
    item = report_item(shipped=1, status=Status.PARTIALLY_SHIPPED, reported_at="2026-10-05T21:00:00+09:00")
    part = unshipped_part(report_lines(item), ReportMoment(NOON, TOKYO, TOKYO))
    assert part_text(UNSHIPPED, part) == (
        "order-id\torder-item-id\tpurchase-date\tpayments-date\treporting-date\tpromise-date\tdays-past-promise\t"
        "buyer-email\tbuyer-name\tbuyer-phone-number\tsku\tproduct-name\tquantity-purchased\tquantity-shipped\t"
        "quantity-to-ship\tship-service-level\trecipient-name\tship-address-1\tship-address-2\tship-address-3\t"
        "ship-city\tship-state\tship-postal-code\tship-country\tpayment-method\tcod-collectible-amount\talready-paid\t"
        "payment-method-fee\tscheduled-delivery-start-date\tscheduled-delivery-end-date\tpoints-granted\tis-prime\t"
        "verge-of-cancellation\tverge-of-lateShipment\tis-buyer-requested-cancellation\tbuyer-requested-cancel-reason\t"
        "gift-wrap-type\tgift-message-text\tis-business-order\tpurchase-order-number\tcheck\r\n"
        "999-0000001-0000001\t00000000000001\t2026-10-05T10:00:00+09:00\t2026-10-05T10:05:00+09:00\t"
        "2026-10-05T21:00:00+09:00\t2026-10-07T23:59:59+09:00\t-1\ttaro@example.invalid\t見本 太郎\t000-0000-0001\t"
        "TEA-001\t煎茶 100g\t2\t1\t1\t\t見本 花子\t見本町1-2-3\t見本荘101\t裏口\t見本市\t東京都\t000-0001\tJP\tOther"
        "\t\t\t\t\t\t\t\tfalse\ttrue\t\t\t\tおめでとう\t\t\t\r\n"
    )


@pytest.mark.parametrize(
    ("as_of", "days", "late"),
    [
        ("2026-10-05T23:59:59.999999+09:00", -2, "false"),
        ("2026-10-06T00:00:00+09:00", -1, "true"),
        ("2026-10-06T15:00:00+00:00", 0, "true"),
        ("2026-10-07T23:59:59.999999+09:00", 0, "true"),
        ("2026-10-07T15:00:00+00:00", 1, "true"),
        ("2026-10-17T00:00:00+09:00", 10, "true"),
    ],
)
def test_days_past_the_promise_change_at_midnight_in_japan(as_of, days, late):
    row = only_row(report_item(), as_of)
    assert (row["days-past-promise"], row["verge-of-lateShipment"]) == (str(days), late)


@pytest.mark.parametrize(
    ("as_of", "verge"),
    [
        ("2026-10-27T23:59:59.999999+09:00", "false"),
        ("2026-10-27T15:00:00+00:00", "true"),
        ("2026-10-28T00:00:00+09:00", "true"),
        ("2026-11-04T23:59:59+09:00", "true"),
        ("2026-11-05T00:00:00+09:00", "true"),
    ],
)
def test_the_verge_of_cancellation_begins_at_midnight_of_the_seventh_day_before_the_cut_off(as_of, verge):
    assert only_row(report_item(), as_of)["verge-of-cancellation"] == verge


def test_days_are_counted_by_the_calendar_where_clocks_change():
    items = [report_item(promise_at="2026-11-02T04:59:59Z")]
    report = unshipped_rows(items, pd.Timestamp("2026-10-31T12:00:00Z"), ZoneInfo("America/New_York"))
    assert report["days-past-promise"].tolist() == ["-1"]


def test_without_a_promise_its_columns_are_blank():
    report = unshipped_rows([report_item(promise_at=None)], NOON)
    assert (report[["promise-date", "days-past-promise"]] == "").all(axis=None)
    assert report[["verge-of-lateShipment", "verge-of-cancellation"]].to_numpy().tolist() == [["", "false"]]


def test_a_line_of_a_partly_shipped_order_with_nothing_open_is_left_out():
    partly = {"status": Status.PARTIALLY_SHIPPED}
    items = [report_item(1, shipped=1, canceled=1, **partly), report_item(2, shipped=1, **partly)]
    report = unshipped_rows(items, NOON)
    assert report["order-id"].tolist() == ["999-0000001-0000002"]
    assert report[["quantity-shipped", "quantity-to-ship"]].to_numpy().tolist() == [["1", "1"]]


def test_canceled_units_are_not_to_be_shipped():
    assert only_row(report_item(ordered=5, canceled=3), NOON)["quantity-to-ship"] == "2"


def test_rows_are_sorted_by_promise_order_and_item():
    items = (
        report_item(1, promise_at=None),
        report_item(2),
        report_item(4, promise_at="2026-10-06T23:59:59+09:00"),
        report_item(3, promise_at="2026-10-06T23:59:59+09:00"),
    )
    assert unshipped_rows(items, NOON)["order-id"].str[-1].tolist() == ["3", "4", "2", "1"]


units = st.integers(0, 3)


@given(st.lists(st.tuples(st.sampled_from(Status), units, units, units), max_size=8))
def test_only_open_units_of_verified_orders_are_ever_listed(items):
    known = [
        report_item(number, status=status, ordered=still + shipped + canceled, shipped=shipped, canceled=canceled)
        for number, (status, still, shipped, canceled) in enumerate(items, 1)
    ]
    expected = {
        f"999-0000001-{number:07}": str(still)
        for number, (status, still, _, _) in enumerate(items, 1)
        if still and status not in {Status.PENDING, Status.CANCELED}
    }
    report = unshipped_rows(known, NOON)
    assert dict(zip(report["order-id"], report["quantity-to-ship"], strict=True)) == expected


def test_an_order_that_its_cut_off_does_not_bind_is_never_on_the_verge_of_cancellation():
    items = [report_item(1, waived=True), report_item(2)]
    report = unshipped_rows(items, pd.Timestamp("2026-11-06T00:00:00+09:00"))
    assert report["verge-of-cancellation"].tolist() == ["false", "true"]


def test_units_that_may_not_be_shipped_yet_say_so():
    items = [report_item(1), report_item(2, do_not_ship_yet=True)]
    assert unshipped_rows(items, NOON)["check"].tolist() == ["", "do-not-ship-yet"]
