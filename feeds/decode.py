"""Bytes to text: encodings, byte order marks, line ends. The one place for surprises.

A feed is UTF-8 (with or without a mark), UTF-16 with a mark, or CP932, all strict and over the whole file; nothing
else is guessed. Of a flat file the content decides, of XML the declaration. From here on everything is UTF-8. Single
rows of a flat file may have one place that does not decode (feeds.undecodable).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from feeds import file_signatures, undecodable, xml_declaration
from feeds.encoding_fit import fits
from feeds.problems import RefusedError, file_problem
from feeds.undecodable import FirstFault, UnreadPlaces
from schemas import codes, column_kinds

if TYPE_CHECKING:
    import pandas as pd

UTF_8 = "utf-8"
BLOCK = 32 * 1024 * 1024
BLOCK_OF_LINES = 16 * 1024 * 1024
_DECODED_AT_ONCE = 256 * 1024
"""A text of so many bytes stays in the caches of a processor: it is decoded in half the time of a large one."""
LONGEST_LINE = 64 * 1024 * 1024
_SUBSTITUTE = column_kinds.SUBSTITUTE.encode()
_FIRST_BYTES = 4096
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UTF_32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_CODECS = {"utf-8": "utf-8", "utf-8-sig": "utf-8", "utf-16": "utf-16", "cp932": "cp932", "us-ascii": "ascii"}
_CR, _LF = b"\r\n"
_STRAY_RETURNS = re.compile(rb"\r+\n|\r")


@dataclass(frozen=True, slots=True)
class DecodedText:
    """A file whose encoding is known.

    ends_with_cr: its lines end with CR alone. progress: called with the bytes read so far. unread: where rows do not
    decode, None for a file that decodes wholly.
    """

    path: Path
    encoding: str
    ends_with_cr: bool
    progress: Callable[[int], None] | None = None
    unread: UnreadPlaces | None = None

    @property
    def codec(self) -> str:
        """What `lines` are in."""
        return UTF_8

    @property
    def codec_of_lines(self) -> str:
        """What `coded_lines` are in: cp932, or utf-8 for all that needs another look at its bytes."""
        return "cp932" if self.encoding == "cp932" and self.unread is None else UTF_8

    def blocks(self, size: int = BLOCK) -> Iterator[bytes]:
        """The text as UTF-8 without a mark, in blocks that may end anywhere."""
        return self.raw_blocks(size, self._decoding())

    def raw_blocks(self, size: int, decode: Callable[[bytes], bytes] | None = None) -> Iterator[bytes]:
        """The bytes of the file behind a mark, decoded."""
        with self.path.open("rb") as file:
            if self.encoding == "utf-8-sig":
                file.seek(len(codecs.BOM_UTF8))
            while raw := file.read(size):
                yield raw if decode is None else decode(raw)
                if self.progress:
                    self.progress(file.tell())

    def _decoding(self) -> Callable[[bytes], bytes] | None:
        """How one block after the other becomes UTF-8, None for what it is already."""
        codec = _CODECS[self.encoding]
        if self.unread is not None:
            tolerant = codecs.getincrementaldecoder(codec)("surrogateescape")
            # A block is decoded whole: a place that is cut in two would be two places.
            return lambda raw: undecodable.with_replacements(tolerant.decode(raw), codec).encode("utf-8")
        if codec == "utf-8":
            return None
        decode = codecs.getincrementaldecoder(codec)("strict").decode
        return lambda raw: b"".join(decode(part).encode("utf-8") for part in _parts(raw))

    def lines(self, size: int = BLOCK_OF_LINES) -> Iterator[bytes]:
        """The text in blocks of whole lines, each ended by LF.

        Where a file knows LF, a lone CR is no line end but a damaged value: it becomes Ctrl-Z, which no column takes.
        An end-of-file mark of old systems (Ctrl-Z) at the very end is no line.
        """
        return self._lines_of(self.blocks(size))

    def coded_lines(self, size: int = BLOCK_OF_LINES) -> Iterator[bytes]:
        """`lines` in the encoding `codec_of_lines`."""
        return self._lines_of(self.raw_blocks(size)) if self.codec_of_lines == "cp932" else self.lines(size)

    def _lines_of(self, blocks: Iterator[bytes]) -> Iterator[bytes]:
        """Blocks that may end anywhere as blocks of whole lines, each ended by LF."""
        rest: list[bytes] = []
        for raw in blocks:
            block = raw.replace(b"\r", b"\n") if self.ends_with_cr else raw
            cut = block.rfind(b"\n") + 1
            if cut:
                yield _with_lf_ends(b"".join([*rest, memoryview(block)[:cut]]))
                rest = []
            rest.append(block[cut:])
            if sum(map(len, rest)) > LONGEST_LINE:
                raise RefusedError(file_problem(codes.FEED_TOO_LARGE))
        last = b"".join(rest).rstrip(_SUBSTITUTE)
        if last:
            yield _with_lf_ends(last + b"\n")

    def first_lines(self, count: int) -> list[str]:
        """The first lines, without their ends."""
        lines: list[str] = []
        for block in self.lines(64 * 1024):
            lines += block.decode("utf-8").split("\n")[:-1]
            if len(lines) >= count:
                break
        return lines[:count]

    def is_xml(self) -> bool:
        """Whether the first visible character opens a tag; a file of blanks alone is refused."""
        for block in self.blocks(_FIRST_BYTES):
            if visible := block.lstrip(b" \t\r\n\x1a"):
                return visible.startswith(b"<")
        raise RefusedError(file_problem(codes.FEED_EMPTY))


def detect_encoding(path: Path, progress: Callable[[int], None] | None = None) -> DecodedText:
    """Decide the encoding over the whole file; a file that fits none is refused. Cost: one pass, memory: a block."""
    start = _first_bytes(path)
    kind = file_signatures.file_kind(start)
    if kind:
        raise RefusedError(file_signatures.non_feed_problem(kind))
    if starts_like_xml(path):
        return DecodedText(path, _xml_encoding(path, start), ends_with_cr=False, progress=progress)
    for encoding in _flat_encodings(start):
        is_right, ends_with_cr = fits(path, _CODECS[encoding])
        if is_right:
            return DecodedText(path, encoding, ends_with_cr, progress)
    return _damaged_text(path, start, progress)


def undecodable_problem(fault: FirstFault, declared: str = "") -> pd.DataFrame:
    """The problem of a file that cannot be read: 70203, with its first place and the encoding that XML declares."""
    value, column = str(fault.line), str(fault.column)
    return file_problem(codes.TEXT_UNDECODABLE, column=column, value=value, limit=declared, line=fault.line)


def _damaged_text(path: Path, start: bytes, progress: Callable[[int], None] | None) -> DecodedText:
    """A flat file of which single rows do not decode, where its encoding is clear. Raises RefusedError."""
    encodings = [encoding for encoding in _flat_encodings(start) if encoding != "utf-16"]
    ends_with_cr = _ends_with_cr(path)
    for encoding in encodings:
        unread = undecodable.unread_places(_raw_lines(path, encoding, ends_with_cr=ends_with_cr), _CODECS[encoding])
        if unread is not None:
            return DecodedText(path, encoding, ends_with_cr, progress, unread)
    faults = [undecodable.first_fault(path, _CODECS[encoding], BLOCK // 8) for encoding in _flat_encodings(start)]
    furthest = max(faults, key=lambda fault: (fault.line, fault.column), default=FirstFault())
    raise RefusedError(undecodable_problem(furthest))


def _ends_with_cr(path: Path) -> bool:
    """Whether a text of single bytes has CR but no LF."""
    has_cr = False
    with path.open("rb") as file:
        while raw := file.read(BLOCK // 8):
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
        while raw := file.read(BLOCK // 8):
            block = rest + (raw.replace(b"\r", b"\n") if ends_with_cr else raw)
            cut = block.rfind(b"\n") + 1
            rest = block[cut:]
            if cut:
                yield block[:cut]
            if len(rest) > LONGEST_LINE:
                raise RefusedError(file_problem(codes.FEED_TOO_LARGE))
    if rest:
        yield rest + b"\n"


def _flat_encodings(start: bytes) -> tuple[str, ...]:
    """The encodings that a flat file may be in by its first bytes, in the order in which they are tried."""
    if start.startswith(_UTF_32):
        return ()
    if start.startswith(_UTF_16):
        return ("utf-16",)
    if b"\x00" in start:
        return ()
    return ("utf-8-sig",) if start.startswith(codecs.BOM_UTF8) else ("utf-8", "cp932")


def starts_like_xml(path: Path) -> bool:
    """Whether the first visible character of a file opens a tag, in whatever encoding."""
    with path.open("rb") as file:
        start = file.read(_FIRST_BYTES)
        while start and not xml_declaration.strip_blanks(start):
            start = file.read(_FIRST_BYTES)
    return xml_declaration.looks_like_xml(start)


def _first_bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_FIRST_BYTES)


def _xml_encoding(path: Path, start: bytes) -> str:
    """The encoding that an XML file is in and declares to be in."""
    encoding = xml_declaration.encoding_of(start)
    if encoding == xml_declaration.PRINTABLE_ASCII:
        encoding = xml_declaration.ASCII if _is_printable_ascii(path) else ""
    if not encoding or not fits(path, _CODECS[encoding])[0] or (encoding == xml_declaration.CP932 and _is_utf_8(path)):
        fault = undecodable.first_fault(path, _CODECS[encoding], BLOCK // 8) if encoding else FirstFault()
        raise RefusedError(undecodable_problem(fault, xml_declaration.encoding_text(start)))
    return xml_declaration.UTF_8 if encoding == xml_declaration.ASCII else encoding


def _is_printable_ascii(path: Path) -> bool:
    """Whether a file holds nothing but printable ASCII, tabs and line ends."""
    with path.open("rb") as file:
        while raw := file.read(BLOCK // 8):
            if raw.translate(None, xml_declaration.ASCII_BYTES):
                return False
    return True


def _is_utf_8(path: Path) -> bool:
    """Whether a text that calls itself Shift_JIS reads as UTF-8 too, and otherwise: its names would come out wrong."""
    return fits(path, _CODECS["utf-8"])[0] and not fits(path, _CODECS["us-ascii"])[0]


def _with_lf_ends(block: bytes) -> bytes:
    """Every line end as LF. Two CRs before an LF come from a text written twice through a converter."""
    if b"\r" not in block:
        return block
    if _ends_lines(block):
        return block.replace(b"\r", b"")
    block = block.replace(b"\r\n", b"\n")
    return _STRAY_RETURNS.sub(lambda match: b"\n" if match[0].endswith(b"\n") else _SUBSTITUTE, block)


def _ends_lines(block: bytes) -> bool:
    """Whether LF follows every CR of whole lines."""
    raw = np.frombuffer(block, np.uint8)
    returns = np.flatnonzero(raw == _CR)
    return bool((raw[returns + 1] == _LF).all())


def _parts(raw: bytes) -> Iterator[bytes]:
    return (raw[start : start + _DECODED_AT_ONCE] for start in range(0, len(raw), _DECODED_AT_ONCE))
