"""Ids as integer keys, and their shards."""

import zlib

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import keys
from schemas.item_ids import item_ids
from schemas.order_ids import OrderIds
from tests.support.frames import text_series

DIGITS = st.from_regex(r"[0-9]{3}-[0-9]{7}-[0-9]{7}", fullmatch=True)
ANY_ID = st.from_regex(keys.ORDER_ID, fullmatch=True)
ITEM_ID = st.from_regex(keys.ITEM_ID, fullmatch=True)


@given(st.lists(DIGITS))
def test_an_id_of_digits_is_its_own_key_and_comes_back_as_it_was(ids):
    result = keys.digits_as_keys(text_series(*ids))
    assert result.tolist() == [int(order_id.replace("-", "")) for order_id in ids]
    assert OrderIds.of({}).texts(result).to_pylist() == ids


@given(st.lists(ANY_ID, min_size=1))
def test_an_id_with_a_letter_has_no_key_of_its_own_and_no_key_reaches_the_dictionary(ids):
    result = keys.digits_as_keys(text_series(*ids))
    for key, order_id in zip(result, ids, strict=True):
        assert (key > 0) == (order_id.replace("-", "").isdecimal() and int(order_id.replace("-", "")) > 0)
    assert (result < keys.FIRST_DICTIONARY_KEY).all()


@given(st.lists(st.one_of(st.just(""), ITEM_ID)))
def test_an_item_id_keeps_its_leading_zeros_and_a_blank_one_is_the_whole_order(ids):
    result = keys.item_keys(text_series(*ids))
    longer = {"": keys.WHOLE_ORDER} | {item_id: int(item_id) + 10**15 for item_id in ids if len(item_id) == 15}
    assert result.tolist() == [longer.get(item_id) or int(item_id) for item_id in ids]
    assert item_ids(result).tolist() == ids
    assert [keys.item_id(key) for key in result.tolist()] == ids
    assert [keys.item_key(text) for text in ids] == result.tolist()


def test_ids_that_differ_by_a_leading_zero_have_other_keys_and_the_same_number():
    twins = keys.item_keys(text_series("77000000001001", "077000000001001", "077000000001002"))
    assert len(set(twins)) == 3
    assert keys.without_leading_zeros(twins).tolist() == [77000000001001, 77000000001001, 77000000001002]
    assert keys.without_leading_zeros(np.array([keys.WHOLE_ORDER])).tolist() == [keys.WHOLE_ORDER]


@pytest.mark.parametrize("wrong", ["7700000000100", "7700000000100101"])
def test_an_item_id_of_another_width_is_no_key(wrong):
    with pytest.raises(ValueError, match="15 bytes wide"):
        keys.item_keys(text_series("77000000001001", wrong))


@given(st.lists(ANY_ID), st.integers(1, 64))
def test_the_shard_is_the_crc32_of_the_id(ids, count):
    assert keys.shards(text_series(*ids), count).tolist() == [zlib.crc32(order_id.encode()) % count for order_id in ids]


def test_ids_in_a_slice_of_a_longer_column_are_read_from_their_place():
    ids = text_series(*[f"{n:03d}-0000000-000000{n % 10}" for n in range(50)])
    assert keys.digits_as_keys(ids[40:]).tolist() == keys.digits_as_keys(ids)[40:].tolist()
    assert keys.digits_as_keys(ids[::7]).tolist() == keys.digits_as_keys(ids)[::7].tolist()


@pytest.mark.parametrize("wrong", ["123-1234567-123456", "123-1234567-12345678", "", "注文-1234567-123456"])
def test_an_id_of_another_width_is_refused(wrong):
    with pytest.raises(ValueError, match="19 bytes wide"):
        keys.digits_as_keys(text_series(*["123-1234567-1234567", wrong]))


def test_no_ids_have_no_keys():
    nothing = text_series(*[])
    assert [len(keys.digits_as_keys(nothing)), len(keys.item_keys(nothing)), len(keys.shards(nothing, 16))] == [0] * 3


def test_orders_spread_evenly_over_the_shards():
    ids = pd.Series(OrderIds.of({}).texts(np.arange(10**16, 10**16 + 16_000)), dtype="str")
    assert np.bincount(keys.shards(ids, 16), minlength=16).min() > 850
