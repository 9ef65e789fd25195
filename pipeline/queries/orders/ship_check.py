"""What speaks against shipping each line of a pick list, by joins on integer keys with the orders that are known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.lifecycle.outcomes import day
from pipeline.model.order_state import OrderState, statuses, totals
from pipeline.model.sorted_keys import pair_positions, positions
from pipeline.store.lookup import known, order_keys
from pipeline.store.reader import StoreReader
from pipeline.workspace.settings import Settings
from schemas import keys
from schemas.columns import MOST_UNITS
from schemas.statuses import CAUSES, Status
from schemas.wording.order_words import CAUSE_WORDS

_NOBODY = -1
_ORDER = ["order_key", "cut_off", "waived", "not_in_marketplace", "cancel_asked", "canceled_at", "cause"]
_ITEM = ["ordered", "shipped", "canceled", "canceled_at", "cause"]


@dataclass(frozen=True, slots=True)
class _PickLines:
    """The lines beside what is known of them, a row a line in every frame and array.

    rows: line, order_id, item_id, quantity, formed, item_formed, asks_item. order, item: their facts where they are
    known, anything where not. places: of the order and of the item in the book, -1 where it is not known.
    """

    rows: pd.DataFrame
    order: pd.DataFrame
    item: pd.DataFrame
    places: tuple[np.ndarray, np.ndarray]


def verdict(store: StoreReader, settings: Settings, picks: pd.DataFrame, now: pd.Timestamp) -> pd.DataFrame:
    """For each line: line, order_id, item_id, code ("" = nothing speaks against it), and value and limit for its text.

    The code is a key of schemas.wording.order_words.PICKS. now: the instant that the cut-off is held against.
    """
    rows = _formed(picks)
    keyed = _keys(store, rows)
    book = known(store, np.unique(keyed[0][keyed[0] > 0]))
    told = rows[["line", "order_id", "item_id"]].assign(value="", limit="")
    if book.orders.empty:
        code = np.where(rows["formed"], "order-unknown", "id-mangled")
        return told.assign(code=code).astype(_TEXTS)
    lines = _joined(rows, book, *keyed)
    code = codes(lines, now)
    value, limit = _filled(lines, code, settings)
    return told.assign(code=code, value=value, limit=limit).astype(_TEXTS)


_TEXTS = {"code": "str", "value": "str", "limit": "str"}


def codes(lines: _PickLines, now: pd.Timestamp) -> pd.Series:
    """The first thing that speaks against each line."""
    rows, order, item = lines.rows, lines.order, lines.item
    asks = rows["asks_item"]
    gone = asks & (item["open"] == 0)
    asked = _asked(lines)
    found = [
        ("id-mangled", ~rows["formed"]),
        ("order-unknown", lines.places[0] < 0),
        ("item-mangled", asks & ~rows["item_formed"]),
        ("order-pending", order["status"] == Status.PENDING),
        ("item-unknown", asks & (lines.places[1] < 0)),
        ("order-canceled", (order["status"] == Status.CANCELED) | (gone & (item["shipped"] == 0))),
        ("already-shipped", (order["status"] == Status.SHIPPED) | gone),
        ("confirmed-too-late", (order["cut_off"] < now) & ~order["waived"]),
        ("do-not-ship-yet", order["not_in_marketplace"].notna()),
        ("number-invalid", asked.wrong),
        ("quantity-too-large", asked.beyond),
        ("buyer-asked-to-cancel", order["cancel_asked"] == 1),
    ]
    hits, names = [np.asarray(hit, bool) for _, hit in found], [name for name, _ in found]
    return pd.Series(np.select(hits, names, ""), rows.index, dtype="str")


def _formed(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(
        formed=rows["order_id"].str.fullmatch(keys.ORDER_ID.pattern).astype(bool),
        item_formed=rows["item_id"].str.fullmatch(keys.ITEM_ID.pattern).astype(bool),
        asks_item=rows["item_id"] != "",
    )


def _keys(store: StoreReader, rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """The keys of order and item of each line; none for ids that are mangled or unknown."""
    order_key, item_key = np.full(len(rows), _NOBODY), np.full(len(rows), _NOBODY)
    formed, item_formed = rows["formed"].to_numpy(), rows["item_formed"].to_numpy()
    order_key[formed] = order_keys(store, rows.loc[formed, "order_id"])
    item_key[item_formed] = keys.item_keys(rows.loc[item_formed, "item_id"])
    return order_key, item_key


def _joined(rows: pd.DataFrame, book: OrderState, order_key: np.ndarray, item_key: np.ndarray) -> _PickLines:
    order = positions(book.orders["order_key"].to_numpy(), order_key)
    item = pair_positions(book.items, order_key, item_key)
    orders = book.orders[_ORDER].assign(
        status=statuses(book.orders, book.items), open=totals(book.orders, book.items)["open"]
    )
    items = book.items[_ITEM].assign(
        open=book.items["ordered"] - book.items["shipped"] - book.items["canceled"],
    )
    return _PickLines(
        rows,
        orders.iloc[np.maximum(order, 0)].reset_index(drop=True),
        items.iloc[np.maximum(item, 0)].reset_index(drop=True),
        (order, item),
    )


@dataclass(frozen=True, slots=True)
class _QuantityCheck:
    """What the lines ask for: wrong = no whole number; beyond = more than is open, `units` of it against `bound`."""

    wrong: pd.Series
    beyond: pd.Series
    units: pd.Series
    bound: pd.Series


def _asked(lines: _PickLines) -> _QuantityCheck:
    """The quantities of the lines; a blank one asks for nothing.

    Lines of the same item, or of the same order, add up: the list as a whole may not ship more than is open.
    """
    rows, (order, item) = lines.rows, lines.places
    given, right = rows["quantity"] != "", rows["quantity"].str.fullmatch(r"[0-9]{1,9}").astype(bool)
    number = rows["quantity"].where(right, "0").astype("int64")
    fits = right & number.between(1, MOST_UNITS)
    counted = number.where(fits, 0)
    by_item, by_order = (counted.groupby(by, dropna=False).cumsum() for by in ([order, item], order))
    of_item = rows["asks_item"] & (by_item > lines.item["open"])
    return _QuantityCheck(
        wrong=given & ~fits,
        beyond=fits & (of_item | (by_order > lines.order["open"])),
        units=by_item.where(of_item, by_order),
        bound=lines.item["open"].where(of_item, lines.order["open"]),
    )


def _filled(lines: _PickLines, code: pd.Series, settings: Settings) -> tuple[pd.Series, pd.Series]:
    """What is filled into the text of each code: days of the business zone, causes, quantities."""
    order, asked, zone = lines.order, _asked(lines), settings.tz
    whole = order["status"] == Status.CANCELED
    causes = pd.Series([CAUSE_WORDS[text].of(settings.language) for text in CAUSES], dtype="str")
    cause = order["cause"].where(whole & (order["cause"] > 0), lines.item["cause"])
    blank = pd.Series("", code.index, dtype="str")
    texts = {
        "order-canceled": (
            day(order["canceled_at"].where(whole, lines.item["canceled_at"]), zone),
            causes.take(cause).reset_index(drop=True),
        ),
        "confirmed-too-late": (blank, day(order["cut_off"], zone)),
        "do-not-ship-yet": (day(order["not_in_marketplace"], zone), blank),
        "quantity-too-large": (asked.units.astype("str"), asked.bound.astype("str")),
    }
    value, limit = blank, blank
    for name, (shown, bound) in texts.items():
        hit = code == name
        value, limit = value.where(~hit, shown), limit.where(~hit, bound)
    return value, limit
