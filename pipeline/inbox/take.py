"""What may be taken from the inbox, and how: only files that keep still, copied once, never followed elsewhere.

Nothing is removed here. The entries of the inbox go after the commit, when their copies are in the archive.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipeline.errors import FailureError
from pipeline.inbox.copying import TOO_LARGE, FileCopy, UnreadableError, copy, expand, is_compressed

EMPTY_FOR_SECONDS = 3600
TEMPORARY = re.compile(
    r"(\..*|~\$.*|.*~|.*\.(part|partial|tmp|temp|crdownload|download|opdownload|filepart|swp)|thumbs\.db|desktop\.ini)",
    re.IGNORECASE | re.DOTALL,
)
PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9 ._()+,=@#&!~-]{0,99}(?<![ .])")
UNREADABLE = {errno.EACCES, errno.EPERM, errno.EIO, errno.EBUSY, errno.ENXIO, errno.ESTALE}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
OPEN_ONCE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """An entry of the inbox that was not taken, and why: one of the reasons that run.json lists."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class TakenFile:
    """A feed that was taken.

    `name`: as stored in the inbox; bytes that are no text and control characters are written as escapes.
    `entry`: the bytes of the name. `identity`: inode, size, mtime and ctime of what was read.
    `path`: the private copy, as received, with `file_sha256`; this one goes to the archive.
    `content`, `sha256`, `size`: what to parse; for .gz the expanded bytes. `received`: UTC, in microseconds.
    `fault`: 0, or the code of a whole feed that must not be parsed (70201: no one-member .gz; 70205: too large);
    `what`: what the file is instead of a feed.
    """

    name: str
    entry: bytes
    path: Path
    content: Path
    sha256: str
    size: int
    file_sha256: str
    received: datetime
    identity: str
    fault: int = 0
    what: str = ""

    @property
    def safe_name(self) -> str:
        """A name that no file system trips over."""
        return safe_name(self.name, self.file_sha256)

    @property
    def archive_name(self) -> str:
        """The name in the archive: the beginning of the sha256 of the bytes as received, and the safe name."""
        return f"{self.file_sha256[:16]}_{self.safe_name}"


@dataclass(frozen=True, slots=True)
class InboxRules:
    """What is taken: how long a file keeps still, how large it may be, and the bounds of the received instant.

    `done`: entries (name, identity) that an earlier run has read and could not remove; they are never read again.
    `now` and `wait` are the clock of the machine.
    """

    settle_seconds: float
    max_bytes: int
    not_after: datetime
    not_before: datetime = EPOCH
    done: Collection[tuple[bytes, str]] = ()
    now: Callable[[], float] = time.time
    wait: Callable[[float], None] = time.sleep


def safe_name(name: str, file_sha256: str) -> str:
    """A name that no file system trips over: a plain ASCII name as it is, any other one with its hash."""
    if PLAIN.fullmatch(name):
        return name
    return f"{re.sub(r'[^A-Za-z0-9._-]+', '_', name).strip('._-')[:80]}-{file_sha256[:8]}".lstrip("-")


def identity_of(status: os.stat_result) -> str:
    """Inode, size, mtime and ctime of a file: different as soon as it is written, replaced or renamed."""
    return f"{status.st_ino} {status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}"


def take(inbox: Path, staging: Path, rules: InboxRules) -> tuple[list[TakenFile], list[SkippedFile]]:
    """Copy every feed that may be taken into the folder `staging`; the inbox stays as it is.

    Returns the feeds in order of work (received, name by code points), and what was left, by name. The copies are not
    yet fsynced. Raises Failed when the inbox cannot be listed, OSError when a copy cannot be written.
    """
    entries = _entries(inbox)
    reasons = {path: _reason(path, status, rules) for path, status in entries.items()}
    still = _settled({path: status for path, status in entries.items() if not reasons[path]}, rules)
    reasons |= {path: "not-settled" for path, reason in reasons.items() if not reason and path not in still}
    taken = []
    for number, (path, status) in enumerate(still.items(), 1):
        feed = _take_one(path, status, staging / f"{number:06d}", rules)
        if isinstance(feed, TakenFile):
            taken.append(feed)
        else:
            reasons[path] = feed
    left = [SkippedFile(shown(path), reason) for path, reason in reasons.items() if reason]
    return sorted(taken, key=lambda feed: (feed.received, feed.name)), sorted(left, key=lambda entry: entry.name)


def take_files(files: Sequence[Path], staging: Path, rules: InboxRules) -> tuple[list[TakenFile], list[SkippedFile]]:
    """Copy these files into the folder `staging`, whatever they are called and however young they are.

    As `take`: the feeds in order of work, and what is no file, cannot be read or has changed meanwhile, by its path.
    """
    taken, left = [], []
    for number, path in enumerate(files, 1):
        status = _status(path)
        reason: TakenFile | str = "missing" if status is None else _kind(status)
        if status is not None and not reason:
            reason = _take_one(path, status, staging / f"{number:06d}", rules)
        if isinstance(reason, TakenFile):
            taken.append(reason)
        else:
            left.append(SkippedFile(str(path), reason or "missing"))
    return sorted(taken, key=lambda feed: (feed.received, feed.name)), left


def shown(path: Path) -> str:
    """The name of a file as text: bytes that are not UTF-8 and what cannot be printed are written as escapes."""
    text = os.fsencode(path.name).decode("utf-8", "backslashreplace")
    return "".join(letter if letter.isprintable() or letter == "\u3000" else ascii(letter)[1:-1] for letter in text)


def _entries(inbox: Path) -> dict[Path, os.stat_result]:
    try:
        found = {path: _status(path) for path in sorted(inbox.iterdir())}
    except OSError as error:
        raise FailureError(
            f"the inbox {inbox} cannot be read: {error.strerror}", "see that the folder is there"
        ) from error
    return {path: status for path, status in found.items() if status}


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.lstat()
    except FileNotFoundError:
        return None


def _kind(status: os.stat_result) -> str:
    """What an entry is that is no regular file, or nothing."""
    if stat.S_ISREG(status.st_mode):
        return ""
    return {stat.S_IFLNK: "link", stat.S_IFDIR: "folder"}.get(stat.S_IFMT(status.st_mode), "special")


def _reason(path: Path, status: os.stat_result, rules: InboxRules) -> str:
    """Why an entry may not be taken, or nothing."""
    kind = _kind(status)
    if kind:
        return kind
    if TEMPORARY.fullmatch(shown(path)):
        return "temporary"
    if status.st_size == 0 and rules.now() - status.st_mtime < EMPTY_FOR_SECONDS:
        return "empty"
    return "cannot-remove" if (os.fsencode(path.name), identity_of(status)) in rules.done else ""


def _settled(entries: dict[Path, os.stat_result], rules: InboxRules) -> dict[Path, os.stat_result]:
    """The entries that have kept still; one wait for all that are young."""
    before = rules.now() - rules.settle_seconds
    young = {path: status for path, status in entries.items() if rules.settle_seconds and status.st_ctime > before}
    if not young:
        return entries
    rules.wait(rules.settle_seconds)
    again = {path: _status(path) for path in young}
    moved = {path for path, status in again.items() if not status or identity_of(status) != identity_of(young[path])}
    return {path: status for path, status in entries.items() if path not in moved}


def _take_one(path: Path, status: os.stat_result, copy_to: Path, rules: InboxRules) -> TakenFile | str:
    """One feed, or the reason why it is left ("" when it has gone)."""
    try:
        source = os.fdopen(os.open(path, OPEN_ONCE), "rb", buffering=0)
    except OSError as error:
        return _why(error)
    with source:
        if identity_of(os.fstat(source.fileno())) != identity_of(status):
            return "not-settled"
        try:
            copied = copy(source, copy_to)
        except UnreadableError:
            copy_to.unlink(missing_ok=True)
            return "unreadable"
        seen = (_status(path), os.fstat(source.fileno()))
    if any(again is None or identity_of(again) != identity_of(status) for again in seen):
        copy_to.unlink()
        return "not-settled"
    return _taken(path, status, copied, rules)


def _why(error: OSError) -> str:
    """Why a file could not be opened; what is wrong with the machine and not with the file is raised again."""
    if error.errno in UNREADABLE:
        return "unreadable"
    known = {errno.ENOENT: "", errno.ELOOP: "link"}
    if error.errno not in known:
        raise error
    return known[error.errno]


def _taken(path: Path, status: os.stat_result, copied: FileCopy, rules: InboxRules) -> TakenFile:
    content = replace(copied, fault=TOO_LARGE if copied.size > rules.max_bytes else 0)
    if not content.fault and is_compressed(copied.path):
        content = expand(copied, copied.path.with_suffix(".content"), rules.max_bytes)
    return TakenFile(
        name=shown(path),
        entry=os.fsencode(path.name),
        path=copied.path,
        content=content.path,
        sha256=content.sha256,
        size=content.size,
        file_sha256=copied.sha256,
        received=_received(status.st_mtime_ns // 1000, rules),
        identity=identity_of(status),
        fault=content.fault,
        what=content.what,
    )


def _received(micros: int, rules: InboxRules) -> datetime:
    earliest, latest = ((bound - EPOCH) // timedelta(microseconds=1) for bound in (rules.not_before, rules.not_after))
    return EPOCH + timedelta(microseconds=min(max(micros, earliest), latest))
