"""Faults of order records: one row in 83 of tonight's new ones has a cell that cannot be taken."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

SHARE = 0.012
DAY_ALONE = "2026/06/01"
CELLS = (
    ("order-id", "5.83564E+13"),
    ("order-item-id", "583563777345"),
    ("quantity-purchased", "1.0"),
    ("item-price", "1500.5"),
    ("purchase-date", DAY_ALONE),
    ("sku", ""),
)


def spoil(rows: pa.Table, rng: np.random.Generator) -> tuple[pa.Table, np.ndarray]:
    """The rows with faults in some, and whether a row has one."""
    faulty = rng.random(len(rows)) < SHARE
    kind = np.where(faulty, np.cumsum(faulty) % len(CELLS), -1)
    for place, (column, cell) in enumerate(CELLS):
        cells = pc.if_else(pa.array(kind == place), cell, rows[column])
        rows = rows.set_column(rows.column_names.index(column), column, cells)
    return rows, kind >= 0
