"""Step 4.2.5: which items order records mark as not to ship yet, and which marks they take away.

Asked once, when all records of the stage have told their facts and moved the status. Of several records the one
received last counts; of one instant, the one that marks.

Two items of two open orders; two reports give the first an unknown status, then a known one:

>>> orders = pd.DataFrame({"order_key": [1, 2]})
>>> items = pd.DataFrame({"order_key": [1, 2], "item_key": [7, 8], "sku": "TEA", "ordered": 2, "shipped": 0})
>>> items = items.assign(canceled=0, hold=0)
>>> state = replace(OrderState.empty(), orders=orders, items=items)
>>> rows = pd.DataFrame({"order_key": [1, 1, 2], "item_key": [7, 7, 8], "by_sku": False, "sku": "TEA"})
>>> rows = rows.assign(received=pd.to_datetime(["2026-10-06", "2026-10-05", "2026-10-06"], utc=True))
>>> rows = rows.assign(order_status=["Unknown", "Unshipped", "Unshipped"], item_status="", paid=pd.NaT)
>>> rows = rows.assign(ordered=2, to_ship=[-1, -1, 1], shipped_count=-1)
>>> rows = rows.assign(is_foreign=False, is_ours=True, cancels_line=False)
>>> [ShipMark(hold).name for hold in mark_items(state, rows).items["hold"]]
['STATUS_UNKNOWN', 'QUANTITY_DIFFERS']
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from pipeline.lifecycle.orders.record_arrays import ALIVE, CANCELED
from pipeline.model.order_state import OrderState, open_units
from pipeline.model.ship_marks import ShipMark, with_mark, without_mark
from pipeline.model.sorted_keys import pair_positions, positions, segment_positions
from schemas.columns import UNKNOWN_CHOICE
from schemas.stored_tables import BLANK

_MENTION = ["order_key", "item_key", "received"]


@dataclass(frozen=True, slots=True)
class _Claim:
    """Which rows set and clear a mark: of all items of their order, or of their own items (`is_own`)."""

    mark: ShipMark
    sets: np.ndarray
    clears: np.ndarray
    is_own: bool


def mark_items(state: OrderState, rows: pd.DataFrame) -> OrderState:
    """The state after the stage, with the marks that these rows set and take away.

    rows: frame `order_rows`, of every record that is not held, those of orders that the marketplace ships among them.
    """
    claims = _claims(state, rows)
    sets_any = np.logical_or.reduce([claim.sets for claim in claims])
    marked_orders = state.items.loc[state.items["hold"] > 0, "order_key"]
    is_of_interest = rows["order_key"].isin(marked_orders) | rows["order_key"].isin(rows.loc[sets_any, "order_key"])
    if not is_of_interest.any():
        return state
    asked = np.flatnonzero(is_of_interest)
    row, item_pos, is_own = _items_of_rows(state, rows.iloc[asked])
    row = asked[row]
    received = rows["received"].to_numpy()
    hold = state.items["hold"].to_numpy()
    for claim in claims:
        speaks = (claim.sets | claim.clears)[row] & (is_own | ~np.bool_(claim.is_own))
        newest = _newest_claim(item_pos[speaks], received[row[speaks]], claim.sets[row[speaks]], len(hold))
        hold = without_mark(with_mark(hold, claim.mark, newest > 0), claim.mark, newest == 0)
    return replace(state, items=_without_idle_marks(state.items.assign(hold=hold)))


def mark_unclear(state: OrderState, rows: pd.DataFrame, mentions: pd.DataFrame) -> OrderState:
    """The state with the marks of items of which nobody can tell what the all-orders report says (1.8.8).

    rows: as mark_items takes them; one that names an item of a living order tells of it. mentions: order_key, item_key,
    received, is_unclear, of items that rows of the all-orders report mean or may mean.
    """
    hold = state.items["hold"].to_numpy()
    is_marked = (hold & int(ShipMark.ITEM_UNCLEAR)) > 0
    if not is_marked.any() and not mentions["is_unclear"].any():
        return state
    names_item = ~rows["by_sku"] & ~rows["cancels_line"] & rows["order_status"].isin(ALIVE)
    claims = pd.concat([mentions, rows.loc[names_item, _MENTION].assign(is_unclear=False)], ignore_index=True)
    item_pos = pair_positions(state.items, claims["order_key"].to_numpy(), claims["item_key"].to_numpy())
    claims = claims[item_pos >= 0]
    last = _newest_claim(
        item_pos[item_pos >= 0], claims["received"].to_numpy(), claims["is_unclear"].to_numpy(bool), len(hold)
    )
    hold = without_mark(with_mark(hold, ShipMark.ITEM_UNCLEAR, last > 0), ShipMark.ITEM_UNCLEAR, last == 0)
    return replace(state, items=_without_idle_marks(state.items.assign(hold=hold)))


def settle_marks(state: OrderState, before: OrderState) -> OrderState:
    """The state after a run: items of which units were canceled since `before` have no other quantity any more.

    before: the state after the orders stage, with the same items. What has nothing open has no mark.
    """
    has_canceled = (state.items["canceled"].array > before.items["canceled"].array).astype(bool)
    hold = without_mark(state.items["hold"].to_numpy(), ShipMark.QUANTITY_DIFFERS, np.asarray(has_canceled))
    return replace(state, items=_without_idle_marks(state.items.assign(hold=hold)))


def counts_less_to_ship(state: OrderState, rows: pd.DataFrame) -> np.ndarray:
    """Rows that count fewer units still to ship than are open, less what they count as shipped and we do not know."""
    is_short = (rows["to_ship"] >= 0).to_numpy(copy=True)
    counting = rows[is_short]
    if len(counting):
        is_short[is_short] = _is_short(state, counting, _item_positions(state, counting))
    return is_short


def _is_short(state: OrderState, rows: pd.DataFrame, item_pos: np.ndarray) -> np.ndarray:
    shipped = state.items["shipped"].to_numpy()
    unseen = np.maximum(rows["shipped_count"].to_numpy() - _of_items(shipped, item_pos), 0)
    live = _of_items(open_units(state.items).to_numpy(), item_pos) - unseen
    counts = (rows["to_ship"] >= 0).to_numpy() & (item_pos >= 0) & ~rows["cancels_line"].to_numpy(bool)
    return np.asarray(counts & (rows["to_ship"].to_numpy() < live))


def is_open_here(state: OrderState, order_keys: pd.Series) -> np.ndarray:
    """Whether each order is known and has open units."""
    return order_keys.isin(state.items.loc[open_units(state.items) > 0, "order_key"]).to_numpy()


def _claims(state: OrderState, rows: pd.DataFrame) -> list[_Claim]:
    """What the rows say of each mark."""
    says = ~rows["is_foreign"].to_numpy(bool) & ~rows["cancels_line"].to_numpy(bool)
    status, item_status = rows["order_status"], rows["item_status"]
    is_unknown = says & (status == UNKNOWN_CHOICE).to_numpy()
    is_item_unknown = says & (item_status == UNKNOWN_CHOICE).to_numpy()
    by_date = (status == "") & rows["paid"].notna()
    is_known = says & ~is_unknown & ((status != "") | by_date).to_numpy()
    is_item_known = says & ~is_item_unknown & (is_known | (item_status != "").to_numpy())
    is_less, is_equal = _quantities(state, rows, says & (status != CANCELED).to_numpy())
    is_foreign, is_ours = rows["is_foreign"].to_numpy(bool), rows["is_ours"].to_numpy(bool)
    return [
        _Claim(ShipMark.STATUS_UNKNOWN, is_unknown, is_known, is_own=False),
        _Claim(ShipMark.ITEM_STATUS_UNKNOWN, is_item_unknown, is_item_known, is_own=True),
        _Claim(ShipMark.QUANTITY_DIFFERS, is_less, is_equal, is_own=True),
        _Claim(ShipMark.SHIPPED_BY_MARKETPLACE, is_foreign, is_ours & says, is_own=False),
    ]


def _quantities(state: OrderState, rows: pd.DataFrame, says: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows that count fewer units of their item than are ordered and not canceled, or to ship; and those that agree."""
    item_pos = _item_positions(state, rows)
    ordered = _of_items(state.items["ordered"].to_numpy(), item_pos)
    live = ordered - _of_items(state.items["canceled"].to_numpy(), item_pos)
    counted = rows["ordered"].to_numpy()
    counts = says & (item_pos >= 0) & (counted >= 0) & ~rows["by_sku"].to_numpy(bool)
    is_short = _is_short(state, rows, item_pos)
    is_less = counts & ((counted < live) | is_short)
    return is_less, counts & ~is_short & ((counted == ordered) | (counted == live))


def _item_positions(state: OrderState, rows: pd.DataFrame) -> np.ndarray:
    """Where the item that each row names stands in the state; -1 where it names none that is known."""
    return pair_positions(state.items, rows["order_key"].to_numpy(), rows["item_key"].to_numpy())


def _of_items(values: np.ndarray, item_pos: np.ndarray) -> np.ndarray:
    """The values of these items; 0 where there is none (-1)."""
    return np.append(values, 0)[item_pos]


def _items_of_rows(state: OrderState, rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Every pair of a row and an item of its order, by place, and whether the row is about that very item."""
    item_orders = state.items["order_key"].to_numpy()
    known, first, count = np.unique(item_orders, return_index=True, return_counts=True)
    order_pos = positions(known, rows["order_key"].to_numpy())
    of_known = np.flatnonzero(order_pos >= 0)
    segment, item_pos = segment_positions(first[order_pos[of_known]], count[order_pos[of_known]])
    row = of_known[segment]
    paired, items = rows.iloc[row], state.items.iloc[item_pos]
    same_item = paired["item_key"].to_numpy() == items["item_key"].to_numpy()
    same_sku = paired["sku"].to_numpy() == items["sku"].to_numpy()
    is_of_sku = (paired["by_sku"] & (paired["item_key"] == BLANK)).to_numpy(bool)
    return row, item_pos, np.where(is_of_sku, same_sku, same_item)


def _newest_claim(item_pos: np.ndarray, received: np.ndarray, sets: np.ndarray, count: int) -> np.ndarray:
    """By item, what the claim received last says: 1 sets, 0 clears, -1 nobody says."""
    newest = np.full(count, -1)
    newest_last = np.lexsort((sets, received))
    newest[item_pos[newest_last]] = sets[newest_last]
    return newest


def _without_idle_marks(items: pd.DataFrame) -> pd.DataFrame:
    """Items without the marks of those of which nothing is open."""
    return items.assign(hold=items["hold"].where(open_units(items) > 0, 0))
