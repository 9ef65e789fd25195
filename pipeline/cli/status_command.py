"""`ordermill status`: where a workspace stands."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from pipeline.cli import console
from pipeline.cli.options import common_options, workspace_option


@click.command()
@workspace_option
@click.option("--files", is_flag=True, help="List the live data files, so that other tools can read them.")
@common_options
def status(folder: Path, files: bool, as_json: bool, debug: bool) -> None:
    """Show the state of the workspace.

    This is the last run, the held records, the files waiting in the inbox and what was rejected. A run that was
    interrupted is completed first. Exit code 3: the last run is too old, or there was none.
    """
    with console.exit_on_error(debug):
        from pipeline.cli.status_text import status_text
        from pipeline.queries.get_status import get_status
        from pipeline.workspace.folders import Workspace
        from pipeline.workspace.settings import Settings

        workspace = Workspace.find(folder)
        now = datetime.now(UTC)
        settings = Settings.read(workspace.settings_file)
        document = get_status(workspace, settings, now, files=files)
        console.print_document(document) if as_json else console.print_output(status_text(document, settings, now))
        console.exit_with(document["exit_code"])
