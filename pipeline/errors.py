"""The few ways in which a command cannot go on, and what any exception means to the person who started it.

Bad data is never one of them: it is rows of problems, collected completely.
"""

from __future__ import annotations

import sqlite3
from typing import ClassVar

INTERRUPTED = 130


class CommandError(Exception):
    """The command stops: `what` went wrong, `tip` says what to do, `exit_code` is what the shell sees.

    Neither text may hold buyer data.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, what: str, tip: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.tip = tip


class FailureError(CommandError):
    """Nothing was committed, nothing was published, the inbox is as it was."""


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
    """The run is committed; publishing or archiving is not done yet and the next command completes it."""

    exit_code = 4


class BusyError(CommandError):
    """Another run holds the lock."""

    exit_code = 75


class InterruptError(CommandError):
    """The person at the keyboard has ended the command."""

    exit_code = INTERRUPTED


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
