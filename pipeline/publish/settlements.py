"""Step 6.4 in a run and after it: the settlements, from the ledger that the store holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.money import settlement_periods
from pipeline.store import datafiles
from schemas.frame_checks import check_frames
from schemas.stored_frames import as_frame, empty
from schemas.stored_tables import SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from pipeline.store.catalogue_rows import DataFile, RunRow
    from pipeline.store.reader import StoreReader
    from pipeline.workspace.settings import Settings

CLOSED_UNTIL, CARRIED, LEDGER_FROM = "closed_until", "carried", "ledger_from_run"
PLAN_CHARGED_UNTIL = "plan_charged_until"
"""Values that a run leaves for the next one; the last: its `as_of` if its plan has a monthly fee, else blank."""


@dataclass(frozen=True, slots=True)
class SettlementResult:
    """What a run closed, and the values that the next run needs."""

    settlements: tuple[settlement_periods.Settlement, ...]
    meta: dict[str, str]


def close_periods(
    store: StoreReader, ledger: pd.DataFrame, run: int, as_of: pd.Timestamp, settings: Settings
) -> SettlementResult:
    """Close every period that has ended at `as_of`; the last settlement is the open one. Order process, step 6."""
    meta = store.meta()
    last = settlement_periods.LedgerPosition(_instant(meta.get(CLOSED_UNTIL, "")), int(meta.get(CARRIED, "0")))
    first_run = int(meta.get(LEDGER_FROM, "0"))
    earlier = _ledger_frames(store, [file for file in store.live_files("ledger") if file.added >= first_run])
    unsettled = _unsettled(pd.concat([*earlier, ledger.assign(run=np.int64(run))], ignore_index=True), last)
    check_frames(unsettled_ledger=unsettled)
    closing = settlement_periods.close_ended(unsettled, settings.settlement, settings.tz, as_of, last)
    still_open = unsettled.loc[closing.settlement_id == "", "run"]
    return SettlementResult(
        closing.settlements,
        {
            CLOSED_UNTIL: _text(closing.position.closed_until),
            CARRIED: str(closing.position.carried_forward),
            LEDGER_FROM: str(still_open.min() if len(still_open) else run),
        },
    )


def settlements_of_run(
    store: StoreReader, run: RunRow, settings: Settings
) -> tuple[settlement_periods.Settlement, ...]:
    """What `close_periods` showed in a past run, from the ledger and the settlements closed before that run.

    settings: those of that run. A period that closed without a settlement held nothing, so that it may be passed over.
    """
    closed_before = [period for period in store.periods() if period.run < run.run]
    last = settlement_periods.LedgerPosition()
    runs = {row.run for row in store.runs()}
    if closed_before:
        newest = closed_before[-1]
        last = settlement_periods.LedgerPosition(_microseconds(newest.end), newest.carried)
        runs = {row.run for row in store.runs() if row.as_of >= newest.end}
    ledger_files = [file for file in store.live_files("ledger", as_of_run=run.run) if file.added in runs]
    ledger = pd.concat([empty("unsettled_ledger"), *_ledger_frames(store, ledger_files)], ignore_index=True)
    as_of = _microseconds(run.as_of)
    closing = settlement_periods.close_ended(_unsettled(ledger, last), settings.settlement, settings.tz, as_of, last)
    return closing.settlements


def _ledger_frames(store: StoreReader, files: Iterable[DataFile]) -> list[pd.DataFrame]:
    """Rows of the ledger, a frame a file, with the run that posted them (frame `unsettled_ledger`)."""
    return [
        as_frame(datafiles.read(store.root, [file], schema=SCHEMAS["ledger"])).assign(run=file.added) for file in files
    ]


def _unsettled(ledger: pd.DataFrame, last: settlement_periods.LedgerPosition) -> pd.DataFrame:
    """The rows that are posted after the last closed period."""
    if last.closed_until is None:
        return ledger
    return ledger[ledger["posted"] >= last.closed_until].reset_index(drop=True)


def _microseconds(moment: datetime) -> pd.Timestamp:
    return pd.Timestamp(moment).as_unit("us")


def _instant(text: str) -> pd.Timestamp | None:
    return _microseconds(pd.Timestamp(text)) if text else None


def _text(moment: pd.Timestamp | None) -> str:
    return "" if moment is None else moment.isoformat()
