"""Step 1: an order record of an unknown order places it; first records place in one step for all.

Every later record of an order is applied in rounds (lifecycle.orders.updates).

Paid in time, paid late, and paid where no deadline is known; a service that promises a day, and one that does not:

>>> paid = pd.Series(pd.to_datetime(["2026-10-06T00:00Z", "2026-10-12T00:00Z", "2026-10-12T00:00Z"]))
>>> paid_by = pd.Series(pd.to_datetime(["2026-10-11T15:00Z", "2026-10-11T15:00Z", None]))
>>> is_paid_late(paid, paid_by).tolist()
[False, True, False]
>>> is_strict(pd.Series(["NextDay", "Standard"])).tolist()
[True, False]
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from pipeline.lifecycle.orders.order_facts import ESTIMATED_DATES
from pipeline.model.order_state import KEYS, OrderState
from pipeline.model.sorted_keys import joined_by_keys
from schemas.statuses import CAUSE, STRICT_SERVICES
from schemas.stored_frames import blank_instants, conform
from schemas.stored_tables import ITEM_TEXT, ORDER_TEXT

_STRICT_LEVELS = frozenset(level.casefold() for level in STRICT_SERVICES)
_FIRST_SAID = (*ESTIMATED_DATES, "deadline")
"""Facts of an order that any row of its first record may say: the first of them that does counts."""


def place_orders(state: OrderState, rows: pd.DataFrame, run: int) -> OrderState:
    """The state with the orders and items of first records of unknown orders (rows of prepare_rows).

    Status Pending unless the record verifies in time; an order whose cut-off lies before its first record is placed
    closed (BeforeOurTime, step 1.4). Paid after its deadline: placed, stays Pending (step 2.3.3).
    """
    by_order = rows.groupby("order_key", dropna=False)
    first_said = {name: by_order[name].transform("first") for name in _FIRST_SAID}
    verified = by_order["verified"].transform("min")
    order_rows = rows.assign(**first_said, verified=verified).drop_duplicates("order_key")
    is_closed = order_rows["cut_off"] < order_rows["received"]
    item_is_closed = rows["order_key"].isin(order_rows["order_key"][is_closed])
    orders = joined_by_keys([state.orders, _new_orders(order_rows, is_closed, run)], KEYS["orders"])
    items = joined_by_keys([state.items, _new_items(rows, item_is_closed, run)], KEYS["items"])
    return replace(state, orders=orders, items=items)


def _new_orders(rows: pd.DataFrame, is_closed: pd.Series, run: int) -> pd.DataFrame:
    """New orders, one per row; most of its columns are those of the row."""
    paid_late = is_paid_late(rows["verified"], rows["paid_by"])
    unset = ("promise", "delivered", "not_in_marketplace", "gone_from_pending")
    orders = rows.assign(
        last_received=rows["received"],
        verified=rows["verified"].where(~paid_late & ~is_closed),
        paid_by_given=rows["deadline"].notna(),
        waived=False,
        canceled_by_line=False,
        **dict.fromkeys(unset, blank_instants(len(rows)).array),
        canceled_at=rows["received"].where(is_closed),
        cause=np.where(is_closed, CAUSE["BeforeOurTime"], 0),
        refund_due=paid_late & ~is_closed,
        warned=0,
        invited=0,
        text_run=np.int64(run),
    )
    return conform("orders", orders).reset_index(drop=True)


def _new_items(rows: pd.DataFrame, is_closed: pd.Series, run: int) -> pd.DataFrame:
    """New items, one per row; those of an order that is placed closed are canceled at once.

    A replacement without a price is of 0 yen. Order process, 1.9.
    """
    zeros = ("shipped", "presumed", "captured", "due_units", "parcels", "reported_run", "hold")
    items = rows.assign(
        price=rows["price"].mask(rows["is_free"] & (rows["price"] < 0), 0),
        canceled=rows["ordered"].where(is_closed, 0),
        facts_at=rows["updated"],
        **dict.fromkeys(zeros, 0),
        canceled_at=rows["received"].where(is_closed),
        cause=np.where(is_closed, CAUSE["BeforeOurTime"], 0),
        reported_at=blank_instants(len(rows)).array,
        text_run=np.int64(run),
    )
    return conform("items", items).reset_index(drop=True)


def is_strict(service_level: pd.Series) -> pd.Series:
    """Whether each service level promises a day: shipped later is service-missed. Step 4.3."""
    return service_level.str.strip().str.casefold().isin(_STRICT_LEVELS)


def is_paid_late(verified: pd.Series, paid_by: pd.Series) -> pd.Series:
    """Paid after the payment deadline. Order process, step 2."""
    return (verified > paid_by).astype(bool)


def new_order_text(rows: pd.DataFrame, text: pd.DataFrame) -> pd.DataFrame:
    """The wide text of new orders (frame `order_text`), from the first row of each."""
    first = rows.drop_duplicates("order_key")
    return _beside(first[["order_key"]], text[list(ORDER_TEXT)].take(first["text_row"]))


def new_item_text(rows: pd.DataFrame, text: pd.DataFrame) -> pd.DataFrame:
    """The wide text of new items (frame `item_text`), one row each."""
    return _beside(rows[["order_key", "item_key"]], text[list(ITEM_TEXT)].take(rows["text_row"]))


def _beside(keys: pd.DataFrame, text: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([keys.reset_index(drop=True), text.reset_index(drop=True)], axis=1)


def with_promises(state: OrderState, estimate: pd.Series) -> OrderState:
    """The state in which every order that was just verified holds its estimated promise (step 1.7)."""
    orders = state.orders
    has_none = orders["verified"].notna() & orders["promise"].isna()
    return replace(state, orders=orders.assign(promise=orders["promise"].where(~has_none, estimate)))
