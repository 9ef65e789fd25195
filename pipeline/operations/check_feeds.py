"""Feeds checked without applying them: the run's own steps in rehearsal, against the formats and the state of now."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from pipeline import run as nightly
from pipeline.documents.json_version import JSON_VERSION
from pipeline.errors import FailureError, UsageError
from pipeline.inbox import take
from pipeline.ingest import read_feeds
from pipeline.money.read_fee_schedule import read_fee_schedule
from pipeline.publish import answers, message_lines, report_writer, run_manifest
from pipeline.steps.context import RunContext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.steps.context import ApplyResult, ReadResult
    from pipeline.store import FeedRow, ReadOnlyStore, Store

REFUSED = 3
NOT_A_FILE = {
    "missing": "does not exist",
    "link": "is a link, and links are never followed",
    "folder": "is a folder",
    "special": "is no regular file",
    "unreadable": "cannot be read",
}


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a run would say: a document for programs, and the answer to each file as its processing report has it.

    mendable: cells of refused records that repair would put right.
    """

    document: dict[str, Any]
    answers: list[tuple[str, str]]
    mendable: int = 0

    @property
    def exit_code(self) -> int:
        """0 when nothing is refused, else 3."""
        code: int = self.document["exit_code"]
        return code


def check(
    store: Store | ReadOnlyStore, files: Sequence[Path], now: datetime | None = None, *, repair: bool = False
) -> CheckResult:
    """Read and apply the files in a private folder, and hand out the answers; the workspace stays as it is.

    `now`: the instant of the rehearsal, the present by default, but never before that of the last run. Records that are
    held for their order take part as in a run, and are not answered. Beside a run the
    state is that of the one before. repair: damaged cells are put right, as with the setting. Raises Usage for what is
    no file and for two files of one name, Failed.
    """
    _names_once(files)
    settings = store.settings.repairing(asked=repair)
    fees = store.workspace.fees_text()
    plan = read_fee_schedule(fees, store.workspace.fees_file.name)
    with tempfile.TemporaryDirectory() as scratch:
        as_of = max(now or datetime.now(UTC), store.head.as_of if store.head else take.EPOCH)
        moment = pd.Timestamp(as_of).tz_convert("UTC").as_unit("us")
        batch = store.begin(moment.to_pydatetime(), Path(scratch))
        at = RunContext(store, batch, settings, plan, fees, moment, store.head, lambda *_: None)
        feeds, applied = nightly.rehearse(at, _take(at, files))
        return _answered(at, feeds, applied)


def words(checked: CheckResult) -> str:
    """The answers for people, each under the name of its file."""
    return "\n\n".join(f"{name}\n{text.rstrip()}" for name, text in checked.answers)


def _names_once(files: Sequence[Path]) -> None:
    twice = [name for name, count in Counter(path.name for path in files).items() if count > 1]
    if twice:
        raise UsageError(
            f"two files are called {twice[0]}", "check them one after the other, as an inbox would take them"
        )


def _take(at: RunContext, files: Sequence[Path]) -> list[take.TakenFile]:
    rules = take.InboxRules(
        settle_seconds=0,
        max_bytes=at.settings.inbox.max_bytes,
        not_after=at.as_of.to_pydatetime(),
        not_before=at.head.as_of if at.head else take.EPOCH,
    )
    taken, left = take.take_files(files, at.batch.incoming, rules)
    for entry in left:
        if entry.reason not in NOT_A_FILE:
            raise FailureError(f"{entry.name} is being written", "check it when it is complete")
        raise UsageError(f"{entry.name} {NOT_A_FILE[entry.reason]}", "name feeds as regular files")
    return taken


def _answered(at: RunContext, feeds: ReadResult, applied: ApplyResult) -> CheckResult:
    """The answers as a run would publish them, and the counts as its run.json would have them."""
    press = report_writer.ReportWriter(at.batch, at.settings, at.as_of)
    rows = [read_feeds.row_with_counts(one, applied.records) for one in feeds.read]
    lines = message_lines.answer_lines(feeds.read, feeds.arrived, applied.records, applied.said, at.batch.run)
    answers.write_answers(press, rows, applied.records, lines)
    files = [
        run_manifest.feed_entry(row, one, applied.said)
        | {"lines": _lines(row, applied.records, lines, at.settings.language)}
        for row, one in zip(rows, feeds.read, strict=True)
    ]
    document = {
        "version": JSON_VERSION,
        "as_of": run_manifest.instant_text(at.as_of),
        "exit_code": REFUSED if run_manifest.needs_person(rows, []) else 0,
        "files": files,
    }
    return CheckResult(document, [(row.name, _published(at, row)) for row in rows], feeds.mendable)


def _lines(row: FeedRow, records: pd.DataFrame, lines: pd.DataFrame, language: str) -> list[dict[str, Any]]:
    """The lines of one answer, in the columns of the processing report, and the MessageID of the record."""
    mine, told = (frame[frame["feed"] == row.feed] for frame in (records, lines))
    answered = answers.build_answer(told, mine, row.records, language).rows
    found: list[dict[str, Any]] = answered.drop(columns="sku").to_dict("records")
    return found


def _published(at: RunContext, row: FeedRow) -> str:
    """The text of the answer that was staged for a feed."""
    about = f"processing/{answers.feed_file_name(row)}.report."
    [staged] = [each.staged for each in at.batch.manifest() if each.name.startswith(about)]
    data = (at.batch.incoming.parent / staged).read_bytes()
    encoding = at.settings.report.encoding if staged.endswith(".tsv") else "utf-8"
    return data.decode(encoding).replace("\r\n", "\n")
