"""Orders, shipments and refunds of the product, described as the reference model describes its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from pipeline.model.order_state import OrderState, statuses
from pipeline.model.ship_marks import ShipMark
from schemas.item_ids import item_ids
from schemas.order_ids import OrderIds
from schemas.statuses import CAUSES, STATUS_TEXT
from schemas.stored_tables import CONFLICT_TEXT, REFUND_YEN
from tests.reference_model.results import RefundDescription

ASKED = {-1: None, 0: False, 1: True}
INSTANTS = (
    *("cut_off", "earliest_ship", "latest_ship", "earliest_delivery", "latest_delivery", "delivered"),
    *("not_in_marketplace", "gone_from_pending"),
)
SHIPMENT = ("units", "carrier", "tracking", "method", "elsewhere", "late")
ByItem = dict[tuple[str, str], list[Any]]
"""What is known of an item, by order id and item id."""


def order_descriptions(state: OrderState, order_text: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """Every order by its id, with its items."""
    text = order_text.set_index("order_key")
    orders = {}
    ids = _order_ids(state)
    for row, status in zip(state.orders.itertuples(), statuses(state.orders, state.items), strict=True):
        orders[ids[row.order_key]] = {
            "status": STATUS_TEXT[status],
            "deadline": _instant_or_none(row.paid_by),
            "verified_at": _instant_or_none(row.verified),
            "cause": CAUSES[row.cause],
            "cancel_asked": ASKED[row.cancel_asked],
            "warned": row.warned > 0,
            "invited": row.invited > 0,
            "recipient": tuple(text.loc[row.order_key, list(CONFLICT_TEXT)]),
            "method": text.loc[row.order_key, "payment-method"],
            **{name: getattr(row, name) for name in ("prepaid", "waived", "refund_due", "canceled_by_line")},
            **{name: _instant_or_none(getattr(row, name)) for name in INSTANTS},
            "items": {},
        }
    order_ids = _order_ids(state)
    for row in state.items.itertuples():
        orders[order_ids[row.order_key]]["items"][_item_id(row.item_key)] = {
            **{name: getattr(row, name) for name in ("ordered", "shipped", "canceled", "presumed")},
            "cause": CAUSES[row.cause],
            "reported": row.reported_run,
            "marks": {mark.name for mark in ShipMark if mark & row.hold},
        }
    return orders


def shipment_descriptions(state: OrderState) -> ByItem:
    """The shipments of every item that has one, in order of creation."""
    shipments = defaultdict(list)
    order_ids = _order_ids(state)
    for row in state.parcels.itertuples():
        joint = row.shipment or row.number
        facts = {name: getattr(row, name) for name in SHIPMENT} | {
            "joint": joint,
            "shipped_on": _instant_or_none(row.shipped_at),
        }
        shipments[order_ids[row.order_key], _item_id(row.item_key)].append(facts)
    return dict(shipments)


def refund_descriptions(state: OrderState, run_of_feed: Mapping[int, int]) -> ByItem:
    """The refunds of every item that has one, in order of work."""
    refunds = defaultdict(list)
    order_ids = _order_ids(state)
    for row in state.refunds.itertuples():
        refunds[order_ids[row.order_key], _item_id(row.item_key)].append(
            RefundDescription(
                row.number,
                row.reason,
                row.adjustment,
                tuple(getattr(row, name) for name in REFUND_YEN),
                _instant_or_none(row.received),
                row.record,
                run_of_feed[row.feed],
                row.run,
            )
        )
    return dict(refunds)


def _order_ids(state: OrderState) -> dict[int, str]:
    order_keys = state.orders["order_key"].to_numpy()
    return dict(zip(order_keys, OrderIds.of({}).texts(order_keys).to_pylist(), strict=True))


def _item_id(key: int) -> str:
    return item_ids(np.array([key]))[0]


def _instant_or_none(value: pd.Timestamp) -> Any:
    return None if value is pd.NaT else value.to_pydatetime()
