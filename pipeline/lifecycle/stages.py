"""One night of the lifecycle: the stages in their declared order, on frames, for all orders at once.

    inventory -> orders -> payments -> address changes -> shipments and cancellations -> refunds
    -> clock rules at `as_of` -> snapshots -> stock

Pure: takes what is known and what came, returns what is known afterwards, and what became of every record. Order
process, "Order of work inside a run".
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.lifecycle import deadlines, reminders, snapshots, stock
from pipeline.lifecycle.all_outcomes import StageRows, answers
from pipeline.lifecycle.events import address_change, apply_events, ship_date
from pipeline.lifecycle.events.event_rows import PLACE, no_refunds
from pipeline.lifecycle.orders import apply_orders, placement
from pipeline.lifecycle.refunds import apply_refunds
from pipeline.model.order_state import OrderState
from pipeline.model.sorted_keys import positions
from schemas.statuses import Event, Stage
from schemas.stored_frames import blank_instants
from schemas.stored_tables import REFUND_YEN

if TYPE_CHECKING:
    from datetime import date
    from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class RunRules:
    """What the rules need to know of this run: its number and instant, the business zone, and the settings.

    market: a seller's copy of what a marketplace decides, so that our clock only presumes; grace: of its payment rule.
    """

    run: int
    as_of: pd.Timestamp
    zone: ZoneInfo
    hold_days: int = 7
    handling_days: int = 2
    days_off: frozenset[date] = field(default_factory=frozenset)
    market: bool = True
    grace: pd.Timedelta = deadlines.NO_GRACE


@dataclass(frozen=True, slots=True)
class LifecycleInput:
    """What came, ready for the rules: order rows, acts (payments ... cancellations; held ones too), inventory.

    orders: order_formats with the columns of events.PLACE. acts: events.ACTS with stage. Both: since (`as_of` of
    the run that first held the record, NaT = new). inventory: sku, quantity, on_hand with feed, record, received, seq.
    text: wide order and item text of the known orders that order rows and address changes name. redirects: what
    address changes ask for (redirect.apply). snapshots: what the marketplace listed. refunds: events.REFUNDS with stage
    and since.
    """

    orders: pd.DataFrame
    acts: pd.DataFrame
    inventory: pd.DataFrame
    text: apply_orders.Texts
    redirects: pd.DataFrame
    snapshots: tuple[snapshots.Snapshot, ...] = ()
    refunds: pd.DataFrame = field(default_factory=no_refunds)


@dataclass(frozen=True, slots=True)
class LifecycleResult:
    """What is known afterwards, and what became of every record.

    records, said: outcomes of all records and lines of their answers (lifecycle.outcomes). canceled: a row an item and
    cancellation, with `at`. orders, acts: the rows and what became of them; happened: what order records did beside
    placing; ended: what the clock canceled. expired: held records that are let go; foreign: order rows that are
    nobody's here.
    """

    book: OrderState
    stock: pd.DataFrame
    order_text: pd.DataFrame
    item_text: pd.DataFrame
    records: pd.DataFrame
    said: pd.DataFrame
    canceled: pd.DataFrame
    ended: pd.DataFrame
    acts: pd.DataFrame
    orders: pd.DataFrame
    happened: pd.DataFrame
    expired: pd.DataFrame
    foreign: pd.DataFrame


def live(book: OrderState, shelf: pd.DataFrame, came: LifecycleInput, rules: RunRules) -> LifecycleResult:
    """Apply what came to what is known. `shelf` is the stock: sku, balance, set_at."""
    open_before = _open_by_sku(book)
    told = apply_orders.apply(book, came.orders, came.text, rules.run, rules.zone, market=rules.market)
    placed = placement.with_promises(told.state, _estimate(told.state, rules))
    early, acts = _known(placed, came.acts)
    too_early, asked_back = _known(placed, came.refunds)
    applied = apply_events.apply(acts, placed, rules.zone, market=rules.market)
    moved = address_change.apply(applied.rows, came.redirects, _texts(came, told), applied.book, rules.run)
    promised = placement.with_promises(moved.book, _estimate(moved.book, rules))
    shipped = ship_date.with_lateness(promised, placed.parcels)
    refunded = apply_refunds.apply(asked_back, shipped, rules.run)
    rows = _together(ship_date.cautions(moved.rows, shipped, rules.zone), refunded.rows)
    ended = deadlines.overdue(refunded.book, rules.as_of, rules.grace)
    final = _remind(deadlines.close_overdue(refunded.book, ended, rules.as_of), rules)
    final = snapshots.compare(snapshots.alive(final, _back(told, rows)), came.snapshots)
    gone = pd.concat([applied.canceled, refunded.canceled.astype(applied.canceled.dtypes)], ignore_index=True)
    moves = _moves(told, replace(applied, canceled=gone), ended, final, rules)
    shelf, short = stock.level(shelf, came.inventory, moves, open_before)
    waiting = pd.concat([_waiting(part, rules) for part in (told.held, early, too_early)], ignore_index=True)
    foreign = came.orders[came.orders["foreign"]]
    given = StageRows(placed, told.rows, rows, short, waiting, foreign, came.inventory)
    records, said, expired, strange = answers(given, rules.zone, rules.as_of, rules.hold_days)
    canceled = _canceled(told.canceled, gone, ended, rules)
    text = apply_orders.newest(told.order_text, moved.order_text, ["order_key"])
    return LifecycleResult(
        final,
        shelf,
        text,
        told.item_text,
        records,
        said,
        canceled,
        ended,
        rows,
        told.rows,
        told.effects,
        expired,
        strange,
    )


def _together(acts: pd.DataFrame, refunds_: pd.DataFrame) -> pd.DataFrame:
    """The acts and, behind them, the refunds, of which nothing is a caution."""
    if refunds_.empty:
        return acts.assign(about="", reason="")
    quiet = {"reopened": False, "missed": False, "asked": False, "clamped": blank_instants(len(refunds_)).array}
    rows = refunds_.assign(**quiet).drop(columns=[*REFUND_YEN, "adjustment"])
    return pd.concat([acts.assign(about="", reason=""), rows], ignore_index=True)


def _open_by_sku(book: OrderState) -> pd.Series:
    items = book.items
    return (items["ordered"] - items["shipped"] - items["canceled"]).groupby(items["sku"], dropna=False).sum()


def _texts(came: LifecycleInput, told: apply_orders.OrdersResult) -> pd.DataFrame:
    """The wide text of the orders as the orders stage left it."""
    return apply_orders.newest(came.text[0], told.order_text, ["order_key"])


def _estimate(book: OrderState, rules: RunRules) -> pd.Series:
    fresh = book.orders["verified"].where(book.orders["promise"].isna())
    return deadlines.promise(fresh, rules.zone, rules.handling_days, rules.days_off)


def _remind(book: OrderState, rules: RunRules) -> OrderState:
    book = reminders.warn(book, rules.as_of, rules.run, rules.zone)
    return reminders.invite(book, rules.as_of, rules.run, rules.zone)


def _back(told: apply_orders.OrdersResult, acts: pd.DataFrame) -> np.ndarray:
    """The orders that were brought back to life."""
    by_record = told.effects.loc[told.effects["event"] == Event.REINSTATE, "order_key"]
    return pd.concat([by_record, acts.loc[acts["reopened"], "order_key"]]).unique()


def _known(book: OrderState, rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows of orders nobody knows, and the rest."""
    unknown = positions(book.orders["order_key"].to_numpy(), rows["order_key"].to_numpy()) < 0
    return rows[unknown], rows[~unknown]


def _waiting(rows: pd.DataFrame, rules: RunRules) -> pd.DataFrame:
    """Rows that wait for their order, with `expired`, and `by_sku` for those that would be nobody's then."""
    rows = rows.assign(by_sku=rows.get("by_sku", default=False))[[*PLACE, "since", "by_sku"]]
    now = pd.Series(rules.as_of, rows.index, dtype=rows["since"].dtype)
    today, since = (
        moment.dt.tz_convert(rules.zone).dt.tz_localize(None).dt.normalize() for moment in (now, rows["since"])
    )
    return rows.assign(expired=((today - since).dt.days >= rules.hold_days).astype(bool))


def _canceled(told: pd.DataFrame, applied: pd.DataFrame, ended: pd.DataFrame, rules: RunRules) -> pd.DataFrame:
    """Every cancellation of the night: order_key, item_key, sku, units, cause, at, feed, record."""
    columns = ["order_key", "item_key", "sku", "units", "cause", "at", "feed", "record"]
    acts = pd.concat([told, applied], ignore_index=True)
    clock = ended.assign(at=rules.as_of, feed=0, record=0)
    return pd.concat([acts.assign(at=acts["received"])[columns], clock[columns]], ignore_index=True)


def _moves(
    told: apply_orders.OrdersResult,
    applied: apply_events.EventsResult,
    ended: pd.DataFrame,
    book: OrderState,
    rules: RunRules,
) -> pd.DataFrame:
    """What moved the stock, in no order."""
    placed = told.rows[told.rows["units"] > 0]
    gone = told.rows[told.rows["gone"] > 0]
    back = told.effects[told.effects["event"] == Event.REINSTATE].assign(stage=int(Stage.ORDERS))
    skus = book.items[["order_key", "item_key", "sku"]]
    back = back.merge(skus, how="left", on=["order_key", "item_key"], validate="many_to_one")
    shipped = applied.rows[(applied.rows["event"] == Event.CONFIRM) & (applied.rows["units"] > 0)]
    return pd.concat(
        [
            stock.placements(placed),
            stock.returns(back),
            stock.cancellations(told.canceled),
            stock.shipments(_shipped(gone, book)),
            stock.returns(applied.back),
            stock.cancellations(applied.canceled),
            stock.shipments(_shipped(shipped, book)),
            stock.clock(ended, rules.as_of),
        ],
        ignore_index=True,
    )


def _shipped(rows: pd.DataFrame, book: OrderState) -> pd.DataFrame:
    """New parcels of these rows, with their SKU: sku, units, received, seq, record."""
    records = rows[["feed", "record", "seq"]].drop_duplicates(["feed", "record"])
    parcels = book.parcels.merge(records, how="inner", on=["feed", "record"], validate="many_to_one")
    skus = book.items[["order_key", "item_key", "sku"]]
    return parcels.merge(skus, how="left", on=["order_key", "item_key"], validate="many_to_one")
