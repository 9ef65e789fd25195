"""Tonight's cancellations: of whole orders and of named items; and some that cannot be taken."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from benchmarks import generate
from benchmarks.generate import Orders
from benchmarks.night.columns import CANCELLATIONS, REASONS
from benchmarks.night.strangers import Strangers
from benchmarks.night.world import World

ROWS = 10_000
TEMPLATE = "TemplateType=OrderCancellation\tVersion=1.0/1.0.3\tThis row for Amazon.com use only.\n"


def of_night(
    world: World, canceled: Orders, shipped: pa.Table, spare: Orders, strangers: Strangers, rng: np.random.Generator
) -> pa.Table:
    """Rows of the feed (CANCELLATIONS), an order once. shipped: lines of tonight; spare: orders nobody else names."""
    firsts = canceled.only(generate.begins(canceled.number))
    whole = np.arange(len(firsts.number)) % 3 != 0
    reason = pa.array(REASONS).take(pa.array(np.arange(len(whole)) % len(REASONS)))
    item = pc.if_else(pa.array(whole), "", firsts.rows["order-item-id"].combine_chunks())
    good = _rows(firsts.rows["order-id"].combine_chunks(), reason, item)
    each = world.scaled(ROWS) // 100
    parts = [good, *_faulty(each, shipped, spare, strangers, rng)]
    rows = pa.concat_tables(parts).combine_chunks()
    return rows.take(rng.permutation(len(rows)))


def whole_orders(orders: pa.Array, reason: str) -> pa.Table:
    """A row for each of the orders."""
    return _rows(orders, generate.constant(reason, len(orders)), generate.constant("", len(orders)))


def write(path: Path, rows: pa.Table) -> None:
    """The template row of the form, then the rows."""
    generate.write_flat(path, rows)
    path.write_bytes(TEMPLATE.encode() + path.read_bytes())


def _faulty(
    each: int, shipped: pa.Table, spare: Orders, strangers: Strangers, rng: np.random.Generator
) -> list[pa.Table]:
    """So many each: shipped tonight, Pending, closed, unknown, with a reason that is spelt otherwise."""
    waiting = strangers.pending.number
    ids = {
        "NoInventory": generate.order_ids(np.sort(rng.choice(np.unique(waiting), size=each, replace=False))),
        "BuyerCanceled": pa.concat_arrays(
            [pc.unique(shipped["order-id"].combine_chunks())[:each], strangers.closed(each, rng),
             strangers.unknown(each, rng)]
        ),
        "BuyerCancelled": generate.order_ids(np.unique(spare.number)[:each]),
    }  # fmt: skip
    return [whole_orders(orders, reason) for reason, orders in ids.items()]


def _rows(orders: pa.Array, reason: pa.Array, item: pa.Array) -> pa.Table:
    return pa.table(dict(zip(CANCELLATIONS, (orders, reason, item), strict=True)))
