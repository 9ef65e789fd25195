"""`ordermill formats`: the formats of feeds and reports."""

from __future__ import annotations

import click

from pipeline.cli import console
from pipeline.cli.options import common_options


@click.command()
@click.argument("name", nargs=-1, metavar="[NAME]")
@common_options
def formats(name: tuple[str, ...], as_json: bool, debug: bool) -> None:
    """List the formats, or the columns of one.

    A feed and a report may share a name. NAME may be the beginning of a name.
    """
    with console.exit_on_error(debug):
        from pipeline.queries import list_formats as declared

        found = declared.find(" ".join(name))
        say = declared.details if name else declared.overview
        console.print_json(declared.document(found)) if as_json else console.print_output(say(found))
