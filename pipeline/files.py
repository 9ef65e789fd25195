"""Files that survive a power cut: the file is fsynced, then its folder, then the folders that were made for it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

THREADS = 4


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


def write_in_place(target: Path, content: bytes) -> None:
    """Write a small file whole: a reader sees the old one or the new one."""
    new = target.with_name(f".{target.name}.new")
    with new.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    replace(new, target)


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
        for done in self._files.values():
            done.result()
        touched = {*folders, *(path.parent for path in self._files)}
        above = {folder for each in touched for folder in (each, *each.parents) if folder.is_relative_to(self._root)}
        list(self._pool.map(sync, sorted(above)))

    def close(self) -> None:
        """End the threads."""
        self._pool.shutdown()
