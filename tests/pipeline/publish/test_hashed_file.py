"""A file that is hashed while it is written, and what becomes of it on a disk without room."""

import hashlib
import zlib

import pytest

from pipeline.publish.hashed_file import HashedFile


@pytest.fixture
def full(tmp_path):
    """A path where opening succeeds and every write fails."""
    path = tmp_path / "full"
    path.symlink_to("/dev/full")
    return path


def test_its_size_and_hash_are_those_of_its_bytes(tmp_path):
    (tmp_path / "other").write_bytes(b"copied")
    with HashedFile(tmp_path / "file") as file:
        file.write(b"written, ")
        assert file.copy(tmp_path / "other", len(b"copied"), zlib.crc32(b"copied"))
    content = (tmp_path / "file").read_bytes()
    assert content == b"written, copied"
    assert (file.size, file.sha256) == (len(content), hashlib.sha256(content).hexdigest())


def test_a_copy_of_another_size_or_checksum_leaves_nothing(tmp_path):
    (tmp_path / "other").write_bytes(b"copied")
    with HashedFile(tmp_path / "file") as file:
        file.write(b"written")
        assert not file.copy(tmp_path / "other", len(b"copied"), 0)
        assert not file.copy(tmp_path / "other", 1, zlib.crc32(b"copied"))
        assert not file.copy(tmp_path / "missing", 1, 0)
    assert (tmp_path / "file").read_bytes() == b"written"
    assert (file.size, file.sha256) == (7, hashlib.sha256(b"written").hexdigest())


def test_without_room_it_fails_when_it_is_closed_at_the_latest(full):
    with pytest.raises(OSError, match="No space left on device"), HashedFile(full) as file:
        file.write(b"few bytes, which wait in the buffer")


def test_another_error_is_not_hidden_by_that_of_closing(full):
    lines = lines_of_a_file(full)
    next(lines)
    with pytest.raises(ValueError, match="the first one"):
        lines.throw(ValueError("the first one"))


def test_whoever_gives_up_its_lines_half_way_hears_nothing_of_it(full):
    lines = lines_of_a_file(full)
    next(lines)
    lines.close()


def lines_of_a_file(path):
    """Lines that are written to a file on their way."""
    with HashedFile(path) as file:
        file.write(b"few bytes, which wait in the buffer")
        yield "line"
