"""One order with very many events, by kind of event: how long the run takes in which they come."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa

from benchmarks import generate
from benchmarks.measure import Goal, Line
from benchmarks.night import known
from benchmarks.night.columns import ZONE
from benchmarks.night.world import World

EVENTS = {"small": 2_000, "medium": 20_000, "large": 100_000}
ITEMS = 1_000
UNITS = 1_000
GOAL = Goal(10.0)
PLACED, AS_OF = (f"2026-06-01T{hour:02}:00:00{ZONE}" for hour in (6, 23))


def lines(size: str, folder: Path) -> tuple[list[Line], list[str]]:
    """The rows of the table: all events of a kind come in one night, and 300 orders of others wait beside theirs."""
    placed = folder / "placed"
    known.make(placed)
    items = _place(placed)
    known.run(placed, PLACED)
    table, notes = [], []
    for what, write in KINDS.items():
        copy = folder / "copy"
        known.copy_workspace(placed, copy)
        write(copy / "inbox", items, EVENTS[size])
        known.receive(copy / "inbox", AS_OF)
        run = known.run(copy, AS_OF)
        records = json.loads(run.out)["proof"]["records"]
        shutil.rmtree(copy)
        table.append(Line(f"one order, {EVENTS[size]:,} {what}", run.cost, goal=GOAL, rows=EVENTS[size]))
        ends = ", ".join(f"{number:,} {outcome}" for outcome, number in records.items())
        notes.append(f"One order, {what}: records {ends}.")
    return table, notes


def _place(workspace: Path) -> pa.Table:
    """Usual open orders, and one of many items of many units: its rows."""
    world = World(0.001)
    generate.write_flat(workspace / "inbox" / "orders.tsv", world.verified().rows)
    usual = generate.orders(world.known + 1, 1, "2026-06-01T03:00:00", pending_share=0.0).rows.slice(0, 1)
    rows = _with_items(usual, 70_000_000_000_000, ITEMS)
    generate.write_flat(workspace / "inbox" / "long.tsv", rows)
    return rows


def _with_items(row: pa.Table, first_id: int, count: int) -> pa.Table:
    """The row for so many items of UNITS units."""
    rows = row.take(pa.array(np.zeros(count, np.int64))).combine_chunks()
    changed = {
        "order-item-id": generate.padded(np.arange(count) + first_id, 14),
        "quantity-purchased": generate.constant(str(UNITS), count),
    }
    for name, values in changed.items():
        rows = rows.set_column(rows.column_names.index(name), name, values)
    return rows


def _more_items(inbox: Path, items: pa.Table, count: int) -> None:
    """Rows of an order feed, each with an item more."""
    generate.write_flat(inbox / "more.tsv", _with_items(items.slice(0, 1), 80_000_000_000_000, count))


def _parcels(inbox: Path, items: pa.Table, count: int) -> None:
    """A parcel with a number of its own for one item after another, a unit in each; then there is nothing open."""
    places = np.arange(count)
    _write_parcels(inbox, items, places % len(items), places)


def _edits(inbox: Path, items: pa.Table, count: int) -> None:
    """Every parcel says that it is the one of the first item, which is shipped whole by the first."""
    places = np.arange(count)
    _write_parcels(inbox, items, np.zeros(count, np.int64), places, quantity=str(UNITS))


def _too_many(inbox: Path, items: pa.Table, count: int) -> None:
    """Parcels of more units than were ordered."""
    places = np.arange(count)
    _write_parcels(inbox, items, places % len(items), places, quantity=str(UNITS + 1))


def _parcels_and_cancellations(inbox: Path, items: pa.Table, count: int) -> None:
    """Half of them parcels, half of them cancellations of a unit, all received at one instant."""
    places = np.arange(count // 2)
    _write_parcels(inbox, items, places % len(items), places)
    columns = {
        "order-id": items["order-id"].take(places % len(items)),
        "amazon-order-item-code": items["order-item-id"].take(places % len(items)),
        "quantity": generate.numbers(1 + places // len(items)),
        "cancellation-reason-code": generate.constant("NoInventory", len(places)),
    }
    generate.write_flat(inbox / "canceled.tsv", pa.table(columns))


def _payments(inbox: Path, items: pa.Table, count: int) -> None:
    """The order is paid again and again."""
    columns = {
        "order-id": items["order-id"].take(np.zeros(count, np.int64)),
        "payment-status": generate.constant("Verified", count),
        "payment-date": generate.constant(PLACED, count),
        "payment-reference": generate.joined("PAY-", generate.padded(np.arange(count), 9)),
    }
    generate.write_flat(inbox / "payments.tsv", pa.table(columns))


def _write_parcels(inbox: Path, items: pa.Table, item: np.ndarray, number: np.ndarray, *, quantity: str = "1") -> None:
    columns = {
        "order-id": items["order-id"].take(item),
        "order-item-id": items["order-item-id"].take(item),
        "quantity": generate.constant(quantity, len(item)),
        "ship-date": generate.constant(AS_OF[:10], len(item)),
        "carrier-code": generate.constant("YAMATO", len(item)),
        "tracking-number": generate.joined("T", generate.padded(number, 9)),
    }
    generate.write_flat(inbox / "parcels.tsv", pa.table(columns))


KINDS: dict[str, Callable[[Path, pa.Table, int], None]] = {
    "parcels of its items": _parcels,
    "other numbers for one parcel": _edits,
    "parcels of too many units": _too_many,
    "parcels and cancellations at one instant": _parcels_and_cancellations,
    "payments": _payments,
    "rows of an order feed": _more_items,
}
