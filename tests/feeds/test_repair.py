"""Repair of damaged cells: what is put right, what never is, and that it changes no cell that was right."""

import re
import unicodedata
from datetime import date, datetime

import hypothesis.strategies as st
import pandas as pd
import pytest
from hypothesis import example, given

from feeds.repair import repair_cells
from schemas import column_kinds
from schemas.columns import Kind
from schemas.formats.confirmation_feed import CONFIRMATIONS
from schemas.formats.feed_formats import FEEDS, INVENTORY
from schemas.formats.order_feed import ORDERS
from tests.support.feed_forms import xml_feed
from tests.support.read_feeds import TOKYO

ID, ITEM = "999-0000001-0000001", "00000000000101"
PUT_RIGHT = [
    ("order-id", "９９９－００００００１－０００００01", ID),
    ("order-id", "999ー0000001ー0000001", ID),
    ("order-id", "\u3000999-0000001-0000001\u00a0", ID),
    ("order-id", "\ufeff999-0000001-\u200b0000001", ID),
    ("order-id", "'999-0000001-0000001", ID),
    ("order-item-id", "０００００００００００１０１", ITEM),
    ("order-item-id", "'00000000000101", ITEM),
    ("quantity-purchased", "２", "2"),
    ("quantity-purchased", "1,000", "1000"),
    ("quantity-purchased", "２，０００", "2000"),
    ("quantity-purchased", "2.0", "2"),
    ("quantity-purchased", "2.00", "2"),
    ("item-price", "1,080", "1080"),
    ("item-price", "¥1,080", "1080"),
    ("item-price", "￥１，０８０", "1080"),
    ("item-price", "\\1,080", "1080"),
    ("item-price", "1,080円", "1080"),
    ("item-price", "¥ 12,345,678.00", "12345678"),
    ("item-promotion-discount", "-¥1,080", "-1080"),
    ("item-promotion-discount", "¥-1,080", "-1080"),
    ("item-promotion-discount", "−500", "-500"),
    ("purchase-date", "2026/1/5 9:05", "2026-01-05T09:05"),
    ("purchase-date", "2026/10/5 10:00:07", "2026-10-05T10:00:07"),
    ("purchase-date", "2026-10-5 10:00:00", "2026-10-05T10:00:00"),
    ("purchase-date", "2026-10-05 10:00:00.5 +0900", "2026-10-05T10:00:00.5+0900"),
    ("purchase-date", "2026年10月5日 9:05", "2026-10-05T09:05"),
    ("purchase-date", "２０２６／１０／５　９：０５", "2026-10-05T09:05"),
    ("latest-ship-date", "2026/10/7", "2026-10-07"),
    ("latest-ship-date", "2026.10.7", "2026-10-07"),
    ("latest-ship-date", "2026年10月7日", "2026-10-07"),
    ("latest-ship-date", "2026-10-7", "2026-10-07"),
    ("latest-ship-date", "2026/10/7 23:59:59", "2026-10-07T23:59:59"),
    ("earliest-ship-date", "2026/10/6 0:00", "2026-10-06T00:00"),
    ("currency", "ＪＰＹ", "JPY"),
    ("order-status", "Ｕnshipped\u3000", "Unshipped"),
    ("is-prime", "ＴＲＵＥ", "TRUE"),
    ("ship-postal-code", "600001", "0600001"),
    ("ship-postal-code", "10000", "0010000"),
    ("ship-phone-number", "312345678", "0312345678"),
    ("buyer-phone-number", "9012345678", "09012345678"),
]
NEVER = [
    ("order-id", "2.49123E+16"),
    ("order-id", "999-0000001-000001"),
    ("order-id", "99900000010000001"),
    ("order-item-id", "5.83564E+13"),
    ("order-item-id", "５．８３５６４Ｅ＋１３"),
    ("order-item-id", "0583563777345"),
    ("order-item-id", "101"),
    ("order-item-id", "12345678901234.0"),
    ("quantity-purchased", "1,00"),
    ("quantity-purchased", "1.000"),
    ("quantity-purchased", "0,100"),
    ("quantity-purchased", "1.5"),
    ("quantity-purchased", "-1"),
    ("quantity-purchased", "1e5"),
    ("quantity-purchased", "10²"),
    ("quantity-purchased", "①"),
    ("quantity-purchased", "２箱"),
    ("item-price", "1.080"),
    ("item-price", "$1,080"),
    ("item-price", "10.5"),
    ("item-price", "1,080,00"),
    ("item-price", "(1,080)"),
    ("item-price", "△1,080"),
    ("item-promotion-discount", "-¥-500"),
    ("purchase-date", "2026/1/5"),
    ("purchase-date", "5/1/2026 10:00"),
    ("purchase-date", "26/1/5 10:00"),
    ("purchase-date", "46027.41"),
    ("purchase-date", "2026/13/5 10:00"),
    ("purchase-date", "2026/2/30 10:00"),
    ("purchase-date", "2026/1/5 24:00"),
    ("purchase-date", "2026/1/5 午後1:00"),
    ("latest-ship-date", "46300"),
    ("latest-ship-date", "10月7日"),
    ("latest-ship-date", "10/7"),
    ("latest-ship-date", "7-Oct"),
    ("latest-ship-date", "2026/10.7"),
    ("latest-ship-date", "2026/10"),
    ("latest-ship-date", "令和8年10月7日"),
    ("latest-ship-date", "2026/10/7 0:00"),
    ("latest-ship-date", "2026/10/7 0:00:00"),
    ("currency", "USD"),
    ("currency", "\u3000"),
    ("sku", "１２３"),
    ("sku", "A\u00a0"),
    ("product-name", "2026/1/5"),
    ("ship-postal-code", "12"),
    ("ship-postal-code", "75001x"),
    ("ship-phone-number", "2125551234"),
]


def text_frame(**cells):
    """A text frame with the given cells, a list a column; underscores in names stand for hyphens."""
    named = {name.replace("_", "-"): values for name, values in cells.items()}
    count = len(next(iter(named.values())))
    numbers = {"record": range(1, count + 1), "line": range(2, count + 2)}
    return pd.DataFrame(numbers | named).astype(dict.fromkeys(named, "str"))


def repair_cell(table, column, value):
    """The cell after repair, and the lines that tell of it."""
    text, messages = repair_cells(table, text_frame(**{column: [value]}), TOKYO)
    return text[column].iloc[0], messages[["record", "line", "column", "code"]].to_numpy().tolist()


@pytest.mark.parametrize(("column", "value", "right"), PUT_RIGHT)
def test_a_cell_that_can_mean_one_thing_only_is_put_right_and_told(column, value, right):
    assert repair_cell(ORDERS, column, value) == (right, [[1, 2, column, 70111]])


@pytest.mark.parametrize(("column", "value"), NEVER)
def test_a_cell_of_two_readings_or_none_is_left_alone(column, value):
    assert repair_cell(ORDERS, column, value) == (value, [])


def test_a_zero_is_put_back_in_japan_alone():
    cells = text_frame(
        ship_postal_code=["75001", "600001"], ship_country=["FR", "JP"], ship_phone_number=["312345678"] * 2
    )
    text, messages = repair_cells(ORDERS, cells, TOKYO)
    assert text["ship-postal-code"].tolist() == ["75001", "0600001"]
    assert text["ship-phone-number"].tolist() == ["312345678", "0312345678"]
    assert messages["record"].tolist() == [2, 2]


def test_every_cell_is_told_with_both_values_as_far_as_a_message_may_quote_them():
    cells = text_frame(quantity=["２", "1,000", "3"], ship_date=["2026/10/6", "2026-10-06", "2026年10月6日"])
    _, messages = repair_cells(CONFIRMATIONS, cells, TOKYO)
    assert messages[["record", "column", "value", "limit"]].to_numpy().tolist() == [
        [1, "quantity", "２", "2"],
        [1, "ship-date", "2026/10/6", "2026-10-06"],
        [2, "quantity", "1,000", "1000"],
        [3, "ship-date", "…", "2026-10-06"],
    ]


def test_neither_value_of_a_buyer_is_told():
    cells = text_frame(
        ship_postal_code=["600001"], ship_phone_number=["312345678"], item_price=["０９０１２３４５６７８"]
    )
    _, messages = repair_cells(ORDERS, cells, TOKYO)
    assert messages[["value", "limit"]].to_numpy().tolist() == [["…", "…"]] * 3


def test_a_frame_in_which_nothing_is_damaged_stays_as_it_is():
    cells = text_frame(sku=["A", "B"], quantity=["1", "007"])
    text, messages = repair_cells(INVENTORY, cells, TOKYO)
    pd.testing.assert_frame_equal(text, cells)
    assert len(messages) == 0


def test_the_frame_that_was_given_is_not_changed():
    cells = text_frame(sku=["A"], quantity=["１"])
    before = cells.copy()
    repair_cells(INVENTORY, cells, TOKYO)
    pd.testing.assert_frame_equal(cells, before)


# What a person would say that a cell means; one cell after the other, in words of another making.


def narrow_text(cell):
    """Full-width letters and signs as narrow ones, without what nobody can see."""
    visible = [letter for letter in cell if unicodedata.category(letter) != "Cf"]
    narrow = [unicodedata.normalize("NFKC", letter) if letter in WIDE else letter for letter in visible]
    return "".join(narrow).strip().removeprefix("'")


WIDE = {chr(code) for code in range(0xFF01, 0xFF5F)} | {"￥", "\u3000", "\u00a0"}


def meaning(column, cell):
    """The value of a cell as a person reads it, None where there is none or more than one."""
    narrow = narrow_text(cell)
    if column.kind in {Kind.COUNT, Kind.YEN}:
        return number_meant(narrow, yen=column.kind is Kind.YEN)
    if column.kind in {Kind.MOMENT, Kind.DAY_OR_MOMENT}:
        return instant_meant(narrow, column)
    if column.kind in {Kind.ORDER_ID, Kind.ITEM_ID}:
        return re.sub("[‐‑‒–—―ーｰ−]", "-", narrow)
    return narrow.casefold()


def number_meant(text, *, yen):
    sign = 1
    for mark in ("−", "-"):
        sign, text = (-1 if text.count(mark) == 1 else sign), text.replace(mark, "", 1)
    if yen:
        text = text.removeprefix("¥").removeprefix("\\").removesuffix("円").strip()
    whole, _, rest = text.partition(".")
    groups = whole.split(",")
    if rest not in {"", "0", "00"} or not all(group.isascii() and group.isdigit() for group in groups):
        return None
    if len(groups) > 1 and (groups[0][0] == "0" or len(groups[0]) > 3 or {len(digits) for digits in groups[1:]} != {3}):
        return None
    return sign * int("".join(groups))


def instant_meant(text, column):
    parts = re.split(r"[-/.年月日 T:]+", re.sub(r"日$", "", text))
    year, month, day, *clock = [int(part) for part in parts]
    if not clock:
        return None if column.kind is Kind.MOMENT else date(year, month, day)
    return datetime(year, month, day, *clock, tzinfo=TOKYO)


def read_value(column, cell):
    """The value that the reader gives to a cell that has no fault."""
    values, faults = column_kinds.read(pd.Series([cell], dtype="str"), column, TOKYO)
    assert faults.iloc[0] == 0
    value = values.iloc[0]
    if column.kind in {Kind.MOMENT, Kind.DAY_OR_MOMENT}:
        local = value.tz_convert(TOKYO).to_pydatetime()
        return local if "T" in cell else local.date()
    return str(value).casefold() if column.kind in {Kind.CHOICE, Kind.FLAG} else value


WIDER = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)} | {" ": "\u3000"})
DAYS = st.tuples(st.integers(2000, 2099), st.integers(1, 12), st.integers(1, 28))
CLOCKS = st.tuples(st.integers(0, 23), st.integers(0, 59), st.integers(0, 59))


@st.composite
def date_texts(draw):
    year, month, day = draw(DAYS)
    form = draw(st.sampled_from(["{}/{}/{}", "{}-{}-{}", "{}.{}.{}", "{}年{}月{}日", "{}/{:02}/{:02}"]))
    hour, minute, second = draw(CLOCKS)
    clock = draw(st.sampled_from(["", " {}:{:02}", " {:02}:{:02}:{:02}"]))
    return form.format(year, month, day) + clock.format(hour, minute, second)


FIGURES = st.tuples(
    st.sampled_from(["", "-", "−", "¥", "￥", "-¥", "¥-", "\\", "'"]),
    st.integers(0, 10**9),
    st.sampled_from(["{}", "{:,}", "{}.0", "{:,}.00", "0{}", "{},0"]),
    st.sampled_from(["", "円", " 円", "個"]),
).map(lambda parts: parts[0] + parts[2].format(parts[1]) + parts[3])
IDS = st.sampled_from([ID, ITEM, "999-1", "5.8E+13", "999ー0000001ー0000001", ITEM[1:], "S01-abcdefg-1234567"])
SEEN_BY_NOBODY = st.sampled_from(["", "", "\u00a0", "\u3000", "\ufeff", "\u200b", "'"])
CELLS = st.tuples(
    SEEN_BY_NOBODY,
    st.one_of(date_texts(), FIGURES, IDS, st.sampled_from(["JPY", "true", "Shipped"]), st.text(max_size=6)),
    SEEN_BY_NOBODY,
    st.booleans(),
).map(lambda parts: parts[0] + (parts[1].translate(WIDER) if parts[3] else parts[1]) + parts[2])
COLUMNS = [column for column in (*ORDERS.columns, *CONFIRMATIONS.columns) if column.kind is not Kind.TEXT]


@given(st.sampled_from(COLUMNS), CELLS)
@example(ORDERS["item-price"], "￥1,080")
@example(CONFIRMATIONS["ship-date"], "2026/1/5")
def test_repair_makes_of_a_cell_what_a_person_reads_or_leaves_it_alone(column, cell):
    table = ORDERS if column in ORDERS.columns else CONFIRMATIONS
    _, faults = column_kinds.read(pd.Series([cell], dtype="str"), column, TOKYO)
    after, messages = repair_cell(table, column.name, cell)
    if faults.iloc[0] == 0:
        assert (after, messages) == (cell, [])
    elif after != cell:
        assert len(messages) == 1
        assert read_value(column, after) == meaning(column, cell)
    assert repair_cell(table, column.name, after) == (after, [])


DAY_COLUMNS = [column for column in COLUMNS if column.kind is Kind.DAY_OR_MOMENT]


@given(st.sampled_from(DAY_COLUMNS), date_texts())
def test_every_day_that_begins_with_its_year_is_put_right_but_for_a_midnight_that_may_be_the_end_of_its_day(
    column, cell
):
    table = ORDERS if column in ORDERS.columns else CONFIRMATIONS
    after, _ = repair_cell(table, column.name, cell)
    _, faults = column_kinds.read(pd.Series([after], dtype="str"), column, TOKYO)
    midnight = re.search(r" 0?0:00(:00)?$", cell)
    assert (faults.iloc[0] == 0) is not bool(column.end_of_day and midnight)


@pytest.mark.parametrize("table", FEEDS, ids=lambda table: table.name)
def test_no_example_of_any_format_is_changed(table):
    cells = text_frame(**{column.name: [column.example, ""] for column in table.columns})
    text, messages = repair_cells(table, cells, TOKYO)
    pd.testing.assert_frame_equal(text, cells)
    assert len(messages) == 0


def test_a_feed_of_messages_is_put_right_like_one_of_rows(read):
    body = (
        "<AmazonOrderID>999-0000001-0000001</AmazonOrderID><FulfillmentDate>2026/10/6 9:00</FulfillmentDate>"
        "<FulfillmentData><CarrierCode>YAMATO</CarrierCode></FulfillmentData>"
        f"<Item><AmazonOrderItemCode>{ITEM}</AmazonOrderItemCode><Quantity>１，０００</Quantity></Item>"
    )
    feed = read(xml_feed("OrderFulfillment", [body]), repair=True)
    assert feed.text[["quantity", "ship-date"]].to_numpy().tolist() == [["1000", "2026-10-06T09:00"]]
    assert feed.problems[["record", "code"]].to_numpy().tolist() == [[1, 70111]] * 2
