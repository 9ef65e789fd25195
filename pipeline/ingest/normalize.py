"""Checked feeds and held records -> what the rules take: rows of each kind with keys, and what ended at the form check.

Every record goes exactly one of three ways: refused for its form, a repeat of an earlier record of its feed, or on to
the rules. Held records of earlier runs are read again from their text, so that they meet the same checks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from feeds.duplicate_rows import FIRST
from pipeline.ingest import order_formats, promotions
from pipeline.ingest.form_check import form_outcomes
from pipeline.ingest.row_keys import keyed_rows, numbered_rows, order_keys
from pipeline.ingest.seller_order_ids import with_linked_order_ids
from pipeline.ingest.split_order_rows import split_order_rows
from pipeline.lifecycle.events import event_rows
from pipeline.lifecycle.orders.order_rows import OrderRows
from pipeline.lifecycle.snapshots import Snapshot
from schemas.formats import fields as f
from schemas.formats.address_change_feed import ADDRESS_CHANGES
from schemas.formats.cancellation_feed import CANCELLATIONS
from schemas.formats.confirmation_feed import CONFIRMATIONS
from schemas.formats.inventory_feed import INVENTORY
from schemas.formats.marketplace_reports import PENDING, UNSHIPPED
from schemas.formats.payment_feed import PAYMENTS
from schemas.formats.refund_feed import REFUNDS
from schemas.frame_checks import check_frames
from schemas.frames import FRAMES
from schemas.statuses import Stage
from schemas.stored_frames import blank_instants, empty

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pipeline.ingest.feed import IncomingFeed

SNAPSHOTS = {UNSHIPPED.name: False, PENDING.name: True}
"""Reports of the marketplace that tell what it lists; True: as Pending."""
EVENTS: dict[str, tuple[Callable[[pd.DataFrame], pd.DataFrame], Stage]] = {
    PAYMENTS.name: (event_rows.payments, Stage.PAYMENTS),
    CONFIRMATIONS.name: (event_rows.confirmations, Stage.SHIPMENTS),
    CANCELLATIONS.name: (event_rows.cancellations, Stage.SHIPMENTS),
    ADDRESS_CHANGES.name: (event_rows.address_changes, Stage.ADDRESSES),
    REFUNDS.name: (event_rows.refunds, Stage.REFUNDS),
}
"""Formats whose records ask for something to happen to an order: what makes events of their rows, and their stage."""


@dataclass(frozen=True, slots=True)
class NormalizedRows:
    """Rows for each stage, and the records that ended at the form check.

    orders: facts and text. events: frame `events`, refunds: frame `refund_events`. inventory: stock set by sellers
    (frame `stock_rows`). address_changes: what these ask for (frame `address_requests`). snapshots: what the
    marketplace listed. outcomes: of the records that ended here (frame `record_outcomes`); messages: every line of the
    form check (frame `messages`). merged_rows: promotion rows that were added to the first row of their item (frame
    `merged_rows`).
    """

    orders: OrderRows
    events: pd.DataFrame
    refunds: pd.DataFrame
    inventory: pd.DataFrame
    address_changes: pd.DataFrame
    snapshots: tuple[Snapshot, ...]
    outcomes: pd.DataFrame
    messages: pd.DataFrame
    merged_rows: pd.DataFrame


def normalize_feeds(
    feeds: Iterable[IncomingFeed], named_keys: dict[str, int], links: pd.Series | None = None
) -> NormalizedRows:
    """Sort the records of all feeds by the way they go. named_keys: of order ids that are not made of digits.

    links: the order id by the seller's own id, for records that give only that one (order process, 4.4.6).
    """
    feeds = list(feeds)
    parts = [_normalize_feed(feed, named_keys, links) for feed in feeds]

    def together(name: str) -> pd.DataFrame:
        filled = [part[name] for part in parts if name in part and len(part[name])]
        return pd.concat(filled, ignore_index=True) if filled else empty(name)

    normalized = NormalizedRows(
        orders=OrderRows(together("order_rows"), together("order_row_text")),
        events=together("events"),
        refunds=together("refund_events"),
        inventory=together("stock_rows"),
        address_changes=together("address_requests"),
        snapshots=tuple(_snapshot(feed, named_keys) for feed in feeds if _is_snapshot(feed)),
        outcomes=together("record_outcomes"),
        messages=together("messages"),
        merged_rows=together("merged_rows"),
    )
    check_frames(
        order_rows=normalized.orders.facts,
        order_row_text=normalized.orders.text,
        events=normalized.events,
        refund_events=normalized.refunds,
        stock_rows=normalized.inventory,
        address_requests=normalized.address_changes,
        record_outcomes=normalized.outcomes,
        messages=normalized.messages,
        merged_rows=normalized.merged_rows,
    )
    return normalized


def _normalize_feed(feed: IncomingFeed, named_keys: dict[str, int], links: pd.Series | None) -> dict[str, pd.DataFrame]:
    """What one feed brings, by the name of its frame (schemas.frames)."""
    outcomes, messages = form_outcomes(feed)
    has_ended = feed.typed["record"].isin(outcomes["record"]).to_numpy()
    rows = numbered_rows(feed, feed.typed[~has_ended & (feed.repeats == FIRST)])
    return {
        "record_outcomes": outcomes,
        "messages": messages,
        "merged_rows": promotions.merged_rows(feed, outcomes["record"]),
        **_rows_for_rules(feed, rows, named_keys, links),
    }


def _rows_for_rules(
    feed: IncomingFeed, rows: pd.DataFrame, named_keys: dict[str, int], links: pd.Series | None
) -> dict[str, pd.DataFrame]:
    """The rows of a feed that go on, as those of their kind."""
    if feed.table is INVENTORY:
        return {"stock_rows": _stock_rows(rows)}
    since = blank_instants(len(rows)).fillna(feed.since) if feed.is_held else blank_instants(len(rows))
    if feed.table in order_formats.FORMATS:
        rows = keyed_rows(order_formats.order_rows(feed.table, rows), feed.table, named_keys).assign(since=since)
        facts, text = split_order_rows(rows)
        return {"order_rows": facts[list(FRAMES["order_rows"].names)], "order_row_text": text}
    rows = with_linked_order_ids(rows, links)
    to_events, stage = EVENTS[feed.table.name]
    events = to_events(keyed_rows(rows, feed.table, named_keys)).assign(stage=np.int64(stage), since=since)
    if feed.table is REFUNDS:
        return {"refund_events": events}
    if feed.table is ADDRESS_CHANGES:
        return {"events": events, "address_requests": _address_requests(rows)}
    return {"events": events}


def _address_requests(rows: pd.DataFrame) -> pd.DataFrame:
    """What address changes ask for (frame `address_requests`)."""
    renamed = rows.rename(columns={"message-id": "message", "requested-by": "by"})
    return renamed[list(FRAMES["address_requests"].names)]


def _stock_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of the inventory feed as frame `stock_rows`."""
    counts = {"quantity": event_rows.counts(rows["quantity"]), "on_hand": event_rows.counts(rows["on-hand"])}
    return rows.assign(**counts)[list(FRAMES["stock_rows"].names)]


def _is_snapshot(feed: IncomingFeed) -> bool:
    """A report of what the marketplace lists, as it came; not a file of refused rows that was dropped back."""
    return feed.table.name in SNAPSHOTS and not feed.is_held and feed.marks.empty


def _snapshot(feed: IncomingFeed, named_keys: dict[str, int]) -> Snapshot:
    is_canceled_line = feed.typed[f.QUANTITY_PURCHASED.name].eq(0).fillna(value=False)
    ids = feed.typed["order-id"][~is_canceled_line]
    return Snapshot(feed.received, SNAPSHOTS[feed.table.name], np.unique(order_keys(ids, named_keys)))
