"""Checking a pick list against the orders that are known."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from pipeline.documents.order.ship_check import check_lines, with_form
from pipeline.documents.order.ship_check_document import ship_check_document
from pipeline.store.lookup import order_keys, state_of_orders
from pipeline.store.reader import StoreReader
from pipeline.workspace.settings import Settings
from schemas import keys
from schemas.frame_checks import check_frames

MANGLED = -1


def check_pick_list(store: StoreReader, settings: Settings, picks: pd.DataFrame, now: pd.Timestamp) -> dict[str, Any]:
    """Whether each line may ship, as one document. picks: frame `pick_lines`.

    now: the instant that the cut-off is held against.
    """
    check_frames(pick_lines=picks)
    rows = with_form(picks)
    order_key, item_key = _keys(store, rows)
    state = state_of_orders(store, np.unique(order_key[order_key > 0]))
    checked = check_lines(rows, order_key, item_key, state, settings, now)
    return ship_check_document(checked, settings.language, store.last_run.run if store.last_run else 0)


def _keys(store: StoreReader, rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """The keys of order and item of each line; MANGLED for ids that are mangled, 0 for unknown ones."""
    order_key = np.full(len(rows), MANGLED)
    item_key = np.full(len(rows), MANGLED)
    formed = rows["formed"].to_numpy()
    item_formed = rows["item_formed"].to_numpy()
    order_key[formed] = order_keys(store, rows.loc[formed, "order_id"])
    item_key[item_formed] = keys.item_keys(rows.loc[item_formed, "item_id"])
    return order_key, item_key
