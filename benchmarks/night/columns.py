"""The columns that the files of the night have, and what they are called by the peers; nothing that is timed."""

from __future__ import annotations

FEED = (
    "order-id", "order-item-id", "purchase-date", "payments-date", "buyer-email", "buyer-name", "buyer-phone-number",
    "sku", "product-name", "quantity-purchased", "currency", "item-price", "item-tax", "shipping-price", "shipping-tax",
    "ship-service-level", "recipient-name", "ship-address-1", "ship-address-2", "ship-address-3", "ship-city",
    "ship-state", "ship-postal-code", "ship-country", "ship-phone-number", "delivery-start-date", "delivery-end-date",
    "delivery-time-zone", "delivery-Instructions", "payment-method",
)  # fmt: skip
NOT_IN_FEED = (
    "cod-collectible-amount", "already-paid", "payment-method-fee", "scheduled-delivery-start-date",
    "scheduled-delivery-end-date", "points-granted", "is-prime",
)  # fmt: skip
ORDERS = (*FEED, *NOT_IN_FEED, "order-status")
UNSHIPPED = (
    "order-id", "order-item-id", "purchase-date", "payments-date", "reporting-date", "promise-date",
    "days-past-promise", "buyer-email", "buyer-name", "buyer-phone-number", "sku", "product-name",
    "quantity-purchased", "quantity-shipped", "quantity-to-ship", "ship-service-level", "recipient-name",
    "ship-address-1", "ship-address-2", "ship-address-3", "ship-city", "ship-state", "ship-postal-code",
    "ship-country", "payment-method", "cod-collectible-amount", "already-paid", "payment-method-fee",
    "scheduled-delivery-start-date", "scheduled-delivery-end-date", "points-granted", "is-prime",
    "verge-of-cancellation", "verge-of-lateShipment",
)  # fmt: skip
SETTLEMENT = (
    "settlement-id", "settlement-start-date", "settlement-end-date", "deposit-date", "total-amount", "currency",
    "transaction-type", "order-id", "merchant-order-id", "adjustment-id", "shipment-id", "marketplace-name",
    "amount-type", "amount-description", "amount", "fulfillment-id", "posted-date", "posted-date-time",
    "order-item-code", "merchant-order-item-id", "merchant-adjustment-item-id", "sku", "quantity-purchased",
    "promotion-id",
)  # fmt: skip
SHIPMENTS = (
    "order-id", "order-item-id", "quantity", "ship-date", "carrier-code", "carrier-name", "tracking-number",
    "ship-method",
)  # fmt: skip
PAYMENTS = ("order-id", "payment-status", "payment-date", "payment-reference")
CANCELLATIONS = ("order-id", "cancellation-reason-code", "amazon-order-item-code")
KEY = ("order-id", "order-item-id")
YEN = ("item-price", "item-tax", "shipping-price", "shipping-tax")
NUMBERS = ("quantity-purchased", *YEN)
TIMES = ("purchase-date", "payments-date")
CHANGING = ("quantity-shipped", "quantity-canceled", "cancel-reason", "ship-date", "carrier", "tracking-number")
STATE = (*FEED, "reporting-date", *CHANGING)
REASONS = (
    "BuyerCanceled", "CustomerExchange", "CustomerReturn", "GeneralAdjustment", "MerchandiseNotReceived",
    "NoInventory", "ShippingAddressUndeliverable",
)  # fmt: skip
STATUSES = ("Verified", "Pending", "Failed", "Fraud")

NIGHT = "2026-06-01T23:30:00"
"""Local instant of the measured run."""
NIGHT_UTC = "2026-06-01 14:30:00"
LOADED = "2026-05-29T12:00:00"
"""Local instant of the run that places the open orders."""
ZONE = "+09:00"
