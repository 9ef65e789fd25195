"""The orders as the reports read them: narrow facts a row an order item, and where its wide text lies.

Makes the frame `order_lines`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.lifecycle.deadlines import latest_ship_date, warned_from
from pipeline.model.order_state import OrderState, open_units, statuses
from pipeline.model.ship_marks import is_not_to_ship_yet
from pipeline.model.sorted_keys import positions
from pipeline.store.wide_text import read_text
from reports.cells import whole_column
from reports.order_lines import OrderLines, TextTable
from schemas.stored_tables import ITEM_YEN

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from zoneinfo import ZoneInfo

    from pipeline.store.reader import StoreReader
    from schemas.order_ids import OrderIds

    TextReader = Callable[[str, pd.DataFrame, np.ndarray], TextTable]

_OF_ITEM = ("order_key", "item_key", "ordered", "shipped", "canceled", *ITEM_YEN, "reported_at", "reported_run")
_OF_STATE = ("sku", "currency")
ITEM_COLUMNS = (*_OF_ITEM, *_OF_STATE, "hold", "text_run")
ORDER_COLUMNS = (
    *("order_key", "purchased", "verified", "latest_ship", "promise", "cut_off", "waived", "cancel_asked"),
    *("not_in_marketplace", "text_run"),
)
"""The columns of the state that the order lines are made of."""


def items_to_show(state: OrderState, runs: Sequence[int]) -> np.ndarray:
    """By item, whether a report shows its order: with open units, or with an item that one of `runs` first reported.

    The others only wait, for a price or to be asked for feedback; nobody needs their wide text. Order process, step 3.
    """
    items = state.items
    shows = (open_units(items) > 0).to_numpy() | items["reported_run"].isin(runs).to_numpy()
    order_pos = _order_positions(state)
    return np.bincount(order_pos[shows], minlength=len(state.orders))[order_pos] > 0


def order_lines(state: OrderState, is_shown: np.ndarray, zone: ZoneInfo, ids: OrderIds, text: TextReader) -> OrderLines:
    """The items of the state that are shown, with their wide text.

    text: reads the wide text of a name (order_text, item_text) of the orders or items, as far as it is wanted.
    """
    order_pos = _order_positions(state)
    is_shown_order = np.bincount(order_pos[is_shown], minlength=len(state.orders)) > 0
    shown = np.flatnonzero(is_shown)
    order_text = text("order_text", state.orders, is_shown_order)
    item_text = text("item_text", state.items, is_shown)
    texts = (
        TextTable(order_text.columns, order_text.rows[order_pos[shown]]),
        TextTable(item_text.columns, item_text.rows[shown]),
        TextTable({name: whole_column(state.items[name]) for name in _OF_STATE}, shown),
    )
    return OrderLines.of(_facts(state, shown, order_pos[shown], zone), texts, ids)


def stored_text(
    store: StoreReader,
    new: Mapping[str, pd.DataFrame] | None = None,
    *,
    shards: Collection[int] | None = None,
    as_of_run: int | None = None,
) -> TextReader:
    """Reads wide text from the store, as it was after run `as_of_run`, the last by default.

    new: frames `order_text` and `item_text` with text of this run, which is not in the store yet. shards: those of the
    orders, where they are known.
    """

    def read(name: str, places: pd.DataFrame, is_wanted: np.ndarray) -> TextTable:
        text = (new or {}).get(name)
        return read_text(store, name, places, is_wanted, text, shards=shards, as_of_run=as_of_run)

    return read


def _facts(state: OrderState, rows: np.ndarray, order_pos: np.ndarray, zone: ZoneInfo) -> pd.DataFrame:
    """The frame `order_lines` of these rows of the items, and of their orders."""
    orders, items = state.orders, state.items
    of_order = {
        "status": statuses(orders, items),
        "cancel_asked": orders["cancel_asked"],
        "purchased": orders["purchased"],
        "verified_at": orders["verified"],
        "promise_at": latest_ship_date(orders),
        "warned_from": warned_from(orders["cut_off"], zone),
        "waived": orders["waived"],
    }
    return pd.DataFrame(
        {
            **{name: items[name].array.take(rows) for name in _OF_ITEM},
            **{name: values.array.take(order_pos) for name, values in of_order.items()},
            "do_not_ship_yet": is_not_to_ship_yet(orders, items)[rows],
        },
        copy=False,
    )


def _order_positions(state: OrderState) -> np.ndarray:
    return positions(state.orders["order_key"].to_numpy(), state.items["order_key"].to_numpy())
