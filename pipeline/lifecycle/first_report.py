"""Step 3: the run whose Orders report first holds an item."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from pipeline.model.order_state import OrderState
from pipeline.model.sorted_keys import positions


def mark_reported(state: OrderState, run: int, as_of: pd.Timestamp) -> OrderState:
    """The state in which every item of a verified order that no Orders report held is reported by this run (step 3).

    An order that was placed closed is in no report.
    """
    orders = state.orders
    items = state.items
    order_pos = positions(orders["order_key"].to_numpy(), items["order_key"].to_numpy())
    is_verified = orders["verified"].notna().to_numpy()[order_pos]
    is_new = is_verified & (items["reported_run"] == 0).to_numpy()
    items = items.assign(
        reported_run=np.where(is_new, run, items["reported_run"]),
        reported_at=items["reported_at"].where(~is_new, as_of),
    )
    return replace(state, items=items)
