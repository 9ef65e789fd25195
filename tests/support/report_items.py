"""Items to report from: a few facts, everything else blank."""

import numpy as np
import pandas as pd

from reports.cells import whole_column
from reports.order_lines import OrderLines, TextTable
from schemas import keys
from schemas.columns import Kind
from schemas.formats.order_reports import ORDERS
from schemas.order_ids import OrderIds
from schemas.statuses import CANCEL_ASKED_NUMBERS, Status
from schemas.stored_tables import BLANK, ITEM_TEXT, ITEM_YEN, ORDER_TEXT
from tests.support.frames import instants

FLAG_COLUMNS = ("waived", "do_not_ship_yet")
INSTANT_COLUMNS = ("verified_at", "promise_at", "warned_from", "reported_at")
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
OF_TEXT = (*ORDER_TEXT, *ITEM_TEXT, "sku", "currency")


def column_of_items(kind, name, items):
    if kind in {Kind.COUNT, Kind.YEN}:
        return pd.Series([item.get(name) for item in items], dtype="Int64")
    if kind in {Kind.MOMENT, Kind.DAY_OR_MOMENT}:
        return instants(*[item.get(name) for item in items])
    return pd.Series([item.get(name, "") for item in items], dtype="str")


def report_items(*items):
    """A wide frame of these items, with the columns of the Orders report; what an item does not say is blank."""
    wide = {
        known.name: pd.Series([item.get(known.name, "") for item in items], dtype="str")
        if known.name in OF_TEXT
        else column_of_items(known.kind, known.name, items)
        for known in ORDERS.columns
    }
    counts = {
        name: pd.Series([int(item.get(name, usual)) for item in items], dtype="int64") for name, usual in COUNTS.items()
    }
    flags = {name: pd.Series([item.get(name, False) for item in items], dtype="bool") for name in FLAG_COLUMNS}
    instants = {name: column_of_items(Kind.MOMENT, name, items) for name in INSTANT_COLUMNS}
    units = {"quantity-purchased": counts["ordered"]}
    return pd.DataFrame(wide | units | counts | flags | instants)


def order_ids_of(*items):
    """The dictionary of those ids of these items that are not made of digits."""
    ids = pd.Series([item["order-id"] for item in items], dtype="str")
    names = dict.fromkeys(ids[keys.digits_as_keys(ids) == 0])
    return {name: keys.FIRST_DICTIONARY_KEY + number for number, name in enumerate(names)}


def report_lines(*items, names=None):
    """These items as reports take them: integers in the order of their keys, and wide text by position.

    names: the dictionary of order ids, that of the items by default.
    """
    names = order_ids_of(*items) if names is None else names
    wide = report_items(*items)
    order_key = keys.digits_as_keys(wide["order-id"])
    named = np.array([names.get(order_id, 0) for order_id in wide["order-id"]], np.int64)
    facts = wide[[*COUNTS, *FLAG_COLUMNS, *INSTANT_COLUMNS]].assign(
        order_key=np.where(order_key == 0, named, order_key),
        item_key=keys.item_keys(wide["order-item-id"]),
        purchased=wide["purchase-date"],
        cancel_asked=[CANCEL_ASKED_NUMBERS.get(asked, BLANK) for asked in wide["is-buyer-requested-cancellation"]],
        **{name: wide[column].fillna(BLANK).astype("int64") for name, column in ITEM_YEN.items()},
    )
    order = np.lexsort([facts["item_key"], facts["order_key"]])
    facts = facts.astype({"cancel_asked": "int64"}).take(order).reset_index(drop=True)
    columns = {name: whole_column(wide[name]) for name in OF_TEXT}
    return OrderLines.of(facts, (TextTable(columns, order),), OrderIds.of(names))


def report_item(number=1, **changes):
    """One item of a verified order; keywords replace what it says."""
    usual = {
        "order-id": f"999-0000001-{number:07}",
        "order-item-id": f"{number:014}",
        "purchase-date": "2026-10-05T10:00:00+09:00",
        "sku": "TEA-001",
        "product-name": "煎茶 100g",
        "ordered": 2,
        "currency": "JPY",
        "item-price": 2160,
        "payment-method": "Other",
        "verified_at": "2026-10-05T10:05:00+09:00",
        "promise_at": "2026-10-07T23:59:59+09:00",
        "warned_from": "2026-10-28T00:00:00+09:00",
    }
    return usual | BUYER | changes
