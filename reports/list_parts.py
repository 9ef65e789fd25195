"""Lists of what a run did, as sorted parts: rows of a stored frame, printed block by block."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa

from reports.cells import Cells, whole_column
from reports.joined_lines import joined_lines
from reports.report_parts import ReportPart, sorted_part
from schemas.columns import Table


def list_part(
    table: Table, keys: tuple[np.ndarray, ...], computed: Callable[[np.ndarray], Mapping[str, Cells]]
) -> ReportPart:
    """The rows in the columns of `table`, by their keys, equal ones in the order given.

    keys: int64, the one that counts most first. computed: makes the cells of every column for a block of rows.
    """

    def lines(block: np.ndarray) -> pa.Array:
        cells = computed(block)
        return joined_lines([cells[name] for name in table.names], len(block))

    return sorted_part(keys, np.arange(len(keys[0])), lines)


def text_columns(frame: pd.DataFrame, names: Sequence[str]) -> Callable[[np.ndarray], dict[str, Cells]]:
    """A function that takes these text columns of a frame for a block of rows, by their names."""
    columns = {name: whole_column(frame[name]) for name in names}

    def cells(block: np.ndarray) -> dict[str, Cells]:
        # Rows that follow one another already, which is usual, are not copied.
        if (np.diff(block) == 1).all():
            return {name: values[block[0] : block[-1] + 1] for name, values in columns.items()}
        return {name: values.take(pa.array(block)) for name, values in columns.items()}

    return cells
