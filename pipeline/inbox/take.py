"""What may be taken from the inbox, and how: only files that keep still, copied once, never followed elsewhere.

Nothing is removed here. The entries of the inbox go after the commit, when their copies are in the archive.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import FailureError
from pipeline.inbox.entries import TEMPORARY, identity_of, kind_if_no_file, printable_name, status_of
from pipeline.inbox.taken_file import InboxRules, TakenFile, has_changed, take_file

EMPTY_FOR_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """An entry of the inbox that was not taken, and why: one of the reasons that run.json lists."""

    name: str
    reason: str


def take_from_inbox(inbox: Path, staging: Path, rules: InboxRules) -> tuple[list[TakenFile], list[SkippedFile]]:
    """Copy every feed that may be taken into the folder `staging`; the inbox stays as it is.

    Returns the feeds in order of work (received, name by code points), and what was skipped, by name. The copies are
    not yet fsynced. Raises FailureError when the inbox cannot be listed, OSError when a copy cannot be written.
    """
    entries = _entries(inbox)
    reasons = {path: _reason_to_skip(path, status, rules) for path, status in entries.items()}
    settled = _settled({path: status for path, status in entries.items() if not reasons[path]}, rules)
    reasons |= {path: "not-settled" for path, reason in reasons.items() if not reason and path not in settled}
    taken = []
    for number, (path, status) in enumerate(settled.items(), 1):
        feed = take_file(path, status, staging / f"{number:06d}", rules)
        if isinstance(feed, TakenFile):
            taken.append(feed)
        else:
            reasons[path] = feed
    skipped = [SkippedFile(printable_name(path), reason) for path, reason in reasons.items() if reason]
    return _in_order_of_work(taken), sorted(skipped, key=lambda entry: entry.name)


def take_files(files: Sequence[Path], staging: Path, rules: InboxRules) -> tuple[list[TakenFile], list[SkippedFile]]:
    """Copy these files into the folder `staging`, whatever they are called and however young they are.

    Returns the feeds in order of work, and what is no file, cannot be read or has changed meanwhile, by its path.
    """
    taken = []
    skipped = []
    for number, path in enumerate(files, 1):
        feed = _take_named(path, staging / f"{number:06d}", rules)
        if isinstance(feed, TakenFile):
            taken.append(feed)
        else:
            skipped.append(SkippedFile(str(path), feed or "missing"))
    return _in_order_of_work(taken), skipped


def _in_order_of_work(feeds: list[TakenFile]) -> list[TakenFile]:
    return sorted(feeds, key=lambda feed: (feed.received, feed.name))


def _entries(inbox: Path) -> dict[Path, os.stat_result]:
    try:
        entries = {path: status_of(path) for path in sorted(inbox.iterdir())}
    except OSError as error:
        raise FailureError(
            f"the inbox {inbox} cannot be read: {error.strerror}",
            "check that the folder exists and that you may read it",
        ) from error
    return {path: status for path, status in entries.items() if status}


def _reason_to_skip(path: Path, status: os.stat_result, rules: InboxRules) -> str:
    """Why an entry may not be taken, or nothing."""
    kind = kind_if_no_file(status)
    if kind:
        return kind
    if TEMPORARY.fullmatch(printable_name(path)):
        return "temporary"
    if status.st_size == 0 and rules.now() - status.st_mtime < EMPTY_FOR_SECONDS:
        return "empty"
    return "cannot-remove" if (os.fsencode(path.name), identity_of(status)) in rules.already_read else ""


def _settled(entries: dict[Path, os.stat_result], rules: InboxRules) -> dict[Path, os.stat_result]:
    """The entries that have kept still; one wait for all that are young."""
    settled_before = rules.now() - rules.settle_seconds
    young = {
        path: status for path, status in entries.items() if rules.settle_seconds and status.st_ctime > settled_before
    }
    if not young:
        return entries
    rules.wait(rules.settle_seconds)
    changed = {path for path, status in young.items() if has_changed(status_of(path), status)}
    return {path: status for path, status in entries.items() if path not in changed}


def _take_named(path: Path, target: Path, rules: InboxRules) -> TakenFile | str:
    """One file that somebody names, or the reason why it is skipped ("" when it has gone)."""
    status = status_of(path)
    if status is None:
        return ""
    return kind_if_no_file(status) or take_file(path, status, target, rules)
