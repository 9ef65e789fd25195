"""Step 1, which items the rows of the all-orders report mean, once all records have placed their items.

A row with an item id means that item. Any other stands here once for each item of its SKU; of these pairs of a row and
an item those are kept that row_matching finds. Order process, 1.8.6 to 1.8.8.

Two rows with two items each: the first row means its second item, the other nothing; it stands once all the same.

>>> _standing(source_row=np.array([0, 0, 1, 1]), is_meant=np.array([False, True, False, False])).tolist()
[False, True, True, False]
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.lifecycle.orders.order_facts import ITEM_FACTS
from pipeline.lifecycle.orders.row_matching import SAYS_CANCELED, SAYS_NOTHING, SAYS_SHIPPED, Matching, match
from pipeline.model.instants import NOTHING
from schemas.item_ids import item_ids

if TYPE_CHECKING:
    from pipeline.lifecycle.orders.update_arrays import UpdateArrays

_ORDERED = ITEM_FACTS.index("ordered")
_PRICE = ITEM_FACTS.index("price")
_DISCOUNTS = [ITEM_FACTS.index(name) for name in ("item_discount", "ship_discount")]


@dataclass(frozen=True, slots=True)
class RowMeanings:
    """What the rows mean.

    is_meant: by row, whether it means the item that it stands with; true of rows that are no pair. stands: the same,
    and of a row that means nothing the first of its pairs. unclear: rows that stand of which nobody can tell the item,
    once for each row of a feed; candidates: the ids of the items that each may mean; is_undecided: whether it moves
    none. mentions: frame (row, item, is_unclear), a row and the items that it tells of, or of which nobody can tell it.
    """

    is_meant: np.ndarray
    stands: np.ndarray
    unclear: np.ndarray
    candidates: np.ndarray
    is_undecided: np.ndarray
    mentions: pd.DataFrame


def find_meanings(arrays: UpdateArrays, item_keys: np.ndarray) -> RowMeanings:
    """What the rows of the all-orders report mean, as the orders stand now. Held rows mean what they mean later.

    item_keys: of the items of the arrays.
    """
    records = arrays.records
    is_asked = records.by_sku & (records.item_pos >= 0) & ~arrays.results.is_held
    pairs = _open_pairs(arrays, is_asked)
    group = _groups(arrays, pairs)
    # A row and an item with nothing else in their group belong together.
    is_alone = np.bincount(group)[group] == 1 if len(group) else np.zeros(0, bool)
    busy = pairs[~is_alone]
    left = _matching(arrays, busy, group[~is_alone])
    items = left.items
    match(left)
    is_meant = ~records.of_sku | arrays.results.is_held
    is_meant[pairs[is_alone]] = True
    is_meant[busy] = _is_matched(arrays, busy, left)
    stands = _standing(records.source_row, is_meant)
    unclear = _first_standing(records.source_row, stands, left.unclear["row"].to_numpy())
    is_undecided = left.unclear["group"].isin(left.undecided).to_numpy()
    clear = np.flatnonzero(is_meant & is_asked)
    by_rows = pd.DataFrame({"row": clear, "item": records.item_pos[clear], "is_unclear": False})
    by_groups = _mentions_of_groups(items, left.unclear["group"].to_numpy(), unclear, is_undecided)
    mentions = pd.concat([by_rows, by_groups], ignore_index=True)
    return RowMeanings(is_meant, stands, unclear, _candidate_ids(left, item_keys), is_undecided, mentions)


def _open_pairs(arrays: UpdateArrays, is_asked: np.ndarray) -> np.ndarray:
    """The pairs of rows without item id and items that are there and that no other row of their report names."""
    records = arrays.records
    named = np.flatnonzero(is_asked & ~records.of_sku)
    pairs = np.flatnonzero(is_asked & records.of_sku)
    return pairs[arrays.is_placed[records.item_pos[pairs]] & ~_is_named(arrays, pairs, named)]


def _mentions_of_groups(
    items: pd.DataFrame, group: np.ndarray, rows: np.ndarray, is_unclear: np.ndarray
) -> pd.DataFrame:
    """The open items of the groups with unclear rows, each with the first of these; frame (row, item, is_unclear)."""
    first = pd.DataFrame({"group": group, "row": rows, "is_unclear": is_unclear}).drop_duplicates("group")
    open_items = items.loc[items["open"] > 0, ["group", "item"]]
    return open_items.merge(first, how="inner", on="group", validate="many_to_one")[["row", "item", "is_unclear"]]


def _is_named(arrays: UpdateArrays, pairs: np.ndarray, named: np.ndarray) -> np.ndarray:
    """Pairs with an item that another row of the same report names."""
    records = arrays.records
    if len(named) == 0:
        return np.zeros(len(pairs), bool)
    both = []
    for rows in (pairs, named):
        keys_of_rows = [records.feed[rows], records.updated_at[rows], records.item_pos[rows]]
        both.append(pd.MultiIndex.from_arrays(keys_of_rows))
    return both[0].isin(both[1])


def _groups(arrays: UpdateArrays, pairs: np.ndarray) -> np.ndarray:
    """The number of the group of each pair: one for each feed, last-updated-date, order and SKU."""
    records = arrays.records
    item_pos = pd.Series(records.item_pos[pairs])
    # Rows of a SKU of an order have the same items: the first of these stands for order and SKU.
    first_item = item_pos.groupby(records.source_row[pairs], dropna=False).transform("min")
    group = pd.DataFrame({"feed": records.feed[pairs], "updated": records.updated_at[pairs], "item": first_item})
    return group.groupby(list(group), dropna=False).ngroup().to_numpy()


def _matching(arrays: UpdateArrays, pairs: np.ndarray, group: np.ndarray) -> Matching:
    """The rows and the items of these pairs, with what they say and how they stand."""
    records, units = arrays.records, arrays.units
    both = pd.DataFrame({"group": group, "row": records.source_row[pairs], "item": records.item_pos[pairs]})
    rows = both.assign(quantity=records.row_quantity[pairs], says=_says(arrays, pairs))
    rows = rows.assign(moves=(rows["says"] != SAYS_NOTHING) & ~records.cancels_order[pairs])
    rows = rows.drop(columns="item").drop_duplicates("row").sort_values(["group", "row"], ignore_index=True)
    items = both[["group", "item"]].drop_duplicates().sort_values(["group", "item"], ignore_index=True)
    item = items["item"].to_numpy()
    is_open, ordered = units.item_open[item] > 0, arrays.item_facts.known[item, _ORDERED]
    wholly = np.where(units.item_shipped[item] > 0, SAYS_SHIPPED, SAYS_CANCELED)
    items = items.assign(
        ordered=ordered,
        live=ordered - units.item_canceled[item],
        state=np.where(is_open, SAYS_NOTHING, wholly),
        open=units.item_open[item],
        like=_likeness(arrays, item),
    )
    return Matching(rows, items)


def _says(arrays: UpdateArrays, rows: np.ndarray) -> np.ndarray:
    """What each row says of its item."""
    records = arrays.records
    is_canceled = records.cancels_order[rows] | records.cancels_item[rows]
    return np.select([is_canceled, records.says_shipped[rows]], [SAYS_CANCELED, SAYS_SHIPPED], SAYS_NOTHING)


def _likeness(arrays: UpdateArrays, item_pos: np.ndarray) -> np.ndarray:
    """The same number for items of the same quantities, price and promotions."""
    known = arrays.item_facts.known[item_pos]
    discounts = np.where(known[:, _DISCOUNTS] == NOTHING, 0, known[:, _DISCOUNTS])
    alike = np.column_stack([known[:, [_ORDERED, _PRICE]], discounts, arrays.units.item_open[item_pos]])
    return np.unique(alike, axis=0, return_inverse=True)[1].reshape(len(item_pos))


def _is_matched(arrays: UpdateArrays, pairs: np.ndarray, left: Matching) -> np.ndarray:
    """Which pairs of a row and an item were matched."""
    matched = pd.MultiIndex.from_frame(left.pairs()[["row", "item"]])
    records = arrays.records
    return pd.MultiIndex.from_arrays([records.source_row[pairs], records.item_pos[pairs]]).isin(matched)


def _standing(source_row: np.ndarray, is_meant: np.ndarray) -> np.ndarray:
    """Pairs that stand for their row of a feed: those that it means, or the first one where it means nothing."""
    is_first = ~pd.Series(source_row).duplicated().to_numpy()
    return np.where(np.isin(source_row, source_row[is_meant]), is_meant, is_first)


def _first_standing(source_row: np.ndarray, stands: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """The first of the pairs that stand for each of these rows of a feed."""
    standing = np.flatnonzero(stands)
    first = pd.Series(standing, source_row[standing]).groupby(level=0, dropna=False).first()
    return first.reindex(wanted).to_numpy(np.int64)


def _candidate_ids(left: Matching, item_keys: np.ndarray) -> np.ndarray:
    """Of each unclear row the ids of the items that it may mean."""
    candidates = left.unclear.merge(left.candidates, on="group", validate="many_to_many")
    ids = item_ids(item_keys[candidates["item"]])
    by_row = ids.groupby(candidates["row"].to_numpy(), dropna=False).agg(", ".join)
    return by_row.reindex(left.unclear["row"]).to_numpy(object)
