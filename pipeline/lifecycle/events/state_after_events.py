"""The order state after the rounds: orders and items as the arrays left them, shipments, refs, payment attempts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.lifecycle.events.ship_date import clamp_ship_date
from pipeline.model.order_state import KEYS, OrderState
from pipeline.model.sorted_keys import joined_by_keys, sort_by_keys
from schemas.key_order import key_order
from schemas.statuses import Event
from schemas.stored_tables import TEXT_RUNS

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from pipeline.lifecycle.events.event_arrays import EventArrays
    from pipeline.lifecycle.events.order_arrays import OrderArrays


def state_after_events(
    before: OrderState, events: EventArrays, arrays: OrderArrays, changed: np.ndarray, zone: ZoneInfo
) -> OrderState:
    """The state with what the rounds changed; changed: the events that changed anything."""
    return replace(
        before,
        orders=arrays.updated_orders(before.orders),
        items=arrays.updated_items(before.items),
        parcels=_shipments(before, events, arrays, zone),
        refs=_refs(before, events, arrays),
        attempts=_attempts(before, events, changed),
    )


def _attempts(before: OrderState, events: EventArrays, changed: np.ndarray) -> pd.DataFrame:
    new = events.frame.loc[(events.event == Event.ATTEMPT) & changed, ["order_key", "attempt"]]
    attempts = pd.concat([before.attempts, new], ignore_index=True).drop_duplicates()
    return sort_by_keys(attempts, KEYS["attempts"])


def _shipments(before: OrderState, events: EventArrays, arrays: OrderArrays, zone: ZoneInfo) -> pd.DataFrame:
    """Known shipments with their edits, and the new ones."""
    known_places = np.arange(arrays.known_shipments)
    known = before.parcels.assign(**_texts(events, arrays, known_places), **_text_runs(arrays, known_places))
    new = _new_shipments(before, events, arrays, zone)
    dtypes = before.parcels.dtypes.to_dict()
    return joined_by_keys([part[list(dtypes)].astype(dtypes) for part in (known, new)], KEYS["parcels"])


def _new_shipments(before: OrderState, events: EventArrays, arrays: OrderArrays, zone: ZoneInfo) -> pd.DataFrame:
    """The shipments that events made; a ship date outside its window is clamped (step 4.3)."""
    # new: the places of shipments that were made; rows: the event that made each of them.
    new = np.flatnonzero(arrays.shipment_event >= 0)
    rows = arrays.shipment_event[new]
    confirmations = events.frame.loc[rows].reset_index(drop=True)
    items = before.items.loc[arrays.shipment_item[new], ["order_key", "item_key"]].reset_index(drop=True)
    purchased = before.orders.loc[events.order_pos[rows], "purchased"].reset_index(drop=True)
    received = confirmations["received"]
    return items.assign(
        number=arrays.shipment_number[new],
        shipment=arrays.shipment_joint[new],
        first_unit=arrays.shipment_first_unit[new],
        units=arrays.shipment_units[new],
        **_texts(events, arrays, new),
        shipped_at=clamp_ship_date(confirmations["at"], purchased, received, zone),
        received=received,
        feed=confirmations["feed"],
        record=confirmations["record"],
        late=False,
        elsewhere=False,
        posted_run=np.int64(0),
        **_text_runs(arrays, new),
    )


def _texts(events: EventArrays, arrays: OrderArrays, shipments: np.ndarray) -> dict[str, object]:
    """Carrier, tracking number and method of shipments, as columns."""
    # A row a shipment, a column a text.
    codes = arrays.shipment_texts[shipments]
    return {name: texts.take(codes[:, column]) for column, (name, texts) in enumerate(events.texts.items())}


def _text_runs(arrays: OrderArrays, shipments: np.ndarray) -> dict[str, object]:
    """The runs that edited these texts, as columns."""
    return dict(zip(TEXT_RUNS, arrays.text_runs[shipments].T, strict=True))


def _refs(before: OrderState, events: EventArrays, arrays: OrderArrays) -> pd.DataFrame:
    """Every ref that names a shipment, those of edits included."""
    # named: the pairs that name a shipment. The key of a pair is item * ref_count + ref, so division takes it apart.
    named = np.flatnonzero(arrays.pair_shipment >= 0)
    item, ref = np.divmod(arrays.pair_key[named], arrays.ref_count)
    in_order = key_order((item, _text_ranks(events.ref_texts)[ref]))
    refs = before.items.loc[item[in_order], ["order_key", "item_key"]].reset_index(drop=True)
    refs = refs.assign(
        ref=events.ref_texts.take(ref[in_order]),
        number=arrays.shipment_number[arrays.pair_shipment[named[in_order]]],
    )
    return refs.astype(before.refs.dtypes.to_dict())


def _text_ranks(texts: pd.Index) -> np.ndarray:
    """The place of each text in their sorted order: sorting integers is far cheaper than sorting text by row."""
    ranks = np.empty(len(texts), np.int64)
    ranks[texts.array.argsort()] = np.arange(len(texts))
    return ranks
