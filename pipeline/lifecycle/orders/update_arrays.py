"""The arrays of the rounds of order records: what is known of the orders that later records name, and what each says.

Private to one call of `updates.apply_updates`; nothing outside sees it change.
"""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from pipeline.lifecycle import deadlines
from pipeline.lifecycle.orders.damaged_item_ids import twin_positions
from pipeline.lifecycle.orders.order_facts import (
    ITEM_FACTS,
    ITEM_NUMBERS,
    ORDER_FACTS,
    REVISABLE,
    FactCodes,
    encode_facts,
    share_revisable_facts,
)
from pipeline.lifecycle.orders.order_rows import OrderRows
from pipeline.lifecycle.orders.record_arrays import RecordArrays, build_record_arrays
from pipeline.lifecycle.orders.update_results import RecordResults
from pipeline.lifecycle.unit_counts import UnitCounts, build_unit_arrays
from pipeline.model.instants import NOTHING, micros
from pipeline.model.order_state import OrderState, before_our_time
from pipeline.model.sorted_keys import positions, sort_by_keys
from schemas.formats import fields as f
from schemas.stored_tables import BLANK, ITEM_TEXT, ITEM_YEN

_CHARGED_AMOUNTS = tuple(name for name in ITEM_YEN if name != "points")
"""Amounts that a buyer is charged by: what an item did not say of them by then is nothing, and cannot come later."""
_UNITS = ("ordered", "shipped", "canceled", "presumed", "captured", "due_units", "parcels")
_ZEROS = (*_UNITS, "cause", "reported_run", "hold")


@dataclass(slots=True)
class UpdateArrays:
    """Orders and items with later records, their facts, and the rows of the records. Instants in microseconds.

    is_revisable, is_recipient: by fact of an order. is_advance_method: by code of a payment method, whether that is
    paid in advance. By order: computed_deadline (of payment, if in advance), is_prepaid, updated_at and last_received
    (of the newest record), delivered_at, is_closed (placed closed: before our time), first_address and address_count
    (which rows of `order_facts.addresses`), order_text_changed,
    has_exact_purchase (its purchase date was a day and got a time in this run). By record: record_mark, False but for a
    moment (any_of_record). By item: is_placed, item_text_changed,
    facts_at (last update of the records that placed it or told of its payment), twin (the item of its order whose id
    differs by leading zeros alone, -1 for none).
    """

    order_facts: FactCodes
    item_facts: FactCodes
    records: RecordArrays
    units: UnitCounts
    results: RecordResults
    market: bool
    zone: ZoneInfo
    is_revisable: np.ndarray
    is_recipient: np.ndarray
    is_advance_method: np.ndarray
    computed_deadline: np.ndarray
    is_prepaid: np.ndarray
    updated_at: np.ndarray
    last_received: np.ndarray
    delivered_at: np.ndarray
    is_closed: np.ndarray
    first_address: np.ndarray
    address_count: np.ndarray
    is_placed: np.ndarray
    facts_at: np.ndarray
    twin: np.ndarray
    order_text_changed: np.ndarray
    item_text_changed: np.ndarray
    has_exact_purchase: np.ndarray
    record_mark: np.ndarray

    def names_twin(self, rows: np.ndarray) -> np.ndarray:
        """Rows that name an item which their order has not, but has with other leading zeros."""
        records = self.records
        names_item = (records.item_pos[rows] >= 0) & ~records.by_sku[rows] & ~records.cancels_line[rows]
        names_twin = np.zeros(len(rows), bool)
        # Without an item there is no twin to look up, and nearly no item has one.
        asked = np.flatnonzero(names_item & ~records.cancels_order[rows])
        item_pos = records.item_pos[rows[asked]]
        twin = self.twin[item_pos]
        has_twin = twin >= 0
        is_new = ~self.is_placed[item_pos[has_twin]]
        names_twin[asked[has_twin]] = self.is_placed[twin[has_twin]] & is_new
        return names_twin

    def any_of_record(self, rows: np.ndarray, flag: np.ndarray) -> np.ndarray:
        """Whether any row of the record of each row has the flag; rows, flag: whole records, an element a row."""
        record = self.records.record_number[rows]
        self.record_mark[record[flag]] = True
        result = self.record_mark[record]
        self.record_mark[record] = False
        return result


def known_and_named_items(rows: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Every item that is known of the orders or named by a row, sorted; column `placed` says which are known.

    known: items with `charged`, whether the buyer was charged for any of its units.
    """
    names_item = ~rows["by_sku"] & ~rows["cancels_line"] & (rows["item_key"] != BLANK)
    named = rows.loc[names_item, ["order_key", "item_key", "sku"]].drop_duplicates(["order_key", "item_key"])
    both = known.assign(placed=True).merge(
        named.rename(columns={"sku": "said_sku"}), how="outer", on=["order_key", "item_key"], validate="one_to_one"
    )
    placed = both["placed"].notna()
    zeros = {name: both[name].fillna(0).astype("int64") for name in _ZEROS}
    charged = both["charged"].where(placed, other=False).astype(bool)
    sku = both["sku"].where(placed, both["said_sku"])
    return sort_by_keys(both.assign(placed=placed, charged=charged, sku=sku, **zeros), ["order_key", "item_key"])


def build_update_arrays(
    incoming: OrderRows,
    state: OrderState,
    orders: pd.DataFrame,
    items: pd.DataFrame,
    texts: tuple[pd.DataFrame, pd.DataFrame],
    zone: ZoneInfo,
    *,
    market: bool,
) -> UpdateArrays:
    """The arrays of these rows; orders, items: those of the state that the rows name, and known_and_named_items."""
    order_text, item_text = texts
    addresses = state.addresses[state.addresses["order_key"].isin(orders["order_key"])]
    rows = incoming.facts
    text = incoming.text.take(rows["text_row"]).reset_index(drop=True)
    incoming_facts = pd.concat([rows, text], axis=1)
    order_facts = encode_facts(ORDER_FACTS, _known_order_facts(orders, order_text), incoming_facts, addresses)
    item_facts = encode_facts(ITEM_FACTS, _known_item_facts(items, item_text), incoming_facts)
    is_canceled_line = rows["cancels_line"].to_numpy(bool)
    for facts in (order_facts, item_facts):
        facts.incoming[is_canceled_line] = NOTHING
    share_revisable_facts(order_facts, rows)
    return UpdateArrays(
        order_facts=order_facts,
        item_facts=item_facts,
        records=build_record_arrays(rows, orders, items, zone),
        units=UnitCounts(**build_unit_arrays(orders, items)),
        results=RecordResults.unchanged(len(rows)),
        market=market,
        zone=zone,
        is_placed=items["placed"].to_numpy(bool, copy=True),
        facts_at=micros(items["facts_at"]),
        twin=twin_positions(items, ~items["placed"].to_numpy(bool)),
        order_text_changed=np.zeros(len(orders), bool),
        item_text_changed=np.zeros(len(items), bool),
        has_exact_purchase=np.zeros(len(orders), bool),
        record_mark=np.zeros(len(rows), bool),
        **_order_fact_masks(order_facts),
        **_order_arrays(orders, addresses),
    )


def _order_fact_masks(facts: FactCodes) -> dict[str, np.ndarray]:
    """The arrays with a value a fact of an order, or a payment method, by name of the field of UpdateArrays."""
    methods = pd.Series(facts.texts[f.PAYMENT_METHOD.name], dtype="str")
    return {
        "is_revisable": facts.is_among(REVISABLE),
        "is_recipient": facts.is_among(frozenset(column.name for column in f.RECIPIENT)),
        "is_advance_method": deadlines.is_paid_in_advance(methods).to_numpy(bool),
    }


def _order_arrays(orders: pd.DataFrame, addresses: pd.DataFrame) -> dict[str, np.ndarray]:
    """The arrays with a value an order, by name of the field of UpdateArrays."""
    # Addresses are sorted by order, so those of an order are `address_count` rows from `first_address` on.
    order_pos = positions(orders["order_key"].to_numpy(), addresses["order_key"].to_numpy())
    address_count = np.bincount(order_pos, minlength=len(orders))
    return {
        "computed_deadline": micros(orders["computed"]),
        "is_prepaid": orders["prepaid"].to_numpy(bool, copy=True),
        "updated_at": micros(orders["updated"]),
        "last_received": micros(orders["last_received"]),
        "delivered_at": micros(orders["delivered"]),
        "is_closed": before_our_time(orders).to_numpy(),
        "first_address": np.cumsum(address_count) - address_count,
        "address_count": address_count,
    }


def _known_order_facts(orders: pd.DataFrame, order_text: pd.DataFrame) -> pd.DataFrame:
    """What is known of the orders, in the columns ORDER_FACTS."""
    known = orders.merge(order_text, how="left", on="order_key", validate="one_to_one")
    return known.assign(deadline=orders["paid_by"].where(orders["paid_by_given"]))


def _known_item_facts(items: pd.DataFrame, item_text: pd.DataFrame) -> pd.DataFrame:
    """What is known of the items, in the columns ITEM_FACTS: nothing of one that is not placed yet."""
    known = items.merge(item_text, how="left", on=["order_key", "item_key"], validate="one_to_one")
    placed = items["placed"]
    numbers = {}
    for name in ITEM_NUMBERS:
        numbers[name] = known[name].where(placed).fillna(BLANK).astype("int64")
    for name in _CHARGED_AMOUNTS:
        numbers[name] = numbers[name].mask(items["charged"] & (numbers[name] == BLANK), 0)
    texts = {name: known[name].where(placed).fillna("") for name in ("sku", "currency", *ITEM_TEXT)}
    return known.assign(**numbers, **texts)
