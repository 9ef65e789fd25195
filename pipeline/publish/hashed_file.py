"""A file that is written from front to back and hashed on the way; other files are copied into it."""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import BinaryIO, Self

PIECE = 1 << 18


class HashedFile:
    """A new file that only its owner may read, open for writing. size: the bytes so far."""

    def __init__(self, path: Path) -> None:
        self._file = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
        self._digest = hashlib.sha256()
        self.size = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        # Closing writes what is in the buffer. A file that an error has cut short is no file: its own error counts.
        with suppress(OSError) if error else nullcontext():
            self._file.close()

    @property
    def sha256(self) -> str:
        """The sha256 of the bytes so far."""
        return self._digest.hexdigest()

    def write(self, data: bytes | memoryview) -> None:
        """Append bytes."""
        self._file.write(data)
        self._digest.update(data)
        self.size += len(data)

    def copy(self, source: Path, size: int, crc32: int) -> bool:
        """Append a whole file of this size and checksum. False, and nothing, where it is another or unreadable."""
        before, digest = self.size, self._digest.copy()
        checksum = 0
        for piece in _pieces(source):
            checksum = zlib.crc32(piece, checksum)
            self.write(piece)
        if (self.size - before, checksum) == (size, crc32):
            return True
        self._file.seek(before)
        self._file.truncate()
        self.size, self._digest = before, digest
        return False


def _pieces(path: Path) -> Iterator[memoryview]:
    """The bytes of a file in pieces, each valid until the next; they end where it cannot be read."""
    room = memoryview(bytearray(PIECE))
    try:
        file = path.open("rb", buffering=0)
    except OSError:
        return
    with file:
        while count := _read(file, room):
            yield room[:count]


def _read(file: BinaryIO, room: memoryview) -> int:
    """Fill the room from a file; 0 at its end, and where it cannot be read."""
    try:
        return file.readinto(room)  # type: ignore[attr-defined]
    except OSError:
        return 0
