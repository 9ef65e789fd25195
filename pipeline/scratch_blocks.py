"""Blocks of rows that a run keeps for later: in memory while they are few, then in a file that only this run reads."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

MOST_BYTES = 64 << 20


class _FilePart(NamedTuple):
    """Where a block stands in the file."""

    offset: int
    size: int


class ScratchBlocks:
    """Arrow tables of one schema, read again by their number.

    path: the file that takes them when they have more than `most_bytes`; its folder is made then. Without a path they
    stay in memory. The file is not written through to the disk: it means nothing once the run is over.
    """

    def __init__(self, path: Path | None = None, most_bytes: int = MOST_BYTES) -> None:
        self._path = path
        self._most_bytes = most_bytes
        self._in_file: list[_FilePart] = []
        self._in_memory: list[pa.RecordBatch] = []
        self._bytes = 0
        self._size = 0
        self._schema: pa.Schema | None = None

    def __len__(self) -> int:
        return len(self._in_file) + len(self._in_memory)

    def append(self, table: pa.Table) -> None:
        """Keep one more block. Raises OSError where the file cannot be written."""
        batch = _one_batch(table)
        self._schema = self._schema or batch.schema
        self._in_memory.append(batch)
        self._bytes += batch.nbytes
        if self._path and self._bytes > self._most_bytes:
            self._write_out(self._path)

    def __getitem__(self, number: int) -> pa.RecordBatch:
        """The block of a number, from 0; of the file only what is looked at is read."""
        if number >= len(self._in_file):
            return self._in_memory[number - len(self._in_file)]
        part = self._in_file[number]
        with pa.memory_map(str(self._path)) as file:
            file.seek(part.offset)
            return pa.ipc.read_record_batch(file.read_buffer(part.size), self._schema)

    def _write_out(self, path: Path) -> None:
        """Move the blocks of the memory behind those of the file."""
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with path.open("ab") as file:
            for batch in self._in_memory:
                data = batch.serialize()
                file.write(data)
                self._in_file.append(_FilePart(self._size, data.size))
                self._size += data.size
        self._in_memory = []
        self._bytes = 0


def _one_batch(table: pa.Table) -> pa.RecordBatch:
    """The rows of a table in one piece."""
    batches = table.combine_chunks().to_batches()
    return batches[0] if batches else pa.RecordBatch.from_pylist([], schema=table.schema)
