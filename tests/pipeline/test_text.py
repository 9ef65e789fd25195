from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from pipeline import text


@pytest.mark.parametrize(("word", "columns"), [("abc", 3), ("注文", 4), ("ﾃｽﾄ", 3), ("か\u3099", 2), ("", 0)])
def test_the_width_of_a_text_is_what_a_terminal_needs(word, columns):
    assert text.width(word) == columns


def test_a_table_lines_up_whatever_script_its_names_are_in():
    lines = text.table(("feed", "records"), [("注文.tsv", 12), ("abc.tsv", 3)])
    assert lines == ["feed      records", "注文.tsv       12", "abc.tsv         3"]


def test_a_table_without_rows_is_its_heading():
    assert text.table(("feed", "records"), []) == ["feed  records"]


@pytest.mark.parametrize(("number", "expected"), [(0, "0 records"), (1, "1 record"), (1000, "1,000 records")])
def test_one_is_singular_and_every_other_number_plural(number, expected):
    assert text.count(number, "record") == expected


def test_an_instant_is_told_in_the_business_zone():
    assert text.moment(datetime(2026, 10, 5, 14, 30, tzinfo=UTC), ZoneInfo("Asia/Tokyo")) == "2026-10-05 23:30 JST"


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (-5, "just now"),
        (59, "just now"),
        (60, "a minute ago"),
        (120, "2 minutes ago"),
        (7199, "119 minutes ago"),
        (7200, "2 hours ago"),
        (172800, "2 days ago"),
    ],
)
def test_the_past_is_told_in_the_largest_unit_that_says_enough(seconds, expected):
    assert text.ago(seconds) == expected
