"""Files that are no feeds, known by their first bytes: archives, workbooks, pictures. They are named, never opened."""

from __future__ import annotations

import pandas as pd

from feeds.problems import row_problems
from schemas import codes
from schemas.wording import messages_en
from schemas.wording.foreign_files import PICTURE

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
    **dict.fromkeys((b"\x89PNG", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*"), PICTURE),
}
_BRAND_OFFSET = 4
_HEIF_BRANDS = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif")
_BZIP2 = b"BZh", b"1AY&SY"
_OFFICE = b"[Content_Types].xml", b"_rels/.rels", b"docProps/", b"xl/"
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument"


def file_kind(start: bytes) -> str:
    """What a file that begins like this is if it is no feed, as messages_en.NON_FEED_FILES names it; else ""."""
    if start.startswith(_ZIP):
        return _zip_kind(start[_ZIP_NAME_OFFSET:])
    if start[_TAR_OFFSET:].startswith(b"ustar"):
        return "a tar archive"
    if start[_BRAND_OFFSET:].startswith(_HEIF_BRANDS) or (start.startswith(b"RIFF") and start[8:].startswith(b"WEBP")):
        return PICTURE
    if start.startswith(_BZIP2[0]) and start[4:].startswith(_BZIP2[1]):
        return "a bzip2 file"
    return next((kind for signature, kind in _SIGNATURES.items() if start.startswith(signature)), "")


def non_feed_problem(kind: str) -> pd.DataFrame:
    """The problem of a file that is no feed: 70201, with what it is and what to do."""
    file = pd.DataFrame({"record": [0], "line": [0]})
    return row_problems(file, messages_en.NON_FEED_FILES[kind], codes.FEED_UNRECOGNISED, kind)


def _zip_kind(first_name: bytes) -> str:
    """Workbooks are zip archives that begin with a part of a fixed name."""
    if first_name.startswith(_OPEN_DOCUMENT):
        return "an OpenDocument sheet"
    return "an Excel workbook" if first_name.startswith(_OFFICE) else "a zip archive"
