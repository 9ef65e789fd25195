"""The same nights of records, written once as data and in every form in which feeds come."""

import gzip
import json
from dataclasses import dataclass
from itertools import groupby

from schemas.formats.feed_formats import BY_NAME
from tests.support.feed_forms import flat_file, xml_feed, xml_payload
from tests.support.seller_workspace import SellerWorkspace

ENDINGS = {"LF": "\n", "CRLF": "\r\n"}
DECLARED = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp932": "Windows-31J"}
PAYLOADS = {"AllOrdersReport": "Order"}
ORDERS, PAYMENTS, STOCK = BY_NAME["order feed"], BY_NAME["payments"], BY_NAME["inventory"]
CONFIRMATIONS, CANCELLATIONS = BY_NAME["shipment confirmation"], BY_NAME["cancellation"]
ADDRESS_CHANGES, ALL_ORDERS = BY_NAME["address change"], BY_NAME["all-orders report"]
REFUNDS = BY_NAME["order adjustment"]


def order_number(order):
    return {"order-id": f"999-0000001-{order:07}"}


def item_number(order, line=1):
    return {"order-item-id": f"{order * 10 + line:014}"}


def hyphenated(more):
    return {name.replace("_", "-"): text for name, text in more.items()}


def order_row(order, line=1, **more):
    """An order row with letters that encodings and XML write in ways of their own."""
    return {
        **order_number(order),
        **item_number(order, line),
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
        **hyphenated(more),
    }


def confirmation_row(order, line=1, **more):
    row = {
        **order_number(order),
        **item_number(order, line),
        "quantity": "",
        "ship-date": "2026-10-06",
        "carrier-code": "YAMATO",
    }
    return row | {"carrier-name": "", "tracking-number": f"0000-{order:04}", "ship-method": "宅急便"} | hyphenated(more)


def cancellation_row(order, reason, line=0):
    chosen = item_number(order, line)["order-item-id"] if line else ""
    return {**order_number(order), "cancellation-reason-code": reason, "amazon-order-item-code": chosen}


def refund_row(order, price, reason="CustomerReturn", line=1, **more):
    row = {**order_number(order), **item_number(order, line), "adjustment-reason-code": reason, "currency": "JPY"}
    return row | {"item-price-adj": price} | hyphenated(more)


def all_orders_row(order, status, **more):
    row = {"amazon-order-id": order_number(order)["order-id"], "last-updated-date": "2026-10-07T18:00:00+09:00"}
    return row | {"order-status": status, "fulfillment-channel": "Merchant", "sku": "MUG-02"} | hyphenated(more)


def stock_row(sku, quantity):
    return {"sku": sku, "quantity": quantity}


SHIP_BY = {"earliest_ship_date": "2026-10-06T00:00:00+09:00", "latest_ship_date": "2026-10-08T23:59:59+09:00"}
ADDRESS = {"recipient-name": "例示 ㈱髙", "ship-address-1": "例示町①", "ship-postal-code": "000-0002"}
FIRST_RUN = {
    ("stock.txt", "05T18:00"): (STOCK, [stock_row("MUG-02", "40"), stock_row("TEA-001", "9"), stock_row("X", "-1")]),
    ("orders.txt", "05T21:00"): (
        ORDERS,
        [
            order_row(1),
            order_row(
                2, gift_wrap_price="330", gift_wrap_type="リボン", gift_message_text="おめでとう", is_prime="true"
            ),
            order_row(2, 2, sku="TEA-001", quantity_purchased="1", item_price="1080", is_prime="true"),
            order_row(3, payments_date=""),
            order_row(4, payment_method_fee="330", cod_collectible_amount="5280"),
            order_row(5, quantity_purchased="3", item_price="6600"),
            order_row(6),
            order_row(8, item_promotion_discount="100", item_promotion_id="SALE-1", ship_promotion_discount="50"),
            order_row(9, is_business_order="true", purchase_order_number="PO & 1", **SHIP_BY),
            order_row(10, payments_date=""),
            order_row(11, quantity_purchased="2.0", item_price="10.5"),
            order_row(12, ship_address_1="町" * 61, order_item_id="9.99E+13"),
        ],
    ),
    ("payments.txt", "06T12:00"): (
        PAYMENTS,
        [
            order_number(3) | {"payment-status": "Verified", "payment-reference": "支払い-1"},
            order_number(21) | {"payment-status": "Failed", "payment-reference": "支払い-2"},
            order_number(1) | {"payment-status": "Maybe", "payment-reference": "支払い-3"},
        ],
    ),
    ("moved.txt", "06T13:00"): (
        ADDRESS_CHANGES,
        [order_number(6) | {"requested-by": "buyer", "message-id": "M-1"} | ADDRESS],
    ),
    ("packed.txt", "06T19:00"): (
        CONFIRMATIONS,
        [
            confirmation_row(1, ship_date="2026-10-06T10:00:00+09:00"),
            confirmation_row(2, quantity="9"),
            confirmation_row(2, 2, ship_date="6.10.2026"),
            confirmation_row(3),
            confirmation_row(5, quantity="1", parcel_id="501"),
            confirmation_row(7),
            confirmation_row(8, carrier_code="", carrier_name="ことり便①"),
        ],
    ),
    ("stopped.txt", "06T20:00"): (
        CANCELLATIONS,
        [
            cancellation_row(4, "NoInventory", 1),
            cancellation_row(9, ""),
            cancellation_row(6, "Mood", 1),
            cancellation_row(22, ""),
        ],
    ),
}
SECOND_RUN = {
    ("stock.txt", "07T18:00"): (STOCK, [stock_row("MUG-02", "5"), stock_row("TEA-001", "0")]),
    ("orders.txt", "07T18:30"): (
        ORDERS,
        [order_row(7, quantity_purchased="1"), order_row(1), order_row(2, sku="CUP-9")],
    ),
    ("packed.txt", "07T19:00"): (
        CONFIRMATIONS,
        [confirmation_row(5, tracking_number="0000-5555"), confirmation_row(1, tracking_number="0000-1111")],
    ),
    ("stopped.txt", "07T20:00"): (
        CANCELLATIONS,
        [cancellation_row(4, "NoInventory", 1), cancellation_row(2, "BuyerCanceled", 2)],
    ),
    ("back.txt", "07T20:30"): (
        REFUNDS,
        [
            refund_row(1, "2200", shipping_price_adj="275"),
            refund_row(3, "100"),
            refund_row(5, "99999999"),
            refund_row(7, "0", reason="ProductOutofStock", quantity_cancelled="1"),
            refund_row(24, "100"),
            refund_row(1, "1.5", reason="GeneralAdjustment"),
        ],
    ),
    ("told.txt", "07T21:00"): (
        ALL_ORDERS,
        [
            all_orders_row(8, "Shipped - Delivered to Buyer", product_name="碗～"),
            all_orders_row(6, "Cancelled"),
            all_orders_row(23, "Shipped"),
        ],
    ),
}
FEEDS_BY_RUN = {"2026-10-06T23:30:00+09:00": FIRST_RUN, "2026-10-07T23:30:00+09:00": SECOND_RUN}


@dataclass(frozen=True)
class FeedForm:
    """How feeds are written: each record on a line of its own, in XML too.

    grouped: rows of one order that stand together are one XML message.
    """

    xml: bool = False
    encoding: str = "utf-8"
    end: str = "LF"
    packed: bool = False
    grouped: bool = False

    def bytes_of(self, table, rows):
        text = self._messages(table, rows) if self.xml and table.message else flat_file(rows)
        content = text.replace("\n", ENDINGS[self.end]).encode(self.encoding)
        return gzip.compress(content, mtime=0) if self.packed else content

    def _messages(self, table, rows):
        groups = groupby(rows, record_key) if self.grouped else ((None, [row]) for row in rows)
        bodies = [xml_payload(table, *some) for _, some in groups]
        text = xml_feed(table.message, bodies, payload=PAYLOADS.get(table.message, ""))
        return text.replace("\n", "", text[: text.index("<Message>")].count("\n") - 1).replace(
            'encoding="utf-8"', f'encoding="{DECLARED[self.encoding]}"'
        )


def record_key(row):
    """What a record is about: its order, or its SKU."""
    return next(row[name] for name in ("order-id", "amazon-order-id", "sku") if name in row)


def run_in_form(folder, form, parts=None):
    """A workspace in which both nights were played, and run.json of each. parts: (name, rows) -> [(name, rows)]."""
    workspace, documents = SellerWorkspace(folder), []
    for as_of, feeds in FEEDS_BY_RUN.items():
        for (name, clock), (table, rows) in feeds.items():
            for file, some in parts(name, rows) if parts else [(name, rows)]:
                workspace.put(file, form.bytes_of(table, some), f"2026-10-{clock}:00+09:00")
        documents.append(json.loads(json.dumps(workspace.run(as_of).document)))
    return workspace, documents
