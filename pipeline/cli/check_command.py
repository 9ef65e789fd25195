"""`ordermill check`: feeds checked without applying them."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli import console
from pipeline.cli.options import common_options, quiet_option, repair_option, workspace_option


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@workspace_option
@repair_option
@quiet_option
@common_options
def check(files: tuple[Path, ...], folder: Path, repair: bool, quiet: bool, as_json: bool, debug: bool) -> None:
    """Check feeds without applying them.

    Each FILE is read as a run would read it and applied to a private copy of the current state; its processing report
    is printed. The workspace and its inbox do not change.

    Exit code 0: nothing would be rejected or refused. 3: something would.
    """
    with console.exit_on_error(debug):
        from pipeline.cli.check_text import answers_text
        from pipeline.cli.open_store import open_for_reading
        from pipeline.cli.run_text import repair_lines
        from pipeline.operations.check_feeds import check_feeds

        with open_for_reading(folder) as store:
            result = check_feeds(store, files, repair=repair)
        if as_json:
            console.print_document(result.document)
        elif answers := answers_text(result, only_refused=quiet):
            console.print_output(answers)
        for tip in repair_lines(result.repairable_cells):
            console.print_message(f"TIP: {tip}")
        console.exit_with(result.exit_code)
