"""Which items of an order are in one shipment, and the number that they share. Order process, 4.3.17.

Two items are confirmed with one tracking number, a third one with another; the first two share a number:

>>> named = pd.DataFrame({"order_key": [1, 1, 1], "ref": ["n:A", "n:A", "n:B"]})
>>> next_numbers(known_names(OrderState.empty()), last_numbers(OrderState.empty()), named).tolist()
[1, 1, 2]
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.model.order_state import OrderState, joint_numbers

_NAME = ["order_key", "ref"]
_OF_ONE_ITEM = ("d:", "m:", "s:")
"""How refs begin that tell apart the shipments of one item, and are not shared by items."""


def known_names(state: OrderState) -> pd.DataFrame:
    """What names a shipment of an order across its items, with its number: order_key, ref, shipment, each name once."""
    refs = state.refs[~state.refs["ref"].str.startswith(_OF_ONE_ITEM).astype(bool)]
    keys = ["order_key", "item_key", "number"]
    numbers = state.parcels[keys].assign(shipment=joint_numbers(state.parcels))
    named = refs.merge(numbers, how="inner", on=keys, validate="many_to_one")
    return named.groupby(_NAME, dropna=False, as_index=False)["shipment"].min()


def last_numbers(state: OrderState) -> pd.Series:
    """The highest number of a shipment of each order that has one, by order key."""
    return joint_numbers(state.parcels).groupby(state.parcels["order_key"], dropna=False).max()


def next_numbers(known: pd.DataFrame, last: pd.Series, named: pd.DataFrame) -> np.ndarray:
    """The number of each new shipment (order_key, ref, in order of work): that of its name, else the next one."""
    number = named[_NAME].merge(known, how="left", on=_NAME, validate="many_to_one")["shipment"]
    new = named[_NAME].reset_index(drop=True)[number.isna()].drop_duplicates()
    count = new.groupby("order_key", dropna=False).cumcount() + 1
    given = new.assign(shipment=new["order_key"].map(last).fillna(0).astype("int64") + count)
    filled = named[_NAME].merge(given, how="left", on=_NAME, validate="many_to_one")["shipment"]
    return number.fillna(filled).to_numpy().astype(np.int64)
