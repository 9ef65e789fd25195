"""Step 1, which facts of a later order record contradict what is known.

A fact that the state or the record does not say contradicts nothing; a recipient fits when it is one that the order
ever had.

Of three items a later record repeats the first, contradicts the SKU of the second, and fills that of the third:

>>> from types import SimpleNamespace
>>> import pandas as pd
>>> from pipeline.lifecycle.orders.order_facts import encode_facts
>>> known = pd.DataFrame({"ordered": [2, 1, 1], "sku": ["TEA", "TEA", ""]})
>>> incoming = pd.DataFrame({"ordered": [2, 1, 1], "sku": ["TEA", "MUG", "MUG"]})
>>> item_facts = encode_facts(("ordered", "sku"), known, incoming)
>>> units = SimpleNamespace(item_canceled=np.zeros(3, int))
>>> rows = np.array([0, 1, 2])
>>> arrays = SimpleNamespace(item_facts=item_facts, records=SimpleNamespace(item_pos=rows), units=units)
>>> _item_conflicts(arrays, rows).tolist()
[[False, False], [False, True], [False, False]]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pipeline.lifecycle.orders.order_facts import CONFLICTING, ITEM_FACTS, ORDER_FACTS, FactCodes, differs
from pipeline.model.folded_text import is_same_when_folded
from pipeline.model.instants import NOTHING
from pipeline.model.yen import share
from schemas.stored_tables import CONFLICT_TEXT, ITEM_YEN

if TYPE_CHECKING:
    from pipeline.lifecycle.orders.update_arrays import UpdateArrays

_PURCHASED = ORDER_FACTS.index("purchased")
_ORDERED = ITEM_FACTS.index("ordered")
AMOUNTS = [ITEM_FACTS.index(name) for name in ITEM_YEN]


def find_conflicts(arrays: UpdateArrays, rows: np.ndarray) -> np.ndarray:
    """The first fact of each row that contradicts the state, as a place in ORDER_FACTS + ITEM_FACTS; -1 for none.

    A row without item ids, one that says Canceled and one with a damaged item id compares nothing.
    """
    records = arrays.records
    # By row and fact, those of the order before those of the item.
    conflicts = np.concatenate([_order_conflicts(arrays, rows), _item_conflicts(arrays, rows)], axis=1)
    is_damaged = arrays.any_of_record(rows, arrays.names_twin(rows))
    compares = ~records.by_sku[rows] & ~records.cancels_order[rows] & ~is_damaged
    conflicts &= compares[:, None]
    return np.where(conflicts.any(axis=1), conflicts.argmax(axis=1), -1)


def _order_conflicts(arrays: UpdateArrays, rows: np.ndarray) -> np.ndarray:
    """By row and fact of the order, whether they contradict."""
    order_pos = arrays.records.order_pos[rows]
    facts = arrays.order_facts
    conflicts = _differ(facts, facts.known[order_pos], facts.incoming[rows]) & facts.is_among(CONFLICTING)
    conflicts[:, _PURCHASED] &= ~arrays.records.agrees_on_day[rows]
    other_recipient = (conflicts & arrays.is_recipient).any(axis=1)
    may_be_former = other_recipient & (arrays.address_count[order_pos] > 0)
    if may_be_former.any():
        is_former = np.zeros(len(rows), bool)
        is_former[may_be_former] = _names_former_address(arrays, rows[may_be_former])
        conflicts &= ~(is_former[:, None] & arrays.is_recipient)
    return conflicts


def _item_conflicts(arrays: UpdateArrays, rows: np.ndarray) -> np.ndarray:
    """By row and fact of the item, whether they contradict."""
    item_pos = arrays.records.item_pos[rows]
    facts = arrays.item_facts
    # By row and fact. A row without an item reads item 0, and contradicts nothing (the last line).
    known = facts.known[np.maximum(item_pos, 0)]
    incoming = facts.incoming[rows]
    conflicts = differs(known, incoming) & facts.is_among(CONFLICTING) & (item_pos >= 0)[:, None]
    is_reduced = counts_live_units(arrays, rows)
    if is_reduced.any():
        conflicts[is_reduced] &= ~_agrees_on_live_units(known[is_reduced], incoming[is_reduced])
    return conflicts


def counts_live_units(arrays: UpdateArrays, rows: np.ndarray) -> np.ndarray:
    """Rows that count the units of their item less those that are canceled. Order process, 1.5.10."""
    item_pos = np.maximum(arrays.records.item_pos[rows], 0)
    ordered = arrays.item_facts.known[item_pos, _ORDERED]
    canceled = arrays.units.item_canceled[item_pos]
    counted = arrays.item_facts.incoming[rows, _ORDERED]
    is_known = (arrays.records.item_pos[rows] >= 0) & (ordered != NOTHING) & (canceled > 0)
    return is_known & (counted == ordered - canceled) & (counted > 0)


def _agrees_on_live_units(known: np.ndarray, incoming: np.ndarray) -> np.ndarray:
    """By row and fact, the quantity, and amounts that are what the first of the units have in the known ones."""
    ordered, live = known[:, _ORDERED], incoming[:, _ORDERED]
    agrees = np.zeros(known.shape, bool)
    agrees[:, _ORDERED] = True
    for column in AMOUNTS:
        amount = np.maximum(known[:, column], 0)
        agrees[:, column] = incoming[:, column] == share(amount, of=ordered, first=np.zeros_like(live), units=live)
    return agrees


def _names_former_address(arrays: UpdateArrays, rows: np.ndarray) -> np.ndarray:
    """Rows whose recipient is one of the addresses that the order ever had."""
    order_pos = arrays.records.order_pos[rows]
    facts = arrays.order_facts
    # One entry per pair of a row and an address of its order: the position in `rows`, and that of the address.
    count = arrays.address_count[order_pos]
    row = np.repeat(np.arange(len(rows)), count)
    number_of_address = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    address_pos = np.repeat(arrays.first_address[order_pos], count) + number_of_address
    conflicts = _differ(facts, facts.addresses[address_pos], facts.incoming[rows[row]]) & arrays.is_recipient
    fits = ~conflicts.any(axis=1)
    return np.bincount(row[fits], minlength=len(rows)) > 0


def _differ(facts: FactCodes, known: np.ndarray, incoming: np.ndarray) -> np.ndarray:
    """By row and fact of the order, whether both sides say something and not the same. Texts of a recipient fold."""
    differing = differs(known, incoming)
    for column, name in enumerate(facts.names):
        if name in CONFLICT_TEXT:
            # Only texts that are not the same letter by letter are folded: that costs more than to compare codes.
            rows = np.flatnonzero(differing[:, column])
            first, second = (facts.texts[name][codes[rows, column]] for codes in (known, incoming))
            differing[rows, column] = ~is_same_when_folded(name, first, second)
    return differing
