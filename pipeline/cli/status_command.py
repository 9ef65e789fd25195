"""`ordermill status`: where a workspace stands."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from pipeline.cli import console
from pipeline.cli.options import common_options, quiet_option, workspace_option


@click.command()
@workspace_option
@click.option("--files", is_flag=True, help="List the live data files, so that other tools can read them.")
@quiet_option
@common_options
def status(folder: Path, files: bool, quiet: bool, as_json: bool, debug: bool) -> None:
    """Show the state of the workspace.

    This is the last run, what was refused and is still open, what is to be shipped today or overdue, how near the
    limits of the marketplace are, held records, the inbox and the deposits. A run that was interrupted is completed
    first. Exit code 3: the last run is too old, or there was none; what is open does not change it.
    """
    with console.exit_on_error(debug):
        from pipeline.cli.status_text import needs_text, status_text
        from pipeline.queries.get_status import get_status
        from pipeline.queries.run_facts import FIRST_NAMED
        from pipeline.workspace.folders import Workspace
        from pipeline.workspace.settings import Settings

        workspace = Workspace.find(folder)
        now = datetime.now(UTC)
        settings = Settings.read(workspace.settings_file)
        document = get_status(workspace, settings, now, files=files, named=None if as_json else FIRST_NAMED)
        if as_json:
            console.print_document(document)
        elif shown := (needs_text if quiet else status_text)(document, settings, now):
            console.print_output(shown)
        console.exit_with(document["exit_code"])
