"""Files that get their name when they are whole."""

import stat
from pathlib import Path

import pytest

from pipeline import files
from pipeline.inbox.entries import TEMPORARY

pytestmark = pytest.mark.usefixtures("open_umask")

TIME = 1_760_000_000_123_456_000


def write_new(path):
    files.write_in_place(path, b"new")


def link_new(path):
    files.link_in_place(path, "target")


def test_a_file_written_in_place_is_whole_and_for_its_owner_alone(tmp_path):
    (tmp_path / "a.tsv").write_bytes(b"much longer than before")
    write_new(tmp_path / "a.tsv")
    [path] = tmp_path.iterdir()
    assert (path.name, path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == ("a.tsv", b"new", 0o600)


def test_it_has_its_modification_time_when_it_gets_its_name(tmp_path, monkeypatch):
    def replace(source, target):
        times.append(source.stat().st_mtime_ns)
        return real(source, target)

    times, real = [], files.replace
    monkeypatch.setattr(files, "replace", replace)
    files.write_in_place(tmp_path / "a.tsv", b"new", modified_ns=TIME)
    assert [*times, (tmp_path / "a.tsv").stat().st_mtime_ns] == [TIME, TIME]


@pytest.mark.parametrize("step", [write_new, link_new])
def test_until_then_it_has_a_name_that_no_run_takes(tmp_path, monkeypatch, step):
    monkeypatch.setattr(files, "replace", lambda *_: None)
    step(tmp_path / "a.tsv")
    [path] = tmp_path.iterdir()
    assert TEMPORARY.fullmatch(path.name)


@pytest.mark.parametrize("step", [write_new, link_new])
def test_what_an_earlier_attempt_left_is_in_nobodys_way(tmp_path, step):
    (tmp_path / "other").write_bytes(b"other")
    (tmp_path / ".a.tsv.new").symlink_to("other")
    step(tmp_path / "a.tsv")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.tsv", "other"]
    assert (tmp_path / "other").read_bytes() == b"other"


def test_a_link_in_place_replaces_the_link_before(tmp_path):
    for target in ("first", "second"):
        files.link_in_place(tmp_path / "latest", target)
    assert [path.readlink() for path in tmp_path.iterdir()] == [Path("second")]
