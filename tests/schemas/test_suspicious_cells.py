"""Cells that are found by their bytes are those that are found letter by letter."""

import hypothesis.strategies as st
import pandas as pd
from hypothesis import given

from schemas.cell_bytes import cell_bytes
from schemas.column_kinds import UNREADABLE
from schemas.columns import Kind
from schemas.suspicious_cells import holds_byte, is_filled, unreadable_cells
from tests.support.odd_cells import cells_of

COLUMNS = st.lists(cells_of(Kind.TEXT), max_size=15).map(lambda texts: pd.Series(texts, dtype="str"))


@given(COLUMNS)
def test_the_unreadable_cells_are_those_with_such_a_character(cells):
    expected = cells.str.contains(UNREADABLE, regex=True).to_numpy(bool).nonzero()[0]
    assert unreadable_cells(cell_bytes(cells)).tolist() == expected.tolist()


def test_every_letter_alone_is_unreadable_or_not_as_the_pattern_says():
    points = [point for point in range(0x10000) if not 0xD800 <= point <= 0xDFFF]
    cells = pd.Series([chr(point) for point in points], dtype="str")
    expected = cells.str.contains(UNREADABLE, regex=True).to_numpy(bool).nonzero()[0]
    assert unreadable_cells(cell_bytes(cells)).tolist() == expected.tolist()
    assert is_filled(cell_bytes(cells)).tolist() == (cells.str.strip() != "").tolist()


@given(COLUMNS)
def test_a_cell_is_filled_if_something_is_left_when_it_is_stripped(cells):
    assert is_filled(cell_bytes(cells)).tolist() == (cells.str.strip() != "").tolist()


@given(COLUMNS)
def test_a_byte_is_held_if_any_cell_contains_it(cells):
    assert holds_byte(cell_bytes(cells), ">") == any(">" in text for text in cells)
