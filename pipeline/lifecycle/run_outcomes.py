"""What the rules answer: the outcome of every record of the orders that they were given, and every line about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from pipeline.lifecycle.deadlines import held_until
from pipeline.lifecycle.outcomes import (
    day_text,
    event_outcomes,
    order_outcomes,
    uniform_outcomes,
)
from schemas import codes
from schemas.frame_checks import check_frames
from schemas.statuses import Outcome
from schemas.stored_frames import empty
from schemas.stored_tables import RECORD

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class StageRows:
    """What became of the rows of all stages.

    orders: with their results. events: frame `event_and_refund_results`. held: rows that wait for their order (frame
    `waiting_rows`). foreign: order rows of orders that the marketplace ships, with `is_open_here`.
    """

    orders: pd.DataFrame
    events: pd.DataFrame
    held: pd.DataFrame
    foreign: pd.DataFrame


@dataclass(frozen=True, slots=True)
class RunOutcomes:
    """Records with their outcome, message lines, held records that are let go, records that belong to no order.

    Frames `record_outcomes`, `messages`, `expired_records`, `foreign_records`.
    """

    records: pd.DataFrame
    messages: pd.DataFrame
    expired: pd.DataFrame
    foreign: pd.DataFrame


def outcomes_of_run(rows: StageRows, zone: ZoneInfo, as_of: pd.Timestamp, hold_days: int) -> RunOutcomes:
    """The outcome of every record, and its messages. Held records expire `hold_days` after they were first held."""
    held = rows.held
    check_frames(waiting_rows=held)
    is_expired = held["expired"]
    is_foreign = is_expired & held["by_sku"]
    until = day_text(held_until(held["since"].fillna(as_of), zone, hold_days), zone)
    nobodys = held[is_foreign]
    is_open_here = rows.foreign["is_open_here"].astype(bool)
    contested = rows.foreign[is_open_here]
    theirs = rows.foreign[~is_open_here]
    foreign = pd.concat([theirs, nobodys], ignore_index=True)
    order_records, order_messages = order_outcomes(rows.orders, zone)
    no_messages = empty("messages")
    parts = [
        (order_records, order_messages),
        event_outcomes(rows.events, zone),
        uniform_outcomes(held[is_expired & ~is_foreign], Outcome.REJECTED, codes.ORDER_UNKNOWN),
        uniform_outcomes(held[~is_expired], Outcome.HELD, codes.HELD, "order", until[~is_expired]),
        uniform_outcomes(nobodys, Outcome.UNCHANGED, codes.UNCHANGED),
        (uniform_outcomes(theirs, Outcome.UNCHANGED, codes.UNCHANGED)[0], no_messages),
        uniform_outcomes(contested, Outcome.WARNING, codes.ORDER_CONFLICT, column="fulfillment-channel"),
    ]
    outcomes = RunOutcomes(
        records=pd.concat([records for records, _ in parts if len(records)] or [order_records], ignore_index=True),
        messages=pd.concat([messages for _, messages in parts if len(messages)] or [no_messages], ignore_index=True),
        expired=held.loc[is_expired, RECORD].drop_duplicates(),
        foreign=foreign[[*RECORD, "order_id"]].drop_duplicates(RECORD),
    )
    check_frames(expired_records=outcomes.expired, foreign_records=outcomes.foreign)
    return outcomes
