"""One run on one page: recover, take, read, apply, account, report, save, prove, commit, publish, archive."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.errors import StrictError, unfinished
from pipeline.free_memory import use_one_heap
from pipeline.inbox.take import SkippedFile
from pipeline.money.read_fee_schedule import read_fee_schedule
from pipeline.publish.cleaned_files import files_to_clean
from pipeline.publish.run_manifest import has_rejections
from pipeline.queries.run_facts import keep_facts
from pipeline.steps.close_run import close_run, write_manifest
from pipeline.steps.context import Progress, ReadResult, RunContext, RunEffects
from pipeline.steps.prove_run import prove_run
from pipeline.steps.read_records import read_records
from pipeline.steps.save_state import save_state
from pipeline.steps.take_feeds import is_nothing_new, take_feeds
from pipeline.steps.work_out import work_out
from pipeline.steps.write_reports import write_files
from pipeline.store.catalogue_rows import RunClosing
from pipeline.store.store import Store
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Settings

EXIT_UNFINISHED = 4
UPGRADING = "bringing the store up to date"


@dataclass(frozen=True)
class RunResult:
    """What a run came to. document: run.json; run is None when there was nothing to do.

    repairable_cells: cells of rejected records that repair would put right. not_removed: files of the inbox that were
    read and cannot be removed.
    """

    document: dict[str, Any]
    exit_code: int
    run: int | None
    folder: Path | None
    repairable_cells: int = 0
    not_removed: tuple[str, ...] = ()

    @property
    def committed(self) -> int | None:
        """The run, if it was more than a rehearsal."""
        return self.run if self.folder else None


def run(
    workspace: Workspace,
    as_of: datetime | None = None,
    *,
    dry_run: bool = False,
    strict: bool = False,
    repair: bool = False,
    progress: Progress | None = None,
) -> RunResult:
    """Process every feed in the inbox at the business instant `as_of` (now by default) and publish the reports.

    A store of an older version is brought up to date first, but not by a dry run, which reads it as it is.
    dry_run: everything but the commit, in a temporary folder. strict: raises StrictError, and nothing is published,
    when anything is refused. repair: damaged cells are put right, as with the setting. Raises errors.CommandError,
    ScheduleError.
    """
    use_one_heap()
    settings = Settings.read(workspace.settings_file).with_repair(asked=repair)
    fees_text = workspace.fees_text()
    schedule = read_fee_schedule(fees_text, workspace.fees_file.name)
    moment = pd.Timestamp(as_of or datetime.now(UTC)).tz_convert("UTC").as_unit("us")
    with ExitStack() as stack:
        # Opening the store completes a run that was cut short after its commit, and forgets one that was cut before.
        store = stack.enter_context(Store.open(workspace, settings))
        progress = progress or (lambda *_: None)
        if not dry_run:
            store.upgrade(partial(progress, UPGRADING))
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory())) if dry_run else None
        batch = store.begin(moment.to_pydatetime(), scratch)
        ctx = RunContext(store, batch, settings, schedule, fees_text, moment, store.last_run, progress)
        return _process(ctx, dry_run=dry_run, strict=strict)


def _process(ctx: RunContext, *, dry_run: bool, strict: bool) -> RunResult:
    """The story of a run, in order."""
    with ctx.step("take"):
        taken, skipped = take_feeds(ctx)
    if not taken and is_nothing_new(ctx):
        return RunResult({}, 0, None, None)
    ctx.cleaned = files_to_clean(ctx.store, ctx.settings, ctx.batch.day)
    with ctx.step("read"):
        feeds = read_records(ctx, taken)
    effects = work_out(ctx, feeds)
    document, closing = _write(ctx, feeds, effects, skipped)
    if strict and has_rejections(document):
        raise StrictError(
            "something was refused, so nothing was published",
            "correct the feeds (`ordermill check FILE` shows each line), or run without --strict",
            known=document,
        )
    if dry_run:
        return RunResult(document, document["exit_code"], ctx.run, None, feeds.repairable_cells)
    return _commit_and_publish(ctx, document, closing, feeds.repairable_cells)


def _write(
    ctx: RunContext, feeds: ReadResult, effects: RunEffects, skipped: list[SkippedFile]
) -> tuple[dict[str, Any], RunClosing]:
    """Reports, answers, state, proof and run.json, all of them staged: before the commit nobody sees anything."""
    with ctx.step("report"):
        writer = write_files(ctx, feeds, effects)
    with ctx.step("store"):
        save_state(ctx, feeds, effects)
    proof = prove_run(ctx, feeds, effects, writer.rejected_files)
    finished = datetime.now(UTC)
    document = write_manifest(ctx, effects, proof, writer, skipped, finished)
    return document, close_run(ctx, feeds, effects, proof, finished)


def _commit_and_publish(
    ctx: RunContext, document: dict[str, Any], closing: RunClosing, repairable_cells: int
) -> RunResult:
    """Commit; then publish the reports, put the feeds into the archive and take them from the inbox."""
    ctx.tell("commit")
    try:
        ctx.batch.commit(closing)
        not_removed = ctx.batch.publish()
        keep_facts(ctx.store, ctx.store.workspace, ctx.settings)
    except BaseException as error:
        if ctx.batch.is_committed:
            raise unfinished(ctx.run, error, document) from error
        raise
    folder = ctx.store.workspace.root / ctx.batch.run_folder
    exit_code = EXIT_UNFINISHED if not_removed else document["exit_code"]
    names = tuple(file.name for file in not_removed)
    return RunResult(document, exit_code, ctx.run, folder, repairable_cells, names)
