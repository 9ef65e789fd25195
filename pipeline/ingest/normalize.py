"""Checked feeds and held records -> what the rules take: rows of each kind with keys, and what ended at the form check.

Every record goes exactly one of three ways: refused for its form, a repeat of an earlier record of its feed, or on to
the rules. Held records of earlier runs are read again from their text, so that they meet the same checks.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from feeds.value_checks import check
from pipeline.ingest import form_check, order_formats, promotions
from pipeline.ingest.feed import IncomingFeed
from pipeline.ingest.seller_order_ids import linked
from pipeline.lifecycle.events import address_change, event_rows
from pipeline.lifecycle.outcomes import SAID
from pipeline.lifecycle.snapshots import Snapshot
from schemas import codes, keys
from schemas.formats import fields as f
from schemas.formats.added_columns import REJECTION_MARK
from schemas.formats.address_change_feed import ADDRESS_CHANGES
from schemas.formats.cancellation_feed import CANCELLATIONS
from schemas.formats.confirmation_feed import CONFIRMATIONS
from schemas.formats.inventory_feed import INVENTORY
from schemas.formats.marketplace_reports import PENDING, UNSHIPPED
from schemas.formats.order_feed import ORDERS
from schemas.formats.payment_feed import PAYMENTS
from schemas.formats.refund_feed import REFUNDS
from schemas.statuses import Outcome, Stage
from schemas.stored_frames import blank_instants
from schemas.stored_tables import RECORD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from schemas.columns import Table

SNAPSHOTS = {UNSHIPPED.name: False, PENDING.name: True}
"""Reports of the marketplace that tell what it lists; True: as Pending."""
ACTS: dict[str, tuple[Callable[[pd.DataFrame], pd.DataFrame], Stage]] = {
    PAYMENTS.name: (event_rows.payments, Stage.PAYMENTS),
    CONFIRMATIONS.name: (event_rows.confirmations, Stage.SHIPMENTS),
    CANCELLATIONS.name: (event_rows.cancellations, Stage.SHIPMENTS),
    ADDRESS_CHANGES.name: (event_rows.redirects, Stage.ADDRESSES),
    REFUNDS.name: (event_rows.refunds, Stage.REFUNDS),
}
NOBODY = -1
"""The key of an order that a record does not name."""


@dataclass(frozen=True, slots=True)
class NormalizedRows:
    """Rows for each stage, and the records that ended here: records (feed, record, outcome), said (outcomes.SAID).

    merged: promotion rows that were added to the first row of their item (promotions.merged). redirects: what address
    changes ask for (address_change). snapshots: what the marketplace listed. refunds: acts of their own (events).
    """

    orders: pd.DataFrame
    acts: pd.DataFrame
    refunds: pd.DataFrame
    inventory: pd.DataFrame
    records: pd.DataFrame
    said: pd.DataFrame
    merged: pd.DataFrame
    redirects: pd.DataFrame
    snapshots: tuple[Snapshot, ...]


def intake(arrived: Iterable[IncomingFeed], named: dict[str, int], links: pd.Series | None = None) -> NormalizedRows:
    """Sort the records of all feeds by the way they go. `named`: the keys of order ids that are not made of digits.

    links: the order id by the seller's own id, for records that give only that one (cases 20).
    """
    orders, acts, inventory = [], [event_rows.none().assign(stage=np.int64(0), since=blank_instants(0))], []
    records, said, merged, redirects, refunds = [], [], [], [_no_redirects()], [event_rows.no_refunds()]
    feeds = list(arrived)
    for feed in feeds:
        ended, lines = form_check.settled(feed)
        records.append(ended)
        said.append(lines)
        merged.append(promotions.merged(feed.typed, feed.repeats, ended["record"], feed.number))
        rows = _numbered(feed, feed.typed[~_in(feed, ended) & (feed.repeats == 0)])
        if feed.table is INVENTORY:
            inventory.append(rows)
        elif feed.table in order_formats.FORMATS:
            rows = order_formats.order_rows(feed.table, rows)
            orders.append(_keyed(rows, feed.table, named).assign(since=_since(feed, rows)))
        else:
            make, stage = ACTS[feed.table.name]
            rows = linked(rows, links)
            redirects += [_redirects(rows)] if feed.table is ADDRESS_CHANGES else []
            mine = refunds if feed.table is REFUNDS else acts
            mine.append(make(_keyed(rows, feed.table, named)).assign(stage=np.int64(stage), since=_since(feed, rows)))
    return NormalizedRows(
        orders=_together(orders, _no_orders()),
        acts=_together(acts, acts[0]),
        refunds=_together(refunds, refunds[0]),
        inventory=_inventory(_together(inventory, _no_inventory())),
        records=_together(records, _no_records()),
        said=_together(said, _no_lines()),
        merged=_together(merged, promotions.none()),
        redirects=pd.concat(redirects, ignore_index=True),
        snapshots=tuple(_snapshot(feed, named) for feed in feeds if _is_snapshot(feed)),
    )


def _redirects(rows: pd.DataFrame) -> pd.DataFrame:
    """What address changes ask for: feed, record, message, by, and the columns of an address."""
    named = rows.rename(columns={"message-id": "message", "requested-by": "by"})
    return named[["feed", "record", "message", "by", *address_change.ASKED]]


def _no_redirects() -> pd.DataFrame:
    numbers = {name: pd.Series(dtype="int64") for name in RECORD}
    return pd.DataFrame(numbers | {name: pd.Series(dtype="str") for name in ("message", "by", *address_change.ASKED)})


def _is_snapshot(feed: IncomingFeed) -> bool:
    """A report of what the marketplace lists, as it came; not a file of refused rows that was dropped back."""
    corrected = REJECTION_MARK in feed.text and bool((feed.text[REJECTION_MARK] != "").any())
    return feed.table.name in SNAPSHOTS and feed.since is pd.NaT and not corrected


def _snapshot(feed: IncomingFeed, named: dict[str, int]) -> Snapshot:
    ids = feed.typed["order-id"]
    return Snapshot(feed.received, SNAPSHOTS[feed.table.name], np.unique(_order_keys(ids, named)))


def all_records(came: NormalizedRows, applied: pd.DataFrame) -> pd.DataFrame:
    """Every record once, with its outcome: those of the form check and those of the rules (feed, record, outcome).

    A promotion row that was added to the first row of its item ends as that record did. A warning of the form check
    counts where the record applied.
    """
    warned = came.said.loc[codes.types(came.said["code"]) == "Warning", RECORD].drop_duplicates()
    hit = pd.MultiIndex.from_frame(applied[RECORD]).isin(pd.MultiIndex.from_frame(warned))
    outcome = applied["outcome"].where(~(hit & (applied["outcome"] == Outcome.ACCEPTED)), int(Outcome.WARNING))
    done = pd.concat([came.records, applied.assign(outcome=outcome)], ignore_index=True)
    every = pd.concat([done, promotions.outcomes(came.merged, done)], ignore_index=True)
    return every.groupby(RECORD, as_index=False, dropna=False)["outcome"].max()


def all_said(came: NormalizedRows, said: pd.DataFrame) -> pd.DataFrame:
    """Every line of the answers: the form check's, the rules' (`said`), and for merged rows those of their first."""
    return pd.concat([came.said, said, promotions.said(came.merged, said)], ignore_index=True)


def order_ids(arrived: Iterable[IncomingFeed]) -> pd.Series:
    """Every well-formed order id that the feeds name, once."""
    columns = [(feed, order_formats.ORDER_ID.get(feed.table.name, f.ORDER_ID.name)) for feed in arrived]
    found = [feed.typed[column] for feed, column in columns if column in feed.table.names]
    every = pd.concat([pd.Series(dtype="str"), *found], ignore_index=True)
    return every[every != ""].drop_duplicates()


def _in(feed: IncomingFeed, ended: pd.DataFrame) -> np.ndarray:
    return feed.typed["record"].isin(ended["record"]).to_numpy()


def _numbered(feed: IncomingFeed, rows: pd.DataFrame) -> pd.DataFrame:
    received = pd.Series(feed.received, rows.index, dtype="datetime64[us, UTC]")
    numbers = {name: rows[name].astype("int64") for name in ("record", "line")}
    return rows.assign(feed=np.int64(feed.number), seq=np.int64(feed.seq), received=received, **numbers)


def _keyed(rows: pd.DataFrame, table: Table, named: dict[str, int]) -> pd.DataFrame:
    column = form_check.ITEM_COLUMN.get(table.name)
    items = rows[column] if column else pd.Series("", rows.index, dtype="str")
    return rows.assign(
        order_id=rows["order-id"],
        item_id=items,
        order_key=_order_keys(rows["order-id"], named),
        item_key=keys.item_keys(items),
    ).reset_index(drop=True)


def _order_keys(ids: pd.Series, named: dict[str, int]) -> np.ndarray:
    """Keys of order ids; a record whose order is not known by any id has none."""
    found = np.full(len(ids), NOBODY)
    given = (ids != "").to_numpy(bool)
    found[given] = event_rows.order_keys(ids[given], named)
    return found


def _inventory(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(quantity=event_rows.counts(rows["quantity"]), on_hand=event_rows.counts(rows["on-hand"]))


def _since(feed: IncomingFeed, rows: pd.DataFrame) -> pd.Series:
    return blank_instants(len(rows)).fillna(feed.since) if feed.since is not pd.NaT else blank_instants(len(rows))


def _together(frames: list[pd.DataFrame], nothing: pd.DataFrame) -> pd.DataFrame:
    full = [frame for frame in frames if len(frame)]
    return pd.concat(full, ignore_index=True) if full else nothing


def _no_orders() -> pd.DataFrame:
    return _keyed(order_formats.order_rows(ORDERS, _blank(ORDERS)), ORDERS, {})


def _no_inventory() -> pd.DataFrame:
    return _blank(INVENTORY)


@cache
def _blank(table: Table) -> pd.DataFrame:
    text = pd.DataFrame(columns=["record", "line", "message-id", *table.names], dtype="str")
    text = text.astype({"record": "int64", "line": "int64"})
    typed, _ = check(table, text, ZoneInfo("UTC"))
    return typed.assign(feed=np.int64(0), seq=np.int64(0), received=blank_instants(0), since=blank_instants(0))


def _no_records() -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype="int64") for name in (*RECORD, "outcome")})


def _no_lines() -> pd.DataFrame:
    whole = {"feed", "record", "line", "code"}
    return pd.DataFrame({name: pd.Series(dtype="int64" if name in whole else "str") for name in SAID})
