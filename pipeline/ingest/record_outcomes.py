"""How every record of a run ended, and every message about it: the form check's and the rules' together.

A promotion row that was added to the first row of its item ends as that record did, with the same messages.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.ingest import promotions
from pipeline.ingest.kept_lines import WINDOW
from schemas import codes
from schemas.statuses import GOOD_OUTCOMES, Outcome
from schemas.stored_tables import RECORD

if TYPE_CHECKING:
    from pipeline.ingest.kept_lines import KeptLines
    from pipeline.ingest.normalized_rows import NormalizedRows
    from pipeline.model.outcome_table import OutcomeTable


def with_form_warnings(applied: pd.DataFrame, warned: OutcomeTable) -> pd.DataFrame:
    """The outcomes of the rules (frame `record_outcomes`): a warning of the form check counts for an accepted record.

    warned: the records that the form check warns of.
    """
    is_warned = (warned.of_rows(applied) == Outcome.WARNING) & (applied["outcome"] == Outcome.ACCEPTED)
    return applied.assign(outcome=applied["outcome"].where(~is_warned, int(Outcome.WARNING)))


def add_form_outcomes(outcomes: OutcomeTable, rows: NormalizedRows) -> None:
    """Add to the outcomes of the rules those of the form check, its warnings, and the outcomes of merged rows."""
    outcomes.warn_accepted(rows.warned)
    outcomes.add_all(rows.outcomes)
    outcomes.add(promotions.merged_outcomes(rows.merged_rows, outcomes))


def messages_of_records(
    rows: NormalizedRows, messages: KeptLines, records: OutcomeTable
) -> Iterator[tuple[int, pd.DataFrame]]:
    """Every line of the answers (frame `messages`): the form check's, the rules' (`messages`), those of merged rows.

    Feed by feed, with its number, a stretch of its records at a time. A record that is rejected or held is not told
    that it applied, and one with a status that nobody knows not that there is nothing to do. Order process, 14.8.
    """
    sources = (rows.messages, messages)
    merged_rows = rows.merged_rows.assign(window=rows.merged_rows["record"] // WINDOW * WINDOW)
    for feed in sorted({*merged_rows["feed"], *(feed for lines in sources for feed in lines.feeds)}):
        merged = merged_rows[merged_rows["feed"] == feed]
        for start in sorted({*merged["window"], *(start for lines in sources for start in lines.windows(feed))}):
            added = promotions.merged_messages(merged[merged["window"] == start], messages)
            lines = pd.concat([*(part.window(feed, start, start + WINDOW) for part in sources), added])
            yield feed, _true_lines(lines.reset_index(drop=True), records)


def _true_lines(lines: pd.DataFrame, records: OutcomeTable) -> pd.DataFrame:
    """Those of all lines about some records that are true of how these ended."""
    is_of_good = np.isin(records.of_rows(lines), [*GOOD_OUTCOMES])
    is_of_file = (lines["record"] == 0).to_numpy()
    says_applied = (lines["code"].isin(codes.SAY_APPLIED) | codes.is_kept(lines)).to_numpy()
    is_true = ~says_applied | is_of_good | is_of_file
    return lines[is_true & ~_needs_nothing(lines)].reset_index(drop=True)


def _needs_nothing(lines: pd.DataFrame) -> np.ndarray:
    """Lines that say that there is nothing to do, of records whose status has to be looked up."""
    is_unknown = (lines["code"] == codes.STATUS_UNKNOWN).to_numpy()
    if not is_unknown.any():
        return is_unknown
    of_unknown = pd.MultiIndex.from_frame(lines[RECORD]).isin(pd.MultiIndex.from_frame(lines.loc[is_unknown, RECORD]))
    return np.asarray((lines["code"] == codes.UNCHANGED).to_numpy() & of_unknown)
