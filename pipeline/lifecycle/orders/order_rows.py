"""Rows of order records as the rules take them: facts and wide text beside each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

import pandas as pd

from schemas.stored_frames import empty


@dataclass(frozen=True, slots=True)
class OrderRows:
    """Order rows: facts (frame `order_rows`) and text (frame `order_row_text`), the same rows in the same order.

    Where the facts are sorted or split, their column `text_row` says where the text of each row stands.
    """

    facts: pd.DataFrame = field(default_factory=partial(empty, "order_rows"))
    text: pd.DataFrame = field(default_factory=partial(empty, "order_row_text"))
