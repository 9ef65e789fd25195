"""Rows of the order feed as the rules take them: narrow facts in one frame, wide text in another.

Two rows: what is blank in the feed is -1 or null as a fact, a discount has no sign, a fraction of a second is cut off.

>>> text = {name: ["", ""] for name in FRAMES["order_row_text"].names}
>>> numbers = {column: pd.array([1, None], "Int64") for column in (f.QUANTITY_PURCHASED.name, *ITEM_YEN.values())}
>>> numbers[f.ITEM_PROMOTION.name] = pd.array([-50, None], "Int64")
>>> instant = pd.to_datetime(["2026-10-05T01:00:00.7Z", None], utc=True).as_unit("us")
>>> instants = {FEED_COLUMNS[name]: instant for name in _INSTANTS}
>>> words = {f.BUYER_CANCEL.name: ["true", ""], f.CANCELLATION_CAUSE.name: ["Fraud", ""]}
>>> facts, _ = split_order_rows(pd.DataFrame(text | numbers | instants | words))
>>> facts["ordered"].tolist(), facts["item_discount"].tolist(), facts["cancel_asked"].tolist()
([1, -1], [50, -1], [1, -1])
>>> facts["purchased"].dt.microsecond.tolist()[0]
0
"""

from __future__ import annotations

import pandas as pd

from pipeline.lifecycle.events.event_rows import counts
from schemas.formats import fields as f
from schemas.frames import FRAMES
from schemas.frames.frame_columns import LogicalKind
from schemas.frames.input_frames import FEED_COLUMNS
from schemas.statuses import CANCEL_ASKED_NUMBERS, CAUSE
from schemas.stored_tables import BLANK, ITEM_YEN

_INSTANTS = [
    column.name
    for column in FRAMES["order_rows"].columns
    if column.kind is LogicalKind.INSTANT and column.name in FEED_COLUMNS
]
_DISCOUNTS = ("item_discount", "ship_discount")


def split_order_rows(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows of the order feed (order_formats, with keys) as facts and text, in the same order.

    Facts: frame `order_rows` but for `since`. Text: frame `order_row_text`. Order process, step 1.
    """
    text_names = FRAMES["order_row_text"].names
    beside_feed = rows.drop(columns=[name for name in (*FEED_COLUMNS.values(), *text_names) if name in rows])
    instants = {name: rows[FEED_COLUMNS[name]] for name in _INSTANTS}
    amounts = {name: counts(rows[column]) for name, column in ITEM_YEN.items()}
    discounts = {name: counts(rows[ITEM_YEN[name]].abs()) for name in _DISCOUNTS}
    requests = rows[f.BUYER_CANCEL.name].map(CANCEL_ASKED_NUMBERS)
    causes = rows[f.CANCELLATION_CAUSE.name].replace("", "Marketplace")
    facts = beside_feed.assign(
        **instants | {"purchased": instants["purchased"].dt.floor("s")},
        cancel_asked=requests.fillna(BLANK).astype("int64"),
        cancel_cause=causes.map(CAUSE).astype("int64"),
        ordered=counts(rows[f.QUANTITY_PURCHASED.name]),
        **amounts | discounts,
    )
    return facts, pd.DataFrame({name: _as_text(rows[name]) for name in text_names}, rows.index)


def _as_text(values: pd.Series) -> pd.Series:
    return values if values.dtype == "str" else values.astype("str").where(values.notna(), "")
