"""Step 3: the run whose Orders report first holds an item.

Of three items run 3 reported the first; the order of the third is not paid.

>>> orders = pd.DataFrame({"order_key": [1, 2], "verified": pd.to_datetime(["2026-10-05T01:00Z", None])})
>>> items = pd.DataFrame({"order_key": [1, 1, 2], "reported_run": [3, 0, 0]})
>>> items["reported_at"] = pd.to_datetime(["2026-10-05T12:00Z", None, None])
>>> state = replace(OrderState.empty(), orders=orders, items=items)
>>> mark_reported(state, 7, pd.Timestamp("2026-10-06T12:00Z")).items["reported_run"].tolist()
[3, 7, 0]
"""

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
    # By item: the place of its order, whether that is verified, and whether the item is new to the report.
    order_pos = positions(orders["order_key"].to_numpy(), items["order_key"].to_numpy())
    is_verified = orders["verified"].notna().to_numpy()[order_pos]
    is_new = is_verified & (items["reported_run"] == 0).to_numpy()
    items = items.assign(
        reported_run=np.where(is_new, run, items["reported_run"]),
        reported_at=items["reported_at"].where(~is_new, as_of),
    )
    return replace(state, items=items)
