"""Files that arrive whole, over no other file."""

import errno
import os

import pytest

from pipeline.inbox.delivery import Delivery
from pipeline.inbox.entries import TEMPORARY

TIME = 1_760_000_000_123_456_000


def deliver(folder, name, content=b"new"):
    delivery = Delivery.begin(folder, name)
    delivery.file.write(content)
    return delivery.arrive(TIME)


def test_a_file_is_under_its_name_only_when_it_is_whole(tmp_path):
    delivery = Delivery.begin(tmp_path, "a.tsv")
    delivery.file.write(b"half")
    [path] = tmp_path.iterdir()
    assert TEMPORARY.fullmatch(path.name)
    assert delivery.arrive(TIME) == tmp_path / "a.tsv"
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.tsv", b"half")]


def test_it_is_for_its_owner_alone_and_has_the_time_it_was_given(tmp_path):
    status = deliver(tmp_path, "a.tsv").stat()
    assert (status.st_mode & 0o777, status.st_mtime_ns) == (0o600, TIME)


@pytest.mark.parametrize("links", [True, False])
def test_a_name_that_is_taken_gets_a_number_and_nothing_is_overwritten(tmp_path, monkeypatch, links):
    if not links:
        monkeypatch.setattr(os, "link", link_that_fails(errno.EPERM))
    (tmp_path / "a.tsv").write_bytes(b"old")
    assert [deliver(tmp_path, "a.tsv").name for _ in range(2)] == ["a-2.tsv", "a-3.tsv"]
    assert deliver(tmp_path, "noending").name == "noending"
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        "a.tsv": b"old",
        "a-2.tsv": b"new",
        "a-3.tsv": b"new",
        "noending": b"new",
    }


def link_that_fails(number):
    def link(*_):
        raise OSError(number, os.strerror(number))

    return link


def test_what_the_machine_refuses_is_told_and_giving_up_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "link", link_that_fails(errno.EIO))
    delivery = Delivery.begin(tmp_path, "a.tsv")
    with pytest.raises(OSError, match="Input/output"):
        delivery.arrive(TIME)
    delivery.give_up()
    assert not [*tmp_path.iterdir()]


def test_giving_up_what_has_arrived_changes_nothing(tmp_path):
    delivery = Delivery.begin(tmp_path, "a.tsv")
    path = delivery.arrive(TIME)
    delivery.give_up()
    assert path.exists()
