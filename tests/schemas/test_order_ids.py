"""Ids are printed from keys as they were, and ranks sort as the ids do as text."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from schemas import keys
from schemas.order_ids import OrderIds, item_ranks, item_texts

CHARACTERS = "0189AZ_az"
PART = {width: st.text(CHARACTERS, min_size=width, max_size=width) for width in (3, 7)}
ORDER_ID = st.builds("-".join, st.tuples(PART[3], PART[7], PART[7]))
ITEM_ID = st.one_of(st.just(""), st.text("0129", min_size=14, max_size=14), st.text("0129", min_size=15, max_size=15))


def _keys(ids: list[str]) -> tuple[np.ndarray, OrderIds]:
    """The keys of ids; those that are not made of digits get theirs in the order in which they come."""
    order_keys = keys.digits_as_keys(pd.Series(ids, dtype="str"))
    names = [name for name, key in zip(ids, order_keys, strict=True) if key == 0]
    named = {name: keys.FIRST_DICTIONARY_KEY + number for number, name in enumerate(dict.fromkeys(names))}
    return np.array([named.get(name, key) for name, key in zip(ids, order_keys, strict=True)]), OrderIds.of(named)


@given(st.lists(ORDER_ID, min_size=1, max_size=30))
def test_order_ids_come_back_sort_as_text_and_keep_their_shards(ids: list[str]) -> None:
    ids = [name for name in ids if name.replace("-", "").strip("0")] or ["000-0000000-0000001"]
    order_keys, order_ids = _keys(ids)
    assert order_ids.texts(order_keys).to_pylist() == ids
    assert order_ids.shards(order_keys, 16).tolist() == keys.shards(pd.Series(ids, dtype="str"), 16).tolist()
    by_rank = np.lexsort(order_ids.ranks(order_keys)[::-1])
    assert [ids[place] for place in by_rank] == sorted(ids)


@given(st.lists(ITEM_ID, max_size=30))
def test_item_ids_come_back_and_sort_as_text(ids: list[str]) -> None:
    item_keys = keys.item_keys(pd.Series(ids, dtype="str"))
    assert item_texts(item_keys).to_pylist() == ids
    assert [ids[place] for place in np.argsort(item_ranks(item_keys), kind="stable")] == sorted(ids)


def test_ids_of_no_orders_are_none() -> None:
    ids = OrderIds.of({})
    assert ids.texts(np.empty(0, np.int64)).to_pylist() == []
    assert len(ids.ranks(np.empty(0, np.int64))) == 1
