"""Data files: Arrow tables as immutable Parquet files, each with a name of its own, on disk before they are named.

Rows of orders are sorted by shard in a file and, within a shard, as they were given. The number of the shard is beside
them, so that a reader of some shards passes over the row groups of all others.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO
from uuid import uuid4

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline import files
from pipeline.errors import FailureError
from pipeline.store import former_files
from pipeline.store.catalogue_rows import DATA, DataFile
from pipeline.store.named_rows import NamedRows, named_groups, read_named
from schemas import plain_arrays
from schemas.stored_tables import LATER_COLUMNS, SCHEMAS

SHARD = "shard"
"""The column that a file of rows by shard has beside those of its table."""
ROW_GROUP = 16_384
"""Rows of a row group: few enough to pass over what is not wanted."""
# Columns with few different values; for all others a dictionary costs time and saves nothing.
REPEATING = ("status", "cause", "sku", "currency", "kind", "rule", "carrier_code", "code", "outcome", "format")


@dataclass(frozen=True, slots=True)
class FilePlace:
    """Where a data file belongs: root of the workspace, table, part, shard (None: not divided) and run."""

    root: Path
    table: str
    part: str
    shard: int | None
    run: int

    def new_path(self) -> str:
        """A path that no other file has or will have, relative to the root."""
        shard = "" if self.shard is None else f"s{self.shard:03d}-"
        return f"{DATA}/{self.table}/{self.part}/r{self.run:06d}-{shard}{uuid4().hex}.parquet"


class _HashingWriter(io.RawIOBase):
    """Writes through to a file and knows the sha256 and the size of what went through."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.digest = hashlib.sha256()
        self.size = 0

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self.digest.update(piece)
        self.size += len(piece)
        self.file.write(piece)
        return len(piece)


def write(place: FilePlace, rows: pa.Table, shards: np.ndarray | None = None) -> DataFile:
    """Write a table as a new data file and return its row for the catalogue; the file is not fsynced yet.

    shards: of each row its shard, where the rows are to be sorted by shard.
    """
    stored = rows if shards is None else _by_shard(rows, shards)
    path = place.new_path()
    target = place.root / path
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with target.open("xb") as file:
        writer = _HashingWriter(file)
        repeating = [name for name in (*REPEATING, SHARD) if name in stored.schema.names]
        pq.write_table(stored, writer, ROW_GROUP, compression="zstd", compression_level=1, use_dictionary=repeating)
    return DataFile(
        path=path,
        table_name=place.table,
        part=place.part,
        shard=place.shard,
        rows=rows.num_rows,
        bytes=writer.size,
        sha256=writer.digest.hexdigest(),
        added=place.run,
    )


def _by_shard(rows: pa.Table, shards: np.ndarray) -> pa.Table:
    """The rows by shard, within it as they were given, with the number of their shard."""
    in_order = np.argsort(shards, kind="stable")
    column = pa.array(shards[in_order].astype(np.int16))
    return rows.take(pa.array(in_order)).append_column(SHARD, column)


def write_durably(place: FilePlace, rows: pa.Table) -> DataFile:
    """Write a data file, its folder and the folders made for it through to the disk: for tasks in other processes."""
    file = write(place, rows)
    flusher = files.Flusher(place.root)
    try:
        flusher.later(place.root / file.path)
        flusher.wait()
    finally:
        flusher.close()
    return file


def read(
    root: Path,
    files: Iterable[DataFile],
    *,
    columns: Sequence[str] | None = None,
    schema: pa.Schema | None = None,
    where: pc.Expression | NamedRows | None = None,
    shards: Collection[int] | None = None,
) -> pa.Table:
    """The rows of data files as one table, in the order of the files.

    `shards`: only row groups with rows of these are read, where rows are sorted by shard; others may come with them.
    `columns` selects, `where` picks rows while they are read (named ones by position), `schema` casts and is what comes
    back when there are no files; without it no files give a table without columns. A column that its table has got
    later is filled in (stored_tables.LATER_COLUMNS). Raises FailureError when a file is missing, damaged, or lacks
    another column.
    """
    names = list(columns) if columns is not None else schema.names if schema else None
    tables = [
        _read_file(root / file.path, former_files.table_of_today(file.table_name), names, where, shards)
        for file in files
    ]
    if schema is not None:
        selected = pa.schema([schema.field(name) for name in names or ()])
        return pa.concat_tables([plain_arrays.empty_table(selected), *(table.cast(selected) for table in tables)])
    return pa.concat_tables(tables) if tables else pa.table({})


def _read_file(
    path: Path,
    table_name: str,
    names: list[str] | None,
    where: pc.Expression | NamedRows | None,
    shards: Collection[int] | None,
) -> pa.Table:
    try:
        with pq.ParquetFile(path) as file:
            stored = [name for name in file.schema_arrow.names if name != SHARD]
            former = former_files.former_columns(table_name, stored)
            later = _later_columns(table_name, [*stored, *former])
            missing = set(names or ()) - {*stored, *former, *later}
            if missing:
                raise FailureError(
                    f"data file {path.name} has no column {min(missing)}", "restore state/ from a backup"
                )
            wanted = _columns_to_read(names or stored, former, later)
            if where is None:
                table = file.read_row_groups(_row_groups(file, shards), columns=wanted)
            elif isinstance(where, NamedRows):
                table = read_named(file, wanted, where, _row_groups(file, shards))
            else:
                table = _read_rows(path, wanted, where)
    except (OSError, pa.ArrowException) as error:
        raise FailureError(f"data file {path.name} cannot be read", "restore state/ from a backup") from error
    table = former_files.with_columns_of_today(table, former)
    for name, value in later.items():
        column = pa.array([value], SCHEMAS[table_name].field(name).type)
        table = table.append_column(name, pa.repeat(column[0], table.num_rows))
    return table.select(names) if names is not None else table


def _columns_to_read(
    names: Sequence[str], former: Mapping[str, former_files.FormerColumn], later: Mapping[str, object]
) -> list[str]:
    """The columns of a file that these columns of its table are made of, and those of its former ones."""
    present = [name for name in names if name not in later and name not in former]
    return list(dict.fromkeys([*present, *(column.name for column in former.values())]))


def _row_groups(file: pq.ParquetFile, shards: Collection[int] | None) -> list[int]:
    """The row groups that may have rows of these shards; all where rows are not sorted by shard."""
    groups = range(file.num_row_groups)
    if shards is None or SHARD not in file.schema_arrow.names:
        return list(groups)
    return named_groups(file, NamedRows.of(SHARD, shards), groups)


def _later_columns(table_name: str, stored: list[str]) -> dict[str, object]:
    """The columns that a file lacks because its table has got them since, with what they are for its rows."""
    return {name: value for name, value in LATER_COLUMNS.get(table_name, {}).items() if name not in stored}


def _read_rows(path: Path, names: list[str], where: pc.Expression) -> pa.Table:
    """The rows that `where` picks. What a folder is called (a=b) says nothing of its files."""
    return pq.read_table(path, columns=names, filters=where, partitioning=None)
