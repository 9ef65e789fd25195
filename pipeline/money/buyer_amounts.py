"""What the buyer pays, in whole yen: for units of an item, for a shipment. Order process, step 5.

Of three units for 1,000 yen, 300 yen of shipping and a discount of 100 yen: the first, the last, and all of them.

>>> items = pd.DataFrame({"ordered": [3, 3, 3], "price": 1000, "shipping": 300, "gift_wrap": -1})
>>> items = items.assign(item_discount=100, ship_discount=-1)
>>> yen_of_units(items, first=np.array([0, 2, 0]), units=np.array([1, 1, 3])).tolist()
[400, 400, 1200]
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.model.order_state import OrderState, before_our_time, joint_numbers
from pipeline.model.sorted_keys import pair_positions, positions
from pipeline.model.yen import Yen, net_of_parts, share
from schemas.frame_checks import check_frames
from schemas.stored_tables import REFUND_YEN

_ORDER_COLUMNS = ["verified", "prepaid", "refund_due", "order_cause", "closed", "received"]


def yen_of_units(items: pd.DataFrame, first: Yen, units: Yen) -> Yen:
    """What a buyer pays for `units` units of each item from unit `first` on: price, shipping, wrap, less discounts.

    Items: ordered and the yen of the whole line, blank (-1) counts as 0.
    """
    ordered = items["ordered"].to_numpy()
    # For each of REFUND_YEN the yen by item; side by side they are a row an item, a column a part.
    parts = [share(items[name].clip(lower=0).to_numpy(), ordered, first, units) for name in REFUND_YEN]
    return net_of_parts(np.column_stack(parts))


def items_with_orders(state: OrderState) -> pd.DataFrame:
    """Every item with what its order says (frame `items_with_orders`); the order's cause is `order_cause`."""
    orders = state.orders.assign(closed=before_our_time(state.orders)).rename(columns={"cause": "order_cause"})
    order_pos = positions(orders["order_key"].to_numpy(), state.items["order_key"].to_numpy())
    order_columns = orders[_ORDER_COLUMNS].take(order_pos)
    return pd.concat([state.items.reset_index(drop=True), order_columns.reset_index(drop=True)], axis=1)


def shipment_amounts(items: pd.DataFrame, state: OrderState, shipments: pd.DataFrame) -> pd.DataFrame:
    """Shipments with what their item and order say, and what the buyer pays for each (frame `shipment_amounts`).

    items: frame `items_with_orders`; shipments: rows of the parcels of the state.
    """
    check_frames(items_with_orders=items)
    # By shipment: the place of its item, and the yen of its units.
    item_pos = pair_positions(state.items, shipments["order_key"].to_numpy(), shipments["item_key"].to_numpy())
    item_rows = items.take(item_pos).reset_index(drop=True)
    amount = yen_of_units(item_rows, shipments["first_unit"].to_numpy(), shipments["units"].to_numpy())
    source = {name: shipments[name].array for name in ("received", "feed", "record", "number")}
    return item_rows.assign(**source, amount=amount, parcel=joint_numbers(shipments).astype("str").array)
