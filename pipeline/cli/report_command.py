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
    "--as-of-run", "number", type=click.IntRange(min=1), metavar="N", help="Report of run N; the last run by default."
)
@click.option("--from", "first", type=DayParameter(), help="All rows from runs on or after this business day.")
@click.option("--to", "last", type=DayParameter(), help="All rows from runs on or before this business day.")
@click.option("-o", "to", type=click.Path(path_type=Path), metavar="FILE", help="Write to FILE instead of stdout.")
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
    """Print a report again, from the last run or an earlier one.

    NAME is the name of a file of the run, such as orders, unshipped-orders.tsv, day/orders or run; settlement-ID is
    found in the run that published it. If the published file is unchanged, it is printed; if not, the same bytes are
    made again from the store.
    """
    with console.exit_on_error(debug):
        from pipeline.cli.open_store import open_for_reading
        from pipeline.cli.report_file import write_report
        from pipeline.cli.report_text import report_text
        from pipeline.documents.report_document import report_document
        from pipeline.queries.get_report import get_report, get_report_of_days

        if number and (first or last):
            raise UsageError(
                "--as-of-run names one run, --from and --to name days", "use either --as-of-run or --from and --to"
            )
        with open_for_reading(folder) as store:
            of_days = first or last
            copy = get_report_of_days(store, name, first, last) if of_days else get_report(store, name, number)
        if to:
            write_report(copy.data, to)
            console.print_message(report_text(report_document(copy, str(to))))
        if as_json:
            console.print_document(report_document(copy, str(to) if to else None))
        elif not to:
            console.print_bytes(copy.data)
