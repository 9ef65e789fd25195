import numpy as np
import pandas as pd
import pytest

from schemas.cell_bytes import cell_bytes, distinct_cells

CELLS = pd.Series(["", "ab", "", "東京", "c", ""], dtype="str")


def test_the_bytes_of_a_column_and_of_each_cell():
    cells = cell_bytes(CELLS)
    assert len(cells) == 6
    assert cells.lengths.tolist() == [0, 2, 0, 6, 1, 0]
    assert cells.data.tobytes() == "ab東京c".encode()


@pytest.mark.parametrize("part", [slice(1, 4), slice(3, 6), slice(0, 0), slice(0, 1)])
def test_the_bytes_of_a_part_of_a_column_begin_with_it(part):
    cells = cell_bytes(CELLS.iloc[part])
    assert cells.data.tobytes() == "".join(CELLS.iloc[part]).encode()
    assert cells.offsets[0] == 0
    assert cells.offsets[-1] == len(cells.data)


def test_columns_in_several_pieces_are_one():
    both = pd.concat([CELLS, CELLS], ignore_index=True)
    assert cell_bytes(both).data.tobytes() == "ab東京cab東京c".encode()


def test_a_byte_belongs_to_a_filled_cell_and_each_cell_is_named_once():
    assert cell_bytes(CELLS).places_of(np.arange(9)).tolist() == [1, 3, 4]
    assert cell_bytes(CELLS).places_of(np.array([8])).tolist() == [4]


def test_cells_of_one_width_as_rows_of_bytes():
    cells = cell_bytes(pd.Series(["ab", "", "cd"], dtype="str"))
    assert cells.matrix(np.array([0, 2]), 2).tolist() == [list(b"ab"), list(b"cd")]


def test_printable_ascii_is_from_the_blank_to_the_tilde():
    for text in (" ~", "", "Az09"):
        assert cell_bytes(pd.Series([text], dtype="str")).is_printable_ascii
    for text in ("\x1f", "\x7f", "é", "\x00"):
        assert not cell_bytes(pd.Series([text], dtype="str")).is_printable_ascii


def test_distinct_cells_and_which_of_them_each_cell_is():
    numbers, words = distinct_cells(cell_bytes(CELLS))
    assert words.tolist() == ["", "ab", "東京", "c"]
    assert words.iloc[numbers].tolist() == CELLS.tolist()
