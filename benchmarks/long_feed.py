"""Feeds of any length, written a block at a time: what the generator holds does not grow with the file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv

from benchmarks import generate
from benchmarks.generate import Orders
from benchmarks.night import shipments
from benchmarks.night.columns import LOADED
from benchmarks.night.world import World, shipped_before

BLOCK_ORDERS = 20_000
BOUGHT_UNTIL = "2026-05-30T00:00:00"


def write_orders(path: Path, world: World, size: int) -> int:
    """New orders, unknown to the world, until the file has so many bytes; the number of rows."""
    first, rows = world.known + 1, 0
    with path.open("wb") as file:
        while file.tell() < size:
            block = generate.orders(first, BLOCK_ORDERS, BOUGHT_UNTIL).rows
            csv.write_csv(block, file, _options(heading=rows == 0))
            first, rows = first + BLOCK_ORDERS, rows + len(block)
    return rows


def write_confirmations(path: Path, world: World, size: int) -> int:
    """Messages that confirm the open orders, all of them again and again until the file is long; their number."""
    messages = 0
    with path.open("wb") as file:
        file.write(generate.ENVELOPE.encode())
        for day in _days(world):
            starts = np.flatnonzero(generate.begins(day.number))
            file.write(shipments.messages(_lines(day), np.append(starts, len(day.number)), messages))
            messages += len(starts)
            if file.tell() >= size:
                break
        file.write(generate.ENVELOPE_END)
    return messages


def _days(world: World) -> Iterator[Orders]:
    """The open, paid orders day by day, over and over."""
    while True:
        yield from world.verified_days()


def _lines(day: Orders) -> pa.Table:
    """What is left of every item of the orders, the same each time."""
    rng = np.random.default_rng([generate.SEED, int(day.number[0])])
    ids, items = (day.rows[name].combine_chunks() for name in ("order-id", "order-item-id"))
    units = generate.numbers(day.quantity - shipped_before(day))
    return shipments.with_parcels(ids, items, units, rng, LOADED[:10])


def _options(*, heading: bool) -> csv.WriteOptions:
    return csv.WriteOptions(include_header=heading, delimiter="\t", quoting_style="none", quoting_header="none")
