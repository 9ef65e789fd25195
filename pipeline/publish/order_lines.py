"""The orders as the reports read them: a row an order item, narrow facts joined with the wide text, typed.

Makes the frame `order_lines`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from pipeline.lifecycle.deadlines import latest_ship_date, warned_from
from pipeline.model.order_state import OrderState, statuses, totals
from pipeline.model.ship_marks import is_not_to_ship_yet
from pipeline.model.sorted_keys import positions
from schemas import keys
from schemas.formats import fields as f
from schemas.statuses import CANCEL_ASKED_NUMBERS
from schemas.stored_tables import ITEM_TEXT, ITEM_YEN, ORDER_TEXT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo


def orders_to_show(state: OrderState, runs: Sequence[int]) -> OrderState:
    """The orders that a report shows: those with open units, and those of which one of `runs` first reported an item.

    The others only wait, for a price or to be asked for feedback; nobody needs their wide text. Order process, step 3.
    """
    has_open = totals(state.orders, state.items)["open"] > 0
    reported = state.items.loc[state.items["reported_run"].isin(runs), "order_key"]
    is_shown = has_open | state.orders["order_key"].isin(reported)
    return state.only(state.orders.loc[is_shown, "order_key"].to_numpy())


def order_lines(state: OrderState, order_text: pd.DataFrame, item_text: pd.DataFrame, zone: ZoneInfo) -> pd.DataFrame:
    """Every item of the state with everything that is known of it and its order (frame `order_lines`).

    order_text, item_text: the frames of these names.
    """
    order_pos = positions(state.orders["order_key"].to_numpy(), state.items["order_key"].to_numpy())
    orders = state.orders
    dated = orders.assign(status=statuses(orders, state.items), warned_from=warned_from(orders["cut_off"], zone))
    order = dated.take(order_pos).reset_index(drop=True)
    items = state.items.reset_index(drop=True)
    facts = items.drop(columns=["text_run", "cause", "parcels", "hold", *ITEM_YEN]).assign(
        **{name: order[name].array for name in _OF_ORDER},
        **{
            f.ORDER_ID.name: order["order_id"].array,
            f.ORDER_ITEM_ID.name: keys.item_ids(items["item_key"].to_numpy()).array,
            f.PURCHASE_DATE.name: order["purchased"].array,
            f.QUANTITY_PURCHASED.name: items["ordered"].array,
            f.BUYER_CANCEL.name: _CANCEL_ASKED_TEXT.take(order["cancel_asked"] + 1).array,
            "verified_at": order["verified"].array,
            "promise_at": latest_ship_date(order).array,
            "do_not_ship_yet": is_not_to_ship_yet(orders, items),
        },
        **{column: _yen(items[name]) for name, column in ITEM_YEN.items()},
    )
    with_order_text = facts.merge(order_text, how="left", on="order_key", validate="many_to_one")
    lines = with_order_text.merge(item_text, how="left", on=["order_key", "item_key"], validate="one_to_one")
    return lines.fillna(_BLANK)


def _yen(values: pd.Series) -> pd.Series:
    """Amounts as Int64, blank where nothing is known."""
    return values.where(values >= 0).astype("Int64")


_OF_ORDER = ("status", "warned_from", "canceled_at", "waived")
_CANCEL_ASKED_TEXT = pd.Series(["", *CANCEL_ASKED_NUMBERS], dtype="str")
"""Of the stored number plus one: "" for none."""
_BLANK = dict.fromkeys((*ORDER_TEXT, *ITEM_TEXT), "")
