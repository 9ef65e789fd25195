"""Working out what `pipeline.queries.run_facts` keeps: it reads open orders, answers and journals of many runs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from pipeline.documents.morning_document import open_entries
from pipeline.documents.ship_days import ship_days
from pipeline.money.default_terms import default_terms
from pipeline.queries.find_rejects import open_rejects
from pipeline.queries.read_open_orders import read_open_orders
from schemas.keys import FIRST_DICTIONARY_KEY
from schemas.stored_tables import SCHEMAS

if TYPE_CHECKING:
    import numpy as np

    from pipeline.money.fee_schedule import FeeSchedule
    from pipeline.store.reader import StoreReader
    from pipeline.workspace.settings import Settings


def make_facts(
    store: StoreReader, settings: Settings, schedule: FeeSchedule | None, named: int | None
) -> dict[str, Any]:
    """Held records, open refusals, what is to ship by day, SKUs with default terms. named: so many of each list."""
    return {
        "held": _held_records(store),
        "open": open_entries(open_rejects(store)),
        "ship_days": ship_days(read_open_orders(store), settings.tz, partial(_first_ids, store, named)),
        "unassigned": _unassigned(store, schedule, named) if schedule else None,
    }


def _held_records(store: StoreReader) -> int:
    """How many records are held; one may have several rows."""
    table = store.read("held", columns=["feed", "record"], schema=SCHEMAS["held"])
    return len(set(zip(table["feed"].to_pylist(), table["record"].to_pylist(), strict=True)))


def _first_ids(store: StoreReader, count: int | None, order_keys: np.ndarray) -> list[str]:
    """The ids of orders in their order as text, the first ones or all. order_keys: sorted."""
    if count is not None and (len(order_keys) == 0 or order_keys[-1] < FIRST_DICTIONARY_KEY):
        # Ids of digits are sorted as their keys are.
        return store.order_id_texts(order_keys[:count])
    return sorted(store.order_id_texts(order_keys))[:count]


def _unassigned(store: StoreReader, schedule: FeeSchedule, named: int | None) -> dict[str, Any]:
    sold = store.read("unassigned", columns=["sku"], schema=SCHEMAS["unassigned"])["sku"]
    terms = default_terms(sold.to_pylist(), schedule)
    return {"count": len(terms), "skus": [of_sku._asdict() for of_sku in terms[:named]]}
