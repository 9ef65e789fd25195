"""What is taken from the inbox, what is left there, and why."""

import hashlib
import os
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.errors import FailureError
from pipeline.inbox import copying
from pipeline.inbox.entries import printable_name
from pipeline.inbox.take import take_files
from pipeline.inbox.taken_file import InboxRules
from tests.support.trial_inbox import NOW, TEXT


def feed_names(taken):
    return [feed.name for feed in taken]


def test_a_feed_is_copied_and_hashed_and_the_inbox_stays_as_it_is(inbox):
    path = inbox.drop("orders.tsv")
    [feed], skipped = inbox.take()
    assert skipped == []
    assert path.read_bytes() == feed.path.read_bytes() == TEXT
    assert feed.path.parent == inbox.staging
    assert feed.content == feed.path
    assert feed.sha256 == feed.file_sha256 == hashlib.sha256(TEXT).hexdigest()
    assert (feed.size, feed.refusal_code, feed.entry) == (len(TEXT), 0, b"orders.tsv")
    assert feed.received == NOW - timedelta(hours=1)
    assert feed.archive_name == f"{feed.sha256[:16]}_orders.tsv"


def test_an_empty_inbox_gives_nothing(inbox):
    assert inbox.take() == ([], [])


def test_an_inbox_that_is_not_there_is_a_failure(inbox):
    inbox.folder.rmdir()
    with pytest.raises(FailureError, match="cannot be read"):
        inbox.take()


def test_feeds_come_in_the_order_received_then_by_code_points_of_the_name(inbox):
    for name in ("b.tsv", "B.tsv", "あ.tsv", "\uff21.tsv", "\U00020bb7.tsv"):
        inbox.drop(name)
    inbox.drop("z-first.tsv", received=NOW - timedelta(hours=1, microseconds=1))
    assert feed_names(inbox.take()[0]) == ["z-first.tsv", "B.tsv", "b.tsv", "あ.tsv", "\uff21.tsv", "\U00020bb7.tsv"]


def test_received_is_held_between_the_run_before_and_this_one(inbox):
    inbox.drop("early.tsv", received=NOW - timedelta(days=9))
    inbox.drop("exact.tsv", received=NOW - timedelta(hours=3, microseconds=-7))
    inbox.drop("late.tsv", received=NOW + timedelta(days=9))
    taken, _ = inbox.take(not_before=NOW - timedelta(days=1))
    assert [feed.received for feed in taken] == [
        NOW - timedelta(days=1),
        NOW - timedelta(hours=3, microseconds=-7),
        NOW,
    ]


def test_received_keeps_microseconds_and_drops_what_is_finer(inbox):
    path = inbox.drop("a.tsv")
    os.utime(path, ns=(0, 1_700_000_000_123_456_789))
    assert inbox.take()[0][0].received == datetime(2023, 11, 14, 22, 13, 20, 123456, tzinfo=UTC)


@pytest.mark.parametrize(
    "name",
    [
        *(".x", "~$orders.xlsx", "orders.tsv~", "orders.part", "orders.TMP", "a.crdownload", "a.filepart"),
        *("Thumbs.db", ".DS_Store", "desktop.ini", "a\nb.tmp"),
    ],
)
def test_a_temporary_name_is_left(inbox, name):
    inbox.drop(name)
    assert inbox.take() == ([], [(name.replace("\n", "\\n"), "temporary")])


@pytest.mark.parametrize("name", ["a", "part", "orders.tsv.1", "parts.tsv", "~a.tsv", "a.party"])
def test_any_other_name_is_taken(inbox, name):
    inbox.drop(name)
    assert feed_names(inbox.take()[0]) == [name]


def test_links_folders_and_special_files_are_left_and_never_followed(inbox, tmp_path, monkeypatch):
    (tmp_path / "secret").write_bytes(TEXT)
    (inbox.folder / "link.tsv").symlink_to(tmp_path / "secret")
    (inbox.folder / "nowhere.tsv").symlink_to(tmp_path / "nowhere")
    (inbox.folder / "folder").mkdir()
    os.mkfifo(inbox.folder / "pipe.tsv")
    monkeypatch.chdir(inbox.folder)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket.tsv")
    assert inbox.take() == (
        [],
        [
            ("folder", "folder"),
            ("link.tsv", "link"),
            ("nowhere.tsv", "link"),
            ("pipe.tsv", "special"),
            ("socket.tsv", "special"),
        ],
    )


@pytest.mark.parametrize("swapped", ["link", "pipe"])
def test_a_file_that_becomes_something_else_before_it_is_opened_is_left(inbox, tmp_path, swapped):
    path = inbox.drop("orders.tsv")
    (tmp_path / "secret").write_bytes(TEXT)

    def swap(_):
        path.unlink()
        path.symlink_to(tmp_path / "secret") if swapped == "link" else os.mkfifo(path)

    real = os.open

    def open_late(name, *arguments):
        if name == path:
            swap(name)
        return real(name, *arguments)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(os, "open", open_late)
        assert inbox.take() == ([], [("orders.tsv", "link" if swapped == "link" else "not-settled")])


@pytest.mark.parametrize("change", ["grown", "replaced", "touched", "gone"])
def test_a_file_that_changes_while_it_is_copied_is_left(inbox, monkeypatch, change):
    path = inbox.drop("orders.tsv")

    def copy(source, target):
        copied = copying.copy_hashed(source, target)
        if change == "grown":
            with path.open("ab") as file:
                file.write(b"more")
        elif change == "replaced":
            path.with_name("new").write_bytes(TEXT)
            path.with_name("new").replace(path)
        elif change == "touched":
            os.utime(path, (1, 1))
        else:
            path.unlink()
        return copied

    monkeypatch.setattr("pipeline.inbox.taken_file.copy_hashed", copy)
    assert inbox.take() == ([], [("orders.tsv", "not-settled")])
    assert list(inbox.staging.iterdir()) == []


def test_a_file_that_vanishes_before_it_is_opened_is_no_matter(inbox):
    path = inbox.drop("orders.tsv")
    assert inbox.take(settle_seconds=2, now=lambda: NOW.timestamp() + 1e9, wait=pytest.fail)[0]
    for copied in inbox.staging.iterdir():
        copied.unlink()
    assert inbox.take(settle_seconds=1e9, wait=lambda _: path.unlink()) == ([], [("orders.tsv", "not-settled")])


def test_a_file_that_cannot_be_opened_or_read_is_left(inbox, monkeypatch):
    inbox.drop("orders.tsv")
    real = os.open

    def refuse(name, *arguments):
        if Path(name).name == "orders.tsv":
            raise PermissionError(13, "Permission denied")
        return real(name, *arguments)

    with monkeypatch.context() as patched:
        patched.setattr(os, "open", refuse)
        assert inbox.take() == ([], [("orders.tsv", "unreadable")])

    class Broken:
        def read(self, _):
            raise OSError(5, "Input/output error")

    with monkeypatch.context() as patched:
        patched.setattr(
            "pipeline.inbox.taken_file.copy_hashed", lambda _, target: copying.copy_hashed(Broken(), target)
        )
        assert inbox.take() == ([], [("orders.tsv", "unreadable")])
    assert list(inbox.staging.iterdir()) == []


def test_a_fault_of_the_machine_is_no_fault_of_the_file(inbox, monkeypatch):
    inbox.drop("orders.tsv")

    def exhausted(*_):
        raise OSError(24, "Too many open files")

    monkeypatch.setattr(os, "open", exhausted)
    with pytest.raises(OSError, match="Too many open files"):
        inbox.take()


def test_a_copy_that_cannot_be_written_is_not_blamed_on_the_file(inbox):
    inbox.drop("orders.tsv")
    inbox.staging.rmdir()
    with pytest.raises(FileNotFoundError):
        inbox.take()


def test_files_that_are_named_are_taken_whatever_they_are_called_and_however_young(inbox, tmp_path):
    young, odd = inbox.drop("b.part", received=NOW), inbox.drop("~$a.tsv")
    (tmp_path / "link").symlink_to(young)
    rules = InboxRules(settle_seconds=2, max_bytes=1 << 20, not_after=NOW, now=NOW.timestamp)
    files = [young, tmp_path / "link", tmp_path / "gone", tmp_path, odd]
    taken, skipped = take_files(files, inbox.staging, rules)
    assert feed_names(taken) == ["~$a.tsv", "b.part"]
    assert [(entry.name, entry.reason) for entry in skipped] == [
        (str(tmp_path / "link"), "link"),
        (str(tmp_path / "gone"), "missing"),
        (str(tmp_path), "folder"),
    ]


def test_an_old_file_is_taken_without_a_wait(inbox):
    inbox.drop("orders.tsv")
    late = (inbox.folder / "orders.tsv").stat().st_ctime + 2.5
    assert feed_names(inbox.take(settle_seconds=2, now=lambda: late, wait=pytest.fail)[0]) == ["orders.tsv"]


def test_young_files_are_looked_at_again_after_one_wait(inbox):
    paths = [inbox.drop(name) for name in ("still.tsv", "growing.tsv", "gone.tsv")]
    pauses = []

    def wait(seconds):
        pauses.append(seconds)
        paths[1].write_bytes(TEXT * 2)
        paths[2].unlink()
        inbox.drop("new.tsv")

    taken, skipped = inbox.take(settle_seconds=2, now=lambda: paths[0].stat().st_ctime, wait=wait)
    assert (feed_names(taken), pauses) == (["still.tsv"], [2])
    assert skipped == [("gone.tsv", "not-settled"), ("growing.tsv", "not-settled")]


def test_an_empty_file_is_left_until_it_is_an_hour_old(inbox):
    inbox.drop("new.tsv", b"", received=NOW - timedelta(minutes=59))
    inbox.drop("old.tsv", b"", received=NOW - timedelta(minutes=60))
    taken, skipped = inbox.take()
    assert (feed_names(taken), skipped) == (["old.tsv"], [("new.tsv", "empty")])
    assert taken[0].size == 0


def test_what_was_read_and_could_not_be_removed_is_not_read_again(inbox):
    inbox.drop("a.tsv")
    [feed], _ = inbox.take()
    feed.path.unlink()
    already_read = {(feed.entry, feed.identity)}
    assert inbox.take(already_read=already_read) == ([], [("a.tsv", "cannot-remove")])
    inbox.drop("a.tsv", TEXT + b"more")
    assert feed_names(inbox.take(already_read=already_read)[0]) == ["a.tsv"]


@pytest.mark.parametrize("name", ["orders.tsv", "Order report (2).TXT", "a-1_b+c=d.xml.gz", "x" * 100])
def test_a_plain_name_is_kept_as_it_is(inbox, name):
    inbox.drop(name)
    [feed], _ = inbox.take()
    assert feed.safe_name == name


@pytest.mark.parametrize(
    "name", ["注文.tsv", "-rf", "a\tb.tsv", "a:b", "a|b", "trailing.", "trailing ", "x" * 101, "%", "a\u202eb.tsv"]
)
def test_any_other_name_becomes_a_safe_one_that_no_other_feed_has(inbox, name):
    inbox.drop(name)
    [feed], _ = inbox.take()
    assert feed.safe_name.endswith(feed.file_sha256[:8])
    assert len(feed.safe_name) <= 100
    assert not set(feed.safe_name) - set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")
    assert feed.safe_name[0] not in ".-"


def test_a_name_that_is_no_text_is_shown_with_escapes_and_taken(inbox):
    path = Path(os.fsdecode(os.fsencode(inbox.folder) + b"/\x92\x8d\x95\xb6\t.tsv"))
    path.write_bytes(TEXT)
    [feed], _ = inbox.take()
    assert feed.name == "\\x92\\x8d\\x95\\xb6\\t.tsv" == printable_name(path)
    assert feed.entry == b"\x92\x8d\x95\xb6\t.tsv"
