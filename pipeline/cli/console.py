"""The one place where exceptions become words and exit codes, and where anything is written to the terminal.

stdout is data, stderr is talk. A reader that has gone away ends neither the work nor its exit code.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, NoReturn, TextIO, TypeVar

import click

from pipeline.errors import CommandError, FailureError, UsageError

INTERRUPTED = 130
PRIVATE = 0o077
NAME = "ordermill"
Result = TypeVar("Result")


class InterruptError(CommandError):
    """The person at the keyboard has ended the command."""

    exit_code = INTERRUPTED


class CommandGroup(click.Group):
    """A group of commands whose usage errors leave in the same two lines as every other error."""

    def main(self, *args: Any, standalone_mode: bool = True, **extra: Any) -> Any:
        """Run a command and leave; with `standalone_mode` off, as click does it."""
        as_click: Any = super().main
        _without_streams()
        if not standalone_mode:
            return as_click(*args, standalone_mode=False, **extra)
        with opened():
            try:
                leave(as_click(*args, standalone_mode=False, **{"prog_name": NAME, **extra}) or 0)
            except click.exceptions.NoArgsIsHelpError as error:
                tell(error.format_message())
                leave(error.exit_code)
            except click.ClickException as error:
                raise _usage(error) from error
            except click.Abort as error:
                raise KeyboardInterrupt from error


@contextmanager
def opened(debug: bool = False) -> Iterator[None]:  # noqa: FBT002  the flag of the command line as it is
    """Everything that a command does happens in here: files for their owner alone, every exception as two lines.

    Ends by SystemExit when there was one; with `debug` its traceback comes first.
    """
    before = os.umask(PRIVATE)
    try:
        yield
    except (click.ClickException, click.Abort, click.exceptions.Exit):
        raise
    except (Exception, KeyboardInterrupt) as error:
        if debug:
            _trace(error)
        stop = words(error)
        _complain(stop)
        raise SystemExit(stop.exit_code) from error
    finally:
        os.umask(before)


def tried(work: Callable[[], Result], *, debug: bool = False) -> Result | CommandError:
    """Do one of several things of which none may stop the others: what came of it, or what stopped it.

    With `debug` the traceback comes first.
    """
    try:
        return work()
    except Exception as error:  # noqa: BLE001  the door is where exceptions become words
        if debug:
            _trace(error)
        return words(error)


def words(error: BaseException) -> CommandError:
    """An exception as what and advice. Its own text is used only where it can hold no buyer data."""
    import sqlite3

    from pipeline.money.toml_schedule import ScheduleError

    if isinstance(error, CommandError):
        return error
    if isinstance(error, KeyboardInterrupt):
        return InterruptError("interrupted", "run again: what is committed is completed, everything else never was")
    if isinstance(error, ScheduleError):
        return UsageError(str(error), "correct that line of the fee schedule")
    if isinstance(error, OSError):
        return FailureError(
            _of_the_machine(error), "see that there is room and that the files are yours, then run again"
        )
    if isinstance(error, sqlite3.Error):
        return FailureError(
            f"the store cannot be used: {error}", "see `ordermill status`; restore state/ if it stays so"
        )
    return FailureError(
        f"something went wrong that should not: {type(error).__name__}",
        "run the same with --debug and report what it prints, without any buyer data that is in it",
    )


def leave(exit_code: int) -> NoReturn:
    """End the command."""
    raise SystemExit(exit_code)


def tell(text: str) -> None:
    """Say something to the person: a line or more on stderr. That it cannot be said is no reason to fail."""
    with suppress(OSError, ValueError):
        _write(sys.stderr, text)


def show(text: str) -> None:
    """Hand out data: a line or more on stdout. A reader that has closed it has seen enough."""
    try:
        _write(sys.stdout, text)
    except BrokenPipeError:
        _silence()


def show_bytes(data: bytes) -> None:
    """Hand out a file as it is. A reader that has closed stdout has seen enough."""
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _silence()


def show_document(document: dict[str, Any]) -> None:
    """Hand out one JSON document; beside UTF-8 in ASCII alone."""
    utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    show(json.dumps(document, ensure_ascii=not utf8, indent=2))


def _without_streams() -> None:
    """A standard stream that was closed before the program began takes everything in silence."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115  open until the end


def _silence() -> None:
    """Whatever is written to stdout from now on goes nowhere."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _write(stream: TextIO, text: str) -> None:
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")
    stream.flush()


def _complain(stop: CommandError) -> None:
    tell(" ".join(stop.what.split()))
    if stop.tip:
        tell(f"TIP: {' '.join(stop.tip.split())}")


def _trace(error: BaseException) -> None:
    import traceback

    tell("".join(traceback.format_exception(error)).rstrip())


def _of_the_machine(error: OSError) -> str:
    what = error.strerror or type(error).__name__
    return f"{error.filename}: {what}" if isinstance(error.filename, str) else what


def _usage(error: click.ClickException) -> UsageError:
    context = getattr(error, "ctx", None)
    return UsageError(
        error.format_message(), f"see `{context.command_path} --help`" if context else f"see `{NAME} --help`"
    )
