"""Confirmations and cancellations of one order and one instant: which go first. Order process, 4.4.7.

The name of a file does not decide it. Two items of 2 open units each: one unit of the first is confirmed and one
canceled, which both can be had; two of the second are confirmed, so that there is nothing left to cancel.

>>> from types import SimpleNamespace
>>> confirms = np.array([True, True, False, False])
>>> places = {"order_pos": np.zeros(4, int), "item_pos": np.array([0, 1, 0, 1]), "quantity": np.array([1, 2, 1, 1])}
>>> events = SimpleNamespace(ref=np.arange(4), frame=pd.DataFrame({"step": [0, 1, 2, 3]}), **places)
>>> events.is_confirmation, events.is_cancellation = confirms, ~confirms
>>> unknown = {"shipment_of": lambda item, ref: np.full(len(item), BLANK), "item_open": np.array([2, 2])}
>>> whole = {"expand_to_items": lambda order_pos, item_pos: (np.arange(len(item_pos)), item_pos)}
>>> _ranks(events, np.arange(4), SimpleNamespace(**unknown, **whole)).tolist() == [_SHIPMENT, _SHIPMENT, _FIRST, _LAST]
True
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from schemas.stored_tables import BLANK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.lifecycle.events.event_arrays import EventArrays
    from pipeline.lifecycle.events.order_arrays import OrderArrays

_FIRST, _SHIPMENT, _LAST = range(3)
"""The ranks of cancellations that go first, of confirmations, of all other cancellations."""
_MOST_RECORDS = 10**9
"""No order has as many records: a turn moved by it is before or behind all others."""


def is_of_contested_order(events: EventArrays) -> np.ndarray:
    """Events of orders that have a confirmation and a cancellation at one instant."""
    contested = np.zeros(len(events.event), bool)
    place = np.flatnonzero(np.isin(events.order_pos, events.order_pos[events.is_cancellation]))
    if len(place):
        instant = _instants(events, place)
        ships = instant[events.is_confirmation[place]]
        is_met = np.isin(instant, ships) & np.isin(instant, instant[events.is_cancellation[place]])
        contested[place] = np.isin(events.order_pos[place], events.order_pos[place[is_met]])
    return contested


def turns(events: EventArrays, rows: np.ndarray, arrays: OrderArrays) -> Iterator[np.ndarray]:
    """These rows, of contested orders, as far as it is certain who goes first: each order's in turn.

    Who goes first at an instant is decided when the order has reached it, by what is open then.
    """
    columns = {"order": events.order_pos[rows], "instant": _instants(events, rows), "is_decided": False}
    columns["is_either"] = events.is_confirmation[rows] | events.is_cancellation[rows]
    waiting = pd.DataFrame({"row": rows, "turn": events.frame["step"].to_numpy()[rows], **columns})
    while len(waiting):
        waiting = _with_ranks(events, waiting, arrays)
        is_certain = _is_certain(waiting)
        yield waiting[is_certain].sort_values(["order", "turn"], kind="stable")["row"].to_numpy()
        waiting = waiting[~is_certain]


def _instants(events: EventArrays, rows: np.ndarray) -> np.ndarray:
    """A number for each order, stage and instant."""
    place = np.stack([events.order_pos[rows], events.frame["stage"].to_numpy()[rows], events.received[rows]])
    _, number = np.unique(place, axis=1, return_inverse=True)
    return np.asarray(number).ravel()


def _is_next(waiting: pd.DataFrame) -> pd.Series:
    """The rows of the record whose turn it is, of each order."""
    return waiting["turn"] == waiting.groupby("order", dropna=False)["turn"].transform("min")


def _is_certain(waiting: pd.DataFrame) -> pd.Series:
    """Of each order the rows whose turns are decided; where there are none, what comes before the next that are not."""
    has_decided = waiting["is_decided"].groupby(waiting["order"], dropna=False).transform("any")
    undecided = waiting["turn"].where(waiting["is_either"] & ~waiting["is_decided"], _MOST_RECORDS)
    first_undecided = undecided.groupby(waiting["order"], dropna=False).transform("min")
    is_reached = waiting["instant"].isin(waiting.loc[_is_next(waiting), "instant"])
    return waiting["is_decided"] | (~has_decided & is_reached & (waiting["turn"] < first_undecided))


def _with_ranks(events: EventArrays, waiting: pd.DataFrame, arrays: OrderArrays) -> pd.DataFrame:
    """The waiting rows, of which those of the instant that their order has reached are in front, by their rank."""
    is_reached = waiting["instant"].isin(waiting.loc[_is_next(waiting), "instant"])
    row = waiting["row"].to_numpy()
    is_open = is_reached & waiting["is_either"] & ~waiting["is_decided"]
    turn = waiting["turn"].to_numpy(copy=True)
    turn[is_open] += (_ranks(events, row[is_open], arrays) - _LAST - 1) * _MOST_RECORDS
    return waiting.assign(turn=turn, is_decided=waiting["is_decided"] | is_open)


def _ranks(events: EventArrays, rows: np.ndarray, arrays: OrderArrays) -> np.ndarray:
    """The rank of confirmations and cancellations of one instant of each order; all alike where there is one kind.

    A cancellation of items goes first where no confirmation names an item, and where what is confirmed and what is
    canceled of the item can both be had; if it has several items, as a whole or not at all.
    """
    order_pos, item = events.order_pos[rows], events.item_pos[rows]
    names_item = item >= 0
    confirms = events.is_confirmation[rows]
    is_item_confirmed = np.isin(order_pos, order_pos[confirms & names_item])
    may = names_item & ~confirms & (~is_item_confirmed | _fits(events, rows, arrays))
    record = pd.MultiIndex.from_arrays([order_pos, events.frame["step"].to_numpy()[rows]])
    goes_first = may & ~record.isin(record[~may])
    is_contested = np.isin(order_pos, order_pos[confirms]) & np.isin(order_pos, order_pos[~confirms])
    return np.select([~is_contested | confirms, goes_first], [_SHIPMENT, _FIRST], _LAST)


def _fits(events: EventArrays, rows: np.ndarray, arrays: OrderArrays) -> np.ndarray:
    """Rows of items of which no more is confirmed and canceled together than is open."""
    item = events.item_pos[rows]
    asked = pd.concat([_confirmed_units(events, rows, arrays), _canceled_units(events, rows, arrays)])
    units = asked.groupby("item", dropna=False)["units"].sum().reindex(item, fill_value=0).to_numpy()
    fits: np.ndarray = (item >= 0) & (units <= arrays.item_open[np.maximum(item, 0)])
    return fits


def _confirmed_units(events: EventArrays, rows: np.ndarray, arrays: OrderArrays) -> pd.DataFrame:
    """Units by item that confirmations would ship: each new shipment once, and nothing of a known one."""
    confirming = rows[events.is_confirmation[rows] & (events.item_pos[rows] >= BLANK)]
    row, item = arrays.expand_to_items(events.order_pos[confirming], events.item_pos[confirming])
    ref = events.ref[confirming][row]
    quantity = events.quantity[confirming][row]
    asked = pd.DataFrame({"item": item, "ref": ref, "units": np.where(quantity < 0, arrays.item_open[item], quantity)})
    return asked[arrays.shipment_of(item, ref) < 0].drop_duplicates(["item", "ref"])


def _canceled_units(events: EventArrays, rows: np.ndarray, arrays: OrderArrays) -> pd.DataFrame:
    """Units by item that cancellations of items would cancel."""
    canceling = rows[events.is_cancellation[rows] & (events.item_pos[rows] >= 0)]
    item = events.item_pos[canceling]
    quantity = events.quantity[canceling]
    return pd.DataFrame({"item": item, "units": np.where(quantity < 0, arrays.item_open[item], quantity)})
