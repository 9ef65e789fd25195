"""Files that arrive in a folder the safe way: whole, on disk, under their name at once, and over no other file."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pipeline import files


@dataclass(frozen=True, slots=True)
class Delivery:
    """A file on its way: written under a temporary name that no run takes, in the folder where it is to be.

    It is written piece by piece and several of one name may be on their way at once, so that its temporary name is
    like no other; `files.write_in_place` is for small files that replace what is there.
    """

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
        files.complete(self.file, modified_ns)
        return files.place_beside(self.temporary, self.folder / self.name)

    def give_up(self) -> None:
        """Remove what was written; nothing to do once the file has arrived."""
        self.file.close()
        self.temporary.unlink(missing_ok=True)
