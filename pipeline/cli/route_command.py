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

    An XML feed goes to the workspace whose seller.id is its MerchantIdentifier; each row of a flat file goes by its
    column seller-id. A file of only one seller is copied unchanged. What matches no workspace goes to ROOT/unrouted,
    and stdout shows a code for it. Hidden folders under ROOT are skipped.

    The original files stay where they are, and copies keep their modification time. If you route the same file again,
    the next run answers it as a duplicate. Exit code 3: something is unrouted.
    """
    with console.exit_on_error(debug):
        from pipeline.cli.route_text import routed_text
        from pipeline.operations.route_feeds import route_feeds

        document = route_feeds(files, root)
        console.print_document(document) if as_json else console.print_output(routed_text(document))
        console.exit_with(document["exit_code"])
