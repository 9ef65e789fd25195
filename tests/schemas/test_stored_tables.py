"""Stored tables: what every order column is stored as, and where buyer data may stand."""

from schemas.formats.order_feed import ORDERS
from schemas.stored_tables import BY_ORDER, CONFLICT_TEXT, ITEM_TEXT, ITEM_YEN, ORDER_TEXT, SCHEMAS


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
