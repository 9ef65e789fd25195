"""Step 1, what a later order record adds to what is known: blanks are filled, newer facts revise, new items place.

Two orders with two facts each, and three rows: two of the first order, of which the first that fills a blank counts,
and one of the second order, of which nothing is blank.

>>> known = np.array([[NOTHING, 50], [70, 80]])
>>> incoming = np.array([[10, NOTHING], [20, 30], [40, 40]])
>>> order_pos = np.array([0, 0, 1])
>>> _store_facts(known, order_pos, incoming, is_new=(known[order_pos] == NOTHING) & (incoming != NOTHING))
>>> known.tolist()
[[10, 50], [70, 80]]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pipeline.lifecycle.orders.day_precision import TO_THE_END, compare_codes
from pipeline.lifecycle.orders.fact_conflicts import AMOUNTS, counts_live_units
from pipeline.lifecycle.orders.order_facts import ESTIMATED_DATES, ITEM_FACTS, ORDER_FACTS, differs
from pipeline.lifecycle.orders.update_results import DateRevision
from pipeline.model.instants import NOTHING
from schemas.formats import fields as f
from schemas.statuses import CAUSE, Status
from schemas.stored_tables import ITEM_TEXT, ORDER_TEXT

if TYPE_CHECKING:
    from pipeline.lifecycle.orders.update_arrays import UpdateArrays

_DEADLINE = ORDER_FACTS.index("deadline")
_PURCHASED = ORDER_FACTS.index("purchased")
_METHOD = ORDER_FACTS.index(f.PAYMENT_METHOD.name)
_PAYMENT_TERMS = [_DEADLINE, _METHOD]
_QUANTITY = ITEM_FACTS.index("ordered")
_PRICE = ITEM_FACTS.index("price")
_CURRENCY = ITEM_FACTS.index("currency")
_IS_ORDER_TEXT = np.isin(ORDER_FACTS, ORDER_TEXT)
_IS_ITEM_TEXT = np.isin(ITEM_FACTS, ITEM_TEXT)
_DATES = [ORDER_FACTS.index(name) for name in (*ESTIMATED_DATES, "deadline")]
_IS_ESTIMATED_DATE = np.isin(ORDER_FACTS, ESTIMATED_DATES)


def update_facts(arrays: UpdateArrays, rows: np.ndarray) -> np.ndarray:
    """Fill what was empty, revise what a newer record says, place new items; which rows changed anything."""
    records = arrays.records
    item_pos = records.item_pos[rows]
    changed = _update_order_facts(arrays, rows)
    _keep_age(arrays, rows)
    names_item = (item_pos >= 0) & ~records.by_sku[rows] & ~records.cancels_line[rows]
    has_item_facts = np.flatnonzero(names_item & ~records.cancels_order[rows])
    changed[has_item_facts] |= _update_item_facts(arrays, rows[has_item_facts])
    is_free = np.flatnonzero((item_pos >= 0) & records.is_free[rows] & ~records.cancels_order[rows])
    changed[is_free] |= _make_free(arrays, rows[is_free])
    return changed


def _update_order_facts(arrays: UpdateArrays, rows: np.ndarray) -> np.ndarray:
    """Fill and revise facts of orders; which rows changed any."""
    order_pos = arrays.records.order_pos[rows]
    facts = arrays.order_facts
    # By row and fact of an order, as the codes of `facts`: which are new, and which of these replace a known date.
    is_new = _new_order_facts(arrays, rows)
    is_revised_date = is_new & _IS_ESTIMATED_DATE & (facts.known[order_pos] != NOTHING)
    _keep_revisions(arrays, rows, is_revised_date)
    _store_facts(facts.known, order_pos, facts.incoming[rows], is_new)
    arrays.has_exact_purchase[order_pos[is_new[:, _PURCHASED]]] = True
    changes_text = (is_new & _IS_ORDER_TEXT).any(axis=1)
    arrays.order_text_changed[order_pos[changes_text]] = True
    changes_terms = is_new[:, _PAYMENT_TERMS].any(axis=1)
    _update_payment_terms(arrays, order_pos[changes_terms])
    return np.asarray(is_new.any(axis=1))


def _new_order_facts(arrays: UpdateArrays, rows: np.ndarray) -> np.ndarray:
    """By row and fact, which are new: blanks that are filled, and revisions of a newer record.

    A changed address is whole: an older record fills nothing into it. Payment terms are filled until a unit ships.
    """
    records = arrays.records
    order_pos = records.order_pos[rows]
    incoming = arrays.order_facts.incoming[rows]
    fills = (arrays.order_facts.known[order_pos] == NOTHING) & (incoming != NOTHING)
    has_changed_address = arrays.address_count[order_pos] > 0
    fills &= ~(has_changed_address[:, None] & arrays.is_recipient)
    agrees, refines = _compare_dates(arrays, rows)
    fills |= refines
    is_unshipped = arrays.units.order_shipped[order_pos] == 0
    fills[:, _PAYMENT_TERMS] &= is_unshipped[:, None]
    revises = _revised_facts(arrays, rows) & ~agrees
    return (fills | revises) & ~records.cancels_order[rows][:, None]


def _compare_dates(arrays: UpdateArrays, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """By row and fact, the dates that are the same as far as both are known, and those that make a known day exact.

    Order process, 1.5.9. The purchase date is compared before any record applies (`records.refines_day`).
    """
    facts = arrays.order_facts
    known, incoming = facts.known[arrays.records.order_pos[rows]], facts.incoming[rows]
    agrees, refines = np.zeros(known.shape, bool), np.zeros(known.shape, bool)
    for column in _DATES:
        to_the_end = ORDER_FACTS[column] in TO_THE_END
        agrees[:, column], refines[:, column] = compare_codes(
            known[:, column], incoming[:, column], arrays.zone, to_the_end=to_the_end
        )
    return agrees, refines


def _revised_facts(arrays: UpdateArrays, rows: np.ndarray) -> np.ndarray:
    """By row and fact, which a newer record revises: of no canceled order, payment terms only while Pending."""
    order_pos = arrays.records.order_pos[rows]
    facts = arrays.order_facts
    status = arrays.units.status(order_pos)
    may_revise = _is_newer(arrays, rows) & (status != Status.CANCELED)
    revises = differs(facts.known[order_pos], facts.incoming[rows]) & arrays.is_revisable & may_revise[:, None]
    revises[:, _PAYMENT_TERMS] &= (status == Status.PENDING)[:, None]
    # A day becomes exact once; whoever comes later in the run agrees on the day and changes nothing.
    is_day = ~arrays.has_exact_purchase[order_pos]
    revises[:, _PURCHASED] = arrays.records.refines_day[rows] & is_day
    return revises


def _is_newer(arrays: UpdateArrays, rows: np.ndarray) -> np.ndarray:
    """Records that are newer than what is known: by last-updated-date where both have one, else by receipt."""
    records = arrays.records
    order_pos = records.order_pos[rows]
    updated_at = records.updated_at[rows]
    known_updated_at = arrays.updated_at[order_pos]
    both_dated = (updated_at != NOTHING) & (known_updated_at != NOTHING)
    is_received_later = records.received_at[rows] > arrays.last_received[order_pos]
    return np.where(both_dated, updated_at > known_updated_at, is_received_later)


def _keep_age(arrays: UpdateArrays, rows: np.ndarray) -> None:
    """What a newer record leaves behind of its age; an order row that says Canceled is read for its status alone."""
    records = arrays.records
    counts = records.by_sku[rows] | ~(records.cancels_order[rows] | records.cancels_line[rows])
    newer_rows = rows[_is_newer(arrays, rows) & counts]
    order_pos = records.order_pos[newer_rows]
    arrays.updated_at[order_pos] = records.updated_at[newer_rows]
    arrays.last_received[order_pos] = np.maximum(arrays.last_received[order_pos], records.received_at[newer_rows])


def _keep_revisions(arrays: UpdateArrays, rows: np.ndarray, is_revised: np.ndarray) -> None:
    """Note the old and the new value of these facts, before the new one is stored."""
    row, column = np.nonzero(is_revised)
    if len(row) == 0:
        return
    rows = rows[row]
    old = arrays.order_facts.known[arrays.records.order_pos[rows], column]
    new = arrays.order_facts.incoming[rows, column]
    arrays.results.revisions.append(DateRevision(rows, column, old, new))


def _store_facts(known: np.ndarray, known_rows: np.ndarray, incoming: np.ndarray, is_new: np.ndarray) -> None:
    """Store the new facts of each incoming row in its row of `known`."""
    # Of several rows of a record the first one with a value counts: it is written last.
    row, column = np.nonzero(is_new[::-1])
    known[known_rows[::-1][row], column] = incoming[::-1][row, column]


def _update_payment_terms(arrays: UpdateArrays, order_pos: np.ndarray) -> None:
    """Deadline and method of payment were filled or revised: whether it is paid in advance, and until when."""
    # By order: the deadline in microseconds, the code of the method; code 0, the blank text, is read for NOTHING.
    deadline = arrays.order_facts.known[order_pos, _DEADLINE]
    method = arrays.order_facts.known[order_pos, _METHOD]
    has_deadline = deadline != NOTHING
    is_prepaid = has_deadline | arrays.is_advance_method[np.where(method == NOTHING, 0, method)]
    computed = np.where(is_prepaid, arrays.computed_deadline[order_pos], NOTHING)
    arrays.is_prepaid[order_pos] = is_prepaid
    arrays.units.order_paid_by[order_pos] = np.where(has_deadline, deadline, computed)


def _update_item_facts(arrays: UpdateArrays, rows: np.ndarray) -> np.ndarray:
    """Fill facts of items and place new ones; which rows changed anything. Rows of one record name different items."""
    item_pos = arrays.records.item_pos[rows]
    facts = arrays.item_facts
    # By row and fact of an item.
    is_new = (facts.known[item_pos] == NOTHING) & (facts.incoming[rows] != NOTHING)
    # Amounts of the units that are left are no amounts of the whole item.
    is_new[:, AMOUNTS] &= ~counts_live_units(arrays, rows)[:, None]
    _store_facts(facts.known, item_pos, facts.incoming[rows], is_new)
    places = ~arrays.is_placed[item_pos] & ~arrays.records.places_order[rows]
    changes_text = places | (is_new & _IS_ITEM_TEXT).any(axis=1)
    arrays.item_text_changed[item_pos[changes_text]] = True
    arrays.is_placed[item_pos] = True
    _place_items(arrays, rows[places])
    _keep_fact_dates(arrays, rows, places)
    return places | is_new.any(axis=1)


def _make_free(arrays: UpdateArrays, rows: np.ndarray) -> np.ndarray:
    """The items of these rows are replacements: one without a price is of 0 yen. Which rows changed one; step 1.9."""
    item_pos = arrays.records.item_pos[rows]
    facts = arrays.item_facts
    is_unpriced = (facts.known[item_pos, _PRICE] == NOTHING) & arrays.is_placed[item_pos]
    unpriced_items = item_pos[is_unpriced]
    facts.known[unpriced_items, _PRICE] = 0
    lacks_currency = facts.known[unpriced_items, _CURRENCY] == NOTHING
    incoming = facts.incoming[rows[is_unpriced], _CURRENCY]
    facts.known[unpriced_items[lacks_currency], _CURRENCY] = incoming[lacks_currency]
    return np.asarray(is_unpriced)


def _keep_fact_dates(arrays: UpdateArrays, rows: np.ndarray, places: np.ndarray) -> None:
    """When the marketplace last said that the items of these rows are placed or paid: by last-updated-date."""
    records = arrays.records
    tells = rows[places | (records.verified_at[rows] != NOTHING)]
    item_pos = records.item_pos[tells]
    # NOTHING is less than any instant.
    arrays.facts_at[item_pos] = np.maximum(arrays.facts_at[item_pos], records.updated_at[tells])


def _place_items(arrays: UpdateArrays, rows: np.ndarray) -> None:
    """The items of these rows are open from now on; those of an order that was placed closed are canceled at once."""
    units = arrays.units
    arrays.results.places_item[rows] = True
    order_pos = arrays.records.order_pos[rows]
    item_pos = arrays.records.item_pos[rows]
    quantity = arrays.item_facts.known[item_pos, _QUANTITY]
    is_closed = arrays.is_closed[order_pos]
    is_open = ~is_closed
    units.item_open[item_pos[is_open]] += quantity[is_open]
    np.add.at(units.order_open, order_pos[is_open], quantity[is_open])
    closed_items = item_pos[is_closed]
    units.item_canceled[closed_items] = quantity[is_closed]
    units.item_cause[closed_items] = CAUSE["BeforeOurTime"]
    units.item_canceled_at[closed_items] = units.order_canceled_at[order_pos[is_closed]]
