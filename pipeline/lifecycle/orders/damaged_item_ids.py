"""Step 1, order records that would place an item by a damaged id: one with other leading zeros than a known one has.

An item id has 14 or 15 digits, so an id has at most one such twin. Feeds and runs, 13.8.

An order has the item 77000000001001; the id of 15 digits with a zero before it is its twin, another one is not:

>>> items = pd.DataFrame({"order_key": 1, "item_key": [77000000001001, 10**15 + 77000000001001, 10**15 + 5]})
>>> twin_positions(items, is_new=np.array([False, True, True])).tolist()
[-1, 0, -1]
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.model.sorted_keys import pair_positions
from schemas.keys import FIRST_LONG_ITEM_KEY


def twin_positions(items: pd.DataFrame, is_new: np.ndarray) -> np.ndarray:
    """By item, where the one of its order stands whose id differs by leading zeros alone; -1 for none.

    items: sorted by their keys. Only those that are new are asked.
    """
    twins = np.full(len(items), -1)
    new = np.flatnonzero(is_new)
    if len(new) == 0:
        return twins
    keys = items["item_key"].to_numpy()[new]
    other = np.where(keys >= FIRST_LONG_ITEM_KEY, keys - FIRST_LONG_ITEM_KEY, keys + FIRST_LONG_ITEM_KEY)
    twins[new] = pair_positions(items, items["order_key"].to_numpy()[new], other)
    return twins
