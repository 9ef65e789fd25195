"""Lines that confirm shipments, as rows of one table; a message of an XML feed is the lines of one order."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from benchmarks import generate, words
from benchmarks.generate import Orders
from benchmarks.night.columns import NIGHT, SHIPMENTS, ZONE

BLOCK = 50_000
TONIGHT = NIGHT[:10]
WHOLE_ORDER, NO_QUANTITY, ONE_UNIT = 1, 2, 3
MODES = (0.84, 0.05, 0.04, 0.07)
"""Shares of orders whose items come with all units, without naming items, without quantity, with one unit only."""


def confirmed(shipped: Orders, open_units: np.ndarray, rng: np.random.Generator) -> pa.Table:
    """Lines (SHIPMENTS) that confirm orders in one of MODES each. open_units: of each row of `shipped`."""
    begins = generate.begins(shipped.number)
    order = np.cumsum(begins) - 1
    mode = rng.choice(len(MODES), size=begins.sum(), p=MODES)[order]
    units = np.where(mode == ONE_UNIT, 1, open_units)
    quantity = pc.if_else(pa.array(np.isin(mode, (WHOLE_ORDER, NO_QUANTITY))), "", generate.numbers(units))
    items = pc.if_else(pa.array(mode == WHOLE_ORDER), "", shipped.rows["order-item-id"].combine_chunks())
    lines = with_parcels(shipped.rows["order-id"].combine_chunks(), items, quantity, rng)
    return lines.filter(pa.array(begins | (mode != WHOLE_ORDER)))


def with_parcels(
    orders: pa.Array, items: pa.Array, quantity: pa.Array, rng: np.random.Generator, day: str = TONIGHT
) -> pa.Table:
    """Lines (SHIPMENTS): carrier and tracking number drawn; the lines of one order share them."""
    first = orders.dictionary_encode().indices.to_numpy()
    tracking = rng.integers(10**11, 10**12, size=len(orders))[first]
    carrier = pa.array(tracking % len(words.CARRIERS))
    columns = (
        orders, items, quantity, generate.constant(day, len(orders)),
        pa.array(words.CARRIERS).take(carrier), generate.constant("", len(orders)),
        generate.numbers(tracking), pa.array(words.SHIPPING_METHODS).take(carrier),
    )  # fmt: skip
    return pa.table(dict(zip(SHIPMENTS, columns, strict=True)))


def shuffled(lines: pa.Table, rng: np.random.Generator) -> pa.Table:
    """The lines with the orders in another order; those of one order stay neighbours."""
    order = lines["order-id"].combine_chunks().dictionary_encode().indices.to_numpy()
    return lines.take(np.argsort(rng.permutation(order.max(initial=-1) + 1)[order], kind="stable"))


def write_messages(path: Path, lines: pa.Table) -> None:
    """OrderFulfillment XML, written in blocks of messages."""
    order = lines["order-id"].combine_chunks().dictionary_encode().indices.to_numpy()
    starts = np.flatnonzero(generate.begins(order))
    with path.open("wb") as file:
        file.write(generate.ENVELOPE.encode())
        for place in range(0, len(starts), BLOCK):
            bounds = np.append(starts, len(lines))[place : place + BLOCK + 1]
            file.write(messages(lines.slice(bounds[0], bounds[-1] - bounds[0]), bounds - bounds[0], place))
        file.write(generate.ENVELOPE_END)


def messages(lines: pa.Table, bounds: np.ndarray, before: int) -> bytes:
    """The text of messages. bounds: first line of each and the end of the last; before: messages written already."""
    cells = {name: lines[name].combine_chunks() for name in SHIPMENTS}
    firsts = {name: values.take(pa.array(bounds[:-1])) for name, values in cells.items()}
    return generate.joined_messages(
        {
            "id": generate.numbers(np.arange(before + 1, before + len(bounds))),
            "order": firsts["order-id"],
            "at": generate.joined(firsts["ship-date"], "T10:00:00", ZONE),
            "carrier": firsts["carrier-code"],
            "method": firsts["ship-method"],
            "tracking": firsts["tracking-number"],
            "items": pc.binary_join(pa.ListArray.from_arrays(pa.array(bounds, pa.int32()), _items(cells)), ""),
        }
    )


def _items(cells: dict[str, pa.Array]) -> pa.Array:
    quantity = generate.joined("<Quantity>", cells["quantity"], "</Quantity>")
    quantity = pc.if_else(pc.equal(cells["quantity"], ""), "", quantity)
    code = generate.joined("<AmazonOrderItemCode>", cells["order-item-id"], "</AmazonOrderItemCode>")
    item = generate.joined("      <Item>", code, quantity, "</Item>\n")
    return pc.if_else(pc.equal(cells["order-item-id"], ""), "", item)
