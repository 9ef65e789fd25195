"""Step 1, stock: what was fed minus what is held, shipped or canceled as NoInventory since. A signed balance per SKU.

One step for all orders, after the rounds: a running sum by SKU in the order of work (cases 15).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.model.sorted_keys import ordered
from schemas.statuses import CAUSE, Stage
from schemas.stored_tables import BLANK

WORK = ["stage", "seq", "record"]
MOVES = ["sku", "units", "open_units", "at", *WORK, "row"]
"""One movement: units added to the stock, units added to what is open, its instant, its place in the order of work.

`row` is the position of the order row that placed it; -1 for any other movement."""


def placements(rows: pd.DataFrame) -> pd.DataFrame:
    """Movements of placed items: their units leave the stock. Rows need sku, units, received, seq, record."""
    units = rows["units"].astype("int64")
    return _moves(rows, units=-units, open_units=units, at=rows["received"], stage=Stage.ORDERS, row=rows.index)


def returns(back: pd.DataFrame) -> pd.DataFrame:
    """Movements of units that come back to an order which our clock had canceled: taken from the stock again."""
    units = back["units"].astype("int64")
    return _moves(back, units=-units, open_units=units, at=back["received"], row=BLANK)


def cancellations(canceled: pd.DataFrame) -> pd.DataFrame:
    """Movements of canceled units: back into stock, except those the seller does not have (NoInventory)."""
    back = canceled["units"].where(canceled["cause"] != CAUSE["NoInventory"], 0).astype("int64")
    return _moves(
        canceled,
        units=back,
        open_units=-canceled["units"].astype("int64"),
        at=canceled["received"],
        stage=canceled["stage"],
        row=BLANK,
    )


def shipments(shipped: pd.DataFrame) -> pd.DataFrame:
    """Movements of shipped units: the stock gave them up at placement; they are no longer open."""
    return _moves(
        shipped,
        units=0,
        open_units=-shipped["units"],
        at=shipped["received"],
        stage=Stage.SHIPMENTS,
        row=BLANK,
    )


def clock(ended: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """Movements of the clock rules: back into stock at `as_of`."""
    rows = ended.assign(seq=0, record=0)
    return _moves(rows, units=ended["units"], open_units=-ended["units"], at=as_of, stage=Stage.CLOCK, row=BLANK)


def _moves(rows: pd.DataFrame, **values: object) -> pd.DataFrame:
    made = rows.assign(**values)[MOVES].reset_index(drop=True)
    whole = dict.fromkeys(("units", "open_units", *WORK, "row"), "int64")
    return made.astype({**whole, "sku": "str", "at": "datetime64[us, UTC]"})


def level(
    stock: pd.DataFrame, sets: pd.DataFrame, moves: pd.DataFrame, open_before: pd.Series
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The new stock, and the placements that came short.

    stock: sku, balance, set_at; sets: inventory rows with sku, quantity, on_hand (blank = -1), received, seq, record;
    open_before: open units by SKU when the run began. Returns the stock, and rows (row, have) of the movements of
    placements after which the balance is below 0.
    """
    latest = ordered(sets, ["received", "seq", "record"]).drop_duplicates("sku", keep="last")
    base = _base(stock, latest, moves, open_before)
    counted = moves.merge(base, how="inner", on="sku", validate="many_to_one")
    counted = ordered(counted[counted["at"] >= counted["set_at"]], WORK)
    running = counted["balance"] + counted.groupby("sku", dropna=False)["units"].cumsum()
    total = counted.groupby("sku", dropna=False)["units"].sum()
    new = base.assign(balance=base["balance"] + base["sku"].map(total).fillna(0).astype("int64"))
    short = counted.assign(have=running - counted["units"])[(running < 0) & (counted["row"] != BLANK)]
    return ordered(new, ["sku"]), short[["row", "have"]]


def _base(stock: pd.DataFrame, latest: pd.DataFrame, moves: pd.DataFrame, open_before: pd.Series) -> pd.DataFrame:
    """The balance of each tracked SKU at its last set, and when that was."""
    kept = stock[~stock["sku"].isin(latest["sku"])]
    seen = moves.merge(latest[["sku", "received"]], how="inner", on="sku", validate="many_to_one")
    moved = seen[seen["at"] < seen["received"]].groupby("sku", dropna=False)["open_units"].sum()
    reserved = sum(latest["sku"].map(part).fillna(0).astype("int64") for part in (open_before, moved))
    balance = np.where(latest["on_hand"] >= 0, latest["on_hand"] - reserved, latest["quantity"])
    fed = pd.DataFrame({"sku": latest["sku"], "balance": balance, "set_at": latest["received"]})
    return pd.concat([kept, fed.astype(stock.dtypes.to_dict())], ignore_index=True)
