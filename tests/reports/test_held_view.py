import numpy as np
import pandas as pd
import pytest

from pipeline.lifecycle.deadlines import held_until
from reports import flat_file_writer, held_view
from schemas.formats.confirmation_feed import CONFIRMATIONS
from schemas.formats.feed_formats import BY_NAME, FEEDS
from schemas.formats.order_feed import ORDERS
from schemas.formats.payment_feed import PAYMENTS
from schemas.stored_frames import empty
from tests.support.frames import stored_frame
from tests.support.read_feeds import TOKYO

PAYMENT = ("999-0000001-0000021", "Verified", "2026-10-06", "PAY-1")


def held_row(table, values, **more):
    return {
        "table": table.name,
        "feed": 4,
        "name": "支払い.tsv",
        "run": 2,
        "record": 1,
        "line": 2,
        "received": pd.Timestamp("2026-10-06T20:00:00+09:00"),
        "since": pd.Timestamp("2026-10-06T23:30:00+09:00"),
        "values": list(values),
        "columns": list(table.names),
        "refused": "",
        "message": "",
    } | more


def record_values(table, **values):
    return [values.get(name.replace("-", "_"), "") for name in table.names]


def views_of(stored, without_limit=()):
    until = held_until(stored["since"], TOKYO, 7).mask(stored["record"].isin(without_limit))
    return held_view.held_views(stored, until, TOKYO)


def held_views(*rows, without_limit=()):
    return views_of(stored_frame("held", *rows), without_limit)


def test_a_held_record_is_shown_with_its_columns_and_how_long_it_waits():
    views = held_views(
        held_row(PAYMENTS, PAYMENT, record=3, line=4), held_row(PAYMENTS, PAYMENT, run=1, name="alt.tsv")
    )
    (name,) = views
    table, frame = views[name]
    data = flat_file_writer.render(held_view.held_columns(table), frame, encoding="utf-8", zone=TOKYO).data.decode()
    assert name == "held-payments.tsv"
    assert data == (
        "order-id\tpayment-status\tpayment-date\tpayment-reference\tline\tcode\twaits-since\tuntil\tfeed\trun\trecord\r\n"
        "999-0000001-0000021\tVerified\t2026-10-06\tPAY-1\t2\t70013\t2026-10-06T23:30:00+09:00\t2026-10-13\talt.tsv\t1\t"
        "1\r\n"
        "999-0000001-0000021\tVerified\t2026-10-06\tPAY-1\t4\t70013\t2026-10-06T23:30:00+09:00\t2026-10-13\t"
        "支払い.tsv\t2\t3\r\n"
    )


def test_each_format_has_a_file_of_its_own():
    shipped = record_values(
        CONFIRMATIONS, order_id="999-0000001-0000020", ship_date="2026-10-06", carrier_name="ヤマト"
    )
    views = held_views(held_row(PAYMENTS, PAYMENT), held_row(CONFIRMATIONS, shipped))
    assert {name: table.name for name, (table, _) in views.items()} == {
        "held-payments.tsv": "payments",
        "held-shipment-confirmation.tsv": "shipment confirmation",
    }
    (line,) = views["held-shipment-confirmation.tsv"][1].to_dict("records")
    assert (line["ship-date"], line["carrier-name"]) == ("2026-10-06", "ヤマト")


@pytest.mark.parametrize("table", FEEDS, ids=lambda table: table.name)
def test_no_view_shows_an_address_or_a_name(table):
    secret = ["見本町1-2-3" if column.private else "x" for column in table.columns]
    ((_, frame),) = held_views(held_row(table, secret)).values()
    assert not (frame.astype("str") == "見本町1-2-3").any(axis=None)
    assert list(frame.columns) == [column.name for column in held_view.held_columns(table)]
    assert len(set(frame.columns)) == len(frame.columns)


def test_the_recipient_of_a_held_order_record_is_blank():
    cells = record_values(ORDERS, order_id="999-0000001-0000030", recipient_name="見本 花子", ship_address_1="見本町")
    ((_, frame),) = held_views(held_row(ORDERS, cells)).values()
    assert frame[["order-id", "recipient-name", "ship-address-1"]].to_numpy().tolist() == [
        ["999-0000001-0000030", "", ""]
    ]


def test_days_of_waiting_are_counted_by_the_calendar_of_the_business_zone():
    late = held_row(PAYMENTS, PAYMENT, since=pd.Timestamp("2026-10-06T15:00:00Z"))
    ((_, frame),) = held_views(late).values()
    assert frame["until"].tolist() == ["2026-10-14"]


def test_what_waits_without_limit_has_no_last_day():
    rows = [held_row(PAYMENTS, PAYMENT), held_row(PAYMENTS, PAYMENT, record=2)]
    ((_, frame),) = held_views(*rows, without_limit=[2]).values()
    assert frame["until"].tolist() == ["2026-10-13", ""]


def test_nothing_held_is_no_file():
    assert views_of(empty("held")) == {}


def test_values_from_the_store_are_arrays_and_read_alike():
    stored = stored_frame("held", held_row(PAYMENTS, PAYMENT)).assign(values=[np.array(PAYMENT)])
    ((_, frame),) = views_of(stored).values()
    assert frame[list(BY_NAME["payments"].names)].to_numpy().tolist() == [list(PAYMENT)]
