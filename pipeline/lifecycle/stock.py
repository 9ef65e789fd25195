"""Step 1, stock: what was fed minus what is held, shipped or canceled as NoInventory since. A signed balance per SKU.

One step for all orders, after the rounds: a running sum by SKU in the order of work. Order process, 1.2.

Five were fed; an order holds 2 of them, another one 4, which is 1 too many.

>>> noon = pd.Timestamp("2026-10-05T03:00Z")
>>> fed = pd.DataFrame({"sku": ["TEA"], "quantity": 5, "on_hand": -1, "received": noon, "seq": 0, "record": 1})
>>> held = pd.DataFrame({"sku": ["TEA", "TEA"], "units": [-2, -4], "open_units": [2, 4], "row": [0, 1]})
>>> held = held.assign(at=noon + pd.Timedelta(1, "h"), stage=1, seq=1, feed=2, record=[1, 2])
>>> known = pd.DataFrame({"sku": ["MUG"], "balance": [3], "set_at": noon})
>>> stock, short = new_stock(known, fed, held, pd.Series(dtype="int64"))
>>> stock[["sku", "balance"]].values.tolist()
[['MUG', 3], ['TEA', -1]]
>>> short.values.tolist()
[[1, 3]]
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.lifecycle.stock_movements import WORK_ORDER
from pipeline.model.sorted_keys import sort_by_keys
from schemas.frame_checks import check_frames
from schemas.stored_frames import empty
from schemas.stored_tables import BLANK


def new_stock(
    stock: pd.DataFrame, sets: pd.DataFrame, movements: pd.DataFrame, open_before: pd.Series
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The new stock, and the placements that came short.

    stock: frame `stock`; sets: frame `stock_rows`; movements: frame `stock_movements`; open_before: open units by SKU
    when the run began. Returns frame `stock`, and frame `short_placements` of the placements after which the balance is
    below 0.
    """
    check_frames(stock=stock, stock_movements=movements)
    if stock.empty and sets.empty:
        return stock, empty("short_placements")
    latest = sort_by_keys(sets, ["received", "seq", "record"]).drop_duplicates("sku", keep="last")
    base = _last_set(stock, latest, movements, open_before)
    counted = movements.merge(base, how="inner", on="sku", validate="many_to_one")
    counted = counted.assign(is_back=counted["open_units"] < 0)
    counted = sort_by_keys(counted[counted["at"] >= counted["set_at"]], WORK_ORDER)
    by_sku = counted.groupby("sku", dropna=False)["units"]
    # The balance after each movement.
    running = counted["balance"] + by_sku.cumsum()
    change = base["sku"].map(by_sku.sum()).fillna(0).astype("int64")
    is_short = (running < 0) & (counted["row"] != BLANK)
    short = counted.assign(have=running - counted["units"])[is_short]
    return sort_by_keys(base.assign(balance=base["balance"] + change), ["sku"]), short[["row", "have"]]


def _last_set(
    stock: pd.DataFrame, latest: pd.DataFrame, movements: pd.DataFrame, open_before: pd.Series
) -> pd.DataFrame:
    """The balance of each tracked SKU at its last set, and when that was.

    What was on hand holds the open units too: they are taken off, as they were when it was counted.
    """
    kept = stock[~stock["sku"].isin(latest["sku"])]
    known = movements.merge(latest[["sku", "received"]], how="inner", on="sku", validate="many_to_one")
    is_earlier = known["at"] < known["received"]
    opened = known[is_earlier].groupby("sku", dropna=False)["open_units"].sum()
    open_units = sum(latest["sku"].map(part).fillna(0).astype("int64") for part in (open_before, opened))
    # By SKU that was fed: what was on hand, less what of it is promised; else what was fed as available.
    balance = np.where(latest["on_hand"] >= 0, latest["on_hand"] - open_units, latest["quantity"])
    fed = pd.DataFrame({"sku": latest["sku"], "balance": balance, "set_at": latest["received"]})
    return pd.concat([kept, fed.astype(stock.dtypes.to_dict())], ignore_index=True)
