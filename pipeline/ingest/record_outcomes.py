"""How every record of a run ended, and every message about it: the form check's and the rules' together.

A promotion row that was added to the first row of its item ends as that record did, with the same messages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.ingest import promotions
from schemas import codes
from schemas.statuses import GOOD_OUTCOMES, Outcome
from schemas.stored_tables import RECORD

if TYPE_CHECKING:
    from pipeline.ingest.normalized_rows import NormalizedRows
    from pipeline.model.outcome_table import OutcomeTable


def with_form_warnings(applied: pd.DataFrame, messages: pd.DataFrame) -> pd.DataFrame:
    """The outcomes of the rules (frame `record_outcomes`): a warning of the form check counts for an accepted record.

    messages: every line of the form check (frame `messages`).
    """
    is_warning = codes.problem_types(messages) == "Warning"
    warned = pd.MultiIndex.from_frame(messages.loc[is_warning, RECORD].drop_duplicates())
    is_warned = pd.MultiIndex.from_frame(applied[RECORD]).isin(warned) & (applied["outcome"] == Outcome.ACCEPTED)
    return applied.assign(outcome=applied["outcome"].where(~is_warned, int(Outcome.WARNING)))


def add_form_outcomes(outcomes: OutcomeTable, rows: NormalizedRows) -> None:
    """Add to the outcomes of the rules those of the form check, its warnings, and the outcomes of merged rows."""
    is_warning = codes.problem_types(rows.messages) == "Warning"
    outcomes.warn(rows.messages.loc[is_warning, RECORD], only_accepted=True)
    outcomes.add(rows.outcomes)
    outcomes.add(promotions.merged_outcomes(rows.merged_rows, outcomes))


def messages_of_records(rows: NormalizedRows, messages: pd.DataFrame, records: OutcomeTable) -> pd.DataFrame:
    """Every line of the answers (frame `messages`): the form check's, the rules' (`messages`), those of merged rows.

    A record that is rejected or held is not told that it applied, and one with a
    status that nobody knows not that there is nothing to do. Order process, 14.8.
    """
    merged = promotions.merged_messages(rows.merged_rows, messages)
    lines = pd.concat([rows.messages, messages, merged], ignore_index=True)
    is_of_good = np.isin(records.of_rows(lines), [*GOOD_OUTCOMES])
    is_of_file = (lines["record"] == 0).to_numpy()
    says_applied = (lines["code"].isin(codes.SAY_APPLIED) | codes.is_kept(lines)).to_numpy()
    is_true = ~says_applied | is_of_good | is_of_file
    return lines[is_true & ~_needs_nothing(lines)].reset_index(drop=True)


def _needs_nothing(lines: pd.DataFrame) -> np.ndarray:
    """Lines that say that there is nothing to do, of records whose status has to be looked up."""
    is_unknown = lines["code"] == codes.STATUS_UNKNOWN
    of_unknown = pd.MultiIndex.from_frame(lines[RECORD]).isin(pd.MultiIndex.from_frame(lines.loc[is_unknown, RECORD]))
    return np.asarray((lines["code"] == codes.UNCHANGED).to_numpy() & of_unknown)
