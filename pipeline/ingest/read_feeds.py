"""The feeds of a run: what was taken is read and checked; a duplicate or a refused file is answered, no more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any, cast

import pandas as pd

import feeds
from feeds import file_signatures
from feeds.problems import RefusedError, file_problem
from pipeline.ingest.feed import IncomingFeed
from pipeline.ingest.feed_collector import FeedCollector
from schemas import codes
from schemas.statuses import FEED_APPLIED, FEED_DUPLICATE, FEED_REFUSED, OUTCOME_TEXT
from schemas.wording.reason_texts import CLEANED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pipeline.inbox.taken_file import TakenFile
    from pipeline.model.outcome_table import OutcomeTable
    from pipeline.scratch_blocks import ScratchSpace
    from pipeline.store.catalogue_rows import FeedRow
    from pipeline.store.reader import StoreReader
    from pipeline.workspace.settings import Settings
    from schemas.columns import Table


@dataclass(frozen=True, slots=True)
class FeedResult:
    """A feed of the run: its row for the catalogue, and what was read of it; `incoming` only when its records go on.

    problems: of a file that is refused or a duplicate
    what there is to say of it (frame `problems`, record 0). safe_name: its name in the names of published files.
    repairable: cells of records rejected for their form that repair would put right, where it was not asked for.
    """

    row: FeedRow
    incoming: IncomingFeed | None
    problems: pd.DataFrame
    safe_name: str
    repairable: int = 0


def read_taken_files(
    files: Sequence[TakenFile],
    rows: Sequence[FeedRow],
    store: StoreReader,
    settings: Settings,
    tell: Callable[[str, int, int], None],
    cleaned: Mapping[str, int],
    space: ScratchSpace,
) -> list[FeedResult]:
    """Read every file that was taken, in the order of work. `rows`: their rows for the catalogue.

    tell: how many bytes of all files have been read. cleaned: files of rejected records that are gone, and the run that
    took each away. space: where the rows of the feeds lie.
    """
    read_in_run: dict[str, FeedRow] = {}
    results = []
    total = sum(file.size for file in files)
    before = 0
    for seq, (file, row) in enumerate(zip(files, rows, strict=True)):
        progress = partial(_tell_bytes, tell, file, before, total)
        progress(0)
        earlier = store.earlier_feed(file.sha256) or read_in_run.get(file.sha256)
        if earlier and not file.refusal_code:
            result = _duplicate_file(file, row, earlier, cleaned.get(earlier.rejected_file, 0))
        else:
            result = _result(file, row, seq, settings, progress, space)
        results.append(result)
        before += file.size
        if result.incoming:
            read_in_run.setdefault(file.sha256, result.row)
    return results


def _tell_bytes(tell: Callable[[str, int, int], None], file: TakenFile, before: int, total: int, done: int) -> None:
    """So many bytes of a file are read; `before`: those of the files before it."""
    tell(f"reading {file.name}", before + min(done, file.size), total)


def _result(
    file: TakenFile,
    row: FeedRow,
    seq: int,
    settings: Settings,
    progress: Callable[[int], None],
    space: ScratchSpace,
) -> FeedResult:
    """What becomes of one file that is not like an earlier one. progress: told the bytes read."""
    if file.refusal_code:
        return _faulty_file(file, row)
    return _read_file(file, row, seq, settings, progress, space)


def _faulty_file(file: TakenFile, row: FeedRow) -> FeedResult:
    problems = (
        file_signatures.non_feed_problem(file.foreign_kind) if file.foreign_kind else file_problem(file.refusal_code)
    )
    row = replace(row, status=FEED_REFUSED, form=feeds.form_of(file.content))
    return FeedResult(row, None, problems, file.safe_name)


def _duplicate_file(file: TakenFile, row: FeedRow, earlier: FeedRow, cleaned_in: int) -> FeedResult:
    """The same bytes as an earlier feed: answered, archived, without effect. Order process, 8.4.

    Names the run, and if it refused records then, how many and the file that they lie in; cleaned_in: the run that took
    this file away, 0 if it is there.
    """
    row = replace(row, status=FEED_DUPLICATE, format=earlier.format, form=earlier.form, encoding=earlier.encoding)
    rejected = str(earlier.rejected) if earlier.rejected_file else ""
    problems = file_problem(codes.FEED_DUPLICATE, value=str(earlier.run), limit=rejected)
    problems = problems.assign(column=earlier.rejected_file).astype({"column": "str"})
    if cleaned_in:
        gone = f"{rejected} ({earlier.rejected_file}, cleaned in run {cleaned_in})"
        problems = problems.assign(column=CLEANED, limit=gone).astype({"column": "str", "limit": "str"})
    return FeedResult(row, None, problems, file.safe_name)


def _read_file(
    file: TakenFile, row: FeedRow, seq: int, settings: Settings, progress: Callable[[int], None], space: ScratchSpace
) -> FeedResult:
    """Read a file block by block; nothing of it holds where it is refused in the middle."""
    seller, repair = settings.seller.id, settings.inbox.repair
    feed = feeds.open_feed(file.content, zone=settings.tz, seller=seller, repair=repair, progress=progress)
    row = replace(row, form=feed.form, encoding=feed.encoding)
    try:
        collector = collect(feed, space)
    except RefusedError as error:
        row = replace(row, status=FEED_REFUSED, encoding=feed.encoding)
        return FeedResult(row, None, error.problems, file.safe_name)
    end = feed.end(collector.text.at)
    incoming = _incoming_feed(file, row, seq, collector, end)
    row = replace(row, status=FEED_APPLIED, records=end.records, format=collector.table.name)
    return FeedResult(row, incoming, incoming.problems, file.safe_name, end.repairable)


def _incoming_feed(
    file: TakenFile, row: FeedRow, seq: int, collector: FeedCollector, end: feeds.FeedEnd
) -> IncomingFeed:
    """What a file that is not refused gives to the run."""
    return IncomingFeed(
        number=row.feed,
        name=row.name,
        received=pd.Timestamp(file.received).as_unit("us"),
        seq=seq,
        table=collector.table,
        text=collector.text,
        typed=collector.typed,
        problems=collector.problems(end.problems),
        duplicates=end.duplicates,
        message_ids=end.messages,
        marks=collector.marks,
        named_ids=collector.named_ids,
        links=collector.links,
    )


def collect(feed: feeds.OpenFeed, space: ScratchSpace) -> FeedCollector:
    """All rows of a feed. Raises RefusedError, also in the middle of it: then none of its rows are kept."""
    blocks = feed.blocks()
    first = next(blocks)
    # A feed that gives a block has a format: otherwise it is refused before.
    collector = FeedCollector(cast("Table", feed.table), space)
    try:
        for block in chain([first], blocks):
            collector.add(block.text, block.typed, block.problems)
    except RefusedError:
        collector.clear()
        raise
    return collector


def feed_check(settings: Settings) -> Callable[..., tuple[pd.DataFrame, pd.DataFrame]]:
    """The check of feeds for records that were held, in the business zone."""
    return lambda table, text: feeds.check(table, text, settings.tz)


def row_with_counts(result: FeedResult, outcomes: OutcomeTable) -> FeedRow:
    """The row of a feed with the number of its records by outcome."""
    counts = outcomes.counts(result.row.feed)
    by_name: dict[str, Any] = dict(zip(OUTCOME_TEXT, counts, strict=True))
    return replace(result.row, **by_name)
