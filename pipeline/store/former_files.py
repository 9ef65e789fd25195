"""What data files of the first version of the store call by other names, or hold as text instead of as a key.

Such files are read as they are until the first run rewrites them (pipeline.store.upgrade).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.store.catalogue_rows import FORMER_TABLES
from schemas import keys

_BEFORE_NAME = "^C-.{19}-[0-9]{14,15}-"
"""What the id of a charge or a refund has before its name: the order and the item."""


class FormerColumn(NamedTuple):
    """The column of an older file that a column of today is made of."""

    name: str
    convert: Callable[[pa.ChunkedArray], pa.ChunkedArray]


def _same(values: pa.ChunkedArray) -> pa.ChunkedArray:
    return values


def _names(ids: pa.ChunkedArray) -> pa.ChunkedArray:
    """The names of charges or refunds in their ids; blank where there is none."""
    return pc.replace_substring_regex(ids, pattern=_BEFORE_NAME, replacement="")


def _item_keys(ids: pa.ChunkedArray) -> pa.ChunkedArray:
    """The keys of item ids, as `schemas.keys.item_keys` has them."""
    width = pc.binary_length(ids)
    numbers = pc.if_else(pc.equal(width, 0), str(keys.WHOLE_ORDER), ids).cast(pa.int64())
    is_long = pc.equal(width, keys.ITEM_ID_WIDTHS[1])
    return pc.add(numbers, pc.if_else(is_long, keys.FIRST_LONG_ITEM_KEY, 0))


_NAMES_OF_TODAY = {former: name for name, former in FORMER_TABLES.items()}
FORMER_COLUMNS = {
    "orders": {"last_received": FormerColumn("heard", _same)},
    "items": {"facts_at": FormerColumn("told", _same)},
    "charges": {"name": FormerColumn("charge_id", _names)},
    "ledger": {"refund": FormerColumn("adjustment_id", _names)},
    "notices": {"item_key": FormerColumn("order_item_id", _item_keys)},
}
"""By table and column what it is made of in an older file."""


def table_of_today(name: str) -> str:
    """The name of today of a table that the catalogue names."""
    return _NAMES_OF_TODAY.get(name, name)


def former_columns(table: str, stored: list[str]) -> dict[str, FormerColumn]:
    """The columns of a table that a file has in their former way. stored: the names in the file."""
    columns = FORMER_COLUMNS.get(table, {})
    return {name: former for name, former in columns.items() if name not in stored and former.name in stored}


def with_columns_of_today(rows: pa.Table, former: dict[str, FormerColumn]) -> pa.Table:
    """Rows of an older file with the columns of today beside the former ones."""
    for name, column in former.items():
        rows = rows.append_column(name, column.convert(rows[column.name]))
    return rows
