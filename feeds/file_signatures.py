"""Files that are no feeds, known by their first bytes: archives, workbooks, pages. They are named, never opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feeds.problems import of_file
from schemas import codes
from schemas.wording import messages_en

if TYPE_CHECKING:
    import pandas as pd

_ZIP, _NAME_AT, _TAR_AT = b"PK\x03\x04", 30, 257
_STARTS = {
    b"PK\x05\x06": "a zip archive",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"Rar!\x1a\x07": "a RAR archive",
    b"\xfd7zXZ\x00": "an xz file",
    b"\x28\xb5\x2f\xfd": "a zstd file",
    b"\x1f\x8b": "a .gz file inside a .gz file",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "an Excel workbook",
    b"%PDF-": "a PDF",
}
_BZIP = b"BZh", b"1AY&SY"
_OFFICE = b"[Content_Types].xml", b"_rels/.rels", b"docProps/", b"xl/"
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument"


def what(start: bytes) -> str:
    """What a file that begins like this is if it is no feed, as messages_en.NON_FEED_FILES names it; else ""."""
    if start.startswith(_ZIP):
        return _zipped(start[_NAME_AT:])
    if start[_TAR_AT:].startswith(b"ustar"):
        return "a tar archive"
    if start.startswith(_BZIP[0]) and start[4:].startswith(_BZIP[1]):
        return "a bzip2 file"
    return next((name for magic, name in _STARTS.items() if start.startswith(magic)), "")


def problem(name: str) -> pd.DataFrame:
    """The problem of a file that is no feed: 70201, with what it is and what to do."""
    return of_file(codes.FEED_UNRECOGNISED, column=messages_en.NON_FEED_FILES[name], value=name)


def _zipped(first: bytes) -> str:
    """Workbooks are zip archives that begin with a part of a fixed name."""
    if first.startswith(_OPEN_DOCUMENT):
        return "an OpenDocument sheet"
    return "an Excel workbook" if first.startswith(_OFFICE) else "a zip archive"
