"""Whether a whole file is of an encoding, every byte of it, and how its lines end. Cost: one pass, memory: a block."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from pathlib import Path

from feeds.cp932_check import Cp932Check
from feeds.utf_8_check import Utf8Check

_CHECKS: Mapping[str, type[Utf8Check | Cp932Check]] = {"utf-8": Utf8Check, "cp932": Cp932Check}
_BLOCK = 1024 * 1024


def fits(path: Path, codec: str) -> tuple[bool, bool]:
    """Whether every byte is of the encoding of a codec, and whether the text has CR but no LF."""
    check = _CHECKS.get(codec)
    return _fits_bytes(path, check()) if check else _fits_letters(path, codec)


def _fits_letters(path: Path, codec: str) -> tuple[bool, bool]:
    """The answer by decoding."""
    decoder = codecs.getincrementaldecoder(codec)("strict")
    has_lf = False
    has_cr = False
    with path.open("rb") as file:
        while True:
            raw = file.read(_BLOCK)
            try:
                text = decoder.decode(raw, final=not raw)
            except UnicodeDecodeError:
                return False, False
            has_lf = has_lf or "\n" in text
            has_cr = has_cr or "\r" in text
            if not raw:
                return True, has_cr and not has_lf


def _fits_bytes(path: Path, check: Utf8Check | Cp932Check) -> tuple[bool, bool]:
    """The answer without decoding, for an encoding in which line ends are what they are in ASCII."""
    has_lf = False
    has_cr = False
    with path.open("rb") as file:
        while True:
            raw = file.read(_BLOCK)
            if not check.is_valid(raw, final=not raw):
                return False, False
            has_lf = has_lf or b"\n" in raw
            # Of a text with LF nobody asks for CR.
            has_cr = has_lf or has_cr or b"\r" in raw
            if not raw:
                return True, has_cr and not has_lf
