"""Step 6.4 in a run and after it: the settlements, from the rows of this run and what is left of earlier ones.

Nothing is posted before the `as_of` of the run before. So the rows of the open settlement that are posted before the
`as_of` of their run are final: their lines are kept as segments, and later runs need their sums alone. What is posted
at that very instant may be joined by rows of the next run and is read again.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.money.settlement_calendar import SettlementCalendar
from pipeline.money.settlement_periods import (
    NONE_FINAL,
    UNSETTLED,
    FinalRows,
    LedgerPosition,
    Settlement,
    close_ended,
    first_start,
    settlement_id,
)
from pipeline.publish.unsettled_rows import joined_rows, narrow_rows
from pipeline.store import datafiles
from schemas.stored_frames import as_frame
from schemas.stored_tables import INSTANT, SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from pipeline.store.catalogue_rows import DataFile, RunRow, SegmentRow
    from pipeline.store.reader import StoreReader
    from pipeline.workspace.settings import Settings
    from schemas.order_ids import OrderIds

CLOSED_UNTIL, CARRIED = "closed_until", "carried"
"""Values that a run leaves for the next one."""


@dataclass(frozen=True, slots=True)
class SettlementBooks:
    """The settlements of a run, those that it closed and then the open one, and what their files are made of.

    segments: lines of the first settlement that earlier runs have rendered, in order. stale: segments that no longer
    fit. store: where the rows of the ledger lie. ids: those of their orders.
    """

    settlements: tuple[Settlement, ...]
    store: StoreReader
    ids: OrderIds
    segments: Sequence[SegmentRow] = ()
    stale: Sequence[SegmentRow] = ()


@dataclass(frozen=True, slots=True)
class SettlementResult:
    """The settlements after a run, and the values that the next run needs."""

    books: SettlementBooks
    meta: dict[str, str]


def close_periods(
    store: StoreReader, parts: Sequence[pd.DataFrame], ids: OrderIds, as_of: pd.Timestamp, settings: Settings
) -> SettlementResult:
    """Close every period that has ended at `as_of`; the last settlement is the open one. Order process, step 6.

    parts: what the run posts, as `unsettled_rows.narrow_rows` gives it, in any number of parts; all rows of an order
    are in one of them. ids: those of all orders, new ones too.
    """
    meta = store.meta()
    last = LedgerPosition(_instant(meta.get(CLOSED_UNTIL, "")), int(meta.get(CARRIED, "0")))
    live = store.segments()
    segments = live if _are_of_first_period(live, settings, last) else []
    posted_from = max((segment.posted_before for segment in segments), default=last.closed_until)
    left = ledger_rows(store, _files_from(store, posted_from), posted_from)
    unsettled = joined_rows([left, *parts])
    closing = close_ended(unsettled, settings.settlement, settings.tz, as_of, last, ids, _final_rows(segments))
    stale = () if segments else live
    return SettlementResult(
        SettlementBooks(closing.settlements, store, ids, segments, stale),
        {CLOSED_UNTIL: _text(closing.position.closed_until), CARRIED: str(closing.position.carried_forward)},
    )


def settlements_of_run(store: StoreReader, run: RunRow, settings: Settings) -> SettlementBooks:
    """What `close_periods` showed in a past run, from the ledger and the settlements closed before that run.

    settings: those of that run. A period that closed without a settlement held nothing, so that it may be passed over.
    """
    closed_before = [period for period in store.periods() if period.run < run.run]
    last = LedgerPosition()
    if closed_before:
        newest = closed_before[-1]
        last = LedgerPosition(_microseconds(newest.end), newest.carried)
    files = _files_from(store, last.closed_until, as_of_run=run.run)
    unsettled = ledger_rows(store, files, last.closed_until)
    ids = store.order_ids()
    closing = close_ended(unsettled, settings.settlement, settings.tz, _microseconds(run.as_of), last, ids)
    return SettlementBooks(closing.settlements, store, ids)


def rows_of_segment(store: StoreReader, segment: SegmentRow) -> pd.DataFrame:
    """The rows of the ledger that a segment shows, in any order (frame `unsettled_ledger`)."""
    files = _files_from(store, segment.first_posted, as_of_run=segment.added)
    rows = ledger_rows(store, files, segment.first_posted)
    return rows[rows["posted"] < segment.posted_before].reset_index(drop=True)


def ledger_rows(store: StoreReader, files: Sequence[DataFile], posted_from: datetime | None) -> pd.DataFrame:
    """The rows in files of the ledger that are posted from an instant on, narrow (frame `unsettled_ledger`)."""
    where = None if posted_from is None else pc.field("posted") >= pa.scalar(_microseconds(posted_from), INSTANT)
    read = partial(datafiles.read, store.root, columns=UNSETTLED, schema=SCHEMAS["ledger"], where=where)
    # File by file, so that the texts of one alone are in memory at a time.
    return joined_rows([narrow_rows(as_frame(read(part))) for part in ([], *([file] for file in files))])


def _files_from(store: StoreReader, posted_from: datetime | None, as_of_run: int | None = None) -> list[DataFile]:
    """The files of the ledger that may hold a row posted from an instant on: no run posts after its `as_of`."""
    files = store.live_files("ledger", as_of_run=as_of_run)
    if posted_from is None:
        return files
    runs = {row.run for row in store.runs() if row.as_of >= posted_from}
    return [file for file in files if file.added in runs]


def _are_of_first_period(segments: Sequence[SegmentRow], settings: Settings, last: LedgerPosition) -> bool:
    """Whether segments are of the first period that is not closed, as the settings have it today."""
    if not segments:
        return True
    calendar = SettlementCalendar(settings.settlement, settings.tz)
    start = first_start(calendar, _microseconds(segments[0].first_posted), last)
    _, end = calendar.bounds(start, start)
    wanted = (settlement_id(end, settings.tz), start, end)
    return all((segment.settlement, segment.start, segment.end) == wanted for segment in segments)


def _final_rows(segments: Sequence[SegmentRow]) -> FinalRows:
    if not segments:
        return NONE_FINAL
    count, amount = (sum(getattr(segment, name) for segment in segments) for name in ("rows", "amount"))
    return FinalRows(count, amount, _microseconds(segments[0].first_posted))


def _microseconds(moment: datetime) -> pd.Timestamp:
    return pd.Timestamp(moment).as_unit("us")


def _instant(text: str) -> pd.Timestamp | None:
    return _microseconds(pd.Timestamp(text)) if text else None


def _text(moment: pd.Timestamp | None) -> str:
    return "" if moment is None else moment.isoformat()
