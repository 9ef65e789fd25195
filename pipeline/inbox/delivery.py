"""Files that arrive in a folder the safe way: whole, on disk, under their name at once, and over no other file."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import BinaryIO

from pipeline import files

NO_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL, errno.EMLINK}


@dataclass(frozen=True, slots=True)
class Delivery:
    """A file on its way: written under a temporary name that no run takes, in the folder where it is to be."""

    folder: Path
    name: str
    temporary: Path
    file: BinaryIO

    @classmethod
    def begin(cls, folder: Path, name: str) -> Delivery:
        """Begin a file, for its owner alone."""
        descriptor, path = tempfile.mkstemp(prefix=".", suffix=".part", dir=folder)
        return cls(folder, name, Path(path), os.fdopen(descriptor, "wb"))

    def arrive(self, modified_ns: int) -> Path:
        """Put the file in its place with a modification time; where its name is taken it gets a number."""
        self.file.flush()
        os.utime(self.temporary, ns=(modified_ns, modified_ns))
        os.fsync(self.file.fileno())
        self.file.close()
        place = next(place for place in _numbered(self.folder / self.name) if _put(self.temporary, place))
        files.sync(self.folder)
        return place

    def give_up(self) -> None:
        """Remove what was written; nothing to do once the file has arrived."""
        self.file.close()
        self.temporary.unlink(missing_ok=True)


def _numbered(path: Path) -> Iterator[Path]:
    """The name, then the name with 2, 3 ... before its ending."""
    yield path
    yield from (path.with_name(f"{path.stem}-{number}{path.suffix}") for number in count(2))


def _put(source: Path, target: Path) -> bool:
    """Move a file to a name unless somebody has it.

    A link never replaces anything. Where the file system has none, the name is taken with an empty file first.
    """
    with suppress(FileExistsError):
        try:
            os.link(source, target)
        except OSError as error:
            if error.errno not in NO_LINKS:
                raise
            os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            source.replace(target)
        else:
            source.unlink()
        return True
    return False
