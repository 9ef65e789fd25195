from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import hypothesis.strategies as st
import pandas as pd
import pytest
from hypothesis import given

from schemas import codes, column_kinds
from schemas.codes import ID_INVALID, ID_MANGLED
from schemas.columns import FIRST_INSTANT, MOST_UNITS, MOST_YEN, UNKNOWN, Column, Kind

TOKYO = ZoneInfo("Asia/Tokyo")
ZONES = st.sampled_from([TOKYO, ZoneInfo("UTC"), ZoneInfo("America/New_York"), ZoneInfo("Asia/Kolkata")])
CHOICES = Column("c", Kind.CHOICE, choices=("Pending", "Canceled"), spellings=(("Cancelled", "Canceled"),))
DTYPES = {Kind.COUNT: "Int64", Kind.YEN: "Int64"} | dict.fromkeys(
    (Kind.MOMENT, Kind.DAY, Kind.DAY_OR_MOMENT), column_kinds.INSTANT
)


def read_texts(texts, column, zone=TOKYO):
    """(values, faults) of some texts, as lists; a blank number is None."""
    values, faults = column_kinds.read(pd.Series(texts, dtype="str"), column, zone)
    assert values.index.equals(faults.index)
    return [None if pd.isna(value) else value for value in values], faults.tolist()


def read_back(values, column, zone):
    texts = column_kinds.write(values, column, zone)
    assert texts.dtype == "str"
    assert not texts.isna().any()
    again, faults = column_kinds.read(texts, column, zone)
    assert (faults == 0).all()
    return again


WHOLE_SECONDS = st.datetimes(datetime(1950, 1, 1), datetime(2150, 1, 1)).map(  # noqa: DTZ001  # made aware below
    lambda at: at.replace(microsecond=0, tzinfo=UTC)
)


@given(st.lists(st.one_of(st.none(), st.integers(0, MOST_UNITS)), max_size=20), ZONES)
def test_counts_written_are_read_back(numbers, zone):
    values = pd.Series(numbers, dtype="Int64")
    assert read_back(values, Column("c", Kind.COUNT, least=0), zone).equals(values)


@given(st.lists(st.one_of(st.none(), st.integers(-MOST_YEN, MOST_YEN)), max_size=20), ZONES)
def test_yen_written_are_read_back(numbers, zone):
    values = pd.Series(numbers, dtype="Int64")
    assert read_back(values, Column("c", Kind.YEN, least=-MOST_YEN), zone).equals(values)


@pytest.mark.parametrize("kind", [Kind.MOMENT, Kind.DAY_OR_MOMENT])
@given(instants=st.lists(st.one_of(st.none(), WHOLE_SECONDS), max_size=20), zone=ZONES)
def test_instants_written_are_read_back_to_the_second(kind, instants, zone):
    values = pd.Series(instants, dtype=column_kinds.INSTANT)
    assert read_back(values, Column("c", kind), zone).equals(values)


@given(st.lists(st.one_of(st.none(), st.dates(datetime(1950, 1, 1).date(), datetime(2150, 1, 1).date()))))  # noqa: DTZ001
def test_days_written_are_read_back(days):
    texts = pd.Series(["" if day is None else day.isoformat() for day in days], dtype="str")
    values, faults = column_kinds.read(texts, Column("c", Kind.DAY), TOKYO)
    assert (faults == 0).all()
    assert column_kinds.write(values, Column("c", Kind.DAY), TOKYO).equals(texts)


@given(st.lists(st.sampled_from(["Pending", "Canceled", ""]), max_size=20))
def test_choices_written_are_read_back(texts):
    values = pd.Series(texts, dtype="str")
    assert read_back(values, CHOICES, TOKYO).equals(values)


@given(st.lists(st.from_regex(r"\A[0-9A-Za-z_]{3}-[0-9A-Za-z_]{7}-[0-9A-Za-z_]{7}\Z"), max_size=20))
def test_order_ids_written_are_read_back(texts):
    values = pd.Series(texts, dtype="str")
    assert read_back(values, Column("c", Kind.ORDER_ID), TOKYO).equals(values)


ODD = st.one_of(
    st.text(max_size=24),
    st.text("0123456789-+.:TZeE ", max_size=26),
    st.from_regex(r"\A(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2})?([+-][0-9]{2}:?[0-9]{2})?)?\Z"),
)


@pytest.mark.parametrize("kind", list(Kind))
@given(texts=st.lists(ODD, max_size=12), zone=ZONES)
def test_any_text_gives_a_value_or_a_fault_of_the_declared_type(kind, texts, zone):
    given_texts = pd.Series(texts, dtype="str")
    values, faults = column_kinds.read(given_texts, Column("c", kind, longest=10, choices=("Pending",)), zone)
    assert str(values.dtype) == DTYPES.get(kind, "str")
    assert len(values) == len(faults) == len(texts)
    if kind in DTYPES:
        assert values[faults != 0].isna().all()
        assert (values.isna() == ((faults != 0) | (given_texts.str.strip(" ") == ""))).all()
    else:
        assert not values.isna().any()


@pytest.mark.parametrize("kind", list(Kind))
def test_blank_is_never_a_fault(kind):
    column = Column("c", kind, longest=10, choices=("Pending",), required=True)
    values, faults = read_texts([""] * 3, column)
    assert faults == [0, 0, 0]
    assert values == ([None] * 3 if kind in DTYPES else [""] * 3)


def read_instant(text, kind=Kind.MOMENT, **more):
    [value], [fault] = read_texts([text], Column("c", kind, **more))
    return fault or value.to_pydatetime()


TEN = datetime(2026, 10, 5, 10, 0, tzinfo=TOKYO)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-10-05T10:00:00+09:00", TEN),
        ("2026-10-05T10:00:00+0900", TEN),
        ("2026-10-05T10:00+09:00", TEN),
        ("2026-10-05T01:00:00Z", TEN),
        ("2026-10-04T17:00:00-08:00", TEN),
        ("2026-10-05T10:00:00", TEN),
        ("2026-10-05T10:00", TEN),
        (" 2026-10-05T10:00:00+09:00 ", TEN),
        ("2026-10-05T10:00:00.123456+09:00", TEN + timedelta(microseconds=123456)),
        ("2026-10-05T10:00:00.5", TEN + timedelta(microseconds=500000)),
    ],
)
def test_an_instant_is_read_with_its_offset_or_in_the_business_zone(text, instant):
    assert read_instant(text) == instant
    assert read_instant(text, Kind.DAY_OR_MOMENT) == instant


def test_a_day_is_its_first_instant_or_its_last_where_the_column_says_so():
    first = datetime(2026, 10, 5, tzinfo=TOKYO)
    assert read_instant("2026-10-05", Kind.DAY) == first
    assert read_instant("2026-10-05", Kind.DAY_OR_MOMENT) == first
    assert read_instant("2026-10-05", Kind.DAY_OR_MOMENT, end_of_day=True) == first + timedelta(days=1, microseconds=-1)
    assert read_instant("2026-10-05T10:00:00", Kind.DAY_OR_MOMENT, end_of_day=True) == TEN


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-29", "2026-13-01", "2026-10-32", "2026/10-05", "2026/1/5",
        "10/05/2026", "2026-10-5", "20261005", "05.10.2026", "２０２６-10-05",
        "2026-10-05T24:00:00", "2026-10-05T10:60", "2026-10-05T10:00:60", "2026-10-05  10:00:00", "2026-10-05T10",
        "2026-10-05T10:00:00+9", "2026-10-05T10:00:00+25:00", "2026-10-05T10:00:00 JST", "0026-10-05", "now", "46300",
        "2026-10-05T10:00:00.",
    ],
)  # fmt: skip
def test_what_is_no_date_is_a_fault(text):
    assert read_instant(text, Kind.DAY_OR_MOMENT) == codes.DATE_INVALID


@pytest.mark.parametrize(
    "text",
    [
        "2026/10/05T10:00:00+09:00", "2026/10/05 10:00:00", "2026-10-05 10:00", "2026-10-05T01:00:00.0000000Z",
        "2026-10-05 10:00:00.000000999999+0900", "2026/10/05 01:00:00Z",
    ],
)  # fmt: skip
def test_slashes_a_blank_and_any_digits_of_a_second_are_forms_of_an_instant(text):
    assert read_instant(text) == TEN


def test_digits_beyond_microseconds_are_cut_and_not_rounded():
    assert read_instant("2026-10-05T10:00:00.1234569") == TEN + timedelta(microseconds=123456)
    assert read_instant("2026/10/05", Kind.DAY) == datetime(2026, 10, 5, tzinfo=TOKYO)


@pytest.mark.parametrize("text", ["2026-10-05", "2026/10/05"])
def test_a_day_where_a_moment_is_asked_is_taken_and_warned_of_where_its_column_says_how(text):
    cells = pd.Series([text, "2026-10-32"], dtype="str")
    for meaning, expected in ((FIRST_INSTANT, datetime(2026, 10, 5, tzinfo=TOKYO)), (UNKNOWN, pd.NaT)):
        values, faults = column_kinds.read(cells, Column("c", Kind.MOMENT, day_alone=meaning), TOKYO)
        assert faults.tolist() == [codes.TIME_MISSING, codes.DATE_INVALID]
        assert values[0] is expected or values[0] == expected
        assert pd.isna(values[1])


def test_a_moment_is_no_day_and_a_day_no_moment():
    assert read_instant("2026-10-05", Kind.MOMENT) == codes.DATE_INVALID
    assert read_instant("2026-10-05T10:00:00", Kind.DAY) == codes.DATE_INVALID


def test_an_hour_that_comes_twice_or_never_is_still_an_instant():
    zone = ZoneInfo("America/New_York")
    values, faults = column_kinds.read(
        pd.Series(["2026-11-01T01:30:00", "2026-03-08T02:30:00"], dtype="str"), Column("c", Kind.MOMENT), zone
    )
    assert faults.tolist() == [0, 0]
    assert values.dt.strftime("%Y-%m-%dT%H:%M").tolist() == ["2026-11-01T05:30", "2026-03-08T07:00"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1", 1), ("0001", 1), ("999999", 999999), (" 7 ", 7), ("1000000", 0), ("0", 0), ("-1", 0), ("+1", 0),
        ("1.0", 0), ("1,000", 0), ("１", 0), ("1e3", 0), ("0x1", 0), ("99999999999", 0),
    ],
)  # fmt: skip
def test_counts_are_whole_and_within_their_limits(text, expected):
    assert read_texts([text], Column("c", Kind.COUNT)) == (
        [expected or None],
        [0 if expected else codes.NUMBER_INVALID],
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", 0), ("1080", 1080), ("1080.0", 1080), ("1080.00", 1080), ("999999999999", MOST_YEN), ("1080.5", None),
        ("1080.000", None), ("1080.", None), ("1,080", None), ("¥1080", None), ("-1", None), ("1000000000000", None),
        ("１０８０", None), ("1E3", None),
    ],
)  # fmt: skip
def test_yen_are_whole_and_within_their_limits(text, expected):
    assert read_texts([text], Column("c", Kind.YEN, least=0)) == (
        [expected],
        [codes.MONEY_INVALID if expected is None else 0],
    )


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("999-0000001-0000001", 0), (" 999-0000001-0000001 ", 0), ("S01-0000001-000000a", 0),
        ("999-0000001-000001", ID_INVALID), ("9990000001-0000001", ID_INVALID), ("９99-0000001-0000001", ID_INVALID),
        ("999-0000001-0000001x", ID_INVALID), ("9.99E+16", ID_MANGLED), ("99900000010000001.", ID_MANGLED),
        ("9,99E+16", ID_MANGLED),
    ],
)  # fmt: skip
def test_order_ids_have_their_form_and_a_spreadsheet_is_found_out(text, fault):
    values, faults = read_texts([text], Column("c", Kind.ORDER_ID))
    assert faults == [fault]
    assert values == ["" if fault else text.strip()]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("00000000000101", 0), ("101", ID_MANGLED), ("1.01E+02", ID_MANGLED), ("9.99999999E+13", ID_MANGLED),
        ("000000000001011", 0), ("0000000000010111", ID_INVALID), ("0000000000010x", ID_INVALID),
    ],
)  # fmt: skip
def test_item_ids_have_fourteen_or_fifteen_digits_and_keep_their_zeros(text, fault):
    assert read_texts([text], Column("c", Kind.ITEM_ID)) == (["" if fault else text], [fault])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Pending", "Pending"),
        ("PENDING", "Pending"),
        (" cancelled ", "Canceled"),
        ("Canceled", "Canceled"),
        ("Lost", ""),
    ],
)
def test_a_choice_is_read_in_any_case_and_spelling(text, value):
    assert read_texts([text], CHOICES) == ([value], [0 if value else codes.CHOICE_INVALID])


@pytest.mark.parametrize(("text", "value"), [("TRUE", "true"), ("Yes", "true"), ("n", "false"), ("1", ""), ("ja", "")])
def test_a_flag_is_read_in_its_spellings(text, value):
    assert read_texts([text], Column("c", Kind.FLAG)) == ([value], [0 if value else codes.CHOICE_INVALID])


def test_text_is_measured_in_code_points_and_holds_no_controls():
    column = Column("c", longest=3)
    texts = ["abc", "abcd", "𠮷𠮷𠮷", "a\x00", "a\x7f", "a\u3000", "\xa0", "a\x1b\x1b\x1b"]
    values, faults = read_texts(texts, column)
    assert values == texts
    assert faults == [0, 90118, 0, 70109, 70109, 0, 0, 70109]


EVERY_CONTROL = [chr(point) for point in (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029)]
GOOD = {
    Kind.TEXT: "abc",
    Kind.ORDER_ID: "999-0000001-0000001",
    Kind.ITEM_ID: "00000000000101",
    Kind.COUNT: "12",
    Kind.YEN: "1200",
    Kind.MOMENT: "2026-10-05T10:00:00+09:00",
    Kind.DAY: "2026-10-05",
    Kind.DAY_OR_MOMENT: "2026-10-05",
    Kind.CHOICE: "Pending",
    Kind.FLAG: "true",
}


@pytest.mark.parametrize("kind", Kind)
def test_a_control_character_anywhere_in_a_cell_of_any_kind_is_named_as_such(kind):
    column, good = Column("c", kind, choices=("Pending",)), GOOD[kind]
    assert read_texts([good], column)[1] == [0]
    for bad in EVERY_CONTROL:
        cells = [f"{bad}{good}", f"{good[:1]}{bad}{good[1:]}", f"{good}{bad}", bad]
        assert read_texts(cells, column)[1] == [codes.CHARACTERS_INVALID] * 4
    assert len(EVERY_CONTROL) == 67


def test_reading_keeps_the_index_and_changes_nothing_in_place():
    texts = pd.Series(["2026-10-05", "x", ""], [7, 3, 5], dtype="str")
    before = texts.copy()
    values, faults = column_kinds.read(texts, Column("c", Kind.DAY), TOKYO)
    assert values.index.tolist() == faults.index.tolist() == [7, 3, 5]
    assert texts.equals(before)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("pending", "Pending"),
        ("Cancelled - Refunded to Buyer", "Canceled - Refunded to Buyer"),
        (" CANCELED - a - b ", "Canceled - a - b"),
        ("", ""),
        ("Canceled-late", None),
        ("Shipped - Canceled", None),
    ],
)
def test_a_choice_that_is_suffixed_keeps_what_follows_it(text, value):
    column = replace(CHOICES, allows_suffix=True)
    assert read_texts([text], column) == ([value or ""], [codes.CHOICE_INVALID if value is None else 0])


@pytest.mark.parametrize("kind", Kind)
def test_a_blank_column_is_what_reading_blanks_gives(kind):
    texts = pd.Series(["", ""], [3, 5], dtype="str")
    values, _ = column_kinds.read(texts, Column("c", kind), TOKYO)
    assert column_kinds.blank(Column("c", kind), texts.index).equals(values)
