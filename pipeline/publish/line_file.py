"""A file of lines that come in blocks: how many they are, and which cells lost a character."""

from __future__ import annotations

import json
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.publish.hashed_file import HashedFile

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.store.catalogue_rows import SegmentRow
    from reports.settlement_lines import RenderedLines


class LineFile(HashedFile):
    """A file of lines, open for writing. rows: its lines so far; lost: the line (from 0) and column of each cell.

    crc32: the checksum of the blocks so far.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.rows = 0
        self.crc32 = 0
        self.lost: list[tuple[int, str]] = []

    def add_blocks(self, blocks: Iterable[RenderedLines]) -> None:
        """Append the lines of blocks."""
        for block in blocks:
            self.write(block.data)
            self.crc32 = zlib.crc32(block.data, self.crc32)
            self._count(block.rows, block.lost)

    def add_segment(self, path: Path, segment: SegmentRow) -> bool:
        """Append the lines of a segment. False where its file is missing or damaged, and then nothing."""
        is_whole = self.copy(path, segment.bytes, segment.crc32)
        if is_whole:
            self._count(segment.rows, json.loads(segment.unencodable))
        return is_whole

    def _count(self, rows: int, lost: Iterable[tuple[int, str]]) -> None:
        self.lost += [(self.rows + row, column) for row, column in lost]
        self.rows += rows
