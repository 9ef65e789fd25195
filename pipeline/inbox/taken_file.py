"""One file taken: opened once without following links, copied while it is hashed, whole or not at all."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipeline.inbox.copying import TOO_LARGE, FileCopy, UnreadableError, copy_hashed, expand_gzip, is_compressed
from pipeline.inbox.entries import identity_of, printable_name, safe_name, status_of

UNREADABLE = {errno.EACCES, errno.EPERM, errno.EIO, errno.EBUSY, errno.ENXIO, errno.ESTALE}


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


OPEN_ONCE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK


@dataclass(frozen=True, slots=True)
class TakenFile:
    """A feed that was taken.

    `name`: as stored in the inbox; bytes that are no text and control characters are written as escapes.
    `entry`: the bytes of the name. `identity`: inode, size, mtime and ctime of what was read.
    `path`: the private copy, as received, with `file_sha256`; this one goes to the archive.
    `content`, `sha256`, `size`: what to parse; for .gz the expanded bytes. `received`: UTC, in microseconds.
    `refusal_code`: 0, or the code of a whole feed that must not be parsed (70201: no one-member .gz; 70205: too large);
    `foreign_kind`: what the file is instead of a feed.
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
    refusal_code: int = 0
    foreign_kind: str = ""

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

    `already_read`: entries (name, identity) that an earlier run has read and could not remove; none is read again.
    `now` and `wait` are the clock of the machine.
    """

    settle_seconds: float
    max_bytes: int
    not_after: datetime
    not_before: datetime = EPOCH
    already_read: Collection[tuple[bytes, str]] = ()
    now: Callable[[], float] = time.time
    wait: Callable[[float], None] = time.sleep


def take_file(path: Path, status: os.stat_result, target: Path, rules: InboxRules) -> TakenFile | str:
    """One feed, or the reason why it is skipped ("" when it has gone)."""
    try:
        source = os.fdopen(os.open(path, OPEN_ONCE), "rb", buffering=0)
    except OSError as error:
        return _reason_of(error)
    with source:
        if has_changed(os.fstat(source.fileno()), status):
            return "not-settled"
        try:
            copied = copy_hashed(source, target)
        except UnreadableError:
            target.unlink(missing_ok=True)
            return "unreadable"
        statuses = (status_of(path), os.fstat(source.fileno()))
    if any(has_changed(later, status) for later in statuses):
        target.unlink()
        return "not-settled"
    return _taken_file(path, status, copied, rules)


def has_changed(later: os.stat_result | None, status: os.stat_result) -> bool:
    """Whether a file has gone, or is not the one any more that it was."""
    return later is None or identity_of(later) != identity_of(status)


def _reason_of(error: OSError) -> str:
    """Why a file could not be opened; what is wrong with the machine and not with the file is raised again."""
    if error.errno in UNREADABLE:
        return "unreadable"
    reasons = {errno.ENOENT: "", errno.ELOOP: "link"}
    if error.errno not in reasons:
        raise error
    return reasons[error.errno]


def _taken_file(path: Path, status: os.stat_result, copied: FileCopy, rules: InboxRules) -> TakenFile:
    content = replace(copied, refusal_code=TOO_LARGE if copied.size > rules.max_bytes else 0)
    if not content.refusal_code and is_compressed(copied.path):
        content = expand_gzip(copied, copied.path.with_suffix(".content"), rules.max_bytes)
    return TakenFile(
        name=printable_name(path),
        entry=os.fsencode(path.name),
        path=copied.path,
        content=content.path,
        sha256=content.sha256,
        size=content.size,
        file_sha256=copied.sha256,
        received=_received(status.st_mtime_ns // 1000, rules),
        identity=identity_of(status),
        refusal_code=content.refusal_code,
        foreign_kind=content.foreign_kind,
    )


def _received(micros: int, rules: InboxRules) -> datetime:
    earliest, latest = ((bound - EPOCH) // timedelta(microseconds=1) for bound in (rules.not_before, rules.not_after))
    return EPOCH + timedelta(microseconds=min(max(micros, earliest), latest))
