"""The streams and the exit codes of a command: the one place where anything is written to the terminal.

stdout is data, stderr is messages. A reader that has gone away ends neither the work nor its exit code.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any, NoReturn, TextIO

import click

from pipeline import text
from pipeline.documents.ending import ended, stopped
from pipeline.errors import CommandError, UsageError, as_command_error

OWNER_ONLY = 0o077
NAME = "ordermill"
JSON_OPTION = "--json"
NARROWEST = 40
USUAL_COLUMNS = 80
_ANSWERED = f"{__name__}.answered"


class CommandGroup(click.Group):
    """A group of commands whose usage errors leave in the same two lines as every other error."""

    def main(self, *args: Any, standalone_mode: bool = True, **extra: Any) -> Any:
        """Run a command and leave; with `standalone_mode` off, as click does it."""
        as_click: Any = super().main
        _replace_closed_streams()
        if not standalone_mode:
            return as_click(*args, standalone_mode=False, **extra)
        with exit_on_error(as_json=_asks_for_json(args[0] if args else extra.get("args"))):
            try:
                exit_with(as_click(*args, standalone_mode=False, **{"prog_name": NAME, **extra}) or 0)
            except click.exceptions.NoArgsIsHelpError as error:
                print_message(error.format_message())
                exit_with(error.exit_code)
            except click.ClickException as error:
                raise _usage_error(error) from error
            except click.Abort as error:
                raise KeyboardInterrupt from error


@contextmanager
def exit_on_error(debug: bool = False, *, as_json: bool = False) -> Iterator[None]:  # noqa: FBT002  the flag as it is
    """Everything that a command does happens in here: files for their owner alone, every exception as two lines.

    Ends by SystemExit when there was one; with `debug` its traceback comes first. The command that has the option
    --json, or `as_json`, gets its document all the same, on stdout.
    """
    before = os.umask(OWNER_ONLY)
    try:
        with text.fitted(room(sys.stdout)):
            yield
    except (click.ClickException, click.Abort, click.exceptions.Exit):
        raise
    except (Exception, KeyboardInterrupt) as error:
        if debug:
            print_traceback(error)
        command_error = as_command_error(error)
        _print_error(command_error)
        if as_json or _wants_document():
            with suppress(OSError, ValueError):
                print_json(stopped(command_error))
        raise SystemExit(command_error.exit_code) from error
    finally:
        os.umask(before)


def room(stream: TextIO) -> int | None:
    """How many columns a terminal has; None where the stream goes anywhere else, and nothing may be cut."""
    if not stream.isatty():
        return None
    with suppress(KeyError, ValueError):
        return max(int(os.environ["COLUMNS"]), NARROWEST)
    with suppress(OSError, ValueError):
        return max(os.get_terminal_size(stream.fileno()).columns, NARROWEST)
    return USUAL_COLUMNS


def exit_with(exit_code: int) -> NoReturn:
    """End the command."""
    raise SystemExit(exit_code)


def print_message(message: str) -> None:
    """Write a line or more for the person to stderr. That it cannot be written is no reason to fail."""
    with suppress(OSError, ValueError):
        _write(sys.stderr, message)


def print_output(output: str) -> None:
    """Write data to stdout, a line or more. A reader that has closed it has seen enough."""
    try:
        _write(sys.stdout, output)
    except BrokenPipeError:
        _discard_output()


def print_bytes(data: bytes) -> None:
    """Write a file to stdout as it is. A reader that has closed it has seen enough."""
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _discard_output()


def print_document(document: Mapping[str, Any], exit_code: int | None = None, *, committed: int | None = None) -> None:
    """Write the document of a command that did its work, with its ending (`documents.ending`)."""
    context = click.get_current_context(silent=True)
    if context:
        context.meta[_ANSWERED] = True
    print_json(ended(document, exit_code, committed=committed))


def print_json(document: dict[str, Any]) -> None:
    """Write one JSON document to stdout, in ASCII alone where stdout is not UTF-8."""
    utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    print_output(json.dumps(document, ensure_ascii=not utf8, indent=2))


def print_traceback(error: BaseException) -> None:
    """Write the traceback of an exception to stderr."""
    import traceback

    print_message("".join(traceback.format_exception(error)).rstrip())


def _asks_for_json(arguments: Sequence[str] | None) -> bool:
    """Whether the option stands in a command line that click may not have understood; sys.argv by default."""
    words = [*(sys.argv[1:] if arguments is None else arguments)]
    return JSON_OPTION in words[: words.index("--") if "--" in words else None]


def _wants_document() -> bool:
    """Whether the command at work was asked for a document and has not printed it."""
    context = click.get_current_context(silent=True)
    return bool(context and context.params.get("as_json") and _ANSWERED not in context.meta)


def _replace_closed_streams() -> None:
    """A standard stream that was closed before the program began takes everything in silence."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115  open until the end


def _discard_output() -> None:
    """Whatever is written to stdout from now on goes nowhere."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _write(stream: TextIO, line: str) -> None:
    encoding = stream.encoding or "utf-8"
    stream.write(line.encode(encoding, "backslashreplace").decode(encoding) + "\n")
    stream.flush()


def _print_error(error: CommandError) -> None:
    print_message(" ".join(error.what.split()))
    if error.tip:
        print_message(f"TIP: {' '.join(error.tip.split())}")


def _usage_error(error: click.ClickException) -> UsageError:
    context = getattr(error, "ctx", None)
    return UsageError(
        error.format_message(), f"see `{context.command_path} --help`" if context else f"see `{NAME} --help`"
    )
