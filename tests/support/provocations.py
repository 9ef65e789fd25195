"""Feeds that provoke every code: what is dropped before which run, and every line that the answers have to hold."""

import gzip
from dataclasses import dataclass, field
from typing import Any

from tests.support.seller_workspace import CONFIRMATION, ORDER

SETTINGS = 'language = "{}"\n[inbox]\nsettle_seconds = 0\nmax_bytes = 20000\n[seller]\nid = "A1EXAMPLE"\n'
FIFTH, SIXTH, EIGHTH = (f"2026-10-0{day}T19:00:00+09:00" for day in (5, 6, 8))
BUYER = {
    "buyer-name": "見本 買子",
    "buyer-phone-number": "000-0000-9999",
    "buyer-email": "hana@example.invalid",
    "gift-message-text": "おめでとう",
}
LONG_NAME = "長名" * 30
MOVED = {"recipient-name": "見本 転居", "ship-address-1": "転居町9", "ship-postal-code": "000-0009"}


def order_number(order):
    return {"order-id": f"999-0000001-{order:07}"}


def order_row(order, **more):
    """An order row, paid and with all of its buyer's data; underscores in names stand for hyphens."""
    return ORDER | BUYER | order_number(order) | {"order-item-id": f"{order:014}"} | hyphenated(more)


def unpaid_order_row(order, **more):
    return order_row(order) | {"payments-date": ""} | hyphenated(more)


def confirmation_row(order, item=None, **more):
    """A confirmation of the item of an order."""
    return CONFIRMATION | order_number(order) | {"order-item-id": f"{item or order:014}"} | hyphenated(more)


def payment_row(order, status, **more):
    return order_number(order) | {"payment-status": status} | hyphenated(more)


def cancellation_row(order, reason="NoInventory"):
    return order_number(order) | {"cancellation-reason-code": reason}


def all_orders_row(order):
    """A row of the all-orders report: an item of the order is canceled, and nothing says which."""
    row = {"amazon-order-id": order_number(order)["order-id"], "sku": ORDER["sku"], "order-status": "Unshipped"}
    return row | {"item-status": "Cancelled", "quantity": "0"}


def refund_row(order, yen):
    """A refund of the price of the item of an order."""
    amounts = {"adjustment-reason-code": "CustomerReturn", "item-price-adj": yen}
    return order_number(order) | {"order-item-id": f"{order:014}"} | amounts


def hyphenated(more):
    return {name.replace("_", "-"): text for name, text in more.items()}


def file_of_lines(*lines):
    return "".join(line + "\r\n" for line in lines).encode()


@dataclass(frozen=True)
class ProvokedRun:
    """A run: its instant, and the feeds that it finds: name, then rows or bytes, and when each was received.

    repair: whether it is asked to put right what is damaged.
    """

    as_of: str
    feeds: dict[str, Any] = field(default_factory=dict)
    received: dict[str, str] = field(default_factory=dict)
    repair: bool = False

    def instant(self, name):
        """When a feed was received: 19:00 of the day of the run unless told."""
        return self.received.get(name, f"{self.as_of[:10]}T19:00:00+09:00")


CONFIRMATIONS = (
    confirmation_row(8, quantity="9"),
    confirmation_row(2),
    confirmation_row(4, tracking_number="4444-1111"),
    confirmation_row(5),
    confirmation_row(1, quantity="1", ship_date="2026-10-09"),
    confirmation_row(1, quantity="1", tracking_number="0000-0002", carrier_code="FLYING-CARPET"),
    confirmation_row(99),
    confirmation_row(1, item=98),
    confirmation_row(1, tracking_number="1" * 51),
    confirmation_row(14, quantity="1"),
    confirmation_row(14, quantity="2"),
    confirmation_row(1, ship_date=""),
    confirmation_row(1, quantity="1e5"),
    confirmation_row(1, ship_date="2026-10-32"),
    confirmation_row(1) | {"order-id": "999-1"},
    confirmation_row(1) | {"order-item-id": "5.83564E+13"},
    confirmation_row(1, cod_collection_method="Directpay"),
    confirmation_row(1, ship_method="by\x07air"),
    confirmation_row(7),
    confirmation_row(1, carrier_code=""),
)
ENVELOPE = ("<AmazonEnvelope>", "<MessageType>OrderFulfillment</MessageType>")
OTHER_PAYLOAD = "<Message><MessageID>1</MessageID><Inventory><SKU>A</SKU></Inventory></Message>"
PROVOKED_RUNS = (
    ProvokedRun(
        "2026-10-05T23:30:00+09:00",
        {
            "inventory.tsv": [{"sku": "SHORT-1", "quantity": "1"}, {"sku": "LONG-1", "quantity": "1", "on-hand": "2"}],
            "orders.tsv": [
                order_row(1),
                unpaid_order_row(2),
                unpaid_order_row(3, payment_method="CVS", payment_deadline="2026-10-06"),
                order_row(4, ship_service_level="NextDay", latest_ship_date="2026-10-05T12:00:00+09:00"),
                order_row(5, is_buyer_requested_cancellation="true"),
                order_row(6, sku="SHORT-1"),
                *(order_row(order) for order in (7, 8)),
                unpaid_order_row(9, payment_deadline="2026-10-05"),
                *(order_row(order) for order in (10, 11, 12, 13, 14)),
                *(order_row(26, order_item_id=f"{item:014}") for item in (261, 262)),
                *(order_row(27, order_item_id=f"{item:014}", item_price=f"{item}0") for item in (271, 272)),
                unpaid_order_row(15, payment_deadline="2026-10-06"),
            ],
        },
        {"inventory.tsv": "2026-10-05T09:00:00+09:00"},
    ),
    ProvokedRun(
        "2026-10-06T23:30:00+09:00",
        {
            "sent-early.tsv": [confirmation_row(12)],
            "stop.tsv": [cancellation_row(7), cancellation_row(12)],
            "ship.tsv": CONFIRMATIONS,
            "again.tsv": [
                order_row(1),
                order_row(10, item_price="9999"),
                order_row(11, order_status="Shipped", last_updated_date=SIXTH),
                order_row(16, item_price="12.5"),
                order_row(17, payment_deadline="2026-10-05", payments_date=SIXTH),
                order_row(18, sku="S" * 41),
                order_row(21, recipient_name=LONG_NAME),
                order_row(22, item_price=""),
                order_row(23, payments_date="2026-10-05"),
                order_row(24, last_updated_date="2026-10-06"),
                order_row(25, order_status="Unfulfillable"),
                order_row(20, ship_phone_number="312345678"),
            ],
            "paid.tsv": [payment_row(8, "Declined"), payment_row(9, "Verified")],
            "moved.tsv": [order_number(1) | {"requested-by": "", "message-id": "M-1"} | MOVED],
            "ragged.tsv": file_of_lines(
                "order-id\tpayment-status\tpayment-date",
                "999-0000001-0000002\tPending\t\tmore",
                "999-0000001-0000002\tPending",
            ),
            "back.tsv": [refund_row(4, "4401"), refund_row(10, "4400")],
            "extra.tsv": [payment_row(1, "Verified", payment_dat="", colour="")],
            "headless.tsv": [{name: value for name, value in order_row(19).items() if name != "sku"}],
            "notes.txt": file_of_lines("hello\tworld", "1\t2"),
            "book.xlsx": b"PK\x03\x04" + bytes(26) + b"[Content_Types].xml",
            "cut.tsv.gz": gzip.compress(file_of_lines("order-id\tpayment-status"), mtime=0)[:-4],
            "both.tsv": [payment_row(1, "Verified", ship_date="2026-10-06", carrier_code="YAMATO")],
            "strange.tsv": file_of_lines("order-id\tpayment-status", "999-0000001-0000001\tVerified") + b"\x80\r\n",
            "blank.tsv": file_of_lines("", " "),
            "huge.tsv": file_of_lines("order-id\tpayment-status", *["999-0000001-0000001\tVerified"] * 800),
            "quoted.tsv": file_of_lines('"sku"\t"quantity"', '"TEA-8"\t"1"'),
            "cells.tsv": file_of_lines("sku\tquantity", '"TEA ""9"""\t1'),
            "foreign.tsv": [payment_row(1, "Verified", seller_id="A2OTHER")],
            "broken.xml": file_of_lines(*ENVELOPE, "<Message>"),
            "mixed.xml": file_of_lines(*ENVELOPE, OTHER_PAYLOAD, "</AmazonEnvelope>"),
        },
        {"sent-early.tsv": "2026-10-06T12:00:00+09:00", "stop.tsv": "2026-10-06T18:00:00+09:00"},
    ),
    ProvokedRun(
        "2026-10-07T23:30:00+09:00", {"ship-copy.tsv": CONFIRMATIONS, "early-copy.tsv": [confirmation_row(12)]}
    ),
    ProvokedRun(
        "2026-10-08T23:30:00+09:00",
        {
            "unclear.tsv": [all_orders_row(26), all_orders_row(27)],
            "alive.tsv": [order_row(3, payments_date="", order_status="Unshipped", last_updated_date=EIGHTH)],
            "declined.tsv": [payment_row(15, "Declined")],
            "renumbered.tsv": [confirmation_row(4, tracking_number="4444-2222")],
            "tomorrow.tsv": [payment_row(2, "Verified", payment_date="2026-10-08T11:00:00Z")],
        },
    ),
    ProvokedRun(
        "2026-10-13T23:30:00+09:00",
        {
            "repaired.tsv": [{"sku": "TEA-9", "quantity": "1,000"}],
            "turned-back.tsv": [confirmation_row(4, tracking_number="4444-1111")],
            "unquoted.tsv": file_of_lines('"sku"\t"quantity"', '"TEA-8"\t"1"'),
        },
        repair=True,
    ),
    ProvokedRun("2026-11-05T23:30:00+09:00", {"late.tsv": [confirmation_row(13, ship_date="2026-10-06")]}),
)


@dataclass(frozen=True)
class AnswerLine:
    """A line of the answer to a feed; japanese: what is filled in there by another word."""

    feed: str
    record: int
    code: int
    type: str
    column: str = ""
    value: str = ""
    limit: str = ""
    japanese: dict[str, str] = field(default_factory=dict)

    def filled(self, language):
        """What the templates name, in a language."""
        words = {"column": self.column, "value": self.value, "limit": self.limit}
        return words | (self.japanese if language == "ja" else {})


ANSWER_LINES = (
    AnswerLine("inventory.tsv", 2, 70106, "Error", "quantity or on-hand", "quantity + on-hand", "either"),
    AnswerLine("orders.tsv", 6, 70012, "Warning", value="2", limit="1"),
    AnswerLine("stop.tsv", 2, 70003, "Error"),
    AnswerLine("ship.tsv", 1, 18021, "Error", value="9", limit="2"),
    AnswerLine("ship.tsv", 2, 70001, "Error"),
    AnswerLine("ship.tsv", 3, 70017, "Warning"),
    AnswerLine("ship.tsv", 4, 70018, "Warning"),
    AnswerLine("ship.tsv", 5, 70010, "Warning", value="2026-10-09", limit="2026-10-06",
         japanese={"limit": "2026年10月6日(火)"}),
    AnswerLine("ship.tsv", 6, 70011, "Warning", value="FLYING-CARPET"),
    AnswerLine("ship.tsv", 7, 70013, "Warning", value="order", limit="2026-10-13",
         japanese={"value": "注文", "limit": "2026年10月13日(火)"}),
    AnswerLine("ship.tsv", 8, 18028, "Error"),
    AnswerLine("ship.tsv", 9, 18181, "Error"),
    AnswerLine("ship.tsv", 10, 70014, "Error"),
    AnswerLine("ship.tsv", 11, 70014, "Error"),
    AnswerLine("ship.tsv", 12, 70101, "Error", "ship-date"),
    AnswerLine("ship.tsv", 13, 70102, "Error", "quantity", "1e5"),
    AnswerLine("ship.tsv", 14, 70103, "Error", "ship-date", "2026-10-32", "2026-10-06"),
    AnswerLine("ship.tsv", 15, 70104, "Error", "order-id", "999-1"),
    AnswerLine("ship.tsv", 16, 70105, "Error", "order-item-id", "5.83564E+13", "item"),
    AnswerLine("ship.tsv", 17, 70106, "Error", "cod-collection-method", "Directpay", "DirectPayment"),
    AnswerLine("ship.tsv", 18, 70109, "Error", "ship-method"),
    AnswerLine("ship.tsv", 19, 70002, "Error", value="2026-10-06", limit="NoInventory",
         japanese={"value": "2026年10月6日(火)", "limit": "出品者・在庫なし"}),
    AnswerLine("ship.tsv", 20, 70101, "Error", "carrier-code or carrier-name",
         japanese={"column": "carrier-codeまたはcarrier-name"}),
    AnswerLine("again.tsv", 1, 5000, "Warning"),
    AnswerLine("again.tsv", 2, 70007, "Error", "item-price"),
    AnswerLine("again.tsv", 3, 70015, "Warning"),
    AnswerLine("again.tsv", 4, 70108, "Error", "item-price", "12.5"),
    AnswerLine("again.tsv", 5, 70005, "Warning", limit="2026-10-05", japanese={"limit": "2026年10月5日(月)"}),
    AnswerLine("again.tsv", 6, 90118, "Error", "sku", limit="40"),
    AnswerLine("again.tsv", 7, 90118, "Warning", "recipient-name", "kept", "50"),
    AnswerLine("again.tsv", 8, 70021, "Warning", "item-price"),
    AnswerLine("again.tsv", 9, 70022, "Warning", "payments-date", "2026-10-05", "2026-10-05 00:00"),
    AnswerLine("again.tsv", 10, 70022, "Warning", "last-updated-date", "2026-10-06"),
    AnswerLine("again.tsv", 11, 70023, "Warning", "order-status", "Unfulfillable"),
    AnswerLine("again.tsv", 12, 70112, "Warning", "ship-phone-number"),
    AnswerLine("paid.tsv", 1, 70006, "Error"),
    AnswerLine("paid.tsv", 2, 70005, "Error", limit="2026-10-05", japanese={"limit": "2026年10月5日(月)"}),
    AnswerLine("moved.tsv", 1, 70008, "Error"),
    AnswerLine("ragged.tsv", 1, 70107, "Error", value="4", limit="3"),
    AnswerLine("ragged.tsv", 2, 70110, "Warning"),
    AnswerLine("back.tsv", 1, 70009, "Error", value="4401", limit="4400 - 0 = 4400"),
    AnswerLine("back.tsv", 2, 70013, "Warning", value="shipment", japanese={"value": "出荷"}),
    AnswerLine("extra.tsv", 0, 90061, "Warning", "payment-dat, colour", limit="payment-date"),
    AnswerLine("extra.tsv", 1, 5000, "Warning"),
    AnswerLine("headless.tsv", 0, 90012, "Fatal", "sku"),
    AnswerLine("notes.txt", 0, 70201, "Fatal", "compare its first line with the headings of each format",
         "a file with unknown headings", "",
         {"column": "先頭の行を各様式の見出しと比べてください", "value": "見出しが未知のファイル"}),
    AnswerLine("book.xlsx", 0, 70201, "Fatal", "save the sheet as tab-separated text", "an Excel workbook", "",
         {"column": "シートをタブ区切りテキストで保存し、投入してください", "value": "Excelブック"}),
    AnswerLine("cut.tsv.gz", 0, 70201, "Fatal", "copy it again, or compress it again", "a damaged .gz file", "",
         {"column": "もう一度コピーするか、圧縮し直してください", "value": "壊れた.gz"}),
    AnswerLine("both.tsv", 0, 70202, "Fatal"),
    AnswerLine("strange.tsv", 0, 70203, "Fatal", "1", "3"),
    AnswerLine("blank.tsv", 0, 70204, "Fatal"),
    AnswerLine("huge.tsv", 0, 70205, "Fatal"),
    AnswerLine("foreign.tsv", 0, 70208, "Fatal"),
    AnswerLine("quoted.tsv", 0, 70209, "Fatal"),
    AnswerLine("cells.tsv", 0, 70210, "Warning", value="1"),
    AnswerLine("unquoted.tsv", 0, 70211, "Warning", value="4"),
    AnswerLine("repaired.tsv", 1, 70111, "Warning", "quantity", "1,000", "1000"),
    AnswerLine("broken.xml", 0, 50001, "Error", value="4"),
    AnswerLine("mixed.xml", 0, 70206, "Error", value="OrderFulfillment", limit="Inventory"),
    AnswerLine("ship-copy.tsv", 0, 70207, "Warning", "rejected/run-2_ship.tsv", "2", "15"),
    AnswerLine("early-copy.tsv", 0, 70207, "Warning", value="2"),
    AnswerLine("unclear.tsv", 1, 70020, "Warning", value="00000000000261, 00000000000262"),
    AnswerLine("unclear.tsv", 2, 70020, "Warning", value="00000000000271, 00000000000272", limit="undecided"),
    AnswerLine("alive.tsv", 1, 70016, "Warning"),
    AnswerLine("declined.tsv", 1, 70002, "Error", value="2026-10-07", limit="PaymentDeadline",
         japanese={"value": "2026年10月7日(水)", "limit": "支払い期限切れ"}),
    AnswerLine("renumbered.tsv", 1, 70019, "Warning", value="4444-1111", limit="4444-2222"),
    AnswerLine("turned-back.tsv", 1, 5000, "Warning", value="4444-2222", limit="4"),
    AnswerLine("tomorrow.tsv", 1, 70103, "Error", "payment-date", "2026-10-08T11:00:00Z", "window"),
    AnswerLine("run-2_ship.tsv", 7, 18028, "Error"),
    AnswerLine("late.tsv", 1, 70004, "Error", limit="2026-11-04", japanese={"limit": "2026年11月4日(水)"}),
)  # fmt: skip
NOT_YET_PROVOKED = {}
"""Codes that no format and no command can bring yet, and why."""
