"""Item ids of many keys as a column of text; of one key `schemas.keys.item_id` makes it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from schemas.keys import FIRST_LONG_ITEM_KEY, ITEM_ID_WIDTHS, WHOLE_ORDER


def item_ids(keys: np.ndarray) -> pd.Series:
    """The item ids of keys, as long as they were; the whole order is blank."""
    is_long = keys >= FIRST_LONG_ITEM_KEY
    short, long = (
        pd.Series(_padded(np.maximum(keys, 0) - first_key * is_long, width), dtype="str")
        for width, first_key in zip(ITEM_ID_WIDTHS, (0, FIRST_LONG_ITEM_KEY), strict=True)
    )
    return short.where(~is_long, long).where(keys != WHOLE_ORDER, "")


def _padded(keys: np.ndarray, width: int) -> pa.Array:
    return pc.utf8_lpad(pa.array(keys, type=pa.int64()).cast(pa.string()), width, "0")
