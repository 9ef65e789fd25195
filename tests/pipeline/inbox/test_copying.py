"""Copies of feeds: .gz is expanded, within limits, and only when it is one sound member."""

import gzip
import hashlib
import os
import zlib

import pytest

from pipeline.inbox import copying
from schemas.wording import messages_en
from tests.support.trial_inbox import TEXT


def test_a_gz_is_expanded_and_known_by_its_content(inbox):
    packed = gzip.compress(TEXT * 1000, mtime=0)
    inbox.drop("a.gz", packed)
    inbox.drop("b.tsv", gzip.compress(TEXT * 1000, 1, mtime=0))
    taken, _ = inbox.take()
    assert {feed.sha256 for feed in taken} == {hashlib.sha256(TEXT * 1000).hexdigest()}
    assert [feed.content.read_bytes() for feed in taken] == [TEXT * 1000] * 2
    assert taken[0].path.read_bytes() == packed
    assert (taken[0].size, taken[0].refusal_code) == (len(TEXT * 1000), 0)
    assert len({feed.archive_name for feed in taken}) == 2


def test_pieces_of_any_size_expand_to_the_same(inbox, monkeypatch):
    content = os.urandom(5000) + bytes(200_000) + os.urandom(5000)
    for number, piece in enumerate((1, 7, 4096, 1 << 20)):
        monkeypatch.setattr(copying, "CHUNK_BYTES", piece)
        packed = copying.FileCopy(inbox.drop(f"{number}.gz", gzip.compress(content, mtime=0)), "", 1)
        expanded = copying.expand_gzip(packed, inbox.staging / str(number), 1 << 20)
        assert (expanded.refusal_code, expanded.path.read_bytes() == content) == (0, True)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (gzip.compress(TEXT, mtime=0) + gzip.compress(TEXT, mtime=0), copying.SEVERAL),
        (gzip.compress(TEXT, mtime=0) + b"\0", copying.LONGER),
        (gzip.compress(TEXT, mtime=0)[:-1], copying.DAMAGED),
        (gzip.compress(TEXT, mtime=0)[:-9], copying.DAMAGED),
        (gzip.compress(TEXT, mtime=0)[:2], copying.DAMAGED),
        (gzip.compress(TEXT, mtime=0)[:-8] + bytes(8), copying.DAMAGED),
        (b"\x1f\x8b" + TEXT, copying.DAMAGED),
    ],
    ids=["two members", "something behind", "no end", "cut short", "only a magic", "wrong checksum", "no gz"],
)
def test_a_gz_that_is_not_one_sound_member_is_a_fault_of_the_feed(inbox, content, what):
    inbox.drop("a.tsv.gz", content)
    [feed], _ = inbox.take()
    assert (feed.refusal_code, feed.foreign_kind, feed.content) == (70201, what, feed.path)
    assert feed.sha256 == hashlib.sha256(content).hexdigest()
    assert [path.name for path in inbox.staging.iterdir()] == [feed.path.name]


def test_a_second_member_is_found_wherever_the_pieces_end(inbox, monkeypatch):
    packed = gzip.compress(TEXT, mtime=0)
    for piece in (1, 2, len(packed), len(packed) + 1):
        monkeypatch.setattr(copying, "CHUNK_BYTES", piece)
        packed_file = copying.FileCopy(inbox.drop(f"{piece}.gz", packed * 2), "", 1)
        assert copying.expand_gzip(packed_file, inbox.staging / str(piece), 1 << 20).foreign_kind == copying.SEVERAL


def test_every_fault_of_a_gz_has_words():
    assert {copying.DAMAGED, copying.SEVERAL, copying.LONGER} <= set(messages_en.NON_FEED_FILES)


def test_a_gz_that_expands_beyond_the_limit_is_too_large(inbox):
    inbox.drop("fits.gz", gzip.compress(bytes(1 << 20), mtime=0))
    inbox.drop("bomb.gz", gzip.compress(bytes((1 << 20) + 1), mtime=0))
    taken, _ = inbox.take()
    assert [(feed.name, feed.refusal_code) for feed in taken] == [("bomb.gz", 70205), ("fits.gz", 0)]
    assert {path.name for path in inbox.staging.iterdir()} == {"000001", "000002", "000002.content"}


def test_a_gz_that_expands_beyond_all_reason_is_too_large(inbox, monkeypatch):
    monkeypatch.setattr(copying, "RATIO_COUNTS_FROM", 1 << 16)
    squeezed = zlib.compressobj(9, zlib.DEFLATED, 31)
    inbox.drop("bomb.gz", squeezed.compress(bytes(1 << 19)) + squeezed.flush())
    inbox.drop("text.gz", gzip.compress(os.urandom(1 << 17), mtime=0))
    taken, _ = inbox.take()
    assert [(feed.name, feed.refusal_code) for feed in taken] == [("bomb.gz", 70205), ("text.gz", 0)]


def test_a_file_over_the_limit_is_too_large(inbox):
    inbox.drop("fits.tsv", bytes(100))
    inbox.drop("large.tsv", bytes(101))
    taken, _ = inbox.take(max_bytes=100)
    assert [(feed.name, feed.refusal_code, feed.size) for feed in taken] == [
        ("fits.tsv", 0, 100),
        ("large.tsv", 70205, 101),
    ]
