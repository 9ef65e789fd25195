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


SENTENCE = "two records were rejected, and 商品名が長い場合も折り返します"
FEEDS = [("注文-2026-10-05.tsv", "applied", 12, SENTENCE), ("b.tsv", "refused", 3, "x")]
HEADS = ("feed", "status", "records", "what")


def feed_lines(room, **how):
    """The lines of a table on a terminal of so many columns."""
    with text.fitted(room):
        return text.table(HEADS, FEEDS, **how)


@pytest.mark.parametrize("room", [40, 60, 79, 80, 99, 100])
@pytest.mark.parametrize("how", [{}, {"drop": (1,)}, {"fold": ()}, {"drop": (1, 0), "fold": (0, 3)}])
def test_on_a_terminal_no_line_is_wider_than_it(room, how):
    assert max(map(text.width, feed_lines(room, **how))) <= room


def test_off_a_terminal_nothing_is_dropped_folded_or_cut():
    lines = feed_lines(None, drop=(1,))
    assert len(lines) == 3
    assert SENTENCE in lines[1]


def test_the_last_text_is_folded_and_what_is_dropped_goes_only_where_that_does_not_help():
    assert feed_lines(60, drop=(1,)) == [
        "feed                 status   records  what",
        "注文-2026-10-05.tsv  applied       12  two records were",
        "                                       rejected, and 商品名",
        "                                       が長い場合も折り返し",
        "                                       ます",
        "b.tsv                refused        3  x",
    ]
    assert feed_lines(50, drop=(1,))[0] == "feed                 records  what"


def test_a_text_that_may_not_be_folded_ends_with_an_ellipsis():
    assert feed_lines(60, fold=())[1:] == [
        "注文-2026-10-05.tsv  applied       12  two records were rej…",
        "b.tsv                refused        3  x",
    ]


def test_a_narrow_table_stays_as_it_is():
    with text.fitted(80):
        assert text.table(("feed", "records"), [("a.tsv", 1)]) == ["feed   records", "a.tsv        1"]


@pytest.mark.parametrize(
    ("word", "shown"), [("abcdef", "abcd…"), ("注文票", "注文…"), ("注文x", "注文x"), ("abc", "abc")]
)
def test_a_text_is_cut_by_the_columns_it_takes(word, shown):
    assert text.cut(word, 5) == shown


@pytest.mark.parametrize(("number", "expected"), [(0, "0 records"), (1, "1 record"), (1000, "1,000 records")])
def test_one_is_singular_and_every_other_number_plural(number, expected):
    assert text.count(number, "record") == expected


def test_an_instant_is_told_in_the_business_zone():
    assert text.moment(datetime(2026, 10, 5, 14, 30, tzinfo=UTC), ZoneInfo("Asia/Tokyo")) == "2026-10-05 23:30 JST"


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (-5, ("now", 0)),
        (59, ("now", 0)),
        (60, ("minute", 1)),
        (120, ("minutes", 2)),
        (7199, ("minutes", 119)),
        (7200, ("hours", 2)),
        (172800, ("days", 2)),
    ],
)
def test_the_past_is_told_in_the_largest_unit_that_says_enough(seconds, expected):
    assert text.elapsed(seconds) == expected
