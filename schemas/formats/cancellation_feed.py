"""The cancellation feed: the seller cancels, or acknowledges, an order. Order process, step 4.4."""

from __future__ import annotations

from schemas.columns import Column, Kind, Table
from schemas.formats import fields as f
from schemas.formats import quantity_headings
from schemas.statuses import SELLER_REASONS

CANCELLATIONS = Table(
    "cancellation",
    (
        f.ORDER_ID.unless_filled(f.MERCHANT_ORDER_ID.name),
        f.MERCHANT_ORDER_ID,
        Column(
            "status-code",
            Kind.CHOICE,
            choices=("Success", "Failure"),
            xml="StatusCode",
            example="Failure",
            doc="XML only. Success: links the seller's own order id; Failure: cancels. Empty: Failure.",
        ),
        Column(
            "cancellation-reason-code",
            Kind.CHOICE,
            choices=SELLER_REASONS,
            label="キャンセル理由コード",
            xml="Item/CancelReason",
            spellings=(("BuyerCancelled", "BuyerCanceled"),),
            example="NoInventory",
        ),
        f.ORDER_ITEM_ID.renamed("amazon-order-item-code"),
        Column(
            "quantity",
            Kind.COUNT,
            aliases=("キャンセル数量", *quantity_headings.QUANTITY),
            label="キャンセル数",
            xml="Item/Quantity",
            example="1",
            doc="Empty: all units still open.",
        ),
    ),
    anchor=("order-id",),
    markers=("cancellation-reason-code",),
    marker_words=("amazon-order-item-code",),
    excluded=("ship-date", "出荷日", "carrier-code", "carrier-name", "tracking-number"),
    template="OrderCancellation",
    message="OrderAcknowledgement",
    key=("order-id|merchant-order-id", "amazon-order-item-code"),
    doc="The seller cancels an order or some of its items (order process, step 4.4).",
    source="order cancellation template; XML: OrderAcknowledgement",
)
