"""Checked feeds and held records -> what the rules take: rows of each kind with keys, and what ended at the form check.

Every record goes exactly one of three ways: refused for its form, a repeat of an earlier record of its feed, or on to
the rules. Held records of earlier runs are read again from their text, so that they meet the same checks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.ingest import order_formats, promotions
from pipeline.ingest.form_check import form_outcomes
from pipeline.ingest.row_keys import keyed_rows, numbered_rows, order_keys
from pipeline.ingest.seller_order_ids import with_linked_order_ids
from pipeline.ingest.split_order_rows import split_order_rows
from pipeline.lifecycle.events import event_rows
from pipeline.lifecycle.snapshots import Snapshot
from pipeline.model.outcome_table import NONE, OutcomeTable
from schemas.formats import fields as f
from schemas.formats.address_change_feed import ADDRESS_CHANGES
from schemas.formats.cancellation_feed import CANCELLATIONS
from schemas.formats.confirmation_feed import CONFIRMATIONS
from schemas.formats.inventory_feed import INVENTORY
from schemas.formats.marketplace_reports import PENDING, UNSHIPPED
from schemas.formats.payment_feed import PAYMENTS
from schemas.formats.refund_feed import REFUNDS
from schemas.frames import FRAMES
from schemas.statuses import Stage
from schemas.stored_frames import blank_instants

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

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


def normalize_feeds(
    feeds: Iterable[IncomingFeed], named_keys: Mapping[str, int], links: pd.Series | None = None
) -> Iterator[dict[str, pd.DataFrame]]:
    """Sort the records of all feeds by the way they go, block by block: by the name of their frame, what they bring.

    What is typed of a feed is let go after it. Frames are those of NormalizedRows (schemas.frames). named_keys: of
    order ids that are not made of digits. links: the order id by the seller's own id, for records that give only that
    one (order process, 4.4.6).
    """
    for feed in feeds:
        ended = OutcomeTable()
        for outcomes, messages in form_outcomes(feed):
            ended.add(outcomes)
            yield {"record_outcomes": outcomes, "messages": messages}
        yield {"merged_rows": promotions.merged_rows(feed, ended)}
        for typed in feed.first_rows():
            goes_on = ended.of(feed.number, typed["record"].to_numpy()) == NONE
            rows = numbered_rows(feed, typed if goes_on.all() else typed[goes_on])
            yield _rows_for_rules(feed, rows, named_keys, links)
        feed.typed.clear()


def snapshots_of(feeds: Iterable[IncomingFeed], named_keys: Mapping[str, int]) -> tuple[Snapshot, ...]:
    """What the marketplace listed, as far as feeds are its reports."""
    return tuple(_snapshot(feed, named_keys) for feed in feeds if _is_snapshot(feed))


def _rows_for_rules(
    feed: IncomingFeed, rows: pd.DataFrame, named_keys: Mapping[str, int], links: pd.Series | None
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


def _snapshot(feed: IncomingFeed, named_keys: Mapping[str, int]) -> Snapshot:
    keys = [np.empty(0, np.int64)]
    for typed in feed.typed.blocks():
        is_canceled_line = typed[f.QUANTITY_PURCHASED.name].eq(0).fillna(value=False)
        keys.append(order_keys(typed["order-id"][~is_canceled_line], named_keys))
    return Snapshot(feed.received, SNAPSHOTS[feed.table.name], np.unique(np.concatenate(keys)))
