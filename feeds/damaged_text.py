"""A flat file that decodes in no encoding as a whole: of which one its single bad rows are, or where it cannot be read.

Order process, 13.12.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from feeds import undecodable
from feeds.problems import RefusedError, file_problem
from feeds.undecodable import FirstFault, UnreadPlaces
from schemas import codes

LONGEST_LINE = 64 * 1024 * 1024
CODECS = {"utf-8": "utf-8", "utf-8-sig": "utf-8", "utf-16": "utf-16", "cp932": "cp932", "us-ascii": "ascii"}
"""The codec of each encoding that a feed may be in."""
BLOCK = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class DamagedText:
    """The encoding of a file of which single rows do not decode, whether CR alone ends its lines, and the places."""

    encoding: str
    ends_with_cr: bool
    unread: UnreadPlaces


def damaged_text(path: Path, encodings: Sequence[str]) -> DamagedText:
    """What a flat file is of which single rows do not decode, where its encoding is clear. Raises RefusedError.

    encodings: those that it may be in by its first bytes, in the order in which they are tried.
    """
    ends_with_cr = _ends_with_cr(path)
    for encoding in encodings:
        if encoding != "utf-16":
            lines = _raw_lines(path, encoding, ends_with_cr=ends_with_cr)
            unread = undecodable.unread_places(lines, CODECS[encoding])
            if unread is not None:
                return DamagedText(encoding, ends_with_cr, unread)
    faults = [undecodable.first_fault(path, CODECS[encoding], BLOCK) for encoding in encodings]
    furthest = max(faults, key=lambda fault: (fault.line, fault.column), default=FirstFault())
    raise RefusedError(undecodable.undecodable_problem(furthest))


def _ends_with_cr(path: Path) -> bool:
    """Whether a text of single bytes has CR but no LF."""
    has_cr = False
    with path.open("rb") as file:
        while raw := file.read(BLOCK):
            if b"\n" in raw:
                return False
            has_cr = has_cr or b"\r" in raw
    return has_cr


def _raw_lines(path: Path, encoding: str, *, ends_with_cr: bool) -> Iterator[bytes]:
    """The bytes of a flat file as they are, in blocks of whole lines, each ended by LF."""
    rest = b""
    with path.open("rb") as file:
        if encoding == "utf-8-sig":
            file.seek(len(codecs.BOM_UTF8))
        while raw := file.read(BLOCK):
            block = rest + (raw.replace(b"\r", b"\n") if ends_with_cr else raw)
            cut = block.rfind(b"\n") + 1
            rest = block[cut:]
            if cut:
                yield block[:cut]
            if len(rest) > LONGEST_LINE:
                raise RefusedError(file_problem(codes.FEED_TOO_LARGE))
    if rest:
        yield rest + b"\n"
