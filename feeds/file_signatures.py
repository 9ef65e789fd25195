"""Files that are no feeds, known by their first bytes: archives, workbooks, pages. They are named, never opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feeds.problems import file_problem
from schemas import codes
from schemas.wording import messages_en

if TYPE_CHECKING:
    import pandas as pd

_ZIP = b"PK\x03\x04"
_ZIP_NAME_OFFSET = 30
_TAR_OFFSET = 257
_SIGNATURES = {
    b"PK\x05\x06": "a zip archive",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"Rar!\x1a\x07": "a RAR archive",
    b"\xfd7zXZ\x00": "an xz file",
    b"\x28\xb5\x2f\xfd": "a zstd file",
    b"\x1f\x8b": "a .gz file inside a .gz file",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "an Excel workbook",
    b"%PDF-": "a PDF",
}
_BZIP2 = b"BZh", b"1AY&SY"
_OFFICE = b"[Content_Types].xml", b"_rels/.rels", b"docProps/", b"xl/"
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument"


def file_kind(start: bytes) -> str:
    """What a file that begins like this is if it is no feed, as messages_en.NON_FEED_FILES names it; else ""."""
    if start.startswith(_ZIP):
        return _zip_kind(start[_ZIP_NAME_OFFSET:])
    if start[_TAR_OFFSET:].startswith(b"ustar"):
        return "a tar archive"
    if start.startswith(_BZIP2[0]) and start[4:].startswith(_BZIP2[1]):
        return "a bzip2 file"
    return next((kind for signature, kind in _SIGNATURES.items() if start.startswith(signature)), "")


def non_feed_problem(kind: str) -> pd.DataFrame:
    """The problem of a file that is no feed: 70201, with what it is and what to do."""
    return file_problem(codes.FEED_UNRECOGNISED, column=messages_en.NON_FEED_FILES[kind], value=kind)


def _zip_kind(first_name: bytes) -> str:
    """Workbooks are zip archives that begin with a part of a fixed name."""
    if first_name.startswith(_OPEN_DOCUMENT):
        return "an OpenDocument sheet"
    return "an Excel workbook" if first_name.startswith(_OFFICE) else "a zip archive"
