"""Items to report from: a few facts, everything else blank."""

import pandas as pd

from schemas.columns import Kind
from schemas.formats.order_reports import ORDERS
from schemas.statuses import Status
from tests.support.frames import instants

FLAG_COLUMNS = ("waived", "do_not_ship_yet")
INSTANT_COLUMNS = ("verified_at", "promise_at", "warned_from", "canceled_at", "reported_at")
COUNTS = {"status": int(Status.UNSHIPPED), "ordered": 1, "shipped": 0, "canceled": 0, "reported_run": 0}
BUYER = {
    "buyer-email": "taro@example.invalid",
    "buyer-name": "見本 太郎",
    "buyer-phone-number": "000-0000-0001",
    "recipient-name": "見本 花子",
    "ship-address-1": "見本町1-2-3",
    "ship-address-2": "見本荘101",
    "ship-address-3": "裏口",
    "ship-city": "見本市",
    "ship-state": "東京都",
    "ship-postal-code": "000-0001",
    "ship-country": "JP",
    "ship-phone-number": "000-0000-0002",
    "delivery-Instructions": "置き配",
    "gift-message-text": "おめでとう",
}


def column_of_items(kind, name, items):
    if kind in {Kind.COUNT, Kind.YEN}:
        return pd.Series([item.get(name) for item in items], dtype="Int64")
    if kind in {Kind.MOMENT, Kind.DAY_OR_MOMENT}:
        return instants(*[item.get(name) for item in items])
    return pd.Series([item.get(name, "") for item in items], dtype="str")


def report_items(*items):
    """A frame of these items as reports take them; what an item does not say is blank."""
    wide = {known.name: column_of_items(known.kind, known.name, items) for known in ORDERS.columns}
    counts = {
        name: pd.Series([int(item.get(name, usual)) for item in items], dtype="int64") for name, usual in COUNTS.items()
    }
    flags = {name: pd.Series([item.get(name, False) for item in items], dtype="bool") for name in FLAG_COLUMNS}
    instants = {name: column_of_items(Kind.MOMENT, name, items) for name in INSTANT_COLUMNS}
    return pd.DataFrame(wide | counts | flags | instants)


def report_item(number=1, **changes):
    """One item of a verified order; keywords replace what it says."""
    usual = {
        "order-id": f"999-0000001-{number:07}",
        "order-item-id": f"{number:014}",
        "purchase-date": "2026-10-05T10:00:00+09:00",
        "sku": "TEA-001",
        "product-name": "煎茶 100g",
        "quantity-purchased": 2,
        "ordered": 2,
        "currency": "JPY",
        "item-price": 2160,
        "payment-method": "Other",
        "verified_at": "2026-10-05T10:05:00+09:00",
        "promise_at": "2026-10-07T23:59:59+09:00",
        "warned_from": "2026-10-28T00:00:00+09:00",
    }
    return usual | BUYER | changes
