"""`ordermill formats`: the formats of feeds and reports."""

from __future__ import annotations

import click

from pipeline.cli import console
from pipeline.cli.options import common_options


@click.command()
@click.argument("name", nargs=-1, metavar="[NAME]")
@common_options
def formats(name: tuple[str, ...], as_json: bool, debug: bool) -> None:
    """List the formats, or the columns of one format.

    NAME may be the beginning of a name. A feed and a report may have the same name; then both are shown.
    """
    with console.exit_on_error(debug):
        from pipeline.cli.formats_text import formats_overview_text, formats_text
        from pipeline.documents.formats_document import formats_document
        from pipeline.queries.list_formats import list_formats

        tables = list_formats(" ".join(name))
        if as_json:
            console.print_document(formats_document(tables))
        else:
            console.print_output(formats_text(tables) if name else formats_overview_text(tables))
