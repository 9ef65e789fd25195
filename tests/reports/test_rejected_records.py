from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest

from reports import rejected_records
from schemas import column_kinds
from schemas.formats import added_columns, feed_formats, payment_feed
from tests.support.frames import message_frame
from tests.support.rendered import rendered_text

PAYMENTS = payment_feed.PAYMENTS


def record_texts(*rows):
    frame = pd.DataFrame(rows, columns=["record", "line", *PAYMENTS.names])
    return frame.astype(dict.fromkeys(PAYMENTS.names, "str"))


def record_problems(*rows):
    return message_frame(("record", "column", "code", "value", "limit"), *rows)


def rejected_rows(lines, faults, *records, language="en"):
    return rejected_records.rejected_rows(
        lines, faults, PAYMENTS, rejected=np.array(records, np.int64), origin="4/payments.tsv", language=language
    )


FEED = record_texts(
    (1, 2, "999-0000001-0000001", "Verified", "2026-10-06", "PAY-1"),
    (2, 3, "5.8E+13", "Payed", "2026-10-06", '"=PAY'),
    (11, 12, "999-0000001-0000003", "Verified", "yesterday", ""),
)


def test_refused_records_are_the_columns_of_the_feed_and_why():
    faults = record_problems(
        (11, "payment-date", 70103, "yesterday", ""),
        (2, "order-id", 70105, "5.8E+13", ""),
        (2, "payment-status", 70106, "Payed", "Verified, Pending"),
        (2, "colour", 90061, "", "color"),
        (1, "", 5000, "", ""),
    )
    assert rendered_text(rejected_records.rejected_columns(PAYMENTS), rejected_rows(FEED, faults, 2, 11)) == (
        "order-id\tpayment-status\tpayment-date\tpayment-reference\tline\tcode\terror\trefused\r\n"
        '5.8E+13\tPayed\t2026-10-06\t"=PAY\t3\t70105 70106\t'
        "order-id was damaged by a spreadsheet: 5.8E+13 / payment-status: Payed is not allowed\t4/payments.tsv/2\r\n"
        "999-0000001-0000003\tVerified\tyesterday\t\t12\t70103\t"
        "payment-date is not a date in the expected form: yesterday\t4/payments.tsv/11\r\n"
    )


def test_every_row_of_a_record_says_what_was_wrong_with_the_record_and_once():
    lines = record_texts(*((1, line, "999-0000001-0000001", "Verified", "", "") for line in (2, 9)))
    faults = record_problems(*[(1, "", 70014, "", "")] * 2)
    frame = rejected_rows(lines, faults, 1, language="ja")
    assert frame["line"].tolist() == ["2", "9"]
    assert frame["code"].tolist() == ["70014", "70014"]
    assert frame["error"].tolist() == ["同じキーのデータが内容違いで重複しています"] * 2
    assert frame["refused"].tolist() == ["4/payments.tsv/1"] * 2


def test_a_feed_of_which_nothing_was_refused_gives_a_heading():
    frame = rejected_rows(FEED, record_problems())
    assert frame.empty
    assert rendered_text(rejected_records.rejected_columns(PAYMENTS), frame).count("\r\n") == 1


def test_a_refused_record_without_a_listed_problem_is_not_lost():
    assert rejected_rows(FEED, record_problems(), 2)[["code", "error", "refused"]].to_numpy().tolist() == [
        ["", "", "4/payments.tsv/2"]
    ]


@pytest.mark.parametrize("table", feed_formats.FEEDS, ids=lambda table: table.name)
def test_the_file_of_any_feed_has_only_columns_that_this_feed_knows(table):
    headings = [column.name for column in rejected_records.rejected_columns(table)]
    assert [name for name in headings if table.column(name) is None] == list(added_columns.REASON_NAMES)
    assert len(set(headings)) == len(headings)


@pytest.mark.parametrize("bad", ["\x00", "\t", "\x0b", "\x1c", "\x7f", "\x85", "\u2028", "\u2029"])
def test_a_control_character_makes_no_row_and_is_not_mended_in_silence(bad):
    lines = record_texts((1, 2, "999-0000001-0000001", "Verified", "", f"A{bad}B"))
    frame = rejected_rows(lines, record_problems((1, "payment-reference", 70109, "", "")), 1)
    assert len(rendered_text(rejected_records.rejected_columns(PAYMENTS), frame).splitlines()) == 2
    [cell] = frame["payment-reference"]
    assert cell == "A\x1aB"
    assert column_kinds.read(frame["payment-reference"], PAYMENTS["payment-reference"], ZoneInfo("UTC"))[
        1
    ].tolist() == [70109]
