"""One night of the lifecycle: the stages in their declared order, on frames, for all orders at once.

    inventory -> orders -> payments -> shipments and cancellations -> clock rules at `as_of` -> stock

Pure: takes what is known and what came, returns what is known afterwards, and what became of every record. Order
process, "Order of work inside a run".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from pipeline.lifecycle import deadlines, elsewhere, events, outcomes, placement, repetition, rounds, stock
from pipeline.lifecycle.book import Book, before_our_time, positions
from schemas import codes
from schemas import fields as f
from schemas.statuses import STATUS_TEXT, Event, Outcome, Status

if TYPE_CHECKING:
    from datetime import date
    from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Rules:
    """What the rules need to know of this run: its number and instant, the business zone, and the settings."""

    run: int
    as_of: pd.Timestamp
    zone: ZoneInfo
    hold_days: int = 7
    handling_days: int = 2
    days_off: frozenset[date] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Came:
    """What came, ready for the rules: order rows, acts (payments, shipments, cancellations; held ones too), inventory.

    Order rows: typed columns of the order feed with those of events.PLACE. Acts: events.ACTS with stage. Both: since
    (`as_of` of the run that first held the record, NaT = new). Inventory: sku, quantity, on_hand with feed, record,
    received, seq. text: wide order and item text of the known orders that the order rows name.
    """

    orders: pd.DataFrame
    acts: pd.DataFrame
    inventory: pd.DataFrame
    text: tuple[pd.DataFrame, pd.DataFrame]


@dataclass(frozen=True, slots=True)
class Night:
    """What is known afterwards, and what became of every record (outcomes.SAID)."""

    book: Book
    stock: pd.DataFrame
    order_text: pd.DataFrame
    item_text: pd.DataFrame
    records: pd.DataFrame
    said: pd.DataFrame
    canceled: pd.DataFrame
    ended: pd.DataFrame
    acts: pd.DataFrame
    placed: pd.DataFrame
    expired: pd.DataFrame
    elsewhere: pd.DataFrame


def live(book: Book, shelf: pd.DataFrame, came: Came, rules: Rules) -> Night:
    """Apply what came to what is known. `shelf` is the stock: sku, balance, set_at."""
    open_before = _open_by_sku(book)
    over = came.orders[f.ORDER_STATUS.name] == STATUS_TEXT[Status.CANCELED]
    placed, order_text, item_text, order_rows = _orders(book, came.orders[~over], came.text, rules)
    placed = placement.with_promise(placed, _estimate(placed, rules))
    strangers, over = _known(placed, came.orders[over])
    gone = came.orders[came.orders[f.ORDER_STATUS.name] == STATUS_TEXT[Status.SHIPPED]]
    elsewhere_ = elsewhere.apply(placed, gone, over, rules.zone)
    placed, order_rows = elsewhere_.book, elsewhere.with_moves(order_rows, elsewhere_.rows)
    early, acts = _known(placed, came.acts)
    applied = _clamps(rounds.apply(acts, placed, rules.zone), placed, rules)
    waiting = _waiting(strangers, early, rules)
    ended = deadlines.overdue(applied.book, rules.as_of)
    final = deadlines.close_overdue(applied.book, ended, rules.as_of)
    final = placement.with_promise(final, _estimate(final, rules))
    moves = _moves(order_rows, elsewhere_, applied, ended, final, rules)
    shelf, short = stock.level(shelf, came.inventory, moves, open_before)
    told = pd.concat([order_rows, elsewhere_.rows], ignore_index=True)
    records, said = _outcomes(placed, told, short, applied, waiting, came, rules)
    return Night(
        final,
        shelf,
        order_text,
        item_text,
        records,
        said,
        applied.canceled,
        ended,
        applied.rows,
        order_rows,
        waiting.loc[waiting["expired"], outcomes.RECORD].drop_duplicates(),
        elsewhere_.rows,
    )


def _open_by_sku(book: Book) -> pd.Series:
    items = book.items
    return (items["ordered"] - items["shipped"] - items["canceled"]).groupby(items["sku"], dropna=False).sum()


def _orders(
    book: Book, came: pd.DataFrame, text: tuple[pd.DataFrame, pd.DataFrame], rules: Rules
) -> tuple[Book, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """The orders stage: the book, the wide text that came, and the rows with outcome, code, column, units."""
    rows = placement.prepared(came, rules.zone)
    unknown = positions(book.orders["order_key"].to_numpy(), rows["order_key"].to_numpy()) < 0
    first = unknown & (rows["step"] == 0)
    fresh, later = rows[first], rows[~first]
    orders, items = placement.place(fresh, rules.run)
    late = placement.late(fresh["verified"], fresh["paid_by"]) & (fresh["cut_off"] >= fresh["received"])
    fresh = fresh.assign(
        outcome=late.map({True: int(Outcome.WARNING), False: int(Outcome.ACCEPTED)}).astype("int64"),
        code=late.map({True: codes.PAID_TOO_LATE, False: 0}).astype("int64"),
        column="",
        places=True,
    )
    texts = placement.order_text(fresh), placement.item_text(fresh)
    book = placement.joined(book, orders, items)
    if later.empty:
        return book, *texts, _units(fresh, book)
    known = tuple(pd.concat([a, b], ignore_index=True) for a, b in zip(text, texts, strict=True))
    known_orders, known_items = (part[part["order_key"].isin(later["order_key"])] for part in known)
    book, more, more_items, later = repetition.repeat(later, book, (known_orders, known_items), rules.run)
    order_text = _newest(texts[0], more, ["order_key"])
    item_text = _newest(texts[1], more_items, ["order_key", "item_key"])
    return book, order_text, item_text, _units(pd.concat([fresh, later], ignore_index=True), book)


def _newest(first: pd.DataFrame, later: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    return pd.concat([first, later], ignore_index=True).drop_duplicates(key, keep="last", ignore_index=True)


def _units(rows: pd.DataFrame, book: Book) -> pd.DataFrame:
    """The units that each row placed: none where it placed nothing, or closed at once."""
    closed = book.orders.loc[before_our_time(book.orders), "order_key"]
    places = rows["places"].astype(bool) & ~rows["order_key"].isin(closed)
    units = rows[f.QUANTITY_PURCHASED.name].astype("int64").where(places, 0)
    return rows.assign(units=units).reset_index(drop=True)


def _estimate(book: Book, rules: Rules) -> pd.Series:
    fresh = book.orders["verified"].where(book.orders["promise"].isna())
    return deadlines.promise(fresh, rules.zone, rules.handling_days, rules.days_off)


def _known(book: Book, rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows of orders nobody knows, and the rest."""
    unknown = positions(book.orders["order_key"].to_numpy(), rows["order_key"].to_numpy()) < 0
    return rows[unknown], rows[~unknown]


def _waiting(strangers: pd.DataFrame, early: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Rows of orders nobody knows, with `expired`. A record that says Canceled has too few facts to place an order."""
    columns = [*events.PLACE, "since"]
    waiting = pd.concat([strangers[columns], early[columns]], ignore_index=True)
    today, since = (
        moment.dt.tz_convert(rules.zone).dt.tz_localize(None).dt.normalize()
        for moment in (pd.Series(rules.as_of, waiting.index, dtype=waiting["since"].dtype), waiting["since"])
    )
    expired = ((today - since).dt.days >= rules.hold_days).astype(bool)
    return waiting.assign(expired=expired)


def _clamps(applied: rounds.Applied, book: Book, rules: Rules) -> rounds.Applied:
    """The rows with `clamped`: the ship date that was used instead, where it lay outside its window."""
    rows = applied.rows
    at = positions(book.orders["order_key"].to_numpy(), rows["order_key"].to_numpy())
    purchased = book.orders["purchased"].iloc[at].reset_index(drop=True)
    used = rounds.clamped(rows["at"], purchased, rows["received"], rules.zone)
    outside = (rows["event"] == Event.CONFIRM) & (rows["units"] > 0) & (used != rows["at"])
    return rounds.Applied(applied.book, rows.assign(clamped=used.where(outside)), applied.canceled)


def _moves(
    order_rows: pd.DataFrame,
    gone: elsewhere.Ended,
    applied: rounds.Applied,
    ended: pd.DataFrame,
    book: Book,
    rules: Rules,
) -> pd.DataFrame:
    placed = order_rows[order_rows["units"] > 0]
    shipped = applied.rows[(applied.rows["event"] == Event.CONFIRM) & (applied.rows["units"] > 0)]
    return pd.concat(
        [
            stock.placements(placed),
            stock.cancellations(gone.canceled),
            stock.shipments(_shipped(gone.rows[gone.rows["units"] > 0], book)),
            stock.cancellations(applied.canceled),
            stock.shipments(_shipped(shipped, book)),
            stock.clock(ended, rules.as_of),
        ],
        ignore_index=True,
    )


def _shipped(rows: pd.DataFrame, book: Book) -> pd.DataFrame:
    """New parcels of these rows, with their SKU: sku, units, received, seq, record."""
    records = rows[["feed", "record", "seq"]].drop_duplicates(["feed", "record"])
    parcels = book.parcels.merge(records, how="inner", on=["feed", "record"], validate="many_to_one")
    skus = book.items[["order_key", "item_key", "sku"]]
    return parcels.merge(skus, how="left", on=["order_key", "item_key"], validate="many_to_one")


def _outcomes(
    book: Book,
    order_rows: pd.DataFrame,
    short: pd.DataFrame,
    applied: rounds.Applied,
    waiting: pd.DataFrame,
    came: Came,
    rules: Rules,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    order_records, order_said = outcomes.of_orders(order_rows, book.orders, rules.zone)
    since = waiting["since"].fillna(rules.as_of)
    until = outcomes.day(deadlines.end_of_day(since, rules.zone, rules.hold_days), rules.zone)
    expired = waiting["expired"]
    parts = [
        (_warned(order_records, order_rows, short), order_said),
        ([], _short(order_rows, short)),
        outcomes.of_acts(applied.rows, rules.zone),
        outcomes.plain(waiting[expired], Outcome.REJECTED, codes.ORDER_UNKNOWN),
        outcomes.plain(waiting[~expired], Outcome.HELD, codes.HELD, until[~expired]),
        (_fed(came.inventory), order_said.iloc[:0]),
    ]
    records = pd.concat([records for records, _ in parts if len(records)] or [order_records], ignore_index=True)
    said = pd.concat([said for _, said in parts], ignore_index=True)
    return records, said


def _fed(inventory: pd.DataFrame) -> pd.DataFrame:
    return inventory[outcomes.RECORD].drop_duplicates().assign(outcome=int(Outcome.ACCEPTED))


def _warned(records: pd.DataFrame, rows: pd.DataFrame, short: pd.DataFrame) -> pd.DataFrame:
    """Records that placed more than there is become warnings."""
    pairs = pd.MultiIndex.from_frame(rows.loc[short["row"], outcomes.RECORD])
    hit = pd.MultiIndex.from_frame(records[outcomes.RECORD]).isin(pairs)
    return records.assign(outcome=records["outcome"].where(~hit, records["outcome"].clip(lower=int(Outcome.WARNING))))


def _short(rows: pd.DataFrame, short: pd.DataFrame) -> pd.DataFrame:
    """One inventory-short line for each row that came short: ordered, and what there was."""
    hit = rows.loc[short["row"]].reset_index(drop=True)
    have = short["have"].clip(lower=0).astype("str").reset_index(drop=True)
    hit = hit.assign(column="", code=codes.INVENTORY_SHORT, value=hit["units"].astype("str"), limit=have)
    return hit[outcomes.SAID]
