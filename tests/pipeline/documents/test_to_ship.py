"""What is to ship, from arrays: as the rules say it of frames, in any zone and at any time."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from pipeline.documents.ship_days import NEVER, OpenItems, OpenOrders, ship_days
from pipeline.documents.to_ship import to_ship_entries
from pipeline.lifecycle.deadlines import latest_ship_date, warned_from
from pipeline.model.order_state import open_units, statuses
from pipeline.model.ship_marks import is_not_to_ship_yet
from reports.report_rows import business_day, business_days
from schemas import instant_texts
from schemas.statuses import STATUSES_TO_SHIP

ZONES = st.sampled_from([ZoneInfo(name) for name in ("Asia/Tokyo", "America/New_York", "UTC", "America/Santiago")])
START = datetime(2026, 3, 1, tzinfo=UTC)
# Minutes within some weeks around changes of the clock, and the last and first microseconds of days.
MOMENTS = st.builds(
    lambda minutes, micros: START + timedelta(minutes=30 * minutes, microseconds=micros),
    st.integers(0, 48 * 60),
    st.sampled_from([-1, 0, 1]),
)
SOME_MOMENTS = st.one_of(st.none(), MOMENTS)
INSTANTS = ("verified", "not_in_marketplace", "latest_ship", "promise", "cut_off")


@st.composite
def open_books(draw):
    """Frames of open orders and of their items."""
    keys = sorted(draw(st.sets(st.integers(1, 50), max_size=6)))
    facts = {name: [draw(SOME_MOMENTS) for _ in keys] for name in INSTANTS}
    orders = pd.DataFrame({"order_key": np.array(keys, np.int64)}).assign(
        **{name: pd.Series(values, dtype="datetime64[us, UTC]") for name, values in facts.items()},
        waived=np.array([draw(st.booleans()) for _ in keys], bool),
    )
    rows = [
        (key, 2, draw(st.integers(0, 1)), draw(st.integers(0, 1)), draw(st.sampled_from([0, 0, 4])))
        for key in keys
        for _ in range(draw(st.integers(0, 3)))
    ]
    columns = ["order_key", "ordered", "shipped", "canceled", "hold"]
    return orders, pd.DataFrame(rows, columns=columns).astype("int64")


def entries_of_frames(orders, items, clock, zone):
    """The same of frames, by the rules that a run goes by."""
    is_open = open_units(items) > 0
    with_open = orders["order_key"].isin(items.loc[is_open, "order_key"])
    is_to_ship = statuses(orders, items).isin(STATUSES_TO_SHIP) & with_open
    may = is_open & ~is_not_to_ship_yet(orders, items)
    may_ship = is_to_ship & orders["order_key"].isin(items.loc[may, "order_key"])
    promised = business_days(latest_ship_date(orders), zone)
    today = business_day(clock, zone)
    is_near = is_to_ship & ~orders["waived"] & (warned_from(orders["cut_off"], zone) <= clock)
    masks = {"all": may_ship, "today": may_ship & (promised == today), "overdue": may_ship & (promised < today)}
    keys = {name: orders.loc[mask, "order_key"].tolist() for name, mask in (masks | {"auto_cancel": is_near}).items()}
    return {"day": str(today)} | {name: {"count": len(of_name), "orders": of_name} for name, of_name in keys.items()}


def micros(column):
    return np.where(column.isna(), NEVER, instant_texts.micros(column))


def part_of(facts, of_items, rest):
    """The orders whose keys, halved, leave this rest."""
    return tuple(type(part)(*(values[part.order_key % 2 == rest] for values in part)) for part in (facts, of_items))


@given(book=open_books(), clock=MOMENTS, zone=ZONES)
def test_arrays_say_what_the_rules_say_of_frames(book, clock, zone):
    orders, items = book
    facts = OpenOrders(
        order_key=orders["order_key"].to_numpy(),
        verified=orders["verified"].notna().to_numpy(),
        missing=orders["not_in_marketplace"].notna().to_numpy(),
        waived=orders["waived"].to_numpy(),
        promised=micros(latest_ship_date(orders)),
        cut_off=micros(orders["cut_off"]),
    )
    of_items = OpenItems(items["order_key"].to_numpy(), open_units(items).to_numpy(), items["hold"].to_numpy())
    days = ship_days([(facts, of_items)], zone, lambda keys: keys.tolist())
    entries = to_ship_entries(days, clock, zone)
    assert entries == entries_of_frames(orders, items, pd.Timestamp(clock).as_unit("us"), zone)
    parts = [part_of(facts, of_items, rest) for rest in (1, 0)]
    assert ship_days(parts, zone, lambda keys: keys.tolist()) == days
    # Who is shown the first two alone sees the same ones, and how many there are.
    few = to_ship_entries(ship_days([(facts, of_items)], zone, lambda keys: keys[:2].tolist()), clock, zone)
    for name in ("all", "today", "overdue", "auto_cancel"):
        assert (few[name]["count"], few[name]["orders"][:2]) == (entries[name]["count"], entries[name]["orders"][:2])
