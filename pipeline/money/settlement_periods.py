"""Step 6.4: settlement periods, one after the other without a gap, and what is paid for each.

Three postings, periods of 14 days from 1 October: the first period has ended, the second is open.

>>> from datetime import UTC, datetime
>>> from types import SimpleNamespace
>>> anchor = datetime(2026, 10, 1, tzinfo=UTC)
>>> terms = SimpleNamespace(cycle_days=14, anchor=anchor, deposit_lag_days=3, minimum_yen=0)
>>> ledger = pd.DataFrame(dict.fromkeys(UNSETTLED, ""), index=range(3)).assign(order_key=1, item_key=2)
>>> ledger["posted"] = pd.to_datetime(["2026-10-05T00:00Z", "2026-10-14T23:59Z", "2026-10-15T00:00Z"])
>>> ledger["amount"] = [2000, -300, 1000]
>>> as_of = pd.Timestamp("2026-10-20T00:00Z")
>>> closing = close_ended(ledger, terms, UTC, as_of, LedgerPosition(), OrderIds.of({}))
>>> [(period.settlement_id, period.closed, period.total) for period in closing.settlements]
[('OM-20261015', True, 1700), ('OM-20261029', False, 1000)]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.money.account_rows import AccountAmount, account_rows
from pipeline.money.amount_kinds import BROUGHT_FORWARD, CARRIED_FORWARD
from pipeline.money.settlement_calendar import SettlementCalendar, days_after
from pipeline.money.settlement_order import settlement_order
from pipeline.money.settlement_terms import SettlementTerms
from schemas.frames import FRAMES
from schemas.order_ids import OrderIds
from schemas.stored_frames import empty

RULE = "6.4"
UNSETTLED: tuple[str, ...] = FRAMES["unsettled_ledger"].names


@dataclass(frozen=True)
class LedgerPosition:
    """What the ledger has come to between two runs: the end of the last closed period, and the yen carried on from it.

    closed_until is None before the first period has closed.
    """

    closed_until: pd.Timestamp | None = None
    carried_forward: int = 0


@dataclass(frozen=True)
class FinalRows:
    """Rows of the first period that is not closed which earlier runs have put into their order and added up.

    Every other row is posted after them. count: how many, none by default; amount: their sum in yen.
    """

    count: int = 0
    amount: int = 0
    first_posted: pd.Timestamp | None = None


NONE_FINAL = FinalRows()


@dataclass(frozen=True)
class Settlement:
    """One period [start, end), instants in UTC, yen.

    `total` is the sum of all its rows: the deposit of a closed period, the balance so far of the open one. Its rows are
    those of `ledger` at `row_pos`, by posted, order, item, parcel, kind; the `balances` (brought and carried forward)
    come before the row `balance_pos` (frame `ledger`), and after them the rows that `final` has added up. `ledger`
    holds rows of other periods too (frame `unsettled_ledger`).
    """

    settlement_id: str
    start: pd.Timestamp
    end: pd.Timestamp
    deposit_at: pd.Timestamp
    total: int
    closed: bool
    brought_forward: int
    carried_forward: int
    ledger: pd.DataFrame
    row_pos: npt.NDArray[np.int64]
    balances: pd.DataFrame
    balance_pos: int
    final: FinalRows


@dataclass(frozen=True)
class SettlementClosing:
    """What a run closed: settlements in order of time, the last one open, and the position after it."""

    settlements: tuple[Settlement, ...]
    position: LedgerPosition


@dataclass(frozen=True)
class _Period:
    start: pd.Timestamp
    end: pd.Timestamp
    is_closed: bool


def close_ended(
    unsettled: pd.DataFrame,
    terms: SettlementTerms,
    zone: tzinfo,
    as_of: pd.Timestamp,
    last: LedgerPosition,
    ids: OrderIds,
    final: FinalRows = NONE_FINAL,
) -> SettlementClosing:
    """Close every period that has ended at `as_of`, in order, and show the open one as it is.

    unsettled: frame `unsettled_ledger`; `last`: the position after the run before; ids: those of the orders; final:
    what else is posted in the first period. The first period is the one that holds the earliest posting. A closed
    period without rows and without a balance brought forward has no settlement. A row posted before the first period is
    paid with that one.
    """
    calendar = SettlementCalendar(terms, zone)
    first = final.first_posted or (as_of if unsettled.empty else unsettled["posted"].min())
    bounds = calendar.bounds(first_start(calendar, first, last), as_of)
    ends = bounds[1:-1]
    period_pos = _period_positions(unsettled, ends)
    row_pos = settlement_order(unsettled, period_pos, ids)
    # Sorted by period, the rows of period k are those from cuts[k] to cuts[k + 1].
    cuts = np.searchsorted(period_pos[row_pos], np.arange(len(bounds)))
    own_pos = [row_pos[first:end] for first, end in pairwise(cuts)]
    settlements, carried = _settle_periods(unsettled, own_pos, bounds, terms, zone, last.carried_forward, final)
    return SettlementClosing(settlements, LedgerPosition(ends[-1] if ends else last.closed_until, carried))


def first_start(calendar: SettlementCalendar, first_posted: pd.Timestamp, last: LedgerPosition) -> pd.Timestamp:
    """The start of the first period that is not closed, if the first posting in it is this one."""
    if last.closed_until is not None:
        return last.closed_until
    return calendar.boundary(calendar.period_of(first_posted))


def _period_positions(rows: pd.DataFrame, ends: list[pd.Timestamp]) -> npt.NDArray[np.int64]:
    """The period in which each row lies, from 0; after the last end the open one."""
    closed_ends = pd.DatetimeIndex(ends, dtype="datetime64[us, UTC]")
    return np.asarray(closed_ends.searchsorted(pd.DatetimeIndex(rows["posted"]).as_unit("us"), side="right"))


def _settle_periods(
    unsettled: pd.DataFrame,
    own_pos: Sequence[npt.NDArray[np.int64]],
    bounds: Sequence[pd.Timestamp],
    terms: SettlementTerms,
    zone: tzinfo,
    carried: int,
    final: FinalRows,
) -> tuple[tuple[Settlement, ...], int]:
    """The settlements of the periods between the bounds, the last one open, and what the last closed one carries on.

    own_pos: by period, the positions of its rows in their order.
    """
    open_number = len(bounds) - 2
    settlements: list[Settlement] = []
    for number, (start, end) in enumerate(pairwise(bounds)):
        period = _Period(start, end, is_closed=number < open_number)
        own_final = final if number == 0 else NONE_FINAL
        if period.is_closed and not (len(own_pos[number]) or own_final.count or carried):
            continue
        settlements.append(_settlement(unsettled, own_pos[number], own_final, period, terms, zone, carried))
        carried = settlements[-1].carried_forward if period.is_closed else carried
    return tuple(settlements), carried


def _settlement(
    unsettled: pd.DataFrame,
    row_pos: npt.NDArray[np.int64],
    final: FinalRows,
    period: _Period,
    terms: SettlementTerms,
    zone: tzinfo,
    brought: int,
) -> Settlement:
    """The settlement of a period that holds these rows. What a reserve holds back would be taken off gross here."""
    gross = brought + final.amount + int(unsettled["amount"].to_numpy()[row_pos].sum())
    carried = gross if period.is_closed and gross < terms.minimum_yen else 0
    balances = [
        account_rows(kind, [AccountAmount(amount, period.start)], RULE)
        for kind, amount in ((BROUGHT_FORWARD, brought), (CARRIED_FORWARD, -carried))
        if amount
    ]
    posted = unsettled["posted"].iloc[row_pos]
    return Settlement(
        settlement_id=settlement_id(period.end, zone),
        start=period.start,
        end=period.end,
        deposit_at=days_after(period.end, terms.deposit_lag_days, zone),
        total=gross - carried,
        closed=period.is_closed,
        brought_forward=brought,
        carried_forward=carried,
        ledger=unsettled,
        row_pos=row_pos,
        balances=pd.concat([empty("ledger"), *balances], ignore_index=True),
        balance_pos=int(posted.searchsorted(period.start)) if balances else 0,
        final=final,
    )


def settlement_id(end: pd.Timestamp, zone: tzinfo) -> str:
    """The name of the settlement of a period that ends then: by the day in the business zone."""
    return f"OM-{end.to_pydatetime().astimezone(zone):%Y%m%d}"
