"""`ordermill init`: a new workspace."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli import console
from pipeline.cli.options import common_options


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--inbox", type=click.Path(path_type=Path), help="Folder into which feeds are dropped, if not DIR/inbox.")
@common_options
def init(folder: Path, inbox: Path | None, as_json: bool, debug: bool) -> None:
    """Create a workspace.

    It contains settings, an example fee schedule, an inbox and an empty store.
    """
    with console.exit_on_error(debug):
        from pipeline.cli.init_text import new_workspace_text
        from pipeline.operations.init_workspace import init_workspace

        document = init_workspace(folder, inbox)
        console.print_document(document) if as_json else console.print_output(new_workspace_text(document))
