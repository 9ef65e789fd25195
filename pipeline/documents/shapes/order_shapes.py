"""The shapes of the documents about orders."""

from __future__ import annotations

from pipeline.documents.shapes.json_shapes import (
    COUNT,
    FLAG,
    FROM_ONE,
    INSTANT,
    NUMBER,
    TEXT,
    list_of,
    mapping_of,
    nullable,
    one_of,
    record,
    same,
)
from schemas.statuses import STATUS_TEXT

STATUS = one_of(*STATUS_TEXT)
_ITEM = record(
    {
        **same(("order_item_id", "sku", "product_name", "cause"), TEXT),
        **same(("ordered", "shipped", "canceled", "open"), COUNT),
        "available": nullable(COUNT),
    },
    same(("delivery-Instructions", "gift-message-text"), TEXT),
)
_PARCEL = record(
    {
        **same(("order_item_id", "carrier", "tracking_number", "ship_method"), TEXT),
        **same(("parcel", "units"), FROM_ONE),
        **same(("shipped", "received"), nullable(INSTANT)),
        **same(("late", "confirmed_elsewhere"), FLAG),
        "posted_run": nullable(FROM_ONE),
    }
)
_CANCELLATION = record(
    {
        **same(("by", "cause", "feedback"), TEXT),
        "at": nullable(INSTANT),
        **same(("refund_due", "may_invite"), FLAG),
        "refund_due_yen": nullable(NUMBER),
    }
)
_STEP = record(
    {
        **same(("event", "what", "rule", "outcome", "message", "feed", "form", "order_item_id", "note"), TEXT),
        "run": COUNT,
        "at": nullable(INSTANT),
        "codes": list_of(NUMBER),
        "record": COUNT,
    }
)
_NEXT = record({"at": nullable(INSTANT), **same(("event", "what", "rule"), TEXT)})
_MEMBERSHIP = record({"in": FLAG, "why": TEXT})
_INSTANTS = ("purchased", "verified", "payment_deadline", "promise", "latest_delivery", "cut_off")
_REPORTS = ("orders", "unshipped-orders", "pending-orders", "canceled-orders")
ORDER = record(
    {
        "run": FROM_ONE,
        "as_of": INSTANT,
        "order_id": TEXT,
        "status": STATUS,
        "actionable": FLAG,
        **same(_INSTANTS, nullable(INSTANT)),
        "payment_method": TEXT,
        "prepaid": FLAG,
        "units": record(same(("open", "shipped", "canceled"), COUNT)),
        "flags": list_of(TEXT),
        "items": list_of(_ITEM),
        "parcels": list_of(_PARCEL),
        "cancellation": nullable(_CANCELLATION),
        "money": record(same(("charged", "refunded", "refund_due", "plan_unit_fee"), NUMBER)),
        "timeline": list_of(_STEP),
        "next": list_of(_NEXT),
        "reports": record(same(_REPORTS, _MEMBERSHIP)),
    },
    {
        **same(("note", "buyer_cancel_reason"), TEXT),
        **same(("buyer", "address"), mapping_of(TEXT)),
        "earlier_addresses": list_of(mapping_of(nullable(TEXT))),
    },
)
_LISTED = record(
    {
        "order_id": TEXT,
        "status": STATUS,
        "actionable": FLAG,
        "purchased": INSTANT,
        **same(("items_open", "units_open"), COUNT),
        "promise": nullable(INSTANT),
        "days_left": nullable(NUMBER),
        "flags": list_of(TEXT),
    }
)
ORDERS_LIST = record({"run": FROM_ONE, "as_of": INSTANT, "found": COUNT, "orders": list_of(_LISTED)})
_PICK_LINE = record({"line": FROM_ONE, **same(("order_id", "order_item_id", "answer", "code", "reason"), TEXT)})
SHIP_CHECK = record({"run": COUNT, "may_not_ship": COUNT, "codes": mapping_of(COUNT), "lines": list_of(_PICK_LINE)})
