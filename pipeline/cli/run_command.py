"""`ordermill run`: one run of a workspace, or of every one under a folder."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from pipeline import text
from pipeline.cli import console
from pipeline.cli.options import InstantParameter, common_options, quiet_option, repair_option, workspace_option
from pipeline.errors import StrictError, UnfinishedError, UsageError

if TYPE_CHECKING:
    from pipeline.operations.run_workspace import RunOptions, WorkspaceRun


@dataclass(frozen=True, slots=True)
class Talk:
    """What is printed beside the work: only what needs somebody, a document, tracebacks."""

    quiet: bool
    as_json: bool
    debug: bool


@click.command()
@workspace_option
@click.option("--all", "root", type=click.Path(path_type=Path), metavar="ROOT", help="Run every workspace under ROOT.")
@click.option("--as-of", type=InstantParameter(), help="Date and time the run treats as now; the present by default.")
@click.option("--dry-run", is_flag=True, help="Do everything except publish; leave the workspace unchanged.")
@click.option(
    "--strict", is_flag=True, help="Publish nothing if a feed is refused or has a rejected record (exit code 1)."
)
@repair_option
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even if action is needed.")
@quiet_option
@common_options
@click.pass_context
def run(
    context: click.Context,
    folder: Path,
    root: Path | None,
    as_of: datetime | None,
    dry_run: bool,
    strict: bool,
    repair: bool,
    exit_zero: bool,
    quiet: bool,
    as_json: bool,
    debug: bool,
) -> None:
    """Process the inbox and publish the reports.

    Exit code 0: nothing was rejected or refused. 3: published, but something was. 1: nothing was published.

    With --all, every workspace under ROOT is run in turn, and what each seller is paid is written to ROOT/payouts.tsv.
    Hidden folders are skipped. A workspace that fails does not stop the others; the exit code is the worst of all (1,
    then 4, 75, 3, 0).
    """
    with console.exit_on_error(debug):
        if root and context.get_parameter_source("folder") is ParameterSource.COMMANDLINE:
            raise UsageError(
                "-w names one workspace, --all runs every workspace under a folder", "use only one of them"
            )
        from pipeline.operations.run_workspace import RunOptions

        options = RunOptions(as_of, dry_run, strict, exit_zero, repair)
        talk = Talk(quiet, as_json, debug)
        console.exit_with(_run_all(root, options, talk) if root else _run_one(folder, options, talk))


def _run_one(folder: Path, options: RunOptions, talk: Talk) -> int:
    """The run of one workspace; returns the exit code."""
    from pipeline.cli.progress import ProgressBar
    from pipeline.cli.run_text import refused_text
    from pipeline.operations.run_workspace import run_workspace, zone_of

    try:
        with nullcontext() if talk.quiet else ProgressBar() as bar:
            run = run_workspace(folder, options, bar)
    except StrictError as error:
        with text.fitted(console.room(sys.stderr)):
            console.print_message(f"{refused_text(error.known, zone_of(folder))}\n")
        raise
    try:
        _tell(run, options, talk)
    except KeyboardInterrupt as error:
        if run.result.committed:
            number, document = run.result.committed, run.result.document
            what = f"interrupted, but run {number} is committed and published"
            raise UnfinishedError(what, "there is nothing to repeat", committed=number, known=document) from error
        raise
    return run.exit_code


def _tell(run: WorkspaceRun, options: RunOptions, talk: Talk) -> None:
    """The summary of a run, and its document."""
    from pipeline.cli.run_text import action_text, summary_text
    from pipeline.documents.run_document import no_run_document, unremoved_document

    result = run.result
    inbox = run.workspace.inbox_folder(run.settings)
    with text.fitted(console.room(sys.stderr)):
        if not talk.quiet:
            console.print_message(summary_text(result, inbox, run.settings.tz, dry_run=options.dry_run))
        elif needed := action_text(result, inbox, run.settings.tz):
            console.print_message(needed)
    if talk.as_json and result.not_removed:
        console.print_json(unremoved_document(result.document, result.not_removed))
    elif talk.as_json:
        document = result.document or no_run_document(result.exit_code)
        console.print_document(document, run.exit_code, committed=result.committed)


def _run_all(root: Path, options: RunOptions, talk: Talk) -> int:
    """The runs of all workspaces under a folder; returns the exit code."""
    from pipeline.cli.run_all_text import event_text
    from pipeline.operations.run_all import ErrorCaught, RunAllEvent, WorkspaceFinished, run_all

    def tell(event: RunAllEvent) -> None:
        if isinstance(event, ErrorCaught):
            if talk.debug:
                console.print_traceback(event.error)
        elif not (talk.quiet and isinstance(event, WorkspaceFinished) and not event.run.result.exit_code):
            console.print_message(event_text(event))

    document = run_all(root, options, tell)
    if talk.as_json:
        console.print_document(document)
    exit_code: int = document["exit_code"]
    return exit_code
