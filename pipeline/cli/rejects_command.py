"""`ordermill rejects`: what was refused."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli import console
from pipeline.cli.options import common_options, workspace_option


@click.group()
def rejects() -> None:
    """Show what was refused."""


@rejects.command("list")
@workspace_option
@click.option("--run", "number", type=click.IntRange(min=1), help="Only what this run refused.")
@click.option("--open", "only_open", is_flag=True, help="Only what still waits for you.")
@common_options
def list_rejects(folder: Path, number: int | None, only_open: bool, as_json: bool, debug: bool) -> None:
    """List what was refused and why.

    A line for each record, or for each feed that was refused whole (record 0, its file is in the archive). A record is
    resolved when the file in rejected/ was corrected, dropped back, and the record applied; refused again when it was
    not right yet, then the later refusal is the open one. It is settled when a later row of the same format, order and
    item applied, where these are its whole key; else it stays open, with the run to look at.
    """
    with console.exit_on_error(debug):
        from pipeline.cli.open_store import open_for_reading
        from pipeline.cli.rejects_text import rejects_text
        from pipeline.queries.find_rejects import find_rejects

        with open_for_reading(folder) as store:
            document = find_rejects(store, store.settings.language, number, only_open=only_open)
        console.print_json(document) if as_json else console.print_output(rejects_text(document))
