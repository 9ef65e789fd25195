"""Copies of feeds, hashed while they are written; .gz is expanded within limits."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

CHUNK_BYTES = 1 << 20
GZIP = b"\x1f\x8b"
GZIP_WINDOW = 31
MAX_RATIO = 200
RATIO_COUNTS_FROM = 64 << 20
DAMAGED = "a damaged .gz file"
SEVERAL = "a .gz file of several files"
LONGER = "a .gz file with extra data after its end"
UNRECOGNISED = 70201
TOO_LARGE = 70205


@dataclass(frozen=True, slots=True)
class FileCopy:
    """A private copy: sha256 and size in bytes of its content, and the code of why it is refused, or 0.

    foreign_kind: what the file is instead of a feed, as schemas.wording.messages_en.FOREIGN names it.
    """

    path: Path
    sha256: str
    size: int
    refusal_code: int = 0
    foreign_kind: str = ""


class UnreadableError(Exception):
    """The source cannot be read; the OSError is its cause."""


class _GzipError(Exception):
    """A .gz that is not expanded: the code of why, and what it is instead of a feed."""

    def __init__(self, code: int, foreign_kind: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.foreign_kind = foreign_kind


def copy_hashed(source: BinaryIO, target: Path) -> FileCopy:
    """Copy an open file to a new file. Raises UnreadableError for the source, OSError for the target."""
    return _write(_chunks(source), target)


def is_compressed(path: Path) -> bool:
    """Whether a file begins as .gz does; its name does not count."""
    with path.open("rb") as file:
        return file.read(len(GZIP)) == GZIP


def expand_gzip(received: FileCopy, target: Path, max_bytes: int) -> FileCopy:
    """The content of a .gz of one member, in a new file.

    When it expands beyond `max_bytes` or beyond a sane ratio (70205), or is damaged, cut short or of several members
    (70201), the copy as received comes back with that code.
    """
    allowed = min(max_bytes, max(RATIO_COUNTS_FROM, received.size * MAX_RATIO))
    try:
        with received.path.open("rb") as source:
            return _write(_expanded(source, allowed), target)
    except _GzipError as error:
        target.unlink(missing_ok=True)
        return replace(received, refusal_code=error.code, foreign_kind=error.foreign_kind)


def _chunks(source: BinaryIO) -> Iterator[bytes]:
    chunk = b"start"
    while chunk:
        try:
            chunk = source.read(CHUNK_BYTES)
        except OSError as error:
            raise UnreadableError from error
        yield chunk


def _write(chunks: Iterator[bytes], target: Path) -> FileCopy:
    digest = hashlib.sha256()
    size = 0
    with target.open("xb") as file:
        for chunk in chunks:
            digest.update(chunk)
            size += file.write(chunk)
    return FileCopy(target, digest.hexdigest(), size)


def _expanded(source: BinaryIO, allowed: int) -> Iterator[bytes]:
    stream = zlib.decompressobj(GZIP_WINDOW)
    size = 0
    while not stream.eof:
        packed = stream.unconsumed_tail or source.read(CHUNK_BYTES)
        try:
            chunk = stream.decompress(packed, CHUNK_BYTES) if packed else stream.flush()
        except zlib.error as error:
            raise _GzipError(UNRECOGNISED, DAMAGED) from error
        size += len(chunk)
        if size > allowed:
            raise _GzipError(TOO_LARGE)
        if not packed and not stream.eof:
            raise _GzipError(UNRECOGNISED, DAMAGED)
        yield chunk
    behind = stream.unused_data + source.read(len(GZIP))
    if behind:
        raise _GzipError(UNRECOGNISED, SEVERAL if behind.startswith(GZIP) else LONGER)
