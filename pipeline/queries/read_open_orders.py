"""Reading of the open orders what it takes to tell which are to be shipped, as arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pipeline.documents.ship_days import NEVER, OpenItems, OpenOrders
from schemas.plain_arrays import flags, is_filled, numbers
from schemas.stored_tables import SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from pipeline.store.reader import StoreReader

OPEN = "open"
_ORDER_FACTS = ("order_key", "verified", "not_in_marketplace", "waived", "latest_ship", "promise", "cut_off")
_ITEM_FACTS = ("order_key", "ordered", "shipped", "canceled", "hold")


def read_open_orders(store: StoreReader) -> tuple[OpenOrders, OpenItems]:
    """The open orders in the order of their keys, and their items."""
    orders, items = _table(store, "orders", _ORDER_FACTS), _table(store, "items", _ITEM_FACTS)
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


def _table(store: StoreReader, name: str, columns: Sequence[str]) -> pa.Table:
    return store.read(name, part=OPEN, columns=columns, schema=SCHEMAS[name])
