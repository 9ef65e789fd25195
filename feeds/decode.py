"""Bytes to text: encodings, byte order marks, line ends. The one place for surprises.

A feed is UTF-8 (with or without a mark), UTF-16 with a mark, or CP932, all strict and over the whole file; nothing
else is guessed. Of a flat file the content decides, of XML the declaration. From here on everything is UTF-8, but for
lines of CP932, of which the cells are decoded (feeds.cp932_cells). Single rows of a flat file may have one place that
does not decode (feeds.undecodable). A large file of CP932 may be decided by its beginning, and is proven while it is
read (feeds.late_proof).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from feeds import file_signatures, undecodable, xml_declaration
from feeds.damaged_text import CODECS, LONGEST_LINE, damaged_text
from feeds.encoding_fit import fits
from feeds.late_proof import ENCODINGS, LateProof, can_wait
from feeds.problems import RefusedError, file_problem
from feeds.undecodable import FirstFault, UnreadPlaces
from schemas import codes, column_kinds

UTF_8 = "utf-8"
BLOCK = 32 * 1024 * 1024
BLOCK_OF_LINES = 2 * 1024 * 1024
"""Bytes that the caches of a processor hold, with what a parser makes of them."""
_DECODED_AT_ONCE = 256 * 1024
"""A text of so many bytes stays in the caches of a processor: it is decoded in half the time of a large one."""
_SUBSTITUTE = column_kinds.SUBSTITUTE.encode()
_FIRST_BYTES = 4096
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UTF_32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_CR, _LF = b"\r\n"
_STRAY_RETURNS = re.compile(rb"\r+\n|\r")


@dataclass(frozen=True, slots=True)
class DecodedText:
    """A file whose encoding is known.

    ends_with_cr: its lines end with CR alone. progress: called with the bytes read so far. known_unread: where rows do
    not decode, None for a file that decodes wholly. proof: of a file of which only the beginning is known to decode.
    """

    path: Path
    encoding: str
    ends_with_cr: bool
    progress: Callable[[int], None] | None = None
    known_unread: UnreadPlaces | None = None
    proof: LateProof | None = None

    @property
    def unread(self) -> UnreadPlaces | None:
        """Where rows do not decode, as far as it is known; None where all do."""
        return self.proof.unread if self.proof else self.known_unread

    @property
    def codec(self) -> str:
        """What `lines` are in."""
        return UTF_8

    @property
    def codec_of_lines(self) -> str:
        """What `coded_lines` are in: cp932, or utf-8 for all that needs another look at its bytes."""
        return "cp932" if self.encoding == "cp932" and self.known_unread is None else UTF_8

    def blocks(self, size: int = BLOCK) -> Iterator[bytes]:
        """The text as UTF-8 without a mark, in blocks that may end anywhere."""
        return self.raw_blocks(size, self._decoding())

    def raw_blocks(self, size: int, decode: Callable[[bytes], bytes] | None = None) -> Iterator[bytes]:
        """The bytes of the file after a mark, decoded."""
        with self.path.open("rb") as file:
            if self.encoding == "utf-8-sig":
                file.seek(len(codecs.BOM_UTF8))
            block = [file.read(size)]
            while block[0]:
                # Out of the list: what is kept here would lie beside what is made of it.
                yield block.pop() if decode is None else decode(block.pop())
                if self.progress:
                    self.progress(file.tell())
                block.append(file.read(size))

    def _decoding(self) -> Callable[[bytes], bytes] | None:
        """How one block after the other becomes UTF-8, None for what it is already."""
        codec = CODECS[self.encoding]
        if self.known_unread is not None:
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
        if self.codec_of_lines == UTF_8:
            return self.lines(size)
        return self._lines_of(self.raw_blocks(size), self.proof)

    def _lines_of(self, blocks: Iterator[bytes], proof: LateProof | None = None) -> Iterator[bytes]:
        """Blocks that may end anywhere as blocks of whole lines, each ended by LF. proof: of blocks in cp932."""
        rest: list[bytes] = []
        for raw in blocks:
            block = raw.replace(b"\r", b"\n") if self.ends_with_cr else raw
            cut = block.rfind(b"\n") + 1
            parts: list[bytes | memoryview] = [*rest, memoryview(block)[:cut]] if cut else []
            rest = [block[cut:]] if cut else [*rest, block]
            del raw, block
            if parts:
                yield _with_lf_ends(_join(parts))
            if sum(map(len, rest)) > LONGEST_LINE:
                raise RefusedError(file_problem(codes.FEED_TOO_LARGE))
        end = b"".join(rest)
        last = (proof.without_cut_letter(end) if proof else end).rstrip(_SUBSTITUTE)
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


def detect_encoding(
    path: Path, progress: Callable[[int], None] | None = None, *, head_lines: int | None = None
) -> DecodedText:
    """Decide the encoding over the whole file; a file that fits none is refused. Cost: one pass, memory: a block.

    head_lines: of a large file of CP932 so many lines are proven, the rest of it while it is read (`LateProof`); None:
    all of it is.
    """
    start = _first_bytes(path)
    kind = file_signatures.file_kind(start)
    if kind:
        raise RefusedError(file_signatures.non_feed_problem(kind))
    if starts_like_xml(path):
        return DecodedText(path, _xml_encoding(path, start), ends_with_cr=False, progress=progress)
    for encoding in _flat_encodings(start):
        if encoding == "cp932" and head_lines is not None and can_wait(path, head_lines):
            return DecodedText(path, encoding, ends_with_cr=False, progress=progress, proof=LateProof(path))
        is_right, ends_with_cr = fits(path, CODECS[encoding])
        if is_right:
            return DecodedText(path, encoding, ends_with_cr, progress)
    damaged = damaged_text(path, _flat_encodings(start))
    return DecodedText(path, damaged.encoding, damaged.ends_with_cr, progress, damaged.unread)


def _flat_encodings(start: bytes) -> tuple[str, ...]:
    """The encodings that a flat file may be in by its first bytes, in the order in which they are tried."""
    if start.startswith(_UTF_32):
        return ()
    if start.startswith(_UTF_16):
        return ("utf-16",)
    if b"\x00" in start:
        return ()
    return ("utf-8-sig",) if start.startswith(codecs.BOM_UTF8) else ENCODINGS


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
    if not encoding or not fits(path, CODECS[encoding])[0] or (encoding == xml_declaration.CP932 and _is_utf_8(path)):
        fault = undecodable.first_fault(path, CODECS[encoding], BLOCK // 8) if encoding else FirstFault()
        raise RefusedError(undecodable.undecodable_problem(fault, xml_declaration.encoding_text(start)))
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
    return fits(path, CODECS["utf-8"])[0] and not fits(path, CODECS["us-ascii"])[0]


def _join(parts: list[bytes | memoryview]) -> bytes:
    """The parts as one; they are let go, for the block that they are of takes as much memory as all of them."""
    whole = b"".join(parts)
    parts.clear()
    return whole


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
