"""The few ways in which a command cannot go on. The door turns them into one line of what and one line of advice.

Bad data is never one of them: it is rows of problems, collected completely.
"""

from __future__ import annotations

from typing import ClassVar


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


class UnfinishedError(CommandError):
    """The run is committed; publishing or archiving is not done yet and the next command completes it."""

    exit_code = 4


class BusyError(CommandError):
    """Another run holds the lock."""

    exit_code = 75
