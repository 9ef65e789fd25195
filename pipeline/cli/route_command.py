"""`ordermill route`: feeds of several sellers into their inboxes."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli import console
from pipeline.cli.options import common_options


@click.command()
@click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@click.argument("root", type=click.Path(path_type=Path, exists=True, file_okay=False))
@common_options
def route(files: tuple[Path, ...], root: Path, as_json: bool, debug: bool) -> None:
    """Split feeds by seller into the inboxes of the workspaces under ROOT.

    An XML feed goes by its MerchantIdentifier, rows of a flat file by their column seller-id, to the workspace with
    that seller.id; a file of one seller as it is. What matches none goes to ROOT/unrouted, with a code on stdout.

    The files stay where they are, and copies keep their time. Routed again, the same bytes land again: the next run
    answers them as duplicates. Exit code 3: something is unrouted.
    """
    with console.exit_on_error(debug):
        from pipeline.cli.route_text import routed_text
        from pipeline.operations.route_feeds import route_feeds

        document = route_feeds(files, root)
        console.print_json(document) if as_json else console.print_output(routed_text(document))
        console.exit_with(document["exit_code"])
