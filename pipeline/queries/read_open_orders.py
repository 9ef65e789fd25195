"""Reading of the open orders what it takes to tell which are to be shipped, as arrays, some shards at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pipeline.documents.ship_days import NEVER, OpenItems, OpenOrders
from schemas.plain_arrays import flags, is_filled, numbers
from schemas.stored_tables import SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    import pyarrow as pa

    from pipeline.store.reader import StoreReader

OPEN = "open"
MOST_ORDERS = 200_000
"""So many orders are read at a time, unless a single shard has more."""
_ORDER_FACTS = ("order_key", "verified", "not_in_marketplace", "waived", "latest_ship", "promise", "cut_off")
_ITEM_FACTS = ("order_key", "ordered", "shipped", "canceled", "hold")


def read_open_orders(store: StoreReader) -> Iterator[tuple[OpenOrders, OpenItems]]:
    """The open orders of some shards after others, in the order of their keys, and their items.

    All of them at once would take more memory than any other step of a large run.
    """
    shards: list[int] = []
    rows = 0
    for file in sorted(store.live_files("orders", part=OPEN), key=lambda file: file.shard or 0):
        if rows and rows + file.rows > MOST_ORDERS:
            yield _read_shards(store, shards)
            shards, rows = [], 0
        shards.append(file.shard or 0)
        rows += file.rows
    if shards:
        yield _read_shards(store, shards)


def _read_shards(store: StoreReader, shards: Collection[int]) -> tuple[OpenOrders, OpenItems]:
    """The open orders of these shards, and their items."""
    orders, items = _table(store, "orders", _ORDER_FACTS, shards), _table(store, "items", _ITEM_FACTS, shards)
    order_key = numbers(orders["order_key"])
    latest_ship = numbers(orders["latest_ship"], NEVER)
    facts = {
        "verified": is_filled(orders["verified"]),
        "missing": is_filled(orders["not_in_marketplace"]),
        "waived": flags(orders["waived"]),
        "promised": np.where(latest_ship == NEVER, numbers(orders["promise"], NEVER), latest_ship),
        "cut_off": numbers(orders["cut_off"], NEVER),
    }
    # The store has them by shard: one permutation sorts every fact.
    in_order = np.argsort(order_key, kind="stable")
    ordered, shipped, canceled = (numbers(items[name]) for name in ("ordered", "shipped", "canceled"))
    return (
        OpenOrders(order_key[in_order], **{name: values[in_order] for name, values in facts.items()}),
        OpenItems(numbers(items["order_key"]), ordered - shipped - canceled, numbers(items["hold"])),
    )


def _table(store: StoreReader, name: str, columns: Sequence[str], shards: Collection[int]) -> pa.Table:
    return store.read(name, part=OPEN, columns=columns, schema=SCHEMAS[name], shards=shards)
