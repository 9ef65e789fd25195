"""The address change feed: an order is to be sent to another address. Order process, step 4.3."""

from __future__ import annotations

from schemas.columns import Column, Kind, Table
from schemas.formats import fields as f

ADDRESS_CHANGES = Table(
    "address change",
    (
        f.ORDER_ID,
        Column(
            "requested-by",
            Kind.CHOICE,
            choices=("buyer", "customer-service"),
            spellings=(("customer service", "customer-service"),),
            example="buyer",
            doc="Who asked for the change; must be filled (70008).",
        ),
        Column(
            "message-id",
            longest=100,
            example="MSG-0001",
            doc="The message that asks for it; must be filled (70008).",
        ),
        Column("requested-at", Kind.MOMENT, example="2026-10-05T12:00:00+09:00"),
        f.RECIPIENT_NAME.as_required(),
        f.SHIP_ADDRESS_1.as_required(),
        f.SHIP_ADDRESS_2,
        f.SHIP_ADDRESS_3,
        f.SHIP_CITY,
        f.SHIP_STATE,
        f.SHIP_POSTAL_CODE.as_required(),
        f.SHIP_COUNTRY,
        f.SHIP_PHONE,
    ),
    anchor=("order-id",),
    markers=("requested-by", "message-id", "recipient-name", "ship-address-1"),
    excluded=(
        *("amazon-order-id", "purchase-date", "quantity-purchased", "quantity-to-ship", "payment-status"),
        *("ship-date", "carrier-code", "carrier-name", "tracking-number"),
        *("cancellation-reason-code", "amazon-order-item-code"),
    ),
    key=("order-id", "message-id"),
    doc="The buyer or customer service asks for another address; it replaces the whole one (order process, step 4.3).",
    source="own format",
)
