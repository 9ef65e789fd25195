"""Step 6.4.5: the order of the rows of a settlement.

Two shipments of an item and its refund, which names none, all posted at one instant:

>>> rows = pd.DataFrame({"parcel": ["", "10", "2"], "kind": [110, 10, 10]}).assign(order_key=1, item_key=7)
>>> rows = rows.assign(feed=1, record=1, posted=pd.Timestamp("2026-10-05T00:00Z"))
>>> settlement_order(rows, np.zeros(3, np.int64), OrderIds.of({})).tolist()
[2, 1, 0]
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from schemas.order_ids import OrderIds

AFTER_ALL_SHIPMENTS = 1 << 62
"""The place among the shipments of its item of a row that is of none."""


def settlement_order(rows: pd.DataFrame, period_pos: npt.NDArray[np.int64], ids: OrderIds) -> npt.NDArray[np.int64]:
    """Positions of the rows by period, then as step 6.4.5 says: parcels by their number; at last feed and record.

    rows: frame `unsettled_ledger`. period_pos: by row, the number of its period. ids: those of the orders. Refunds,
    which name no parcel, come after all parcels of their item.
    """
    orders = ids.ranks(rows["order_key"].to_numpy())
    # lexsort takes the key that counts least first.
    least_first = [rows[name].to_numpy() for name in ("record", "feed", "kind")]
    posted = rows["posted"].dt.tz_localize(None).to_numpy()
    items = rows["item_key"].to_numpy()
    return np.lexsort([*least_first, _shipment_numbers(rows["parcel"]), items, *reversed(orders), posted, period_pos])


def _shipment_numbers(parcels: pd.Series) -> npt.NDArray[np.int64]:
    """The number of each shipment; rows that are of none come after all."""
    codes, names = pd.factorize(parcels)
    numbers = [int(name) if name else AFTER_ALL_SHIPMENTS for name in names]
    return np.array(numbers, np.int64)[codes]
