"""The refunds of a run as the books need them, and what their items have sold before. Order process, step 6.6."""

from __future__ import annotations

import pandas as pd

from pipeline.model.order_state import OrderState
from pipeline.model.sorted_keys import pair_positions, positions
from pipeline.money.amount_kinds import SOLD
from pipeline.money.charges import charge_id, refund_named
from pipeline.money.refund_postings import ITEM
from schemas import keys


def refunds_of(book: OrderState, run: int, sold: pd.DataFrame, since: pd.Timestamp | None) -> pd.DataFrame:
    """The refunds that took effect in a run, with what a posting and a charge say of them (`Earned.refunds`).

    sold: all rows of the ledger of their items so far.
    """
    refunds = book.refunds[book.refunds["run"] == run].reset_index(drop=True)
    order_keys, item_keys = (refunds[name].to_numpy() for name in ITEM)
    item = book.items.take(pair_positions(book.items, order_keys, item_keys))
    order = positions(book.orders["order_key"].to_numpy(), order_keys)
    named = refunds.assign(
        order_id=book.orders["order_id"].take(order).array,
        order_item_id=keys.item_ids(item_keys).array,
        sku=item["sku"].array,
        currency=item["currency"].array,
    )
    latest = sold[sold["transaction_type"] == SOLD].groupby(ITEM, dropna=False)["posted"].max()
    sale = latest.reindex(pd.MultiIndex.from_frame(refunds[ITEM])).reset_index(drop=True)
    own = refunds["received"] if since is None else refunds["received"].clip(lower=since)
    return named.assign(
        posted=own.mask(sale > own, sale),
        transacted=refunds["received"],
        adjustment_id=charge_id(named["order_id"], named["order_item_id"], refund_named(named)),
    )
