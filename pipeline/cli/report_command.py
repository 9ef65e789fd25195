"""`ordermill report`: a published report once more."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from pipeline.cli import console
from pipeline.cli.options import DayParameter, common_options, workspace_option
from pipeline.errors import UsageError


@click.command()
@click.argument("name")
@workspace_option
@click.option(
    "--as-of-run", "number", type=click.IntRange(min=1), metavar="N", help="Of this run; the last by default."
)
@click.option("--from", "first", type=DayParameter(), help="All rows from the runs of this business day on.")
@click.option("--to", "last", type=DayParameter(), help="All rows up to the runs of this business day.")
@click.option("-o", "to", type=click.Path(path_type=Path), metavar="FILE", help="Write it here, not to stdout.")
@common_options
def report(
    name: str,
    folder: Path,
    number: int | None,
    first: date | None,
    last: date | None,
    to: Path | None,
    as_json: bool,
    debug: bool,
) -> None:
    """Hand out a report again, also of a past run.

    NAME is that of a file of the run, such as orders, unshipped-orders.tsv, day/orders or run. It is the published file
    if that is as it was published; else the same bytes are made again from the store.
    """
    with console.exit_on_error(debug):
        from pipeline.cli.open_store import open_for_reading
        from pipeline.queries import get_report

        if number and (first or last):
            raise UsageError("--as-of-run is one run, --from and --to are days", "give the one or the others")
        with open_for_reading(folder) as store:
            days = first or last
            handed = get_report.of_days(store, name, first, last) if days else get_report.report(store, name, number)
        if to:
            get_report.write(handed, to)
            console.print_message(get_report.words(handed, to))
        if as_json:
            console.print_json(get_report.document(handed, to))
        elif not to:
            console.print_bytes(handed.data)
