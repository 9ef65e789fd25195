"""Feeds written by the tests, and short ways to look at what was read from them."""

from zoneinfo import ZoneInfo

import pytest

import feeds
from tests.support.feed_forms import flat_file, xml_feed

TOKYO = ZoneInfo("Asia/Tokyo")
DECLARED = {"utf-16": "UTF-16", "cp932": "Shift_JIS"}
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
REDIRECT = {
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
BASES = {
    "orders": ORDER,
    "confirmations": CONFIRMATION,
    "cancellations": CANCELLATION,
    "payments": PAYMENT,
    "refunds": REFUND,
    "inventory": STOCK,
    "address changes": REDIRECT,
    "unshipped": UNSHIPPED,
    "pending": PENDING,
    "all-orders": ALL_ORDERS,
}


@pytest.fixture(scope="session")
def tokyo():
    return TOKYO


@pytest.fixture
def read(tmp_path):
    """Text or bytes to the feed that is read from them; XML of `write_xml` then declares the encoding of the text."""

    def reading(content, encoding="utf-8", **more):
        path = tmp_path / "feed"
        if encoding in DECLARED and not isinstance(content, bytes):
            content = content.replace('encoding="utf-8"', f'encoding="{DECLARED[encoding]}"', 1)
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return feeds.read(path, zone=TOKYO, **more)

    return reading


@pytest.fixture
def rows_of(read):
    """Changes to a good record of a format (one dict a row) to the feed that is read from these rows."""

    def reading(name, *changes, **more):
        return read(flat_file([BASES[name] | change for change in changes]), **more)

    return reading


@pytest.fixture(scope="session")
def good_row():
    """A record of a format that nothing is wrong with."""
    return lambda name: dict(BASES[name])


@pytest.fixture(scope="session")
def write_flat():
    return flat_file


@pytest.fixture(scope="session")
def write_xml():
    return xml_feed


@pytest.fixture
def codes_of():
    """The problems of a feed as (record, code, column)."""

    def listing(feed):
        return list(zip(*(feed.problems[name].tolist() for name in ("record", "code", "column")), strict=True))

    return listing
