"""Stored tables: their dtypes, what does not fit, and what every order column is stored as."""

import pandas as pd
import pyarrow as pa
import pytest

from schemas.formats.feed_formats import ORDERS
from schemas.stored_tables import (
    BY_ORDER,
    CONFLICT_TEXT,
    ITEM_TEXT,
    ITEM_YEN,
    ORDER_TEXT,
    SCHEMAS,
    as_frame,
    as_table,
    empty,
    never,
    typed,
)

DTYPES = {
    pa.int64(): "int64",
    pa.string(): "str",
    pa.bool_(): "bool",
    pa.timestamp("us", tz="UTC"): "datetime64[us, UTC]",
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_an_empty_table_has_the_dtypes_of_a_full_one(name):
    found = empty(name).dtypes
    declared = {field.name: DTYPES.get(field.type, "object") for field in SCHEMAS[name]}
    assert {column: str(dtype) for column, dtype in found.items()} == declared


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_table_comes_back_from_the_store_as_it_was(name):
    frame = empty(name)
    pd.testing.assert_frame_equal(as_frame(as_table(name, frame)), frame)


def test_a_frame_with_a_missing_column_does_not_fit():
    with pytest.raises(KeyError):
        as_table("inventory", pd.DataFrame({"sku": ["A"], "balance": [1]}))


def test_a_frame_with_half_a_unit_does_not_fit():
    stock = pd.DataFrame({"sku": ["A"], "balance": [1.5], "set_at": never(1)})
    with pytest.raises(pa.ArrowInvalid):
        as_table("inventory", stock)


def test_a_frame_is_brought_to_the_columns_and_dtypes_of_its_table():
    loose = pd.DataFrame({"balance": [1.0], "more": [0], "sku": ["A"], "set_at": never(1)})
    assert typed("inventory", loose).dtypes.equals(empty("inventory").dtypes)


def test_never_is_an_instant_that_is_not_there():
    assert (str(never(2).dtype), never(2).isna().all(), len(never(0))) == ("datetime64[us, UTC]", True, 0)


def test_tables_that_hold_orders_are_keyed_by_them():
    assert all(SCHEMAS[name].names[0] == "order_key" for name in BY_ORDER)


def test_every_text_and_every_amount_that_is_kept_comes_from_the_order_feed():
    assert {*ORDER_TEXT, *ITEM_TEXT, *ITEM_YEN.values()} <= set(ORDERS.names)
    assert not set(ORDER_TEXT) & set(ITEM_TEXT)
    assert set(CONFLICT_TEXT) <= set(ORDER_TEXT)


def test_buyer_columns_are_kept_in_wide_text_and_in_former_addresses_alone():
    private = {column.name for column in ORDERS.columns if column.private}
    assert private <= {*ORDER_TEXT, *ITEM_TEXT}
    narrow = {column for name in BY_ORDER if name != "addresses" for column in SCHEMAS[name].names}
    assert not private & narrow
