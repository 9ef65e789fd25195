"""The refunds of a run as the ledger and the charges need them. Order process, step 6.6.

When the sale of three refunded items was posted, before which no refund is; the last item has no sale in the ledger.

>>> ledger = pd.DataFrame({"order_key": 1, "item_key": [7, 7, 8], "transaction_type": ["Order", "Order", "Order"]})
>>> ledger["posted"] = pd.to_datetime(["2026-10-05T00:00Z", "2026-10-07T00:00Z", "2026-10-06T00:00Z"])
>>> last = _last_sale(pd.DataFrame({"order_key": 1, "item_key": [7, 8, 9]}), ledger)
>>> last.dt.strftime("%m-%d").fillna("none").tolist()
['10-07', '10-06', 'none']
"""

from __future__ import annotations

import pandas as pd

from pipeline.model.order_state import OrderState
from pipeline.model.sorted_keys import pair_positions
from pipeline.money.amount_kinds import SALE_TRANSACTION
from pipeline.money.charge_rows import refund_charge_names
from pipeline.money.refund_postings import ITEM_KEYS


def refund_rows(state: OrderState, run: int, ledger: pd.DataFrame, since: pd.Timestamp | None) -> pd.DataFrame:
    """The refunds that took effect in a run, with what a posting and a charge say of them (frame `refund_rows`).

    ledger: all its rows of their items so far. A refund is posted neither before `since` nor before its sale.
    """
    refunds = state.refunds[state.refunds["run"] == run].reset_index(drop=True)
    order_keys = refunds["order_key"].to_numpy()
    item_keys = refunds["item_key"].to_numpy()
    items = state.items.take(pair_positions(state.items, order_keys, item_keys))
    refunds = refunds.assign(sku=items["sku"].array, currency=items["currency"].array)
    received = refunds["received"] if since is None else refunds["received"].clip(lower=since)
    sale_posted = _last_sale(refunds, ledger)
    return refunds.assign(
        posted=received.mask(sale_posted > received, sale_posted),
        transacted=refunds["received"],
        refund=refund_charge_names(refunds),
    )


def _last_sale(refunds: pd.DataFrame, ledger: pd.DataFrame) -> pd.Series:
    """When the last sale of each refund's item was posted; NaT where none was."""
    sales = ledger[ledger["transaction_type"] == SALE_TRANSACTION]
    last = sales.groupby(ITEM_KEYS, dropna=False)["posted"].max()
    return last.reindex(pd.MultiIndex.from_frame(refunds[ITEM_KEYS])).reset_index(drop=True)
