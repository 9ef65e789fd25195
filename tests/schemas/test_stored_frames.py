"""Stored tables as frames: their dtypes, and what does not fit."""

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.frames import FRAMES
from schemas.stored_frames import as_frame, as_table, blank_instants, conform, empty, with_dtypes
from schemas.stored_tables import SCHEMAS

DTYPES = {
    pa.int64(): "int64",
    pa.string(): "str",
    pa.bool_(): "bool",
    pa.timestamp("us", tz="UTC"): "datetime64[us, UTC]",
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_an_empty_table_has_the_dtypes_of_a_full_one(name):
    types = empty(name).dtypes
    declared = {field.name: DTYPES.get(field.type, "object") for field in SCHEMAS[name]}
    assert {column: str(dtype) for column, dtype in types.items()} == declared


@pytest.mark.parametrize("name", dict.fromkeys((*SCHEMAS, *FRAMES)))
def test_what_is_done_to_an_empty_frame_is_not_seen_in_the_next(name):
    before = empty(name).dtypes
    frame = empty(name)
    for column in frame.columns:
        frame[column] = 1.5
    frame["more"] = "a"
    assert empty(name).dtypes.equals(before)


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_table_comes_back_from_the_store_as_it_was(name):
    frame = empty(name)
    pd.testing.assert_frame_equal(as_frame(as_table(name, frame)), frame)


def test_a_frame_with_a_missing_column_does_not_fit():
    with pytest.raises(KeyError):
        as_table("inventory", pd.DataFrame({"sku": ["A"], "balance": [1]}))


def test_a_frame_with_half_a_unit_does_not_fit():
    stock = pd.DataFrame({"sku": ["A"], "balance": [1.5], "set_at": blank_instants(1)})
    with pytest.raises(pa.ArrowInvalid):
        as_table("inventory", stock)


def test_a_frame_is_brought_to_the_columns_and_dtypes_of_its_table():
    loose = pd.DataFrame({"balance": [1.0], "more": [0], "sku": ["A"], "set_at": blank_instants(1)})
    assert conform("inventory", loose).dtypes.equals(empty("inventory").dtypes)


@given(st.sampled_from(sorted(SCHEMAS)), st.data())
def test_columns_that_fit_and_those_that_do_not_come_out_as_if_each_were_turned(name, data):
    whole = as_frame(two_rows(name))
    others = [column for column in whole if whole[column].dtype == "int64" and data.draw(st.booleans())]
    loose = whole.astype(dict.fromkeys(others, "float64")).assign(more=1)
    turned = conform(name, loose)
    pd.testing.assert_frame_equal(turned, loose[list(whole)].astype(whole.dtypes.to_dict()))
    turned[turned.columns[0]] = None
    assert loose[loose.columns[0]].notna().all()


def test_a_frame_that_fits_is_that_frame_and_columns_without_a_wanted_dtype_stay():
    frame = pd.DataFrame({"sku": ["A"], "balance": [1], "more": [0.5]})
    assert with_dtypes(frame, {"balance": "int64"}) is frame
    turned = with_dtypes(frame, {"balance": "float64", "nowhere": "str"})
    pd.testing.assert_frame_equal(turned, frame.astype({"balance": "float64"}))


def two_rows(name):
    """Two rows of a stored table, of values that are not blank."""
    values = {"int64": 7, "string": "a", "bool": True, "list<item: string>": ["a"]}
    instant = pd.Timestamp("2026-10-05T01:00:00Z")
    return pa.Table.from_pylist(
        [{column.name: values.get(str(column.type), instant) for column in SCHEMAS[name]}] * 2, SCHEMAS[name]
    )


def test_a_blank_instant_is_one_that_is_not_there():
    assert (str(blank_instants(2).dtype), blank_instants(2).isna().all(), len(blank_instants(0))) == (
        "datetime64[us, UTC]",
        True,
        0,
    )
