"""The columns of the key of a format, row by row: of alternatives the first that is filled counts."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from schemas.cell_bytes import cell_bytes
from schemas.columns import Table
from schemas.formats.confirmation_feed import DELETE_MARK


def has_required_key(table: Table, typed: pd.DataFrame) -> np.ndarray:
    """Rows in which every part of the key that a row must have is filled."""
    names = [name for name in table.key if name in table.required]
    has_parts = [cell_bytes(typed[name]).lengths > 0 for name in names]
    return np.logical_and.reduce(has_parts) if has_parts else np.ones(len(typed), bool)


def key_parts(table: Table, typed: pd.DataFrame) -> Iterator[tuple[str, str, np.ndarray]]:
    """Each part of the key with each column it may be, and the rows in which this is the one that counts.

    Of alternatives `a|b|c+d` the first that is filled counts, or else the last.
    """
    for part in table.key:
        undecided = np.ones(len(typed), bool)
        alternatives = part.split("|")
        for alternative in alternatives:
            names = alternative.split("+")
            is_last = alternative == alternatives[-1]
            decided = undecided if is_last else undecided & _identifies(typed[names[0]])
            for name in names:
                yield part, name, decided
            undecided = undecided & ~decided


def key_columns(table: Table, typed: pd.DataFrame) -> pd.DataFrame:
    """The key of each row as columns, missing where another alternative counts."""
    return pd.DataFrame({f"{part} {name}": typed[name].where(counts) for part, name, counts in key_parts(table, typed)})


def _identifies(cells: pd.Series) -> np.ndarray:
    return ((cells != "") & (cells != DELETE_MARK)).to_numpy(bool)
