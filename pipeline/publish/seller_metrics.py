"""The figures of a seller, an estimate: cancel rate, late shipments, tracking, days to confirmation (order process).

Counters live in a small stored table (day of verification, measure, bucket, count) and a run adds what it changed, so
that no night reads history. Rates are basis points; nothing here is the marketplace's own figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from pipeline.model.order_state import OrderState, before_our_time
from pipeline.model.sorted_keys import positions
from schemas.statuses import CANCELED_BY
from schemas.stored_frames import conform

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

KEPT_DAYS = 31
WHOLE_BP = 10_000
NOT_IN_FEEDS = "not in the feeds"
VERIFIED, CANCELED, CONFIRMED, LATE = "verified", "canceled", "confirmed", "late"
PARCELS, TRACKED, DAYS = "parcels", "tracked", "days"
DAYS_WINDOW = 30
_KEY = ["day", "measure", "bucket"]
_SELLERS = [number for number, who in enumerate(CANCELED_BY) if who == "seller"]


@dataclass(frozen=True, slots=True)
class MetricRate:
    """A figure: so many of so many over the last days, and the limit: a part at most (or at least) in basis points."""

    name: str
    of: str
    among: str
    days: int
    limit_bp: int
    at_least: bool = False


RATES = (
    MetricRate("pre-fulfilment-cancel-rate", CANCELED, VERIFIED, 7, 250),
    MetricRate("late-shipment-rate-10-days", LATE, CONFIRMED, 10, 400),
    MetricRate("late-shipment-rate-30-days", LATE, CONFIRMED, 30, 400),
    MetricRate("valid-tracking-rate", TRACKED, PARCELS, 30, 9_500, at_least=True),
)


def count_metrics(
    before: pd.DataFrame, earlier: OrderState, later: OrderState, zone: ZoneInfo, as_of: pd.Timestamp
) -> pd.DataFrame:
    """The counters after a run: those before it, and what its orders add now less what they added then.

    before: the stored table. earlier, later: the book around the run. Days of the business zone more than a month ago
    are dropped.
    """
    first = _first_day(as_of, zone, KEPT_DAYS)
    then, now = (_counted(book, zone, first) for book in (earlier, later))
    every = pd.concat([before, now, then.assign(count=-then["count"])], ignore_index=True)
    summed = every.groupby(_KEY, dropna=False, as_index=False)["count"].sum()
    kept = summed[(summed["count"] != 0) & (summed["day"] >= first)]
    return conform("metrics", kept.sort_values(_KEY, ignore_index=True))


def metrics_document(metrics: pd.DataFrame, as_of: pd.Timestamp, zone: ZoneInfo) -> dict[str, Any]:
    """The figures of run.json, over the orders verified in the days that end at `as_of`.

    A rate is null where there is nothing to count. `left` is how many more orders (parcels, for tracking) may go wrong
    before the limit is passed, below 0 how many are too many.
    """
    return {
        "estimate": True,
        **{rate.name: _rate(metrics, rate, as_of, zone) for rate in RATES},
        "days-to-confirmation": _days(metrics, as_of, zone),
        "order-defect-rate": NOT_IN_FEEDS,
    }


def _counted(book: OrderState, zone: ZoneInfo, first: str) -> pd.DataFrame:
    """What the orders of a book, verified on `first` or later, add to the counters: day, measure, bucket, count."""
    orders = book.orders[book.orders["verified"].notna() & ~before_our_time(book.orders)]
    day = _day(orders["verified"], zone)
    orders, day = orders[day >= first].reset_index(drop=True), day[day >= first].reset_index(drop=True)
    parcels = book.parcels[~book.parcels["elsewhere"]]
    in_parcels = _places(orders, parcels)
    confirmed = _hit(orders, in_parcels)
    waited = _waited(orders, parcels[in_parcels >= 0], in_parcels[in_parcels >= 0], zone)
    lost = book.items[(book.items["canceled"] > 0) & book.items["cause"].isin(_SELLERS)]
    rows = [
        (VERIFIED, np.arange(len(orders))),
        (CANCELED, np.flatnonzero(_hit(orders, _places(orders, lost)))),
        (CONFIRMED, np.flatnonzero(confirmed)),
        (LATE, np.flatnonzero(_hit(orders, in_parcels[parcels["late"].to_numpy(bool)]))),
        (PARCELS, in_parcels[in_parcels >= 0]),
        (TRACKED, in_parcels[(in_parcels >= 0) & (parcels["tracking"] != "").to_numpy(bool)]),
    ]
    parts = [pd.DataFrame({"day": day.take(at), "measure": measure, "bucket": 0}) for measure, at in rows]
    parts.append(pd.DataFrame({"day": day[confirmed], "measure": DAYS, "bucket": waited[confirmed]}))
    every = pd.concat(parts, ignore_index=True).groupby(_KEY, dropna=False, as_index=False).size()
    return conform("metrics", every.rename(columns={"size": "count"}))


def _places(orders: pd.DataFrame, rows: pd.DataFrame) -> np.ndarray:
    return positions(orders["order_key"].to_numpy(), rows["order_key"].to_numpy())


def _hit(orders: pd.DataFrame, at: np.ndarray) -> np.ndarray:
    """Which orders stand among positions; -1 is none."""
    hit = np.zeros(len(orders), bool)
    hit[at[at >= 0]] = True
    return hit


def _waited(orders: pd.DataFrame, parcels: pd.DataFrame, at: np.ndarray, zone: ZoneInfo) -> np.ndarray:
    """Business days from verification to the first confirmation of each order; 0 where there is none."""
    first = parcels["received"].groupby(at, dropna=False).min().reindex(range(len(orders)))
    days = (_midnight(first, zone) - _midnight(orders["verified"], zone)).dt.days
    return days.fillna(0).clip(lower=0).to_numpy().astype(np.int64)


def _midnight(instants: pd.Series, zone: ZoneInfo) -> pd.Series:
    return instants.dt.tz_convert(zone).dt.tz_localize(None).dt.normalize()


def _day(instants: pd.Series, zone: ZoneInfo) -> pd.Series:
    """The business day of each instant as text: few different ones stand in many rows."""
    days, place = np.unique(_midnight(instants, zone).to_numpy().astype("datetime64[D]"), return_inverse=True)
    return pd.Series(days.astype("str"), dtype="str").take(place).set_axis(instants.index)


def _first_day(as_of: pd.Timestamp, zone: ZoneInfo, days: int) -> str:
    """The first of so many business days of which the last is that of `as_of`."""
    return str((as_of.tz_convert(zone).tz_localize(None).normalize() - pd.Timedelta(days - 1, "D")).date())


def _sum(metrics: pd.DataFrame, measure: str, first: str) -> int:
    return int(metrics.loc[(metrics["measure"] == measure) & (metrics["day"] >= first), "count"].sum())


def _rate(metrics: pd.DataFrame, rate: MetricRate, as_of: pd.Timestamp, zone: ZoneInfo) -> dict[str, Any]:
    first = _first_day(as_of, zone, rate.days)
    some, whole = (_sum(metrics, measure, first) for measure in (rate.of, rate.among))
    wrong, may_be_wrong = (whole - some, WHOLE_BP - rate.limit_bp) if rate.at_least else (some, rate.limit_bp)
    return {
        "days": rate.days,
        "numerator": some,
        "denominator": whole,
        "rate_bp": (2 * WHOLE_BP * some + whole) // (2 * whole) if whole else None,
        "limit_bp": rate.limit_bp,
        "limit": "at least" if rate.at_least else "at most",
        "left": whole * may_be_wrong // WHOLE_BP - wrong,
    }


def _days(metrics: pd.DataFrame, as_of: pd.Timestamp, zone: ZoneInfo) -> dict[str, Any]:
    """Median and 90th percentile: the smallest number of days within which that part of the orders was confirmed."""
    first = _first_day(as_of, zone, DAYS_WINDOW)
    mine = metrics[(metrics["measure"] == DAYS) & (metrics["day"] >= first)]
    by_days = mine.groupby("bucket", dropna=False)["count"].sum().sort_index()
    whole, reached = int(by_days.sum()), by_days.cumsum() * 100
    at = {name: int((reached < whole * part).sum()) for name, part in (("median", 50), ("percentile_90", 90))}
    found = {name: int(by_days.index[place]) if whole else None for name, place in at.items()}
    return {"days": DAYS_WINDOW, "orders": whole, **found}
