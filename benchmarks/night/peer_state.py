"""What the peers know before the night, as Parquet: all columns of open items, key and units of closed ones."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from benchmarks import generate
from benchmarks.generate import Orders
from benchmarks.night.columns import LOADED, NUMBERS, STATE, TIMES, ZONE
from benchmarks.night.world import World, shipped_before, was_canceled

MOMENT = pa.timestamp("us")


def write_state(world: World, folder: Path) -> None:
    """`open.parquet` and `closed/before-*.parquet`."""
    (folder / "closed").mkdir(parents=True, exist_ok=True)
    for place, orders in enumerate(world.closed_parts()):
        parquet.write_table(_closed(orders), folder / "closed" / f"before-{place}.parquet")
    parts = [world.pending(), world.verified(), world.overdue()]
    shipped = [np.zeros(len(parts[0].number), int), shipped_before(parts[1]), np.zeros(len(parts[2].number), int)]
    tables = [_open(orders, units) for orders, units in zip(parts, shipped, strict=True)]
    parquet.write_table(pa.concat_tables(tables), folder / "open.parquet", row_group_size=100_000)


def _closed(orders: Orders) -> pa.Table:
    canceled = was_canceled(orders.number)
    none = np.zeros(len(canceled), np.int32)
    units = orders.quantity.astype(np.int32)
    return pa.table(
        {
            "order-id": orders.rows["order-id"],
            "order-item-id": orders.rows["order-item-id"],
            "status": generate.either(canceled, "Canceled", "Shipped"),
            "quantity-purchased": units,
            "quantity-shipped": np.where(canceled, none, units),
            "quantity-canceled": np.where(canceled, units, none),
        }
    )


def _open(orders: Orders, shipped: np.ndarray) -> pa.Table:
    count = len(orders.number)
    typed = {name: moments(orders.rows[name]) for name in TIMES}
    typed |= {name: orders.rows[name].cast(pa.int32()) for name in NUMBERS}
    changing = {
        "reporting-date": pc.if_else(pa.array(orders.pending), None, moments(pa.array([f"{LOADED}{ZONE}"]))[0]),
        "quantity-shipped": shipped.astype(np.int32),
        "quantity-canceled": np.zeros(count, np.int32),
    }
    columns = {name: orders.rows[name] for name in orders.rows.column_names} | typed | changing
    return pa.table({name: columns.get(name, generate.constant("", count)) for name in STATE})


def moments(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    """Instants in UTC from local ones, null where there is none."""
    local = pc.utf8_slice_codeunits(pc.if_else(pc.equal(texts, ""), None, texts), 0, 19)
    return pc.subtract(pc.strptime(local, "%Y-%m-%dT%H:%M:%S", "us"), pa.scalar(9 * 3_600_000_000, pa.duration("us")))
