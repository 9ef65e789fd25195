"""`ordermill rejects`: what was refused."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from pipeline.cli import console
from pipeline.cli.options import common_options, workspace_option


@click.group()
def rejects() -> None:
    """List rejected records and refused feeds, or close a feed that was refused."""


@rejects.command("list")
@workspace_option
@click.option("--run", "number", type=click.IntRange(min=1), help="Only what this run rejected or refused.")
@click.option("--open", "only_open", is_flag=True, help="Only what is still open.")
@common_options
def list_rejects(folder: Path, number: int | None, only_open: bool, as_json: bool, debug: bool) -> None:
    """List rejected records and refused feeds, and why.

    One line per record, or per feed that was refused whole (record 0; its file is in the archive). Each has a state:

    \b
    resolved  its corrected file was dropped back, and the record was applied; or a later feed of its name was
    closed    somebody closed it with `rejects close`
    settled   a later row of the same format and key (order, item) was applied
    open      neither; a run that applied something like it later is named

    If a corrected record is rejected again, only the later rejection is open.
    """  # noqa: D301  click reads the backspace itself as "keep these lines"
    with console.exit_on_error(debug):
        from pipeline.cli.open_store import open_for_reading
        from pipeline.cli.rejects_text import rejects_text
        from pipeline.documents.localize import Localizer
        from pipeline.queries.find_rejects import find_rejects

        with open_for_reading(folder) as store:
            settings = store.settings
            document = find_rejects(store, settings.language, number, only_open=only_open)
        if as_json:
            console.print_document(document)
        else:
            console.print_output(rejects_text(document, Localizer.of(settings)))


@rejects.command("close")
@click.argument("feed")
@workspace_option
@click.option("--run", "number", type=click.IntRange(min=1), help="Only the feed that this run refused.")
@common_options
def close_rejects(feed: str, folder: Path, number: int | None, as_json: bool, debug: bool) -> None:
    """Close a feed that was refused whole, when it will not be dropped again.

    FEED is its name as in `rejects list`. A feed that is applied under the same name closes it by itself. Nothing else
    changes; the file stays in the archive.
    """
    with console.exit_on_error(debug):
        from pipeline.cli.rejects_text import closed_text
        from pipeline.documents.localize import Localizer
        from pipeline.operations.close_refusals import close_refusals
        from pipeline.store import Store
        from pipeline.workspace.folders import Workspace
        from pipeline.workspace.settings import Settings

        workspace = Workspace.find(folder)
        settings = Settings.read(workspace.settings_file)
        with Store.open(workspace, settings) as store:
            document = close_refusals(store, feed, number, datetime.now(UTC))
        if as_json:
            console.print_document(document)
        else:
            console.print_message(closed_text(document, Localizer.of(settings)))
