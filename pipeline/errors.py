"""The few ways in which a command cannot go on, and what any exception means to the person who started it.

Bad data is never one of them: it is rows of problems, collected completely.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any, ClassVar

INTERRUPTED = 130
COMPLETED_LATER = "the next command completes it; if it does not, check `ordermill status`"


class CommandError(Exception):
    """The command stops: `what` went wrong, `tip` says what to do, `exit_code` is what the shell sees.

    Neither text may hold buyer data. `committed`: the run that is committed all the same. `known`: what the document of
    the command would have said, as far as it was known.
    """

    exit_code: ClassVar[int] = 1
    committed: int | None = None
    known: Mapping[str, Any]

    def __init__(self, what: str, tip: str = "", *, known: Mapping[str, Any] | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.tip = tip
        self.known = known or {}


class FailureError(CommandError):
    """Nothing was committed, nothing was published, the inbox is as it was."""


class NotWritableError(FailureError):
    """The workspace may be read and not written: a mount for reading, or files of somebody else."""


class StrictError(FailureError):
    """A strict run had something refused; `known` is what its run.json would have been."""


class UsageError(CommandError):
    """The command line or the configuration asks for something that cannot be."""

    exit_code = 2


class ScheduleError(UsageError):
    """The fee schedule cannot be used; `what` names file, line and key."""

    def __init__(self, file: str, line: int, key: str, what: str) -> None:
        super().__init__(f"{file}, line {line}, {key}: {what}", "correct that line of the fee schedule")
        self.file = file
        self.line = line
        self.key = key


class UnfinishedError(CommandError):
    """Run `committed` is committed; publishing or archiving is not done yet and the next command completes it.

    interrupted: because the person at the keyboard has ended the command.
    """

    exit_code = 4
    interrupted = False

    def __init__(
        self, what: str, tip: str = "", *, committed: int | None = None, known: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(what, tip, known=known)
        self.committed = committed


class BusyError(CommandError):
    """Another run holds the lock."""

    exit_code = 75


class InterruptError(CommandError):
    """The person at the keyboard has ended the command."""

    exit_code = INTERRUPTED


def unfinished(run: int, error: BaseException, known: Mapping[str, Any] | None = None) -> UnfinishedError:
    """The same exception, come when the run was committed already: exit code 4, an interruption included."""
    what, tip = f"run {run} is committed, but publishing stopped: {as_command_error(error).what}", COMPLETED_LATER
    if isinstance(error, UnfinishedError):
        what, tip = error.what, error.tip
    later = UnfinishedError(what, tip, committed=run, known=known)
    later.interrupted = isinstance(error, KeyboardInterrupt) or getattr(error, "interrupted", False)
    return later


def as_command_error(error: BaseException) -> CommandError:
    """What went wrong, what to do and the exit code for any exception.

    An exception's own text is used only where it can hold no buyer data.
    """
    if isinstance(error, CommandError):
        return error
    if isinstance(error, KeyboardInterrupt):
        return InterruptError(
            "interrupted", "run the command again; a run that was committed is completed, anything else left no trace"
        )
    if isinstance(error, OSError):
        return FailureError(
            _os_reason(error), "check that the disk has room and that you may write the files, then run again"
        )
    if isinstance(error, sqlite3.Error):
        return FailureError(
            f"the store cannot be used: {error}",
            "check `ordermill status`; if the error remains, restore state/ from a backup",
        )
    return FailureError(
        f"unexpected error: {type(error).__name__}",
        "run the same command with --debug and report what it prints, without any buyer data",
    )


def _os_reason(error: OSError) -> str:
    """The file, if there is one, and the reason that the operating system gives, else the kind of the error."""
    reason = error.strerror or type(error).__name__
    return f"{error.filename}: {reason}" if isinstance(error.filename, str) else reason
