"""What the form check decides: the records that it refuses, those that only repeat, and every line it has to say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from feeds.problems import quotable
from pipeline.ingest.order_formats import ORDER_ID
from pipeline.lifecycle.outcomes import SAID
from schemas import codes
from schemas.formats import fields as f
from schemas.formats.cancellation_feed import CANCELLATIONS
from schemas.formats.confirmation_feed import CONFIRMATIONS
from schemas.formats.marketplace_reports import PENDING, UNSHIPPED
from schemas.formats.order_feed import ORDERS
from schemas.formats.refund_feed import REFUNDS
from schemas.statuses import Outcome
from schemas.stored_tables import RECORD

if TYPE_CHECKING:
    from pipeline.ingest.feed import IncomingFeed

ITEM_COLUMN = {
    ORDERS.name: "order-item-id",
    CONFIRMATIONS.name: "order-item-id",
    CANCELLATIONS.name: "amazon-order-item-code",
    REFUNDS.name: "order-item-id",
    UNSHIPPED.name: "order-item-id",
    PENDING.name: "order-item-id",
}
EQUAL = 1


def settled(feed: IncomingFeed) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Records refused for their form, and records that only repeat; with every line the form check has to say."""
    error = codes.types(feed.problems["code"]) == "Error"
    refused = feed.problems.loc[error, "record"].drop_duplicates()
    whole = pd.Series(feed.repeats == EQUAL).groupby(feed.typed["record"].to_numpy(), dropna=False).all()
    repeated = whole.index[whole].difference(pd.Index(refused))
    ended = pd.DataFrame({"record": np.r_[refused.to_numpy(np.int64), repeated.to_numpy(np.int64)]}).assign(
        feed=feed.number,
        outcome=np.r_[np.full(len(refused), int(Outcome.REJECTED)), np.full(len(repeated), int(Outcome.UNCHANGED))],
    )
    again = pd.DataFrame({"record": repeated.astype("int64")}).assign(
        column="", code=codes.UNCHANGED, value="", limit=""
    )
    lines = pd.concat([feed.problems, again], ignore_index=True)
    return ended[[*RECORD, "outcome"]], _placed(feed, lines)


def _placed(feed: IncomingFeed, lines: pd.DataFrame) -> pd.DataFrame:
    """Lines with the feed, the physical line and the ids of their record; what is said of the file keeps its line."""
    columns = {
        "order_id": ORDER_ID.get(feed.table.name, f.ORDER_ID.name),
        "item_id": ITEM_COLUMN.get(feed.table.name, ""),
    }
    first = feed.text.drop_duplicates("record").set_index("record")
    said = {name: column for name, column in columns.items() if column in first}
    shown = {name: quotable(first[column], feed.table[column].kind) for name, column in said.items()}
    at = {name: lines["record"].map(shown[name]).astype("str").fillna("") if name in shown else "" for name in columns}
    line = lines["record"].map(first["line"].astype("int64")).fillna(lines["line"]).fillna(0).astype("int64")
    return lines.assign(feed=feed.number, line=line, **at).astype({"order_id": "str", "item_id": "str"})[SAID]
