"""Instants of a settlement as text: in the zone of its times, with the letters of the zone after them."""

from __future__ import annotations

from datetime import tzinfo

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

LETTERS = {"Asia/Tokyo": "JST", "UTC": "UTC"}
"""What follows a time of these zones."""
DAY_WIDTH = len("YYYY-MM-DD")
"""So many characters of an instant are its day."""


def instant_texts(instants: pd.Series, zone: tzinfo) -> pd.Series:
    """Instants as `YYYY-MM-DD HH:MM:SS JST`, blank if there is none; other zones than Japan's have their offset.

    Order process, 6.4.4.
    """
    local = instants.dt.tz_convert(zone)
    plain = local.dt.tz_localize(None).to_numpy().astype("datetime64[s]")
    letters = LETTERS.get(str(zone)) or _offsets(local)
    text = pc.binary_join_element_wise(pa.array(plain).cast(pa.string()), letters, " ")
    return pd.Series(text, instants.index, dtype="str").where(~np.isnat(plain), "")


def _offsets(local: pd.Series) -> pa.Array:
    """How far the zone of these instants is ahead of UTC then, as `+HH:MM`."""
    offset = local.dt.strftime("%z").astype("str")
    return pa.array(offset.str.slice(0, 3) + ":" + offset.str.slice(3), pa.string())
