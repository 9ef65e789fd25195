"""Step 6.4: settlement periods, one after the other without a gap, and what is paid for each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import pairwise
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.money.amount_kinds import BROUGHT_FORWARD, CARRIED_FORWARD, AmountKind
from pipeline.money.sale_postings import LEDGER
from schemas.columns import CURRENCY
from schemas.keys import FIRST_NAMED_KEY
from schemas.stored_tables import BLANK

RULE = "6.4"
_NO_TEXT = ("order_id", "order_item_id", "sku", "parcel", "adjustment_id", "adjustment")


class SettlementTerms(Protocol):
    """When and how a seller is paid: the settings of [settlement]."""

    @property
    def cycle_days(self) -> int:
        """Length of a period, in calendar days of the business zone."""

    @property
    def anchor(self) -> datetime:
        """An instant at which a period begins."""

    @property
    def deposit_lag_days(self) -> int:
        """Calendar days from the end of a period to its deposit."""

    @property
    def minimum_yen(self) -> int:
        """A balance below this is carried forward."""


@dataclass(frozen=True)
class LedgerPosition:
    """Where the books stand between two runs: the end of the last closed period (None: none yet), yen carried on."""

    closed_until: pd.Timestamp | None = None
    carried: int = 0


@dataclass(frozen=True)
class Settlement:
    """One period [start, end), instants in UTC, yen.

    `total` is the sum of `rows`: the deposit of a closed period, the balance so far of the open one. `rows` are the
    ledger's and those of the balances `brought` and `carried`, by posted, order_id, order_item_id, parcel, kind.
    """

    settlement_id: str
    start: pd.Timestamp
    end: pd.Timestamp
    deposit_at: pd.Timestamp
    total: int
    closed: bool
    brought: int
    carried: int
    rows: pd.DataFrame


@dataclass(frozen=True)
class SettlementClosing:
    """What a run closed: settlements in order of time, the last one open; each given row's; the position after it.

    `settlement_id` has the index of the rows given: the closed settlement that holds the row, "" while it is open.
    """

    settlements: tuple[Settlement, ...]
    settlement_id: pd.Series
    position: LedgerPosition


@dataclass(frozen=True)
class _Period:
    start: pd.Timestamp
    end: pd.Timestamp
    closed: bool


@dataclass(frozen=True)
class _Calendar:
    terms: SettlementTerms
    zone: tzinfo

    def boundary(self, number: int) -> pd.Timestamp:
        """The start of period `number`, counted from the anchor: the same time of day in the business zone."""
        return _days_after(self.terms.anchor, number * self.terms.cycle_days, self.zone)

    def period_of(self, moment: pd.Timestamp) -> int:
        """The number of the period in which an instant lies."""
        anchor = self.terms.anchor.astimezone(self.zone).replace(tzinfo=None)
        local: datetime = moment.to_pydatetime().astimezone(self.zone).replace(tzinfo=None)
        return (local - anchor) // timedelta(days=self.terms.cycle_days)

    def bounds(self, start: pd.Timestamp, as_of: pd.Timestamp) -> list[pd.Timestamp]:
        """The start, and the end of every period from it on up to the first that is after `as_of`."""
        found, number = [start], self.period_of(start)
        while len(found) == 1 or found[-1] <= as_of:
            number += 1
            found.append(self.boundary(number))
        return found


def close(
    unsettled: pd.DataFrame, terms: SettlementTerms, zone: tzinfo, as_of: pd.Timestamp, last: LedgerPosition
) -> SettlementClosing:
    """Close every period that has ended at `as_of`, in order, and show the open one as it stands.

    `unsettled`: rows of the ledger, all its columns, that no closed settlement holds yet; `last`: the position after
    the run before. The first period is the one that holds the earliest posting. A closed period without rows and
    without a balance brought forward has no settlement. A row posted before the first period is paid with that one.
    """
    bounds = _Calendar(terms, zone).bounds(_start(unsettled, terms, zone, as_of, last), as_of)
    ends = pd.DatetimeIndex(bounds[1:-1], dtype="datetime64[us, UTC]")
    period = np.asarray(ends.searchsorted(pd.DatetimeIndex(unsettled["posted"]).as_unit("us"), side="right"))
    place = _order(unsettled, period)
    cuts = np.searchsorted(period[place], np.arange(len(bounds)))
    settlements: list[Settlement] = []
    carried = last.carried
    for number, (start, end) in enumerate(pairwise(bounds)):
        own, closed = place[cuts[number] : cuts[number + 1]], number < len(ends)
        if closed and not len(own) and not carried:
            continue
        rows = unsettled[list(LEDGER)].take(own)
        settlements.append(_settle(rows, _Period(start, end, closed=closed), terms, zone, carried))
        carried = settlements[-1].carried if closed else carried
    names = pd.Series([*(_name(end, zone) for end in ends), ""], dtype="str")
    held_by = names.take(period).set_axis(unsettled.index)
    return SettlementClosing(
        tuple(settlements), held_by, LedgerPosition(ends[-1] if len(ends) else last.closed_until, carried)
    )


def _start(
    unsettled: pd.DataFrame, terms: SettlementTerms, zone: tzinfo, as_of: pd.Timestamp, last: LedgerPosition
) -> pd.Timestamp:
    if last.closed_until is not None:
        return last.closed_until
    calendar = _Calendar(terms, zone)
    return calendar.boundary(calendar.period_of(as_of if unsettled.empty else unsettled["posted"].min()))


def _settle(rows: pd.DataFrame, period: _Period, terms: SettlementTerms, zone: tzinfo, brought: int) -> Settlement:
    """The settlement of a period that holds these rows. What a reserve holds back would be taken off gross here."""
    gross = brought + int(rows["amount"].sum())
    carried = gross if period.closed and gross < terms.minimum_yen else 0
    balances = [
        _balance(kind, amount, period.start)
        for kind, amount in ((BROUGHT_FORWARD, brought), (CARRIED_FORWARD, -carried))
        if amount
    ]
    return Settlement(
        settlement_id=_name(period.end, zone),
        start=period.start,
        end=period.end,
        deposit_at=_days_after(period.end, terms.deposit_lag_days, zone),
        total=gross - carried,
        closed=period.closed,
        brought=brought,
        carried=carried,
        rows=_among(rows, balances, period.start),
    )


def _among(rows: pd.DataFrame, balances: list[pd.DataFrame], start: pd.Timestamp) -> pd.DataFrame:
    """The rows in their order, the balances before the first that is not posted before the start."""
    before = int(rows["posted"].searchsorted(start)) if balances else 0
    parts = [rows.iloc[:before], *balances, rows.iloc[before:]]
    return pd.concat([part for part in parts if len(part)] or [rows], ignore_index=True)


def _balance(kind: AmountKind, amount: int, at: pd.Timestamp) -> pd.DataFrame:
    """The row of a balance, dated at the start of its period; it belongs to no order."""
    row: dict[str, Any] = dict.fromkeys(_NO_TEXT, "")
    row |= dict.fromkeys(("order_key", "item_key", "quantity", "feed", "record"), BLANK)
    row |= {"kind": kind.code, "amount": amount, "currency": CURRENCY, "posted": at, "transacted": at, "rule": RULE}
    row |= dict(zip(AmountKind._fields[1:], kind[1:], strict=True))
    return pd.DataFrame([row], columns=list(LEDGER))


def _order(rows: pd.DataFrame, period: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Positions of the rows by period, posted, order_id, order_item_id, parcel, kind, then feed and record.

    Refunds, which name no parcel, come after all parcels of their item.
    """
    orders = rows["order_key"].to_numpy()  # keys of 3-7-7 digits sort as their text does, and so do item keys
    if orders.max(initial=0) >= FIRST_NAMED_KEY:
        orders = pd.factorize(rows["order_id"], sort=True)[0]
    named = pd.factorize(rows["parcel"], sort=True)[0]
    parcels = np.where(rows["parcel"] == "", len(rows), named)
    least_first = [rows[name].to_numpy() for name in ("record", "feed", "kind")]
    posted = rows["posted"].dt.tz_localize(None).to_numpy()
    return np.lexsort([*least_first, parcels, rows["item_key"].to_numpy(), orders, posted, period])


def _name(end: pd.Timestamp, zone: tzinfo) -> str:
    return f"OM-{end.to_pydatetime().astimezone(zone):%Y%m%d}"


def _days_after(moment: pd.Timestamp, days: int, zone: tzinfo) -> pd.Timestamp:
    """The same time of day in the zone, some calendar days later."""
    return _instant(moment.astimezone(zone) + timedelta(days=days))


def _instant(moment: datetime) -> pd.Timestamp:
    return pd.Timestamp(moment.astimezone(UTC)).as_unit("us")
