"""Step 4.3, address change: the shipment goes to a new address, and the one before it stays known.

An address counts as a whole: the new one replaces recipient, lines, city, prefecture and postal code; country and
phone stay where the message has none. The same message never applies twice.

Three messages, of which the second names no country and the third neither country nor phone:

>>> message = pd.DataFrame({"ship-country": ["JP", "", ""], "ship-phone-number": ["03-1", "03-2", ""]})
>>> present = pd.DataFrame({"ship-country": ["US", "US", "US"], "ship-phone-number": ["555", "555", "555"]})
>>> _whole_addresses(message, present).values.tolist()
[['JP', '03-1'], ['US', '03-2'], ['US', '555']]
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from pipeline.lifecycle.events.transitions import OK
from pipeline.model.folded_text import folded_column
from pipeline.model.order_state import KEYS, OrderState
from pipeline.model.sorted_keys import positions, sort_by_keys
from schemas import codes
from schemas.formats import fields as f
from schemas.frames.input_frames import ADDRESS_TEXT
from schemas.statuses import Event
from schemas.stored_frames import conform, empty
from schemas.stored_tables import CONFLICT_TEXT

_KEPT_WHERE_BLANK = (f.SHIP_COUNTRY.name, f.SHIP_PHONE.name)
_SAME_CHANGE = ["order_key", "message", *CONFLICT_TEXT]


@dataclass(frozen=True, slots=True)
class AddressChangeResult:
    """The state with every address that an order had, the wide text of redirected orders, the rows of the events.

    order_text, rows: frames `order_text`, `event_results`.
    """

    state: OrderState
    order_text: pd.DataFrame
    rows: pd.DataFrame


def apply(
    rows: pd.DataFrame, requests: pd.DataFrame, text: pd.DataFrame, state: OrderState, run: int
) -> AddressChangeResult:
    """Apply the address changes among the events that their status allows.

    rows: frame `event_results`; requests: frame `address_requests`; text: frame `order_text`. A message that was
    applied before, or an address that is the present one: unchanged.
    """
    changes = rows[(rows["event"] == Event.REDIRECT) & (rows["code"] == OK)]
    if changes.empty:
        return AddressChangeResult(state, empty("order_text"), rows)
    current, addresses, effective = _apply_in_turn(changes, requests, text, state)
    is_unchanged = rows.index.isin(changes.index.difference(effective))
    rows = rows.assign(
        code=rows["code"].where(~is_unchanged, codes.UNCHANGED),
        changed=rows["changed"].where(~is_unchanged, other=False),
    )
    changed_orders = changes.loc[effective, "order_key"]
    is_changed = state.orders["order_key"].isin(changed_orders)
    orders = state.orders.assign(text_run=state.orders["text_run"].where(~is_changed, run))
    new_text = current[current.index.isin(changed_orders)].reset_index()[text.columns.to_list()]
    return AddressChangeResult(replace(state, orders=orders, addresses=addresses), new_text, rows)


def _apply_in_turn(
    changes: pd.DataFrame, requests: pd.DataFrame, text: pd.DataFrame, state: OrderState
) -> tuple[pd.DataFrame, pd.DataFrame, pd.Index]:
    """In round k the k-th change of every order: (wide text by order, addresses, index of the changes with effect)."""
    wanted = changes[["feed", "record", "order_key", "received"]].assign(place=changes.index)
    wanted = wanted.merge(requests, how="left", on=["feed", "record"], validate="one_to_one")
    current = text[text["order_key"].isin(wanted["order_key"])].set_index("order_key")
    addresses = state.addresses
    effective = pd.Index([], dtype="int64")
    number_in_order = wanted.groupby("order_key", dropna=False).cumcount()
    for _, of_round in wanted.groupby(number_in_order, dropna=False):
        present = _present_addresses(of_round, current)
        whole = _whole_addresses(of_round, present)
        new = whole[_is_new(whole, present, addresses)]
        addresses = _with_addresses(addresses, new, present, state)
        current = _with_text(current, new)
        effective = effective.append(pd.Index(new["place"]))
    return current, addresses, effective


def _present_addresses(changes: pd.DataFrame, current: pd.DataFrame) -> pd.DataFrame:
    """The address that the order of each change has, by the index of the changes."""
    return current.loc[changes["order_key"], list(ADDRESS_TEXT)].set_axis(changes.index)


def _whole_addresses(changes: pd.DataFrame, present: pd.DataFrame) -> pd.DataFrame:
    """The changes with the country and phone that stay."""
    kept = {name: changes[name].where(changes[name] != "", present[name]) for name in _KEPT_WHERE_BLANK}
    return changes.assign(**kept)


def _is_new(whole: pd.DataFrame, present: pd.DataFrame, addresses: pd.DataFrame) -> pd.Series:
    """Whether each change brings an address that is not the present one, by a message that has not been applied."""
    of_orders = addresses[addresses["order_key"].isin(whole["order_key"])]
    is_present = (_folded(whole, ADDRESS_TEXT)[list(ADDRESS_TEXT)] == _folded(present, ADDRESS_TEXT)).all(axis=1)
    applied = pd.MultiIndex.from_frame(_folded(of_orders, CONFLICT_TEXT)[_SAME_CHANGE])
    return ~is_present & ~pd.MultiIndex.from_frame(_folded(whole, CONFLICT_TEXT)[_SAME_CHANGE]).isin(applied)


def _folded(rows: pd.DataFrame, names: tuple[str, ...]) -> pd.DataFrame:
    """Rows with their address as it is compared."""
    return rows.assign(**{name: folded_column(name, rows[name]) for name in names})


def _with_addresses(
    addresses: pd.DataFrame, new: pd.DataFrame, present: pd.DataFrame, state: OrderState
) -> pd.DataFrame:
    """The addresses with the new ones; before its first change comes the one that an order was placed with."""
    first = new[~new["order_key"].isin(addresses["order_key"])]
    order_pos = positions(state.orders["order_key"].to_numpy(), first["order_key"].to_numpy())
    placed_with = present.loc[first.index, list(CONFLICT_TEXT)].assign(
        order_key=first["order_key"], message="", by="", at=state.orders["received"].take(order_pos).array
    )
    parts = [addresses, conform("addresses", placed_with), conform("addresses", new.assign(at=new["received"]))]
    return sort_by_keys(pd.concat(parts), KEYS["addresses"])


def _with_text(current: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """The wide text with the new addresses in it."""
    # By order of `current`. In a round an order has one change, so a new address stands once.
    is_changed = current.index.isin(new["order_key"])
    by_order = new.set_index("order_key")
    changed = {
        name: np.where(is_changed, by_order[name].reindex(current.index), current[name]) for name in ADDRESS_TEXT
    }
    return current.assign(**changed)
