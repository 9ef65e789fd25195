"""Step 1, what moves the stock: placements, shipments, cancellations, and what comes back to an order.

A movement is units added to the stock and units added to what is open, at an instant, with its place in the order of
work (frame `stock_movements`). `row` is the place of the order row that placed it; BLANK for any other movement.

Two units that the seller canceled come back into stock, one that he does not have does not; none of them is open now:

>>> canceled = pd.DataFrame({"sku": "TEA", "units": [2, 1], "cause": [CAUSE["Seller"], CAUSE["NoInventory"]]})
>>> canceled = canceled.assign(received=pd.Timestamp("2026-10-05T03:00Z"), stage=4, seq=1, record=[1, 2])
>>> cancellations(canceled)[["units", "open_units"]].values.tolist()
[[2, -2], [0, -1]]
"""

from __future__ import annotations

import pandas as pd

from schemas.statuses import CAUSE, Stage
from schemas.stored_frames import conform
from schemas.stored_tables import BLANK

WORK_ORDER = ["stage", "is_back", "seq", "record"]
"""What a stage gives back comes after all that it takes: orders are placed before any is canceled (8.6)."""


def placements(rows: pd.DataFrame) -> pd.DataFrame:
    """Movements of placed items: their units leave the stock. Rows need sku, units, received, seq, record."""
    units = rows["units"].astype("int64")
    return _movements(rows, units=-units, open_units=units, at=rows["received"], stage=Stage.ORDERS, row=rows.index)


def returns(reinstated: pd.DataFrame) -> pd.DataFrame:
    """Movements of units that come back to an order which our clock had canceled: taken from the stock again."""
    units = reinstated["units"].astype("int64")
    return _movements(reinstated, units=-units, open_units=units, at=reinstated["received"], row=BLANK)


def cancellations(canceled: pd.DataFrame) -> pd.DataFrame:
    """Movements of canceled units (frame `changed_units`): back into stock, except what is not there (NoInventory)."""
    units = canceled["units"].astype("int64")
    is_there = canceled["cause"] != CAUSE["NoInventory"]
    return _movements(
        canceled,
        units=units.where(is_there, 0),
        open_units=-units,
        at=canceled["received"],
        stage=canceled["stage"],
        row=BLANK,
    )


def shipments(shipped: pd.DataFrame) -> pd.DataFrame:
    """Movements of shipped units: the stock gave them up at placement; they are no longer open."""
    return _movements(
        shipped, units=0, open_units=-shipped["units"], at=shipped["received"], stage=Stage.SHIPMENTS, row=BLANK
    )


def clock_cancellations(canceled: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """Movements of the clock rules (frame `overdue_units`): back into stock at `as_of`."""
    rows = canceled.assign(seq=0, record=0)
    units = canceled["units"]
    return _movements(rows, units=units, open_units=-units, at=as_of, stage=Stage.CLOCK, row=BLANK)


def _movements(rows: pd.DataFrame, **values: object) -> pd.DataFrame:
    return conform("stock_movements", rows.assign(**values)).reset_index(drop=True)
