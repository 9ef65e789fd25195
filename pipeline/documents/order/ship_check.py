"""What speaks against shipping each line of a pick list, by joins on integer keys with the orders that are known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.lifecycle.outcomes import day_text
from pipeline.model import ship_marks
from pipeline.model.order_state import OrderState, open_units, statuses, totals
from pipeline.model.sorted_keys import pair_positions, positions
from pipeline.workspace.settings import Settings
from schemas import keys
from schemas.columns import MOST_UNITS
from schemas.quoting import HIDDEN_VALUE, has_contact, quoted
from schemas.statuses import CANCEL_ASKED, CAUSES, Status
from schemas.wording.order_words import CAUSE_WORDS

_ORDER = ["order_key", "cut_off", "waived", "not_in_marketplace", "cancel_asked", "canceled_at", "cause"]
_ITEM = ["ordered", "shipped", "canceled", "canceled_at", "cause"]
_TEXTS = {"code": "str", "value": "str", "limit": "str"}


@dataclass(frozen=True, slots=True)
class _PickLines:
    """The lines, and what is known about them, one row per line in every frame and array.

    rows: what `with_form` returns. order, item: their facts where they are known, anything where not. order_pos,
    item_pos: where they stand in the state, -1 where they are not known. reasons: by reason, whether what the line
    would ship may not be shipped yet because of it.
    """

    rows: pd.DataFrame
    order: pd.DataFrame
    item: pd.DataFrame
    order_pos: np.ndarray
    item_pos: np.ndarray
    reasons: dict[str, np.ndarray]


def with_form(picks: pd.DataFrame) -> pd.DataFrame:
    """The lines of a pick list (frame `pick_lines`) with three flags.

    formed and item_formed: is the id well-formed; asks_item: is an item named.
    """
    return picks.assign(
        formed=picks["order_id"].str.fullmatch(keys.ORDER_ID.pattern).astype(bool),
        item_formed=picks["item_id"].str.fullmatch(keys.ITEM_ID.pattern).astype(bool),
        asks_item=picks["item_id"] != "",
    )


def check_lines(
    rows: pd.DataFrame,
    order_key: np.ndarray,
    item_key: np.ndarray,
    state: OrderState,
    settings: Settings,
    now: pd.Timestamp,
) -> pd.DataFrame:
    """What speaks against shipping each line (frame `checked_lines`).

    rows: what `with_form` returns. order_key, item_key: of the ids of each line, -1 where an id is mangled, 0 where it
    is unknown. state: these orders. The code is a key of schemas.wording.order_words.PICK_LIST_ANSWERS. now: the
    instant that the cut-off is held against.
    """
    shown = {name: quoted(rows[name]).mask(has_contact(rows[name]), HIDDEN_VALUE) for name in ("order_id", "item_id")}
    results = rows[["line"]].assign(**shown, value="", limit="")
    if state.orders.empty:
        code = np.where(rows["formed"], "order-unknown", "id-mangled")
        return results.assign(code=code).astype(_TEXTS)
    lines = _beside_state(rows, order_key, item_key, state)
    code = _codes(lines, now)
    value, limit = _values_and_limits(lines, code, settings)
    return results.assign(code=code, value=value, limit=limit).astype(_TEXTS)


def _codes(lines: _PickLines, now: pd.Timestamp) -> pd.Series:
    """The first thing that speaks against each line."""
    rows = lines.rows
    order = lines.order
    item = lines.item
    asks_item = rows["asks_item"]
    is_item_closed = asks_item & (item["open"] == 0)
    quantity = _check_quantities(lines)
    conditions = {
        "id-mangled": ~rows["formed"],
        "order-unknown": lines.order_pos < 0,
        "item-mangled": asks_item & ~rows["item_formed"],
        "order-pending": order["status"] == Status.PENDING,
        "item-unknown": asks_item & (lines.item_pos < 0),
        "order-canceled": (order["status"] == Status.CANCELED) | (is_item_closed & (item["shipped"] == 0)),
        "already-shipped": (order["status"] == Status.SHIPPED) | is_item_closed,
        "confirmed-too-late": (order["cut_off"] < now) & ~order["waived"],
        **lines.reasons,
        "number-invalid": quantity.is_invalid,
        "quantity-too-large": quantity.is_too_large,
        "buyer-asked-to-cancel": order["cancel_asked"] == CANCEL_ASKED,
    }
    hits = [np.asarray(condition, bool) for condition in conditions.values()]
    return pd.Series(np.select(hits, [*conditions], ""), rows.index, dtype="str")


def _beside_state(rows: pd.DataFrame, order_key: np.ndarray, item_key: np.ndarray, state: OrderState) -> _PickLines:
    order_pos = positions(state.orders["order_key"].to_numpy(), order_key)
    item_pos = pair_positions(state.items, order_key, item_key)
    orders = state.orders[_ORDER].assign(
        status=statuses(state.orders, state.items), open=totals(state.orders, state.items)["open"]
    )
    items = state.items[_ITEM].assign(open=open_units(state.items))
    return _PickLines(
        rows,
        orders.iloc[np.maximum(order_pos, 0)].reset_index(drop=True),
        items.iloc[np.maximum(item_pos, 0)].reset_index(drop=True),
        order_pos,
        item_pos,
        _reasons(state, order_pos, np.where(rows["asks_item"], item_pos, -1)),
    )


def _reasons(state: OrderState, order_pos: np.ndarray, item_pos: np.ndarray) -> dict[str, np.ndarray]:
    """By reason, the lines that may not ship yet: because of their item, or of any item where they name none (-1)."""
    by_order = ship_marks.reasons_by_order(state.orders, state.items)
    by_item = ship_marks.reasons_by_item(state.orders, state.items)
    names_item = item_pos >= 0
    # A line of an order or item that is not known reads the first one; other codes come first there.
    of_order, of_item = np.maximum(order_pos, 0), np.maximum(item_pos, 0)
    return {reason: np.where(names_item, by_item[reason][of_item], by_order[reason][of_order]) for reason in by_order}


@dataclass(frozen=True, slots=True)
class _QuantityCheck:
    """What the lines ask for: is_invalid = no whole number; is_too_large = `units` are more than the `open_units`."""

    is_invalid: pd.Series
    is_too_large: pd.Series
    units: pd.Series
    open_units: pd.Series


def _check_quantities(lines: _PickLines) -> _QuantityCheck:
    """The quantities of the lines; a blank one asks for nothing.

    Lines of the same item, or of the same order, add up: the list as a whole may not ship more than is open.
    """
    quantity = lines.rows["quantity"]
    is_digits = quantity.str.fullmatch(r"[0-9]{1,9}").astype(bool)
    number = quantity.where(is_digits, "0").astype("int64")
    is_valid = is_digits & number.between(1, MOST_UNITS)
    units = number.where(is_valid, 0)
    units_of_item = units.groupby([lines.order_pos, lines.item_pos], dropna=False).cumsum()
    units_of_order = units.groupby(lines.order_pos, dropna=False).cumsum()
    is_item_exceeded = lines.rows["asks_item"] & (units_of_item > lines.item["open"])
    is_order_exceeded = units_of_order > lines.order["open"]
    return _QuantityCheck(
        is_invalid=(quantity != "") & ~is_valid,
        is_too_large=is_valid & (is_item_exceeded | is_order_exceeded),
        units=units_of_item.where(is_item_exceeded, units_of_order),
        open_units=lines.item["open"].where(is_item_exceeded, lines.order["open"]),
    )


def _values_and_limits(lines: _PickLines, code: pd.Series, settings: Settings) -> tuple[pd.Series, pd.Series]:
    """What is filled into the text of each code: days of the business zone, causes, quantities."""
    order = lines.order
    zone = settings.tz
    quantity = _check_quantities(lines)
    blank = pd.Series("", code.index, dtype="str")
    by_code = {
        "order-canceled": _cancellations(lines, settings),
        "confirmed-too-late": (blank, day_text(order["cut_off"], zone)),
        ship_marks.MISSING: (day_text(order["not_in_marketplace"], zone), blank),
        "quantity-too-large": (quantity.units.astype("str"), quantity.open_units.astype("str")),
    }
    value = blank
    limit = blank
    for name, (code_value, code_limit) in by_code.items():
        has_code = code == name
        value = value.where(~has_code, code_value)
        limit = limit.where(~has_code, code_limit)
    return value, limit


def _cancellations(lines: _PickLines, settings: Settings) -> tuple[pd.Series, pd.Series]:
    """The day and the cause: of the order where the whole of it is canceled, else of the item."""
    order = lines.order
    is_whole = order["status"] == Status.CANCELED
    canceled_at = order["canceled_at"].where(is_whole, lines.item["canceled_at"])
    cause = order["cause"].where(is_whole & (order["cause"] > 0), lines.item["cause"])
    causes = pd.Series([CAUSE_WORDS[text].of(settings.language) for text in CAUSES], dtype="str")
    return day_text(canceled_at, settings.tz), causes.take(cause).reset_index(drop=True)
