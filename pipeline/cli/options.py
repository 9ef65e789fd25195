"""Options that commands share, and the kinds of values that they take."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

YEARS = range(2000, 2200)
Command = TypeVar("Command", bound=Callable[..., Any])


class InstantParameter(click.ParamType[datetime]):
    """An instant as ISO 8601 with a time; without an offset it is of the business zone, which only settings know."""

    name = "instant"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The instant, with its offset or with none."""
        try:
            instant = datetime.fromisoformat(value)
        except ValueError:
            self.fail(
                f"'{value}' is not a date and time; write it like 2026-10-05T23:30 or 2026-10-05T23:30+09:00.",
                param,
                ctx,
            )
        if _is_day(value):
            self.fail(f"{value} is a date without a time; add one, such as {value}T23:30.", param, ctx)
        if instant.year not in YEARS:
            self.fail(f"{value} is not in the years {YEARS[0]} to {YEARS[-1]}.", param, ctx)
        return instant


class DayParameter(click.ParamType[date]):
    """A business day as ISO 8601."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day."""
        if not _is_day(value):
            self.fail(f"'{value}' is not a date; write it like 2026-10-05.", param, ctx)
        return date.fromisoformat(value)


def common_options(command: Command) -> Command:
    """What every command takes."""
    command = click.option("--debug", is_flag=True, help="Print the traceback of an error.")(command)
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON document to stdout.")(command)


quiet_option = click.option("-q", "--quiet", is_flag=True, help="Print only what needs somebody.")
repair_option = click.option(
    "--repair", is_flag=True, help="Fix damaged cells with only one possible meaning; every fix is reported."
)
workspace_option = click.option(
    "-w",
    "--workspace",
    "folder",
    type=click.Path(path_type=Path),
    default=Path(),
    envvar="ORDERMILL_WORKSPACE",
    show_envvar=True,
    help="The workspace; the current folder by default.",
)


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
