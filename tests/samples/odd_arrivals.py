"""How files lie in the inbox: names, compression, doubles; the table says under which name each is dropped."""

import zlib

from tests.samples import odd_strangers
from tests.samples.odd_records import Odd, OwnOrders

HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"


def gzip_packed(content: bytes) -> bytes:
    """A .gz of one member without name and time; blocks that are stored, so that every zlib writes the same bytes."""
    squeeze = zlib.compressobj(0, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = squeeze.compress(content) + squeeze.flush()
    ends = zlib.crc32(content).to_bytes(4, "little"), (len(content) & 0xFFFFFFFF).to_bytes(4, "little")
    return HEADER + body + b"".join(ends)


def _feed(own: OwnOrders) -> bytes:
    return own.confirmations({}, {}).encode()


def _wrong_sum(own: OwnOrders) -> bytes:
    whole = gzip_packed(_feed(own))
    return whole[:-8] + bytes([whole[-8] ^ 0xFF]) + whole[-7:]


FILES = (
    Odd("inbox-gz.tsv.gz", lambda own: gzip_packed(_feed(own))),
    Odd("inbox-gz-without-the-ending.tsv", lambda own: gzip_packed(_feed(own))),
    Odd("inbox-gz-in-name-only.tsv.gz", _feed),
    Odd("inbox-gz-of-two-members.tsv.gz", lambda own: gzip_packed(_feed(own)) + gzip_packed(b"more\n")),
    Odd("inbox-gz-cut.tsv.gz", lambda own: gzip_packed(_feed(own))[:-20]),
    Odd("inbox-gz-wrong-checksum.tsv.gz", _wrong_sum),
    Odd("inbox-gz-with-bytes-behind.tsv.gz", lambda own: gzip_packed(_feed(own)) + b"\0" * 512),
    Odd("inbox-gz-of-gz.tsv.gz.gz", lambda own: gzip_packed(gzip_packed(_feed(own)))),
    Odd("inbox-gz-of-xml.xml.gz", lambda own: gzip_packed(own.fulfilled().encode())),
    Odd("inbox-gz-of-nothing.tsv.gz", lambda _: gzip_packed(b"")),
    Odd("inbox-gz-of-a-zip.gz", lambda own: gzip_packed(odd_strangers.zip_archive(("feed.txt", _feed(own).decode())))),
    Odd("inbox-two-endings.txt.xlsx", _feed),
    Odd("inbox-no-ending", _feed),
    Odd("inbox-name-with-blanks.tsv", _feed),
    Odd("inbox-name-in-japanese.tsv", _feed),
    Odd("inbox-name-with-quotes.tsv", _feed),
    Odd("inbox-name-with-a-line-break.tsv", _feed),
    Odd("inbox-name-that-is-an-option.tsv", _feed),
    Odd("inbox-name-of-markup.tsv", _feed),
    Odd("inbox-name-of-a-device.tsv", _feed),
    Odd("inbox-name-of-200-letters.tsv", _feed),
    Odd("inbox-name-that-is-not-utf-8.tsv", _feed),
    Odd("inbox-temporary-part.tsv", _feed),
    Odd("inbox-temporary-hidden.tsv", _feed),
    Odd("inbox-temporary-lock-of-office.tsv", _feed),
    Odd("inbox-temporary-backup.tsv", _feed),
    Odd("inbox-thumbnails.tsv", lambda _: b"\xd0\xcf\x11\xe0" + b"\0" * 60),
    Odd("inbox-same-bytes-twice.tsv", _feed),
    Odd("inbox-same-bytes-gz-and-plain.tsv", _feed),
    Odd("inbox-young-and-empty.tsv", lambda _: b""),
)
