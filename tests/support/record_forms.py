"""The same nights of records, written once as data and in every form in which feeds come."""

import gzip
import json
from dataclasses import dataclass
from itertools import groupby

from schemas.formats.feed_formats import BY_NAME
from tests.support.feed_forms import envelope, flat, payload
from tests.support.shop import Shop

ENDINGS = {"LF": "\n", "CRLF": "\r\n"}
DECLARED = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp932": "Windows-31J"}
PAYLOADS = {"AllOrdersReport": "Order"}
ORDERS, PAYMENTS, STOCK = BY_NAME["order feed"], BY_NAME["payments"], BY_NAME["inventory"]
SHIPPED, CANCELED = BY_NAME["shipment confirmation"], BY_NAME["cancellation"]
MOVED, TOLD = BY_NAME["address change"], BY_NAME["all-orders report"]
REFUNDED = BY_NAME["order adjustment"]


def number(order):
    return {"order-id": f"999-0000001-{order:07}"}


def item(order, line=1):
    return {"order-item-id": f"{order * 10 + line:014}"}


def texts(more):
    return {name.replace("_", "-"): text for name, text in more.items()}


def bought(order, line=1, **more):
    """An order row with letters that encodings and XML write in ways of their own."""
    return {
        **number(order),
        **item(order, line),
        "purchase-date": f"2026-10-05T1{order % 10}:00:00+09:00",
        "payments-date": "2026-10-05T20:05:00+09:00",
        "buyer-email": f"buyer{order}@example.invalid",
        "buyer-name": "見本 ①郎",
        "sku": "MUG-02",
        "product-name": "マグ <大> & \"碗\" '㈱髙' ～①",
        "quantity-purchased": "2",
        "currency": "JPY",
        "item-price": "4400",
        "shipping-price": "550",
        "ship-service-level": "Standard",
        "recipient-name": "見本 髙子",
        "ship-address-1": "見本町1-2-3",
        "ship-address-2": "ソ能表荘101",
        "ship-state": "東京都",
        "ship-postal-code": "000-0001",
        "ship-country": "JP",
        **texts(more),
    }


def sent(order, line=1, **more):
    row = {**number(order), **item(order, line), "quantity": "", "ship-date": "2026-10-06", "carrier-code": "YAMATO"}
    return row | {"carrier-name": "", "tracking-number": f"0000-{order:04}", "ship-method": "宅急便"} | texts(more)


def given_up(order, reason, line=0):
    chosen = item(order, line)["order-item-id"] if line else ""
    return {**number(order), "cancellation-reason-code": reason, "amazon-order-item-code": chosen}


def given_back(order, price, reason="CustomerReturn", line=1, **more):
    row = {**number(order), **item(order, line), "adjustment-reason-code": reason, "currency": "JPY"}
    return row | {"item-price-adj": price} | texts(more)


def told(order, status, **more):
    row = {"amazon-order-id": number(order)["order-id"], "last-updated-date": "2026-10-07T18:00:00+09:00"}
    return row | {"order-status": status, "fulfillment-channel": "Merchant", "sku": "MUG-02"} | texts(more)


def counted(sku, quantity):
    return {"sku": sku, "quantity": quantity}


SHIP_BY = {"earliest_ship_date": "2026-10-06T00:00:00+09:00", "latest_ship_date": "2026-10-08T23:59:59+09:00"}
ADDRESS = {"recipient-name": "例示 ㈱髙", "ship-address-1": "例示町①", "ship-postal-code": "000-0002"}
FIRST = {
    ("stock.txt", "05T18:00"): (STOCK, [counted("MUG-02", "40"), counted("TEA-001", "9"), counted("X", "-1")]),
    ("orders.txt", "05T21:00"): (
        ORDERS,
        [
            bought(1),
            bought(2, gift_wrap_price="330", gift_wrap_type="リボン", gift_message_text="おめでとう", is_prime="true"),
            bought(2, 2, sku="TEA-001", quantity_purchased="1", item_price="1080", is_prime="true"),
            bought(3, payments_date=""),
            bought(4, payment_method_fee="330", cod_collectible_amount="5280"),
            bought(5, quantity_purchased="3", item_price="6600"),
            bought(6),
            bought(8, item_promotion_discount="100", item_promotion_id="SALE-1", ship_promotion_discount="50"),
            bought(9, is_business_order="true", purchase_order_number="PO & 1", **SHIP_BY),
            bought(10, payments_date=""),
            bought(11, quantity_purchased="2.0", item_price="10.5"),
            bought(12, ship_address_1="町" * 61, order_item_id="9.99E+13"),
        ],
    ),
    ("payments.txt", "06T12:00"): (
        PAYMENTS,
        [
            number(3) | {"payment-status": "Verified", "payment-reference": "支払い-1"},
            number(21) | {"payment-status": "Failed", "payment-reference": "支払い-2"},
            number(1) | {"payment-status": "Maybe", "payment-reference": "支払い-3"},
        ],
    ),
    ("moved.txt", "06T13:00"): (MOVED, [number(6) | {"requested-by": "buyer", "message-id": "M-1"} | ADDRESS]),
    ("packed.txt", "06T19:00"): (
        SHIPPED,
        [
            sent(1, ship_date="2026-10-06T10:00:00+09:00"),
            sent(2, quantity="9"),
            sent(2, 2, ship_date="2026/10/06"),
            sent(3),
            sent(5, quantity="1", parcel_id="501"),
            sent(7),
            sent(8, carrier_code="", carrier_name="ことり便①"),
        ],
    ),
    ("stopped.txt", "06T20:00"): (
        CANCELED,
        [given_up(4, "NoInventory", 1), given_up(9, ""), given_up(6, "Mood", 1), given_up(22, "")],
    ),
}
SECOND = {
    ("stock.txt", "07T18:00"): (STOCK, [counted("MUG-02", "5"), counted("TEA-001", "0")]),
    ("orders.txt", "07T18:30"): (ORDERS, [bought(7, quantity_purchased="1"), bought(1), bought(2, sku="CUP-9")]),
    ("packed.txt", "07T19:00"): (SHIPPED, [sent(5, tracking_number="0000-5555"), sent(1, tracking_number="0000-1111")]),
    ("stopped.txt", "07T20:00"): (CANCELED, [given_up(4, "NoInventory", 1), given_up(2, "BuyerCanceled", 2)]),
    ("back.txt", "07T20:30"): (
        REFUNDED,
        [
            given_back(1, "2200", shipping_price_adj="275"),
            given_back(3, "100"),
            given_back(5, "99999999"),
            given_back(7, "0", reason="ProductOutofStock", quantity_cancelled="1"),
            given_back(24, "100"),
            given_back(1, "1.5", reason="GeneralAdjustment"),
        ],
    ),
    ("told.txt", "07T21:00"): (
        TOLD,
        [told(8, "Shipped - Delivered to Buyer", product_name="碗～"), told(6, "Cancelled"), told(23, "Shipped")],
    ),
}
NIGHTS = {"2026-10-06T23:30:00+09:00": FIRST, "2026-10-07T23:30:00+09:00": SECOND}


@dataclass(frozen=True)
class Form:
    """How feeds are written: each record on a line of its own, in XML too.

    grouped: rows of one order that stand together are one XML message.
    """

    xml: bool = False
    encoding: str = "utf-8"
    end: str = "LF"
    packed: bool = False
    grouped: bool = False

    def bytes_of(self, table, rows):
        text = self._messages(table, rows) if self.xml and table.message else flat(rows)
        content = text.replace("\n", ENDINGS[self.end]).encode(self.encoding)
        return gzip.compress(content, mtime=0) if self.packed else content

    def _messages(self, table, rows):
        groups = groupby(rows, key_of) if self.grouped else ((None, [row]) for row in rows)
        bodies = [payload(table, *some) for _, some in groups]
        text = envelope(table.message, bodies, payload=PAYLOADS.get(table.message, ""))
        return text.replace("\n", "", text[: text.index("<Message>")].count("\n") - 1).replace(
            'encoding="utf-8"', f'encoding="{DECLARED[self.encoding]}"'
        )


def key_of(row):
    """What a record is about: its order, or its SKU."""
    return next(row[name] for name in ("order-id", "amazon-order-id", "sku") if name in row)


def play(folder, form, parts=None):
    """A workspace in which both nights were played, and run.json of each. parts: (name, rows) -> [(name, rows)]."""
    shop, documents = Shop(folder), []
    for as_of, feeds in NIGHTS.items():
        for (name, clock), (table, rows) in feeds.items():
            for file, some in parts(name, rows) if parts else [(name, rows)]:
                shop.put(file, form.bytes_of(table, some), f"2026-10-{clock}:00+09:00")
        documents.append(json.loads(json.dumps(shop.run(as_of).document)))
    return shop, documents
