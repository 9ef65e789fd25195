"""Rows of the ledger that no closed settlement holds, in little memory: numbers as narrow as they may be, texts once.

A text that many rows share is kept once, and a row has its number (a pandas categorical). So the rows of a long period,
or of a night that comes in many parts, fit where their texts would not.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from pandas.api.types import union_categoricals

from schemas.frame_checks import check_frames
from schemas.frames import FRAMES
from schemas.frames.frame_columns import LogicalKind

_COLUMNS = FRAMES["unsettled_ledger"].columns
_NARROW = ("kind", "quantity", "feed", "record")
"""Numbers that are small in nearly every ledger; sums of them are never made."""


def narrow_rows(ledger: pd.DataFrame) -> pd.DataFrame:
    """Rows of the ledger with the columns that a settlement shows (frame `unsettled_ledger`, texts categorical)."""
    check_frames(unsettled_ledger=ledger)
    narrow = {column.name: _narrow_column(ledger[column.name], column.kind) for column in _COLUMNS}
    return pd.DataFrame(narrow, copy=False).reset_index(drop=True)


def joined_rows(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Parts of rows one after the other, made by `narrow_rows`; at least one."""
    filled = [part for part in parts if len(part)] or list(parts[:1])
    if len(filled) == 1:
        return filled[0]
    return pd.DataFrame({name: _joined_column([part[name] for part in filled]) for name in filled[0]}, copy=False)


def _narrow_column(values: pd.Series, kind: LogicalKind) -> pd.Series:
    if kind == LogicalKind.TEXT:
        codes, texts = pd.factorize(values)
        return pd.Series(pd.Categorical.from_codes(codes, categories=texts), values.index)
    # A copy, so that no column keeps the whole ledger in memory.
    return pd.to_numeric(values, downcast="integer") if values.name in _NARROW else values.copy()


def _joined_column(columns: Sequence[pd.Series]) -> pd.Series:
    if isinstance(columns[0].dtype, pd.CategoricalDtype):
        return pd.Series(union_categoricals(columns))
    return pd.concat(columns, ignore_index=True)
