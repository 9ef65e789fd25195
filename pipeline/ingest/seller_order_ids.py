"""The seller's own order ids: an acknowledgement links one with an order, later feeds may name the order by it alone.

An id that was linked with two orders means neither. Order process, 4.4.6.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from schemas.formats.cancellation_feed import CANCELLATIONS
from schemas.statuses import Outcome
from schemas.stored_frames import as_frame, empty
from schemas.stored_tables import SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.ingest.feed import IncomingFeed
    from pipeline.model.outcome_table import OutcomeTable
    from pipeline.store.reader import StoreReader
    from schemas.columns import Table

_COLUMNS = {"merchant-order-id": "merchant_order_id", "order-id": "order_id"}


def order_ids_by_seller_id(feeds: Iterable[IncomingFeed], store: StoreReader) -> pd.Series:
    """Order ids by the seller's own ids, from earlier acknowledgements and those of these feeds."""
    earlier = as_frame(store.read("links", schema=SCHEMAS["links"]))
    links = pd.concat([earlier, acknowledged_links(feeds)], ignore_index=True).drop_duplicates()
    unambiguous = links.drop_duplicates("merchant_order_id", keep=False)
    return unambiguous.set_index("merchant_order_id")["order_id"]


def acknowledged_links(feeds: Iterable[IncomingFeed], outcomes: OutcomeTable | None = None) -> pd.DataFrame:
    """The seller's own ids that acknowledgements link with an order (merchant_order_id, order_id).

    outcomes: of a run; then only of the records that were accepted.
    """
    of_feeds = [feed.links.assign(feed=feed.number) for feed in feeds if len(feed.links)]
    links = pd.concat([empty("feed_links").assign(feed=0), *of_feeds], ignore_index=True)
    if outcomes is not None:
        links = links[outcomes.of_rows(links) == Outcome.ACCEPTED]
    return links[["merchant_order_id", "order_id"]].drop_duplicates(ignore_index=True)


def with_linked_order_ids(rows: pd.DataFrame, order_ids: pd.Series | None) -> pd.DataFrame:
    """The rows of a feed, with the order id of those that give only the seller's own (order_ids_by_seller_id)."""
    if "merchant-order-id" not in rows or order_ids is None:
        return rows
    linked = rows["merchant-order-id"].map(order_ids).astype("str").fillna("")
    return rows.assign(**{"order-id": rows["order-id"].where(rows["order-id"] != "", linked)})


def feed_links(table: Table, typed: pd.DataFrame) -> pd.DataFrame:
    """The links in rows of a feed (frame `feed_links`); only acknowledgements have any. typed: frame `typed_feed`."""
    if table is not CANCELLATIONS:
        return empty("feed_links")
    is_link = (typed["status-code"] == "Success") & (typed["merchant-order-id"] != "") & (typed["order-id"] != "")
    return typed.rename(columns=_COLUMNS).loc[is_link, [*_COLUMNS.values(), "record"]]
