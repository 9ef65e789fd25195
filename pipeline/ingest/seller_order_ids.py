"""The seller's own order ids: an acknowledgement links one with an order, later feeds may name the order by it alone.

Cases 20. An id that was linked with two orders means neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from schemas.formats.cancellation_feed import CANCELLATIONS
from schemas.statuses import Outcome
from schemas.stored_frames import empty
from schemas.stored_tables import RECORD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.ingest.feed import IncomingFeed


def links_of(arrived: Iterable[IncomingFeed], applied: pd.DataFrame | None = None) -> pd.DataFrame:
    """The seller's own ids that acknowledgements link with an order (merchant_order_id, order_id).

    applied: records (feed, record, outcome) of a run; then only of those that were accepted.
    """
    found = [_links(feed) for feed in arrived if feed.table is CANCELLATIONS]
    every = pd.concat([empty("links").assign(feed=0, record=0), *found], ignore_index=True)
    if applied is not None:
        accepted = applied.loc[applied["outcome"] == Outcome.ACCEPTED, RECORD]
        every = every.merge(accepted, how="inner", on=RECORD, validate="many_to_one")
    return every[["merchant_order_id", "order_id"]].drop_duplicates(ignore_index=True)


def _links(feed: IncomingFeed) -> pd.DataFrame:
    rows = feed.typed.assign(feed=feed.number)
    said = (rows["status-code"] == "Success") & (rows["merchant-order-id"] != "") & (rows["order-id"] != "")
    names = {"merchant-order-id": "merchant_order_id", "order-id": "order_id"}
    return rows.rename(columns=names).loc[said, ["merchant_order_id", "order_id", *RECORD]]


def lookup(links: pd.DataFrame) -> pd.Series:
    """Order ids by the seller's own id; an id that was linked with two orders means neither."""
    single = links.drop_duplicates().drop_duplicates("merchant_order_id", keep=False)
    return single.set_index("merchant_order_id")["order_id"]


def linked(rows: pd.DataFrame, links: pd.Series | None) -> pd.DataFrame:
    """The rows of a feed, with the order id of those that give only the seller's own."""
    if "merchant-order-id" not in rows or links is None:
        return rows
    meant = rows["merchant-order-id"].map(links).astype("str").fillna("")
    return rows.assign(**{"order-id": rows["order-id"].where(rows["order-id"] != "", meant)})
