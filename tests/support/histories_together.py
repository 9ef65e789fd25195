"""Several histories as one, so that all go through the rules together: a run takes its time whatever it holds.

The ids of the orders of each history begin with three digits of its own. No order knows of another one, so that each
history ends as it would alone.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from tests.histories.builders import at, feed, table_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tests.reference_model.records import File

Row = dict[str, str]
Night = list[list[Row]]
"""The rows of each file of a night, in the order of the names of the files."""
_FIRST = 100
_NAMES = "abcd"
_ID_COLUMNS = ("order-id", "amazon-order-id")


def own_id(number: int, order_id: str) -> str:
    """The id of an order of the history of this number."""
    return f"{_FIRST + number}{order_id[3:]}"


def runs_together(histories: Sequence[Sequence[Night]]) -> list[tuple[datetime, list[File]]]:
    """A run a night from October 5th on: as_of and files, for `product_after`.

    The files of a night that have one name in their histories are one feed, or one of each kind; they are received at
    one instant.
    """
    rows_of: dict[tuple[int, str, str], list[Row]] = defaultdict(list)
    for number, history in enumerate(histories):
        for night, files in enumerate(history):
            for name, rows in zip(_NAMES, files, strict=False):
                rows_of[night, name, table_of(rows[0])] += [_own_row(number, row) for row in rows]
    runs: list[tuple[datetime, list[File]]] = [(at(5 + night, 18), []) for night in range(max(map(len, histories)))]
    for (night, name, table), rows in rows_of.items():
        runs[night][1].append(feed(*rows, received=at(5 + night), name=f"{name}-{table}.txt"))
    return runs


def _own_row(number: int, row: Row) -> Row:
    return row | {name: own_id(number, row[name]) for name in _ID_COLUMNS if name in row}
