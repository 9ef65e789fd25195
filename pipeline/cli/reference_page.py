"""Every command's help as Markdown: `python -m pipeline.cli.reference_page` writes it, a test compares."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.console import NAME
from pipeline.cli.main import main

PAGE = Path(__file__).parents[2] / "docs" / "commands.md"
WIDTH = 100
_INTRODUCTION = f"""\
# Commands

This page shows what `{NAME} --help` and `{NAME} COMMAND --help` print. `python -m pipeline` is the same as `{NAME}`.

Data goes to stdout, messages go to stderr. An error is one line that says what went wrong, and a line `TIP:` that says
what to do.

With `--json` a command prints one document to stdout on every exit: `exit_code`, `error` and `tip` (null when nothing
went wrong), `committed` (the run that this command committed, or null), then what the command is about, as far as it
was known when it stopped. A run that is interrupted after its commit exits with 4 and names the run. `run --strict`
that publishes nothing prints what run.json would have been. `docs/schema` has the JSON Schema (2020-12) of every
document; `manifest.json` there is that of run.json. Version 1 may grow fields and never loses one.
"""


def commands_page() -> str:
    """The page: the help of the program, then that of every command."""
    commands = [_section(f"{NAME} {name}", command) for name, command in all_commands()]
    return "\n".join([_INTRODUCTION, _section(NAME, main), *commands])


def all_commands(group: click.Group = main, above: str = "") -> list[tuple[str, click.Command]]:
    """Every command of a group and of the groups in it, by name: `rejects list`, never `rejects` alone."""
    commands = []
    for name in sorted(group.commands):
        command = group.commands[name]
        if isinstance(command, click.Group):
            commands += all_commands(command, f"{above}{name} ")
        else:
            commands.append((f"{above}{name}", command))
    return commands


def _section(name: str, command: click.Command) -> str:
    context = click.Context(command, info_name=name, terminal_width=WIDTH, **main.context_settings)
    return f"## {name}\n\n```\n{command.get_help(context)}\n```\n"


if __name__ == "__main__":
    PAGE.write_text(commands_page(), encoding="utf-8", newline="\n")
