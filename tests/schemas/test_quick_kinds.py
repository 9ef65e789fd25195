"""The quick reader says of every cell what the slow one says of it alone."""

from zoneinfo import ZoneInfo

import hypothesis.strategies as st
import pandas as pd
import pytest
from hypothesis import given

from schemas import column_kinds, quick_kinds
from schemas.columns import FIRST_INSTANT, MOST_YEN, UNKNOWN, Column, Kind
from tests.support.odd_cells import cells_of

TOKYO = ZoneInfo("Asia/Tokyo")
ZONES = st.sampled_from([TOKYO, ZoneInfo("America/New_York"), ZoneInfo("UTC")])
CHOICES = ("Pending", "Canceled")
SPELLINGS = (("Cancelled", "Canceled"),)
COLUMNS = {
    Kind.TEXT: [Column("c"), Column("c", longest=10)],
    Kind.COUNT: [Column("c", Kind.COUNT), Column("c", Kind.COUNT, least=0)],
    Kind.YEN: [Column("c", Kind.YEN, least=0), Column("c", Kind.YEN, least=-MOST_YEN)],
    Kind.MOMENT: [Column("c", Kind.MOMENT, day_alone=alone) for alone in ("", FIRST_INSTANT, UNKNOWN)],
    Kind.DAY: [Column("c", Kind.DAY), Column("c", Kind.DAY, end_of_day=True)],
    Kind.DAY_OR_MOMENT: [Column("c", Kind.DAY_OR_MOMENT), Column("c", Kind.DAY_OR_MOMENT, end_of_day=True)],
    Kind.CHOICE: [
        Column("c", Kind.CHOICE, choices=CHOICES, spellings=SPELLINGS),
        Column("c", Kind.CHOICE, choices=CHOICES, allows_suffix=True, is_open=True, bare_choices=("Pending",)),
    ],
}
EVERY = [column for kind in Kind for column in COLUMNS.get(kind, [Column("c", kind)])]
NAMES = [f"{column.kind}-{place}" for place, column in enumerate(EVERY)]


def assert_read_alike(texts, column, zone):
    """Both readers give equal values and faults for these texts."""
    cells = pd.Series(texts, range(5, 5 + len(texts)), dtype="str")
    expected, expected_faults = column_kinds.read(cells, column, zone)
    values, faults = quick_kinds.read(cells, column, zone)
    pd.testing.assert_series_equal(values, expected)
    assert faults.tolist() == expected_faults.tolist()


@pytest.mark.parametrize("column", EVERY, ids=NAMES)
@given(data=st.data(), zone=ZONES)
def test_any_cells_are_read_as_by_the_slow_reader(column, data, zone):
    texts = data.draw(st.lists(cells_of(column.kind), max_size=12))
    assert_read_alike(texts, column, zone)


@pytest.mark.parametrize("column", EVERY, ids=NAMES)
@given(data=st.data())
def test_a_cell_reads_the_same_however_often_it_stands_in_a_column(column, data):
    texts = data.draw(st.lists(cells_of(column.kind), min_size=1, max_size=4))
    assert_read_alike(texts * 40, column, TOKYO)


USUAL = {
    Kind.TEXT: ["見本 太郎", "abc"],
    Kind.ORDER_ID: ["999-0000001-0000001"],
    Kind.ITEM_ID: ["00000000000101"],
    Kind.COUNT: ["1", "0012", "999999"],
    Kind.YEN: ["1", "1080", "999999999999"],
    Kind.MOMENT: ["2026-10-05T10:00:00+09:00", "2024-02-29T23:59:59-08:00"],
    Kind.DAY_OR_MOMENT: ["2026-10-05T10:00:00+09:00"],
}


@pytest.mark.parametrize("kind", USUAL)
def test_usual_cells_never_take_the_slow_way(kind, monkeypatch):
    def refuse(*_):
        pytest.fail("the slow reader was asked")

    monkeypatch.setattr(column_kinds, "read", refuse)
    values, faults = quick_kinds.read(pd.Series([*USUAL[kind], ""], dtype="str"), Column("c", kind), TOKYO)
    assert len(values) == len(USUAL[kind]) + 1
    assert not faults.any()


def test_a_piece_of_a_longer_column_is_read_by_its_own_cells():
    cells = pd.Series(["999", "1", "x", "22", ""], dtype="str").iloc[1:4]
    values, faults = quick_kinds.read(cells, Column("c", Kind.COUNT), TOKYO)
    assert values.tolist() == [1, pd.NA, 22]
    assert (faults != 0).tolist() == [False, True, False]
