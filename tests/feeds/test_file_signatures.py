"""Archives and workbooks that are dropped by mistake: each is named in its refusal, with what to do."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile

import pytest

from feeds import file_signatures
from schemas import code_texts
from schemas.wording import messages_en

TEXT = b"sku\tquantity\r\nTEA-001\t1\r\n"
SHEET = "application/vnd.oasis.opendocument.spreadsheet"


def zip_file(*names, first=b""):
    """A zip archive of files of these names; `first` is the content of the first, stored as it is."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            content = first if name == names[0] and first else TEXT
            archive.writestr(name, content, zipfile.ZIP_STORED if first else None)
    return file.getvalue()


def tar_file():
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        entry = tarfile.TarInfo("orders.tsv")
        entry.size = len(TEXT)
        archive.addfile(entry, io.BytesIO(TEXT))
    return file.getvalue()


FILES = {
    "zip": (zip_file("orders.tsv"), "a zip archive"),
    "empty zip": (zip_file(), "a zip archive"),
    "zip of a workbook": (zip_file("book.xlsx"), "a zip archive"),
    "xlsx": (zip_file("[Content_Types].xml", "xl/workbook.xml"), "an Excel workbook"),
    "xlsx of another program": (zip_file("xl/workbook.xml", "[Content_Types].xml"), "an Excel workbook"),
    "ods": (zip_file("mimetype", "content.xml", first=SHEET.encode()), "an OpenDocument sheet"),
    "xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504), "an Excel workbook"),
    "tar": (tar_file(), "a tar archive"),
    "7z": (b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(24), "a 7z archive"),
    "rar": (b"Rar!\x1a\x07\x01\x00" + bytes(24), "a RAR archive"),
    "bzip2": (bz2.compress(TEXT), "a bzip2 file"),
    "xz": (lzma.compress(TEXT), "an xz file"),
    "zstd": (b"\x28\xb5\x2f\xfd\x24\x00" + bytes(8), "a zstd file"),
    "gz": (gzip.compress(TEXT, mtime=0), "a .gz file inside a .gz file"),
    "pdf": (b"%PDF-1.7\n" + bytes(16), "a PDF"),
}


@pytest.mark.parametrize(("content", "name"), FILES.values(), ids=FILES)
def test_a_file_that_is_no_feed_is_refused_by_its_name(read, content, name):
    feed = read(content)
    assert feed.refused
    assert feed.problems[["record", "code", "value"]].to_numpy().tolist() == [[0, 70201, name]]
    [advice] = code_texts.advices(feed.problems, "en")
    assert advice == f"This is {name}: {messages_en.NON_FEED_FILES[name]}"


def test_what_is_said_of_a_file_is_never_cut_short():
    for name in messages_en.NON_FEED_FILES:
        [value], [column] = (
            file_signatures.non_feed_problem(name)["value"],
            file_signatures.non_feed_problem(name)["column"],
        )
        assert (value, column) == (name, messages_en.NON_FEED_FILES[name])


@pytest.mark.parametrize("content", [TEXT, b"", b"BZh", b"PK", b"7z", b"Rar!\n", TEXT * 20, b"x" * 257 + b"USTAR"])
def test_text_that_begins_like_one_is_text(content):
    assert file_signatures.file_kind(content) == ""
