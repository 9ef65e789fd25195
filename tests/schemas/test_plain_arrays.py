"""Columns of Arrow as numpy arrays: what Arrow itself says of their cells, of slices and pieces too."""

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from schemas import plain_arrays

PIECES = st.lists(
    st.tuples(st.lists(st.one_of(st.none(), st.integers(-5, 5)), max_size=20), st.integers(0, 9)), max_size=3
)


def column_of(pieces, kind):
    """A column of pieces that do not begin where their buffers do."""
    return pa.chunked_array([pa.array(values, kind).slice(start) for values, start in pieces], kind)


@given(PIECES)
def test_numbers_and_instants_are_those_of_the_cells_and_blanks_what_is_asked(pieces):
    column = column_of(pieces, pa.int64())
    expected = [99 if value is None else value for value in column.to_pylist()]
    assert plain_arrays.numbers(column, 99).tolist() == expected
    assert plain_arrays.numbers(column.cast(pa.timestamp("us", tz="UTC")), 99).tolist() == expected
    assert plain_arrays.is_filled(column).tolist() == [value is not None for value in column.to_pylist()]


@given(PIECES)
def test_flags_are_those_of_the_cells(pieces):
    column = column_of([([bool(value) for value in values], start) for values, start in pieces], pa.bool_())
    values = plain_arrays.flags(column)
    assert values.tolist() == column.to_pylist()
    assert plain_arrays.flag_array(values).to_pylist() == column.to_pylist()


def test_a_table_without_rows_has_its_columns():
    schema = pa.schema([("order_key", pa.int64()), ("sku", pa.string())])
    assert plain_arrays.empty_table(schema).schema == schema
    assert plain_arrays.empty_table(schema).to_pylist() == []
