"""The commands that look at what runs did, or rehearse one: check, rejects, report. Heavy modules load inside them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from pipeline.cli import console
from pipeline.cli.options import DayParameter, every_command, repair_option, workspace_option
from pipeline.errors import UsageError


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@workspace_option
@repair_option
@every_command
def check(files: tuple[Path, ...], folder: Path, repair: bool, as_json: bool, debug: bool) -> None:
    """Check feeds without applying them.

    Each FILE is read as a run would read it, and applied to the state of now in a private folder; its processing report
    is printed. The workspace and its inbox stay as they are.

    Exit code 0: nothing would be refused. 3: something would.
    """
    with console.opened(debug):
        from pipeline.cli import run_text
        from pipeline.cli.open_store import looked_into
        from pipeline.operations import check_feeds

        with looked_into(folder) as store:
            checked = check_feeds.check(store, files, repair=repair)
        console.show_document(checked.document) if as_json else console.show(check_feeds.words(checked))
        for tip in run_text.repairs(checked.repairable_cells):
            console.tell(f"TIP: {tip}")
        console.leave(checked.exit_code)


@click.group()
def rejects() -> None:
    """Show what was refused."""


@rejects.command("list")
@workspace_option
@click.option("--run", "number", type=click.IntRange(min=1), help="Only what this run refused.")
@click.option("--open", "only_open", is_flag=True, help="Only what still waits for you.")
@every_command
def list_rejects(folder: Path, number: int | None, only_open: bool, as_json: bool, debug: bool) -> None:
    """List what was refused and why.

    A line for each record, or for each feed that was refused whole (record 0, its file is in the archive). A record is
    resolved when the file in rejected/ was corrected, dropped back, and the record applied; refused again when it was
    not right yet, then the later refusal is the open one. It is settled when a later row of the same format, order and
    item applied, where these are its whole key; else it stays open, with the run to look at.
    """
    with console.opened(debug):
        from pipeline.cli.open_store import looked_into
        from pipeline.queries import find_rejects

        with looked_into(folder) as store:
            found = find_rejects.rejects(store, store.settings.language, number, only_open=only_open)
        console.show_document(found) if as_json else console.show(find_rejects.words(found))


@click.command()
@click.argument("name")
@workspace_option
@click.option(
    "--as-of-run", "number", type=click.IntRange(min=1), metavar="N", help="Of this run; the last by default."
)
@click.option("--from", "first", type=DayParameter(), help="All rows from the runs of this business day on.")
@click.option("--to", "last", type=DayParameter(), help="All rows up to the runs of this business day.")
@click.option("-o", "to", type=click.Path(path_type=Path), metavar="FILE", help="Write it here, not to stdout.")
@every_command
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
    with console.opened(debug):
        from pipeline.cli.open_store import looked_into
        from pipeline.queries import get_report

        if number and (first or last):
            raise UsageError("--as-of-run is one run, --from and --to are days", "give the one or the others")
        with looked_into(folder) as store:
            days = first or last
            handed = get_report.of_days(store, name, first, last) if days else get_report.report(store, name, number)
        if to:
            get_report.write(handed, to)
            console.tell(get_report.words(handed, to))
        if as_json:
            console.show_document(get_report.document(handed, to))
        elif not to:
            console.show_bytes(handed.data)
