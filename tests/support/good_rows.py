"""A record of every format that nothing is wrong with, as the texts of its columns."""

ORDER = {
    "order-id": "999-0000001-0000001",
    "order-item-id": "00000000000101",
    "purchase-date": "2026-10-05T10:00:00+09:00",
    "payments-date": "2026-10-05T10:05:00+09:00",
    "sku": "TEA-001",
    "quantity-purchased": "2",
    "currency": "JPY",
    "item-price": "2160",
    "recipient-name": "見本 太郎",
    "ship-address-1": "見本町1-2-3",
    "ship-postal-code": "000-0001",
}
CONFIRMATION = {
    "order-id": "999-0000001-0000001",
    "order-item-id": "00000000000101",
    "quantity": "2",
    "ship-date": "2026-10-06",
    "carrier-code": "YAMATO",
    "carrier-name": "",
    "tracking-number": "0000-0000-0001",
    "ship-method": "宅急便",
}
CANCELLATION = {
    "order-id": "999-0000001-0000001",
    "cancellation-reason-code": "NoInventory",
    "amazon-order-item-code": "00000000000101",
}
PAYMENT = {
    "order-id": "999-0000001-0000001",
    "payment-status": "Verified",
    "payment-date": "2026-10-05T12:00:00+09:00",
    "payment-reference": "PAY-1",
}
ADDRESS_CHANGE = {
    "order-id": "999-0000001-0000001",
    "requested-by": "buyer",
    "message-id": "MSG-1",
    "requested-at": "2026-10-05T12:00:00+09:00",
    "recipient-name": "例示 花子",
    "ship-address-1": "例示町4-5-6",
    "ship-postal-code": "000-0002",
}
UNSHIPPED = {
    **{name: ORDER[name] for name in ("order-id", "order-item-id", "purchase-date", "payments-date", "sku")},
    "reporting-date": "2026-10-05T23:30:00+09:00",
    "promise-date": "2026-10-07",
    "days-past-promise": "-2",
    "quantity-purchased": "2",
    "quantity-shipped": "0",
    "quantity-to-ship": "2",
    **{name: ORDER[name] for name in ("recipient-name", "ship-address-1", "ship-postal-code")},
}
PENDING = {
    **{name: ORDER[name] for name in ("order-id", "order-item-id", "purchase-date", "sku", "quantity-purchased")},
    "product-name": "煎茶 100g",
    "payment-type": "CVS",
}
ALL_ORDERS = {
    "amazon-order-id": "999-0000001-0000001",
    "purchase-date": "2026-10-05T10:00:00+09:00",
    "last-updated-date": "2026-10-06T10:00:00+09:00",
    "order-status": "Shipped",
    "fulfillment-channel": "Merchant",
    "sku": "TEA-001",
    "item-status": "Shipped",
    "quantity": "2",
    "currency": "JPY",
    "item-price": "2160",
}
REFUND = {
    "order-id": "999-0000001-0000001",
    "order-item-id": "00000000000101",
    "adjustment-reason-code": "CustomerReturn",
    "currency": "JPY",
    "item-price-adj": "1080",
    "item-tax-adj": "0",
    "shipping-price-adj": "0",
}
STOCK = {"sku": "TEA-001", "quantity": "10"}
GOOD_ROWS = {
    "orders": ORDER,
    "confirmations": CONFIRMATION,
    "cancellations": CANCELLATION,
    "payments": PAYMENT,
    "refunds": REFUND,
    "inventory": STOCK,
    "address changes": ADDRESS_CHANGE,
    "unshipped": UNSHIPPED,
    "pending": PENDING,
    "all-orders": ALL_ORDERS,
}


def good_row(name):
    """A good row of a format, to be changed."""
    return dict(GOOD_ROWS[name])
