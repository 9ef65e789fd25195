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
_SELLER_CAUSES = [number for number, who in enumerate(CANCELED_BY) if who == "seller"]


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

    before: frame `metrics`. earlier, later: the state around the run. Days of the business zone more than a month ago
    are dropped.
    """
    first = _first_day(as_of, zone, KEPT_DAYS)
    if later.orders.empty:
        return before[before["day"] >= first].reset_index(drop=True)
    added_earlier = _counters_of(earlier, zone, first)
    added_later = _counters_of(later, zone, first)
    rows = pd.concat([before, added_later, added_earlier.assign(count=-added_earlier["count"])], ignore_index=True)
    counters = rows.groupby(_KEY, dropna=False, as_index=False)["count"].sum()
    kept = counters[(counters["count"] != 0) & (counters["day"] >= first)]
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


def _counters_of(state: OrderState, zone: ZoneInfo, first: str) -> pd.DataFrame:
    """What the orders verified on `first` or later add to the counters: day, measure, bucket, count."""
    verified = state.orders[state.orders["verified"].notna() & ~before_our_time(state.orders)]
    verified_day = _day(verified["verified"], zone)
    is_recent = verified_day >= first
    orders = verified[is_recent].reset_index(drop=True)
    day = verified_day[is_recent].reset_index(drop=True)
    positions_of = _measured_positions(state, orders)
    parts = [
        pd.DataFrame({"day": day.take(order_pos), "measure": measure, "bucket": 0})
        for measure, order_pos in positions_of.items()
    ]
    confirmed = positions_of[CONFIRMED]
    waited = _days_to_confirmation(state, orders, zone)[confirmed]
    parts.append(pd.DataFrame({"day": day.take(confirmed), "measure": DAYS, "bucket": waited}))
    counted = pd.concat(parts, ignore_index=True).groupby(_KEY, dropna=False, as_index=False).size()
    return conform("metrics", counted.rename(columns={"size": "count"}))


def _measured_positions(state: OrderState, orders: pd.DataFrame) -> dict[str, np.ndarray]:
    """For each measure the positions of the orders that it counts, where it counts shipments one for each of them."""
    shipments = state.parcels[~state.parcels["elsewhere"]]
    order_pos = _positions_of(orders, shipments)
    is_known = order_pos >= 0
    is_canceled = (state.items["canceled"] > 0) & state.items["cause"].isin(_SELLER_CAUSES)
    return {
        VERIFIED: np.arange(len(orders)),
        CANCELED: _distinct(_positions_of(orders, state.items[is_canceled])),
        CONFIRMED: _distinct(order_pos),
        LATE: _distinct(order_pos[shipments["late"].to_numpy(bool)]),
        PARCELS: order_pos[is_known],
        TRACKED: order_pos[is_known & (shipments["tracking"] != "").to_numpy(bool)],
    }


def _positions_of(orders: pd.DataFrame, rows: pd.DataFrame) -> np.ndarray:
    return positions(orders["order_key"].to_numpy(), rows["order_key"].to_numpy())


def _distinct(order_pos: np.ndarray) -> np.ndarray:
    """Each position once, sorted; -1 is none."""
    return np.unique(order_pos[order_pos >= 0])


def _days_to_confirmation(state: OrderState, orders: pd.DataFrame, zone: ZoneInfo) -> np.ndarray:
    """Business days from verification to the first confirmation of each order; 0 where there is none."""
    shipments = state.parcels[~state.parcels["elsewhere"]]
    order_pos = _positions_of(orders, shipments)
    is_known = order_pos >= 0
    received = shipments.loc[is_known, "received"].groupby(order_pos[is_known], dropna=False).min()
    first = received.reindex(range(len(orders)))
    days = (_midnight(first, zone) - _midnight(orders["verified"], zone)).dt.days
    return days.fillna(0).clip(lower=0).to_numpy().astype(np.int64)


def _midnight(instants: pd.Series, zone: ZoneInfo) -> pd.Series:
    return instants.dt.tz_convert(zone).dt.tz_localize(None).dt.normalize()


def _day(instants: pd.Series, zone: ZoneInfo) -> pd.Series:
    """The business day of each instant as text: few different ones stand in many rows."""
    days, day_pos = np.unique(_midnight(instants, zone).to_numpy().astype("datetime64[D]"), return_inverse=True)
    return pd.Series(days.astype("str"), dtype="str").take(day_pos).set_axis(instants.index)


def _first_day(as_of: pd.Timestamp, zone: ZoneInfo, days: int) -> str:
    """The first of so many business days of which the last is that of `as_of`."""
    return str((as_of.tz_convert(zone).tz_localize(None).normalize() - pd.Timedelta(days - 1, "D")).date())


def _sum(metrics: pd.DataFrame, measure: str, first: str) -> int:
    return int(metrics.loc[(metrics["measure"] == measure) & (metrics["day"] >= first), "count"].sum())


def _rate(metrics: pd.DataFrame, rate: MetricRate, as_of: pd.Timestamp, zone: ZoneInfo) -> dict[str, Any]:
    first = _first_day(as_of, zone, rate.days)
    part = _sum(metrics, rate.of, first)
    whole = _sum(metrics, rate.among, first)
    wrong = whole - part if rate.at_least else part
    allowed_bp = WHOLE_BP - rate.limit_bp if rate.at_least else rate.limit_bp
    return {
        "days": rate.days,
        "numerator": part,
        "denominator": whole,
        # Rounded half up in whole numbers.
        "rate_bp": (2 * WHOLE_BP * part + whole) // (2 * whole) if whole else None,
        "limit_bp": rate.limit_bp,
        "limit": "at least" if rate.at_least else "at most",
        "left": whole * allowed_bp // WHOLE_BP - wrong,
    }


def _days(metrics: pd.DataFrame, as_of: pd.Timestamp, zone: ZoneInfo) -> dict[str, Any]:
    """Median and 90th percentile: the smallest number of days within which that part of the orders was confirmed."""
    first = _first_day(as_of, zone, DAYS_WINDOW)
    rows = metrics[(metrics["measure"] == DAYS) & (metrics["day"] >= first)]
    by_days = rows.groupby("bucket", dropna=False)["count"].sum().sort_index()
    whole = int(by_days.sum())
    reached = by_days.cumsum() * 100
    percentiles = {
        name: int(by_days.index[int((reached < whole * percent).sum())]) if whole else None
        for name, percent in (("median", 50), ("percentile_90", 90))
    }
    return {"days": DAYS_WINDOW, "orders": whole, **percentiles}
