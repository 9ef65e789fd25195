"""Cells of a block of rows, made from integers: Arrow text a column, or one text that all rows have.

>>> numbers(np.array([3, -1]), is_blank=np.array([False, True])).to_pylist()
['3', '']
>>> words(("no", "yes"), np.array([1, 0])).to_pylist()
['yes', 'no']
>>> words(("no", "yes"), np.array([0, 0])).as_py()
'no'
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from schemas.instant_texts import moment_texts

TEXT = pa.large_string()
Cells: TypeAlias = "pa.Array | pa.Scalar"
"""A text a row (large_string, null is blank), or one text for every row."""
BLANK = pa.scalar("", TEXT)


def numbers(values: np.ndarray, is_blank: np.ndarray | None = None) -> Cells:
    """Whole numbers as text, some of them blank."""
    if is_blank is not None and is_blank.any():
        return pc.if_else(pa.array(is_blank), BLANK, pc.cast(pa.array(values), TEXT))
    return pa.scalar(str(values[0]), TEXT) if _are_same(values) else pc.cast(pa.array(values), TEXT)


def words(texts: Sequence[str], places: np.ndarray) -> Cells:
    """The text at the place of each row."""
    if _are_same(places):
        return pa.scalar(texts[places[0]], TEXT)
    return pa.array(texts, TEXT).take(pa.array(places))


def moments(instants: np.ndarray, zone: ZoneInfo) -> Cells:
    """Instants (microseconds of UTC) as text in a zone."""
    return moment_texts(instants[:1], zone)[0] if _are_same(instants) else moment_texts(instants, zone)


def _are_same(values: np.ndarray) -> bool:
    """Whether all rows have one value: then its text is made once, and joined with its neighbours once."""
    return len(values) > 0 and bool((values == values[0]).all())


def whole_rows(cells: Cells, rows: int) -> pa.Array:
    """Cells as one text a row."""
    return pa.repeat(cells, rows) if isinstance(cells, pa.Scalar) else cells


def whole_column(values: pd.Series | pa.ChunkedArray) -> pa.Array:
    """A text column as one array, without a copy where it is one already."""
    array = pa.array(values, TEXT, from_pandas=True) if isinstance(values, pd.Series) else values.cast(TEXT)
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
