"""The cancellation feed: the seller cancels, or acknowledges, an order. Order process, step 4.4."""

from __future__ import annotations

from schemas.columns import Column, Kind, Table
from schemas.formats import fields as f
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
            xml="Item/CancelReason",
            spellings=(("BuyerCancelled", "BuyerCanceled"),),
            example="NoInventory",
        ),
        f.ORDER_ITEM_ID.renamed("amazon-order-item-code", label=""),
        Column("quantity", Kind.COUNT, xml="Item/Quantity", example="1", doc="Empty: all units still open."),
    ),
    anchor=("order-id",),
    markers=("cancellation-reason-code", "amazon-order-item-code"),
    template="OrderCancellation",
    message="OrderAcknowledgement",
    key=("order-id|merchant-order-id", "amazon-order-item-code"),
    doc="The seller cancels an order or some of its items (order process, step 4.4).",
    source="order cancellation template; XML: OrderAcknowledgement",
)
