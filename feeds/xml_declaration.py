"""The encoding that an XML file declares. It decides alone and strictly; only an allow-list is taken.

A declaration of any other encoding of which ASCII is a part is taken where every byte is printable ASCII: then it does
not matter.

Without a declaration XML is UTF-8, or UTF-16 with a mark, as its standard says. CP932 that says nothing of itself is
refused: every other reader would take it for UTF-8, some of its texts can be read both ways, and unlike a flat file
XML has a place to say it.
"""

from __future__ import annotations

import codecs
import re

UTF_8, UTF_16, CP932, ASCII = "utf-8", "utf-16", "cp932", "us-ascii"
PRINTABLE_ASCII = "printable ASCII"
"""Stands for a text that declares another encoding and may hold printable ASCII only."""
ASCII_BYTES = bytes(range(0x20, 0x7F)) + b"\t\r\n"
_SHIFTING = ("iso2022", "utf-7", "hz", "unicode", "raw-unicode", "raw_unicode", "charmap", "idna", "punycode")
"""How Python's names of encodings begin in which ASCII may stand for other letters, or which are none of texts."""
_NAMED_ELSEWHERE = frozenset({"eucjp-win", "eucjp-ms", "x-euc-jp", "cp51932", "x-mac-japanese", "x-windows-949"})
"""Encodings with ASCII that Python does not know by these names."""
UTF_16_MARKS = {codecs.BOM_UTF16_LE: "utf-16le", codecs.BOM_UTF16_BE: "utf-16be"}
SPELLINGS = {
    UTF_8: ("utf-8", "utf8"),
    ASCII: ("us-ascii", "ascii"),
    CP932: (
        *("shift_jis", "shift-jis", "shiftjis", "sjis", "x-sjis", "ms_kanji", "csshiftjis", "sjis-win"),
        *("windows-31j", "cswindows31j", "cp932", "ms932", "windows-932"),
    ),
}
"""The names by which a declaration may call each encoding, in small letters. Shift_JIS is read as Windows writes it."""
_DECLARATION = re.compile(r"<\?xml\s[^>]*?\?>", re.DOTALL)
_ENCODING = re.compile(r"\sencoding\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9._:-]{1,40}")
_WIDEST_CHARACTER = 4
_EBCDIC = b"\x4c\x6f\xa7\x94"
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, *UTF_16_MARKS)


def strip_blanks(start: bytes) -> bytes:
    """The beginning of a file from its first visible character, whatever its encoding may be."""
    for mark in _MARKS:
        start = start.removeprefix(mark)
    return start.replace(b"\x00", b"").lstrip(b" \t\r\n\x1a")


def looks_like_xml(start: bytes) -> bool:
    """Whether the beginning of a file opens a tag, in any encoding, also in one that is not taken."""
    return strip_blanks(start).startswith((b"<", _EBCDIC))


def encoding_of(start: bytes) -> str:
    """The encoding in which an XML file has to be read (utf-8-sig: with its mark), "" where none is allowed."""
    declared = declared_encoding(start).casefold()
    mark = next((mark for mark in UTF_16_MARKS if start.startswith(mark)), None)
    if start.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return ""
    if mark is not None:
        return UTF_16 if declared in {"", UTF_16, UTF_16_MARKS[mark]} else ""
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig" if declared in {"", *SPELLINGS[UTF_8]} else ""
    if b"\x00" in start[:_WIDEST_CHARACTER]:
        return ""
    known = {spelling: encoding for encoding, spellings in SPELLINGS.items() for spelling in spellings}
    return known.get(declared or UTF_8) or (PRINTABLE_ASCII if has_ascii(declared) else "")


def has_ascii(declared: str) -> bool:
    """Whether an encoding of this name is known in which printable ASCII means itself, byte by byte."""
    if declared in _NAMED_ELSEWHERE or not _PLAIN_NAME.fullmatch(declared):
        return declared in _NAMED_ELSEWHERE
    try:
        is_shifting = codecs.lookup(declared).name.startswith(_SHIFTING)
        return not is_shifting and ASCII_BYTES.decode(declared) == ASCII_BYTES.decode("ascii")
    except (LookupError, ValueError):
        return False


def declared_encoding(start: bytes) -> str:
    """The encoding that the XML declaration names, "" without one. It counts at the very beginning alone."""
    if start.startswith(tuple(UTF_16_MARKS)):
        text = start[: len(start) // 2 * 2].decode("utf-16", "replace")
    else:
        text = start.removeprefix(codecs.BOM_UTF8).decode("latin-1")
    head = _DECLARATION.match(text)
    match = _ENCODING.search(head[0]) if head else None
    return "" if match is None else (match[1] or match[2] or "-")


def encoding_text(start: bytes) -> str:
    """The encoding that was expected of a file, as an answer names it."""
    declared = declared_encoding(start)
    if not declared:
        return "UTF-8"
    return declared if _PLAIN_NAME.fullmatch(declared) else "-"
