"""The rows by which a marketplace tells of orders beside the order feed, and what richer order records say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from tests.histories.feed_rows import (
    ADDRESS,
    SKUS,
    Desk,
    Line,
    Sale,
    Texts,
    day,
    item_texts,
    order_key,
    order_record,
    order_rows,
    payment_record,
    written,
)
from tests.reference_model.tables import (
    ADDRESSES,
    ALL_ORDERS,
    ORDERS,
    PAYMENTS,
    PENDING_REPORT,
    UNSHIPPED_REPORT,
    says_verified,
)

SHIBUYA = {"recipient-name": "青木 花", "ship-address-1": "渋谷 9-8-7", "ship-postal-code": "150-0002"}
OSAKA = {
    "recipient-name": "青木 実",
    "ship-address-1": "梅田 1-1",
    "ship-address-2": "301",
    "ship-postal-code": "530-0001",
}
MOVED: tuple[Texts, ...] = (SHIBUYA, SHIBUYA | {"ship-address-2": "2F"}, ADDRESS | OSAKA, ADDRESS)
BUYER_ASKS = "is-buyer-requested-cancellation"
DATES = ("latest-ship-date", "earliest-ship-date", "latest-delivery-date", "earliest-delivery-date")
STATUSES = ("Shipped", "Unshipped", "Canceled", "PartiallyShipped", "Unshipped", "Shipped", "Cancelled", "Pending")
METHODS = ("CVS", "COD", "Other", "BankTransfer")


def telling(desk: Desk, sale: Sale, lines: Sequence[Line]) -> list[Texts]:
    """The rows of an order record, which may say more than those of a plain one; a message says it item by item."""
    rows = order_rows(desk, sale, lines)
    if desk.xml:
        shared = {"ship-service-level": sale.service}
        return [row | shared | dates(desk, sale) for row in rows]
    more = {"ship-service-level": sale.service} | age(desk, sale) | dates(desk, sale) | wishes(desk)
    if sale.due == desk.run and desk.count(0, 2):
        more |= {"order-status": "Pending"} | sale.terms
    elif desk.one_in(3):
        more |= {"order-status": desk.pick(STATUSES)} | terms(desk, sale)
    if more.get("order-status", "").startswith("Cancel") and desk.one_in(2):
        more["cancellation-cause"] = desk.pick(("PaymentFailed", "Fraud"))
    rows = [row | more for row in rows]
    return [row | address(desk, row) | price(row, line) for row, line in zip(rows, lines, strict=True)]


def age(desk: Desk, sale: Sale) -> Texts:
    """When the record was last updated: one of few instants, so that some are equal."""
    choices = (desk.received, sale.purchased + timedelta(hours=1), desk.received - timedelta(hours=12))
    at = desk.pick((*choices, sale.purchased + timedelta(hours=30), None, None))
    return {"last-updated-date": written(min(at, desk.received))} if at else {}


def dates(desk: Desk, sale: Sale) -> Texts:
    """Estimated dates, now and then, as a day or as an instant."""
    said: Texts = {}
    for column in DATES if desk.one_in(3) else DATES[: desk.count(0, 1)]:
        at = sale.purchased + timedelta(days=desk.pick((2, 4, 1, 9, 12)))
        said[column] = desk.pick((day(at), written(at), ""))
    return said


def wishes(desk: Desk) -> Texts:
    asked = desk.pick(("", "true", "false"))
    return {BUYER_ASKS: asked, "buyer-requested-cancel-reason": "気が変わった" if asked == "true" else ""}


def terms(desk: Desk, sale: Sale) -> Texts:
    """Other terms of payment, now and then."""
    if not desk.one_in(3):
        return {}
    deadline = desk.pick(("", day(sale.purchased + timedelta(days=3)), day(sale.purchased + timedelta(days=10))))
    return {"payment-method": desk.pick(METHODS), "payment-deadline": deadline}


def address(desk: Desk, row: Texts) -> Texts:
    """Now and then an address to which the order may have been redirected."""
    if row.get("recipient-name") and desk.one_in(8):
        return dict.fromkeys(ADDRESS, "") | desk.pick(MOVED)
    return {}


def price(row: Texts, line: Line) -> Texts:
    """What a verifying row must have, unless it has it."""
    if not says_verified(row) or row.get("item-price"):
        return {}
    return ADDRESS | item_texts(line, priced=True)


def one_line(desk: Desk, sale: Sale) -> Texts:
    """What any report says of one item."""
    line = desk.pick(sale.lines)
    return {"order-id": sale.key, "purchase-date": written(sale.purchased)} | item_texts(line, priced=False)


def unshipped_record(desk: Desk) -> list[Texts]:
    sale = desk.known_sale()
    paid_at = desk.pick((written(sale.purchased + timedelta(hours=1)), ""))
    row = one_line(desk, sale) | ADDRESS | wishes(desk) | {"payments-date": paid_at}
    row["reporting-date"] = desk.pick((written(sale.purchased + timedelta(hours=2)), written(desk.received)))
    shipped = desk.pick((0, 0, 1, 2, 0))
    row |= {"quantity-shipped": str(shipped), "quantity-to-ship": str(max(int(row["quantity-purchased"]) - shipped, 0))}
    method = desk.pick(("", sale.terms.get("payment-method", "")))
    return [row | {"payment-method": method, "ship-service-level": sale.service} | address(desk, row)]


def pending_record(desk: Desk) -> list[Texts]:
    sale = desk.known_sale()
    return [one_line(desk, sale) | {"payment-type": desk.pick(("", sale.terms.get("payment-method", ""), "CVS"))}]


def all_orders_record(desk: Desk) -> list[Texts]:
    """Any order, also one that comes later or never; mostly what the seller sends himself."""
    sale = desk.any_sale()
    skus = [line.sku for line in sale.lines] if sale else list(SKUS)
    row = {"amazon-order-id": order_key(sale), "sku": desk.pick(skus if desk.count(0, 9) else SKUS)}
    row["order-status"] = desk.pick(("Shipped", "Unshipped", "Pending", "Shipped - Delivered to Buyer", "Cancelled"))
    row["item-status"] = desk.pick(("", "", "Shipped", "Cancelled", "Unshipped", ""))
    row["fulfillment-channel"] = desk.pick(("Merchant", "MFN", "", "Merchant", "AFN"))
    purchased = sale.purchased if sale else desk.received
    row["purchase-date"] = written(purchased)
    return [row | (age(desk, sale) if sale else {})]


def paid_record(desk: Desk) -> list[Texts]:
    """A payment record; every other one tells that an order with a deadline was paid in time, or after it."""
    rows = payment_record(desk)
    owing = [sale for sale in desk.sales if sale.due < desk.run and sale.terms]
    if not owing or desk.one_in(3):
        return rows
    sale = desk.pick(owing)
    at = min(sale.purchased + timedelta(hours=desk.pick((20, 3, 40, 24 * 10))), desk.received)
    return [row | {"order-id": sale.key, "payment-status": "Verified", "payment-date": written(at)} for row in rows]


def redirect_record(desk: Desk) -> list[Texts]:
    sale = desk.any_sale()
    asked = {"requested-by": desk.pick(("buyer", "customer-service", "buyer", "Buyer", "")), "requested-at": ""}
    row = {"order-id": order_key(sale), "message-id": desk.pick(("M1", "M2", "M1", "M3", ""))} | asked
    return [row | desk.pick(MOVED) | {"ship-phone-number": desk.pick(("", "", "03-1", "03-2"))}]


TOLD: dict[str, Callable[[Desk], list[Texts]]] = {
    ORDERS: order_record,
    PAYMENTS: paid_record,
    UNSHIPPED_REPORT: unshipped_record,
    PENDING_REPORT: pending_record,
    ALL_ORDERS: all_orders_record,
    ADDRESSES: redirect_record,
}
