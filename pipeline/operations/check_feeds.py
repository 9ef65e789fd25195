"""Feeds checked without applying them: the run's own steps in rehearsal, against the formats and the state of now."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from pipeline.documents.json_version import JSON_VERSION
from pipeline.errors import FailureError, UsageError
from pipeline.inbox import take, taken_file
from pipeline.ingest import read_feeds
from pipeline.lifecycle.stock_step import counted_skus
from pipeline.money.read_fee_schedule import read_fee_schedule
from pipeline.publish import answers, report_writer, run_manifest
from pipeline.publish.answer_names import feed_file_name
from pipeline.steps.apply_rules import apply_rules
from pipeline.steps.context import RunContext
from pipeline.steps.groups import group_rows
from pipeline.steps.read_records import read_records
from pipeline.steps.record_answers import open_units_of_sets, record_answers, stock_before
from pipeline.steps.run_collector import RunCollector
from reports.processing_report import build_answer
from schemas.statuses import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.ingest.kept_lines import KeptLines
    from pipeline.model.outcome_table import OutcomeTable
    from pipeline.steps.context import ReadResult
    from pipeline.steps.record_answers import RecordAnswers
    from pipeline.store import FeedRow, Store
    from pipeline.store.read_only_store import ReadOnlyStore

REFUSED = 3
NOT_A_FILE = {
    "missing": "does not exist",
    "link": "is a link, and links are never followed",
    "folder": "is a folder",
    "special": "is not a regular file",
    "unreadable": "cannot be read",
}


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a run would say: a document for programs, and the answer to each file as its processing report has it.

    repairable_cells: cells of rejected records that repair would put right.
    """

    document: dict[str, Any]
    answers: list[tuple[str, str]]
    repairable_cells: int = 0

    @property
    def exit_code(self) -> int:
        """0 when nothing is refused, else 3."""
        code: int = self.document["exit_code"]
        return code


def check_feeds(
    store: Store | ReadOnlyStore, files: Sequence[Path], now: datetime | None = None, *, repair: bool = False
) -> CheckResult:
    """Read and apply the files in a private folder, and return the answers; the workspace stays as it is.

    `now`: the instant of the rehearsal, the present by default, but never before that of the last run. Records that are
    held for their order take part as in a run, and are not answered. Beside a run the state is that of the one before.
    repair: damaged cells are put right, as with the setting. Raises UsageError for what is no file and for two files of
    one name, FailureError.
    """
    _require_different_names(files)
    settings = store.settings.with_repair(asked=repair)
    fees = store.workspace.fees_text()
    plan = read_fee_schedule(fees, store.workspace.fees_file.name)
    as_of = _as_of(store, now)
    with tempfile.TemporaryDirectory() as scratch:
        batch = store.begin(as_of.to_pydatetime(), Path(scratch))
        ctx = RunContext(store, batch, settings, plan, fees, as_of, store.last_run, lambda *_: None)
        feeds = read_records(ctx, _take(ctx, files))
        stock = stock_before(ctx)
        sets = feeds.rows.shared.inventory
        counted = counted_skus(stock, sets)
        collector = RunCollector()
        for group in group_rows(ctx, feeds, only_named=True):
            _, result = apply_rules(ctx, group.rows, group.shards, counted, only_named=True)
            collector.add_results(result)
        answered = record_answers(feeds, collector, stock, ctx.run, open_units_of_sets(ctx, sets))
        return _result(ctx, feeds, answered)


def _require_different_names(files: Sequence[Path]) -> None:
    repeated = [name for name, count in Counter(path.name for path in files).items() if count > 1]
    if repeated:
        raise UsageError(f"two files have the name {repeated[0]}", "check them one at a time")


def _as_of(store: Store | ReadOnlyStore, now: datetime | None) -> pd.Timestamp:
    """The business instant of the rehearsal."""
    instant = max(now or datetime.now(UTC), store.last_run.as_of if store.last_run else taken_file.EPOCH)
    return pd.Timestamp(instant).tz_convert("UTC").as_unit("us")


def _take(ctx: RunContext, files: Sequence[Path]) -> list[taken_file.TakenFile]:
    rules = taken_file.InboxRules(
        settle_seconds=0,
        max_bytes=ctx.settings.inbox.max_bytes,
        not_after=ctx.as_of.to_pydatetime(),
        not_before=ctx.last_run.as_of if ctx.last_run else taken_file.EPOCH,
    )
    taken, skipped = take.take_files(files, ctx.batch.incoming, rules)
    for file in skipped:
        if file.reason not in NOT_A_FILE:
            raise FailureError(f"{file.name} is still being written", "check it again when it is complete")
        raise UsageError(f"{file.name} {NOT_A_FILE[file.reason]}", "name regular files only")
    return taken


def _result(ctx: RunContext, feeds: ReadResult, answered: RecordAnswers) -> CheckResult:
    """The answers as a run would publish them, and the counts as its run.json would have them."""
    writer = report_writer.ReportWriter(ctx.batch, ctx.settings, ctx.as_of)
    rows = [read_feeds.row_with_counts(feed, answered.records) for feed in feeds.feeds]
    messages = answered.messages
    answers.write_answers(writer, rows, answered.records, messages)
    files = [
        run_manifest.feed_entry(row, messages)
        | {"lines": _lines(row, answered.records, messages, ctx.settings.language)}
        for row in rows
    ]
    document = {
        "version": JSON_VERSION,
        "as_of": run_manifest.instant_text(ctx.as_of),
        "exit_code": REFUSED if run_manifest.needs_person(rows, []) else 0,
        "files": files,
    }
    return CheckResult(document, [(row.name, _answer_text(ctx, row)) for row in rows], feeds.repairable_cells)


def _lines(row: FeedRow, records: OutcomeTable, messages: KeptLines, language: str) -> list[dict[str, Any]]:
    """The lines of one answer, in the columns of the processing report, and the MessageID of the record."""
    rejected = records.records(row.feed, [Outcome.REJECTED])
    lines = partial(messages.of_feed, row.feed)
    answer = build_answer(lines, records=row.records, rejected=rejected, language=language)
    return [entry for rows in answer.blocks() for entry in rows.drop(columns="sku").to_dict("records")]


def _answer_text(ctx: RunContext, row: FeedRow) -> str:
    """The text of the answer that was staged for a feed."""
    start = f"processing/{feed_file_name(row)}.report."
    [staged] = [report.staged for report in ctx.batch.manifest() if report.name.startswith(start)]
    data = (ctx.batch.incoming.parent / staged).read_bytes()
    encoding = ctx.settings.report.encoding if staged.endswith(".tsv") else "utf-8"
    return data.decode(encoding).replace("\r\n", "\n")
