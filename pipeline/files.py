"""Files that survive a power cut: the file is fsynced, then its folder, then the folders that were made for it.

A file gets its name by one rename or link when it is whole. Until then its name begins with a dot: no run takes such a
file from an inbox.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import BinaryIO

THREADS = 4
NO_HARD_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL, errno.EMLINK}


def sync(path: Path) -> None:
    """Fsync a file or a folder."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(path: Path) -> None:
    """Make a folder and its parents, for the owner alone, and fsync whatever a new one was made in."""
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    for folder in reversed(missing):
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
        sync(folder.parent)


def replace(source: Path, target: Path) -> None:
    """Put a file in its place by one rename, durably."""
    make_folder(target.parent)
    source.replace(target)
    sync(target.parent)


def place_beside(source: Path, target: Path) -> Path:
    """Put a file in its place, durably and over no other file: a number is added to a name that is taken."""
    path = next(path for path in _numbered(target) if _moved_to_free_name(source, path))
    sync(path.parent)
    return path


def write_in_place(target: Path, content: bytes, *, modified_ns: int | None = None) -> None:
    """Write a small file whole, for the owner alone: a reader sees the old one or the new one."""
    new = _free_temporary_name(target)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        complete(file, modified_ns)
    replace(new, target)


def link_in_place(link: Path, target: str) -> None:
    """Make a link to a folder, given relative to the link: a reader sees the old target or the new one."""
    new = _free_temporary_name(link)
    new.symlink_to(target, target_is_directory=True)
    replace(new, link)


def complete(file: BinaryIO, modified_ns: int | None = None) -> None:
    """Close a file that is written completely: on disk, and with its modification time where one is given."""
    file.flush()
    if modified_ns is not None:
        os.utime(file.fileno(), ns=(modified_ns, modified_ns))
    os.fsync(file.fileno())
    file.close()


def copy(source: Path, target: Path) -> None:
    """Copy a file whole, for the owner alone; the copy is not fsynced yet."""
    target.touch(mode=0o600)
    shutil.copyfile(source, target)


def sha256_of(path: Path) -> str:
    """The sha256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Flusher:
    """Fsyncs files behind the work; `wait` returns when every file and every folder above it is on disk."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="fsync")
        self._files: dict[Path, Future[None]] = {}

    def later(self, path: Path) -> None:
        """Fsync a file that is written completely."""
        self._files[path] = self._pool.submit(sync, path)

    def wait(self, folders: Iterable[Path] = ()) -> None:
        """Wait for all files, then fsync their folders, and `folders`, up to the root. OSError of any comes through."""
        for written in self._files.values():
            written.result()
        touched = {*folders, *(path.parent for path in self._files)}
        above = {parent for folder in touched for parent in (folder, *folder.parents)}
        list(self._pool.map(sync, sorted(folder for folder in above if folder.is_relative_to(self._root))))

    def close(self) -> None:
        """End the threads."""
        self._pool.shutdown()


def _free_temporary_name(target: Path) -> Path:
    """What a file is called until it is whole; anything that an earlier attempt has left there is removed."""
    path = target.with_name(f".{target.name}.new")
    path.unlink(missing_ok=True)
    return path


def _numbered(path: Path) -> Iterator[Path]:
    """The name, then the name with 2, 3 ... before its ending."""
    yield path
    yield from (path.with_name(f"{path.stem}-{number}{path.suffix}") for number in count(2))


def _moved_to_free_name(source: Path, target: Path) -> bool:
    """Move a file to a name unless somebody has it.

    A link never replaces anything. Where the file system has none, the name is taken with an empty file first.
    """
    with suppress(FileExistsError):
        try:
            os.link(source, target)
        except OSError as error:
            if error.errno not in NO_HARD_LINKS:
                raise
            os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            source.replace(target)
        else:
            source.unlink()
        return True
    return False
