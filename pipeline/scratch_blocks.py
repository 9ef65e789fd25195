"""Blocks of rows that a run keeps for later: in memory while they are few, then in files that only this run reads."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa

MOST_BYTES = 64 << 20


@dataclass(slots=True)
class ScratchSpace:
    """Where the blocks of a run lie. folder: takes files; without one everything stays in memory.

    most_bytes: how much all blocks together may have in memory; in_memory: how much they have. The files are not
    written through to the disk: they mean nothing once the run is over.
    """

    folder: Path | None = None
    most_bytes: int = MOST_BYTES
    in_memory: int = 0
    names: int = 0

    def new_path(self) -> Path | None:
        """A file that no other blocks have, in a folder that is there."""
        if self.folder is None:
            return None
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.names += 1
        return self.folder / f"{self.names}.rows"


class _FilePart(NamedTuple):
    """Where a block is in the file."""

    offset: int
    size: int


class ScratchBlocks:
    """Arrow tables of one schema, read again by their number."""

    def __init__(self, space: ScratchSpace) -> None:
        self._space = space
        self._path: Path | None = None
        self._in_file: list[_FilePart] = []
        self._in_memory: list[pa.RecordBatch] = []
        self._size = 0
        self._schema: pa.Schema | None = None

    def __len__(self) -> int:
        return len(self._in_file) + len(self._in_memory)

    def append(self, table: pa.Table) -> None:
        """Keep one more block. Raises OSError where a file cannot be written."""
        batch = _one_batch(table)
        self._schema = self._schema or batch.schema
        self._in_memory.append(batch)
        self._space.in_memory += batch.nbytes
        if self._space.in_memory > self._space.most_bytes:
            self._write_out()

    def __getitem__(self, number: int) -> pa.RecordBatch:
        """The block of a number, from 0; of a file only what is looked at is read."""
        if number >= len(self._in_file):
            return self._in_memory[number - len(self._in_file)]
        part = self._in_file[number]
        with pa.memory_map(str(self._path)) as file:
            file.seek(part.offset)
            return pa.ipc.read_record_batch(file.read_buffer(part.size), self._schema)

    def clear(self) -> None:
        """Let all blocks go."""
        self._space.in_memory -= sum(batch.nbytes for batch in self._in_memory)
        self._in_memory = []
        self._in_file = []
        if self._path:
            self._path.unlink(missing_ok=True)
        self._path = None
        self._size = 0

    def _write_out(self) -> None:
        """Move the blocks of the memory to the end of the file."""
        self._path = self._path or self._space.new_path()
        if self._path is None:
            return
        with self._path.open("ab") as file:
            for batch in self._in_memory:
                data = batch.serialize()
                file.write(data)
                self._in_file.append(_FilePart(self._size, data.size))
                self._size += data.size
        self._space.in_memory -= sum(batch.nbytes for batch in self._in_memory)
        self._in_memory = []


@dataclass(frozen=True, slots=True)
class BlockColumn:
    """A column of int64 of one block: its rows are read when they are looked at, and are a copy."""

    blocks: ScratchBlocks
    number: int
    name: str

    def __len__(self) -> int:
        return len(self.blocks[self.number])

    def __getitem__(self, rows: slice) -> np.ndarray:
        return np.array(self.blocks[self.number].column(self.name).to_numpy()[rows])


def _one_batch(table: pa.Table) -> pa.RecordBatch:
    """The rows of a table in one piece."""
    batches = table.combine_chunks().to_batches()
    return batches[0] if batches else pa.RecordBatch.from_pylist([], schema=table.schema)
