"""A file that is written from front to back and hashed on the way; other files are copied into it."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import BinaryIO, Self

PIECE = 1 << 20


class HashedFile:
    """A new file that only its owner may read, open for writing. size: the bytes so far."""

    def __init__(self, path: Path) -> None:
        self._file = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
        self._digest = hashlib.sha256()
        self.size = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
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

    def copy(self, source: Path, sha256: str) -> bool:
        """Append a whole file if it has this hash; otherwise nothing, and False. Also where it cannot be read."""
        size, digest = self.size, self._digest.copy()
        if self._copy(source) == sha256:
            return True
        self._file.seek(size)
        self._file.truncate()
        self.size, self._digest = size, digest
        return False

    def _copy(self, source: Path) -> str:
        """Append a file as it is. Returns its sha256, blank where it cannot be read to its end."""
        digest = hashlib.sha256()
        room = memoryview(bytearray(PIECE))
        try:
            file = source.open("rb", buffering=0)
        except OSError:
            return ""
        with file:
            while count := _read(file, room):
                digest.update(room[:count])
                self.write(room[:count])
        return digest.hexdigest()


def _read(file: BinaryIO, room: memoryview) -> int:
    """Fill the room from a file; 0 at its end, and where it cannot be read."""
    try:
        return file.readinto(room)  # type: ignore[attr-defined]
    except OSError:
        return 0
