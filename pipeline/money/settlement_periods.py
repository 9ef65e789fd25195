"""Step 6.4: settlement periods, one after the other without a gap, and what is paid for each.

Three postings, periods of 14 days from 1 October: the first period has ended, the second is open.

>>> from datetime import UTC, datetime
>>> from types import SimpleNamespace
>>> anchor = datetime(2026, 10, 1, tzinfo=UTC)
>>> terms = SimpleNamespace(cycle_days=14, anchor=anchor, deposit_lag_days=3, minimum_yen=0)
>>> ledger = pd.DataFrame(dict.fromkeys(LEDGER, ""), index=range(3)).assign(order_key=1, item_key=2)
>>> ledger["posted"] = pd.to_datetime(["2026-10-05T00:00Z", "2026-10-14T23:59Z", "2026-10-15T00:00Z"])
>>> ledger["amount"] = [2000, -300, 1000]
>>> closing = close_ended(ledger, terms, UTC, pd.Timestamp("2026-10-20T00:00Z"), LedgerPosition())
>>> [(period.settlement_id, period.closed, period.total) for period in closing.settlements]
[('OM-20261015', True, 1700), ('OM-20261029', False, 1000)]
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.money.account_rows import AccountAmount, account_rows
from pipeline.money.amount_kinds import BROUGHT_FORWARD, CARRIED_FORWARD
from pipeline.money.sale_postings import LEDGER
from pipeline.money.settlement_calendar import SettlementCalendar, SettlementTerms, days_after
from schemas.keys import FIRST_DICTIONARY_KEY

RULE = "6.4"
AFTER_ALL_SHIPMENTS = 1 << 62
"""Where a row stands among the shipments of its item that is of none."""


@dataclass(frozen=True)
class LedgerPosition:
    """Where the ledger stands between two runs: the end of the last closed period, and the yen carried on from it.

    closed_until is None before the first period has closed.
    """

    closed_until: pd.Timestamp | None = None
    carried_forward: int = 0


@dataclass(frozen=True)
class Settlement:
    """One period [start, end), instants in UTC, yen.

    `total` is the sum of `rows`: the deposit of a closed period, the balance so far of the open one. `rows` (frame
    `ledger`) are the ledger's and those of the balances brought and carried forward, by posted, order_id,
    order_item_id, parcel, kind.
    """

    settlement_id: str
    start: pd.Timestamp
    end: pd.Timestamp
    deposit_at: pd.Timestamp
    total: int
    closed: bool
    brought_forward: int
    carried_forward: int
    rows: pd.DataFrame


@dataclass(frozen=True)
class SettlementClosing:
    """What a run closed: settlements in order of time, the last one open, and the position after it.

    `settlement_id`, by the index of the unsettled rows: the closed settlement that holds the row, "" while it is open.
    """

    settlements: tuple[Settlement, ...]
    settlement_id: pd.Series
    position: LedgerPosition


@dataclass(frozen=True)
class _Period:
    start: pd.Timestamp
    end: pd.Timestamp
    is_closed: bool


def close_ended(
    unsettled: pd.DataFrame, terms: SettlementTerms, zone: tzinfo, as_of: pd.Timestamp, last: LedgerPosition
) -> SettlementClosing:
    """Close every period that has ended at `as_of`, in order, and show the open one as it stands.

    unsettled: frame `unsettled_ledger`; `last`: the position after the run before. The first period is the one that
    holds the earliest posting. A closed period without rows and without a balance brought forward has no settlement. A
    row posted before the first period is paid with that one.
    """
    bounds = SettlementCalendar(terms, zone).bounds(_first_start(unsettled, terms, zone, as_of, last), as_of)
    ends = bounds[1:-1]
    period_pos = _period_positions(unsettled, ends)
    settlements, carried = _settle_periods(unsettled, period_pos, bounds, terms, zone, last.carried_forward)
    names = pd.Series([*(_settlement_id(end, zone) for end in ends), ""], dtype="str")
    settlement_id = names.take(period_pos).set_axis(unsettled.index)
    position = LedgerPosition(ends[-1] if ends else last.closed_until, carried)
    return SettlementClosing(settlements, settlement_id, position)


def _first_start(
    unsettled: pd.DataFrame, terms: SettlementTerms, zone: tzinfo, as_of: pd.Timestamp, last: LedgerPosition
) -> pd.Timestamp:
    if last.closed_until is not None:
        return last.closed_until
    calendar = SettlementCalendar(terms, zone)
    return calendar.boundary(calendar.period_of(as_of if unsettled.empty else unsettled["posted"].min()))


def _period_positions(rows: pd.DataFrame, ends: list[pd.Timestamp]) -> npt.NDArray[np.int64]:
    """The period in which each row lies, from 0; behind the last end the open one."""
    closed_ends = pd.DatetimeIndex(ends, dtype="datetime64[us, UTC]")
    return np.asarray(closed_ends.searchsorted(pd.DatetimeIndex(rows["posted"]).as_unit("us"), side="right"))


def _settle_periods(
    unsettled: pd.DataFrame,
    period_pos: npt.NDArray[np.int64],
    bounds: list[pd.Timestamp],
    terms: SettlementTerms,
    zone: tzinfo,
    carried: int,
) -> tuple[tuple[Settlement, ...], int]:
    """The settlements of the periods between the bounds, the last one open, and what the last closed one carries on."""
    row_pos = _settlement_order(unsettled, period_pos)
    # Sorted by period, the rows of period k stand from cuts[k] to cuts[k + 1].
    cuts = np.searchsorted(period_pos[row_pos], np.arange(len(bounds)))
    open_number = len(bounds) - 2
    settlements: list[Settlement] = []
    for number, (start, end) in enumerate(pairwise(bounds)):
        period = _Period(start, end, is_closed=number < open_number)
        own_pos = row_pos[cuts[number] : cuts[number + 1]]
        if period.is_closed and not len(own_pos) and not carried:
            continue
        rows = unsettled[list(LEDGER)].take(own_pos)
        settlements.append(_settlement(rows, period, terms, zone, carried))
        carried = settlements[-1].carried_forward if period.is_closed else carried
    return tuple(settlements), carried


def _settlement(rows: pd.DataFrame, period: _Period, terms: SettlementTerms, zone: tzinfo, brought: int) -> Settlement:
    """The settlement of a period that holds these rows. What a reserve holds back would be taken off gross here."""
    gross = brought + int(rows["amount"].sum())
    carried = gross if period.is_closed and gross < terms.minimum_yen else 0
    balances = [
        account_rows(kind, [AccountAmount(amount, period.start)], RULE)
        for kind, amount in ((BROUGHT_FORWARD, brought), (CARRIED_FORWARD, -carried))
        if amount
    ]
    return Settlement(
        settlement_id=_settlement_id(period.end, zone),
        start=period.start,
        end=period.end,
        deposit_at=days_after(period.end, terms.deposit_lag_days, zone),
        total=gross - carried,
        closed=period.is_closed,
        brought_forward=brought,
        carried_forward=carried,
        rows=_with_balances(rows, balances, period.start),
    )


def _with_balances(rows: pd.DataFrame, balances: list[pd.DataFrame], start: pd.Timestamp) -> pd.DataFrame:
    """The rows in their order, the balances before the first that is not posted before the start."""
    before = int(rows["posted"].searchsorted(start)) if balances else 0
    parts = [rows.iloc[:before], *balances, rows.iloc[before:]]
    return pd.concat([part for part in parts if len(part)] or [rows], ignore_index=True)


def _settlement_order(rows: pd.DataFrame, period_pos: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Positions of the rows by period, then as step 6.4.5 says: parcels by their number; at last feed and record.

    Refunds, which name no parcel, come after all parcels of their item.
    """
    orders = rows["order_key"].to_numpy()  # keys of 3-7-7 digits sort as their text does, and so do item keys
    if orders.max(initial=0) >= FIRST_DICTIONARY_KEY:
        orders = pd.factorize(rows["order_id"], sort=True)[0]
    has_shipment = rows["parcel"] != ""
    numbers = rows["parcel"].where(has_shipment, "0").astype("int64").to_numpy()
    shipments = np.where(has_shipment, numbers, AFTER_ALL_SHIPMENTS)
    # lexsort takes the key that counts least first.
    least_first = [rows[name].to_numpy() for name in ("record", "feed", "kind")]
    posted = rows["posted"].dt.tz_localize(None).to_numpy()
    return np.lexsort([*least_first, shipments, rows["item_key"].to_numpy(), orders, posted, period_pos])


def _settlement_id(end: pd.Timestamp, zone: tzinfo) -> str:
    return f"OM-{end.to_pydatetime().astimezone(zone):%Y%m%d}"
