"""Copies of feeds, hashed while they are written; .gz is expanded within limits."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

PIECE = 1 << 20
GZIP = b"\x1f\x8b"
GZIP_WINDOW = 31
MAX_RATIO = 200
RATIO_COUNTS_FROM = 64 << 20
DAMAGED, SEVERAL, LONGER = "a damaged .gz file", "a .gz file of several files", "a .gz file with more behind its end"
UNRECOGNISED = 70201
TOO_LARGE = 70205


@dataclass(frozen=True, slots=True)
class FileCopy:
    """A private copy: sha256 and size in bytes of its content, and the code of what is wrong with it, or 0.

    what: what the file is instead of a feed, as schemas.wording.messages_en.FOREIGN names it.
    """

    path: Path
    sha256: str
    size: int
    fault: int = 0
    what: str = ""


class UnreadableError(Exception):
    """The source cannot be read; the OSError is its cause."""


class _Refused(Exception):  # noqa: N818  not an error of ours
    def __init__(self, code: int, what: str = "") -> None:
        super().__init__(code)
        self.code, self.what = code, what


def copy(source: BinaryIO, target: Path) -> FileCopy:
    """Copy everything from an open file to a new file. Raises Unreadable for the source, OSError for the target."""
    return _write(_pieces(source), target)


def is_compressed(path: Path) -> bool:
    """Whether a file begins as .gz does; its name does not count."""
    with path.open("rb") as file:
        return file.read(len(GZIP)) == GZIP


def expand(received: FileCopy, target: Path, max_bytes: int) -> FileCopy:
    """The content of a .gz of one member, in a new file.

    When it expands beyond `max_bytes` or beyond a sane ratio (70205), or is damaged, cut short or of several members
    (70201), the copy as received comes back with that code.
    """
    allowed = min(max_bytes, max(RATIO_COUNTS_FROM, received.size * MAX_RATIO))
    try:
        with received.path.open("rb") as source:
            return _write(_expanded(source, allowed), target)
    except _Refused as refusal:
        target.unlink(missing_ok=True)
        return replace(received, fault=refusal.code, what=refusal.what)


def _pieces(source: BinaryIO) -> Iterator[bytes]:
    piece = b"start"
    while piece:
        try:
            piece = source.read(PIECE)
        except OSError as error:
            raise UnreadableError from error
        yield piece


def _write(pieces: Iterator[bytes], target: Path) -> FileCopy:
    digest, size = hashlib.sha256(), 0
    with target.open("xb") as file:
        for piece in pieces:
            digest.update(piece)
            size += file.write(piece)
    return FileCopy(target, digest.hexdigest(), size)


def _expanded(source: BinaryIO, allowed: int) -> Iterator[bytes]:
    stream, size = zlib.decompressobj(GZIP_WINDOW), 0
    while not stream.eof:
        packed = stream.unconsumed_tail or source.read(PIECE)
        try:
            piece = stream.decompress(packed, PIECE) if packed else stream.flush()
        except zlib.error as error:
            raise _Refused(UNRECOGNISED, DAMAGED) from error
        size += len(piece)
        if size > allowed:
            raise _Refused(TOO_LARGE)
        if not packed and not stream.eof:
            raise _Refused(UNRECOGNISED, DAMAGED)
        yield piece
    behind = stream.unused_data + source.read(len(GZIP))
    if behind:
        raise _Refused(UNRECOGNISED, SEVERAL if behind.startswith(GZIP) else LONGER)
