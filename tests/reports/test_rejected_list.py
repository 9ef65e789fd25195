from zoneinfo import ZoneInfo

from reports import flat_file_writer
from reports.rejected_list import rejected_list_rows
from schemas.formats.run_lists import REJECTED
from schemas.statuses import Outcome
from tests.support.frames import message_frame

NAMES = {1: "出荷通知.txt", 2: "orders.tsv"}
ORDER = "999-0000001-0000021"
TEXT = ("column", "value", "limit", "order_id")


def message_rows(*lines):
    return message_frame(("feed", "record", "line", "column", "code", "value", "limit", "order_id"), *lines)


def outcome_rows(*records):
    return message_frame(("feed", "record", "outcome"), *records)


def listed_rows(lines, records, language="en"):
    return rejected_list_rows(lines, records, NAMES, language)


def test_every_refused_record_and_code_is_a_row():
    report = listed_rows(
        message_rows(
            (2, 4, 5, "item-price", 70007, "", "", ORDER),
            (1, 11, 12, "quantity", 70102, "２", "", ORDER),
            (1, 11, 12, "order-item-id", 70105, "9.99E+13", "", ORDER),
            (1, 2, 3, "", 70001, "", "", "999-0000001-0000018"),
        ),
        outcome_rows((1, 2, Outcome.REJECTED), (1, 11, Outcome.REJECTED), (2, 4, Outcome.REJECTED)),
    )
    data = flat_file_writer.render(
        REJECTED.columns, report, encoding="utf-8", zone=ZoneInfo("Asia/Tokyo")
    ).data.decode()
    assert data == (
        "feed\trecord\tline\tcode\tmessage\torder-id\r\n"
        f"orders.tsv\t4\t5\t70007\titem-price differs from the recorded order\t{ORDER}\r\n"
        "出荷通知.txt\t2\t3\t70001\tOrder is Pending: payment is not verified\t999-0000001-0000018\r\n"
        f"出荷通知.txt\t11\t12\t70102\tquantity is not a whole number in plain digits: ２\t{ORDER}\r\n"
        f"出荷通知.txt\t11\t12\t70105\torder-item-id was damaged by a spreadsheet: 9.99E+13\t{ORDER}\r\n"
    )


def test_what_applied_and_what_was_only_remarked_is_not_listed():
    lines = message_rows(
        (1, 1, 2, "", 70010, "", "2026-10-06", ORDER),
        (1, 2, 3, "colour", 90061, "", "color", ORDER),
        (1, 2, 3, "", 70003, "", "", ORDER),
        (1, 3, 4, "recipient-name", 70007, "", "", ORDER),
    )
    records = outcome_rows((1, 1, Outcome.WARNING), (1, 2, Outcome.REJECTED), (1, 3, Outcome.WARNING))
    assert listed_rows(lines, records)[["record", "code"]].to_numpy().tolist() == [[2, "70003"]]


def test_one_code_said_of_several_columns_or_lines_is_one_row():
    lines = message_rows(
        (1, 1, 2, "sku", 70101, "", "", ORDER),
        (1, 1, 2, "currency", 70101, "", "", ORDER),
        (1, 1, 3, "sku", 70101, "", "", ORDER),
    )
    (row,) = listed_rows(lines, outcome_rows((1, 1, Outcome.REJECTED))).to_dict("records")
    assert (row["line"], row["message"]) == (2, "sku is empty / currency is empty")


def test_messages_are_in_the_language_of_the_workspace():
    lines = message_rows((1, 1, 2, "", 70001, "", "", ORDER))
    report = listed_rows(lines, outcome_rows((1, 1, Outcome.REJECTED)), "ja")
    assert report["message"].tolist() == ["保留中(支払い未確認)の注文は操作できません"]


def test_a_feed_refused_whole_is_a_row_of_record_0():
    report = listed_rows(message_rows((2, 0, 0, "", 70203, "", "", "")), outcome_rows())
    assert report[["feed", "record", "code", "order-id"]].to_numpy().tolist() == [["orders.tsv", 0, "70203", ""]]


def test_a_refused_record_of_which_nothing_was_said_is_not_lost():
    report = listed_rows(
        message_rows((1, 1, 2, "", 70001, "", "", ORDER)),
        outcome_rows((1, 1, Outcome.REJECTED), (1, 2, Outcome.REJECTED)),
    )
    assert report[["record", "code"]].to_numpy().tolist() == [[1, "70001"], [2, ""]]


def test_a_night_in_which_nothing_was_refused_gives_a_heading():
    assert listed_rows(message_rows(), outcome_rows((1, 1, Outcome.ACCEPTED))).empty


def test_the_same_record_number_of_two_feeds_is_two_records():
    lines = message_rows((1, 1, 2, "", 70001, "", "", ORDER), (2, 1, 2, "", 70001, "", "", ORDER))
    assert listed_rows(lines, outcome_rows((2, 1, Outcome.REJECTED)))["feed"].tolist() == ["orders.tsv"]
