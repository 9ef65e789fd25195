"""A large file of CP932 that is taken for such by its beginning, and proven while it is read: one pass less.

Its rows are decoded strictly. At the first one that is no CP932, and wherever the file is refused for something else,
the whole of it is looked at, so that the answer is that of a look at all of it before the first row.
"""

from __future__ import annotations

import codecs
from pathlib import Path

from feeds import undecodable
from feeds.cp932_cells import CODEC, decode_lines
from feeds.damaged_text import damaged_text
from feeds.encoding_fit import fits
from feeds.problems import RefusedError
from feeds.undecodable import UnreadPlaces

ENCODINGS = ("utf-8", CODEC)
"""Those that a flat file without a mark may be in, in the order in which they are tried."""
FIRST_LOOK = 1024 * 1024
SURPLUS = 128 * 1024
"""Bytes at the end of the first look that the first lines of a file must not need."""
_ENOUGH_FOR_UTF_8 = 16 * 1024


class LateProof:
    """Whether a file is of CP932 to its end. unread: where rows do not decode, None where all do or nobody knows."""

    def __init__(self, path: Path) -> None:
        self.unread: UnreadPlaces | None = None
        self._path = path
        self._is_open = True
        self._refusal: RefusedError | None = None

    def read_all(self) -> None:
        """Look at the whole file, if nobody did. Raises RefusedError, each time, where more than rows is damaged."""
        if self._is_open:
            self._is_open = False
            try:
                self._find_places()
            except RefusedError as error:
                self._refusal = error
        if self._refusal:
            raise self._refusal

    def mend(self, lines: bytes) -> bytes:
        """Lines that do not decode as UTF-8, with a sign for what could not be read. Raises RefusedError."""
        self.read_all()
        return undecodable.with_replacements(lines.decode(CODEC, "surrogateescape"), CODEC).encode("utf-8")

    def without_cut_letter(self, end: bytes) -> bytes:
        """The end of the file without the first byte of a letter that has no second one. Raises RefusedError."""
        decoder = codecs.getincrementaldecoder(CODEC)("surrogateescape")
        decoder.decode(end)
        rest, _ = decoder.getstate()
        if rest:
            self.read_all()
        return end[: len(end) - len(rest)]

    def _find_places(self) -> None:
        if not fits(self._path, CODEC)[0]:
            # It is no damaged UTF-8: its beginning shows that.
            self.unread = damaged_text(self._path, ENCODINGS).unread


def can_wait(path: Path, lines: int) -> bool:
    """Whether the beginning of a file, which is no UTF-8, is enough to read it as CP932, whatever follows.

    Not if it has few lines or is small, and not if damaged rows of UTF-8 may look like this. lines: so many must be
    in it.
    """
    with path.open("rb") as file:
        start = file.read(FIRST_LOOK)
        is_whole = not file.read(1)
    whole_lines = start[: start.rfind(b"\n") + 1]
    if is_whole or whole_lines[:-SURPLUS].count(b"\n") <= lines:
        return False
    return _is_cp932(whole_lines) and _is_never_utf_8(whole_lines[:_ENOUGH_FOR_UTF_8])


def _is_cp932(lines: bytes) -> bool:
    try:
        decode_lines(lines)
    except UnicodeDecodeError:
        return False
    return True


def _is_never_utf_8(start: bytes) -> bool:
    """Whether a row has more that is no UTF-8 than a row of a damaged file may have."""
    lines = start[: start.rfind(b"\n") + 1]
    return undecodable.has_spoilt_row(lines, "utf-8")
