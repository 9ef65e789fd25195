"""The rows by which a marketplace tells of orders beside the order feed, and what richer order records say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from tests.histories.feed_rows import (
    ADDRESS,
    SKUS,
    HistoryDraft,
    Sale,
    SaleLine,
    Texts,
    day_text,
    instant_text,
    item_texts,
    order_id_of,
    order_record,
    payment_record,
    plain_order_rows,
)
from tests.reference_model.tables import (
    ADDRESSES,
    ALL_ORDERS,
    ORDERS,
    PAYMENTS,
    PENDING_REPORT,
    REPLACEMENT,
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
NEW_ADDRESSES: tuple[Texts, ...] = (SHIBUYA, SHIBUYA | {"ship-address-2": "2F"}, ADDRESS | OSAKA, ADDRESS)
BUYER_ASKS = "is-buyer-requested-cancellation"
DATES = ("latest-ship-date", "earliest-ship-date", "latest-delivery-date", "earliest-delivery-date")
STATUSES = ("Shipped", "Unshipped", "Canceled", "PartiallyShipped", "Unshipped", "Shipped", "Cancelled", "Pending")
UNKNOWN_STATUSES = ("Shipping", "Pending - Waiting for Pick Up", "Unfulfillable")
METHODS = ("CVS", "COD", "Other", "BankTransfer")


def rich_order_rows(draft: HistoryDraft, sale: Sale, lines: Sequence[SaleLine]) -> list[Texts]:
    """The rows of an order record, which may say more than those of a plain one; a message says it item by item."""
    rows = plain_order_rows(draft, sale, lines)
    if draft.xml:
        shared = {"ship-service-level": sale.service}
        return [row | shared | date_columns(draft, sale) for row in rows]
    more = (
        {"ship-service-level": sale.service}
        | update_columns(draft, sale)
        | date_columns(draft, sale)
        | request_columns(draft)
    )
    if sale.due == draft.run and draft.count(0, 2):
        more |= {"order-status": "Pending"} | sale.terms
    elif draft.one_in(3):
        more |= {"order-status": draft.pick(STATUSES)} | payment_terms(draft, sale)
        more |= unknown_status(draft, "order-status")
    if more.get("order-status", "").startswith("Cancel") and draft.one_in(2):
        more["cancellation-cause"] = draft.pick(("PaymentFailed", "Fraud"))
    rows = [row | more for row in rows]
    pairs = list(zip(rows, lines, strict=True))
    return [row | address_columns(draft, row) | price_columns(draft, row, line) for row, line in pairs]


def update_columns(draft: HistoryDraft, sale: Sale) -> Texts:
    """When the record was last updated: one of few instants, so that some are equal."""
    choices = (draft.received, sale.purchased + timedelta(hours=1), draft.received - timedelta(hours=12))
    at = draft.pick((*choices, sale.purchased + timedelta(hours=30), None, None))
    return {"last-updated-date": instant_text(min(at, draft.received))} if at else {}


def date_columns(draft: HistoryDraft, sale: Sale) -> Texts:
    """Estimated dates, now and then, as a day or as an instant."""
    columns: Texts = {}
    for column in DATES if draft.one_in(3) else DATES[: draft.count(0, 1)]:
        at = sale.purchased + timedelta(days=draft.pick((2, 4, 1, 9, 12)))
        columns[column] = draft.pick((day_text(at), instant_text(at), ""))
    return columns


def request_columns(draft: HistoryDraft) -> Texts:
    request = draft.pick(("", "true", "false"))
    return {BUYER_ASKS: request, "buyer-requested-cancel-reason": "気が変わった" if request == "true" else ""}


def unknown_status(draft: HistoryDraft, column: str) -> Texts:
    """A status that nobody knows, now and then."""
    return {column: draft.pick(UNKNOWN_STATUSES)} if draft.one_in(6) else {}


def payment_terms(draft: HistoryDraft, sale: Sale) -> Texts:
    """Other terms of payment, now and then."""
    if not draft.one_in(3):
        return {}
    deadline = draft.pick(
        ("", day_text(sale.purchased + timedelta(days=3)), day_text(sale.purchased + timedelta(days=10)))
    )
    return {"payment-method": draft.pick(METHODS), "payment-deadline": deadline}


def address_columns(draft: HistoryDraft, row: Texts) -> Texts:
    """Now and then an address to which the order may have been redirected."""
    if row.get("recipient-name") and draft.one_in(8):
        return dict.fromkeys(ADDRESS, "") | draft.pick(NEW_ADDRESSES)
    return {}


def price_columns(draft: HistoryDraft, row: Texts, line: SaleLine) -> Texts:
    """What a verifying row should have, unless it has it: an address and mostly a price; a replacement has none."""
    if not says_verified(row) or row.get("item-price"):
        return {}
    if draft.one_in(5):
        return ADDRESS | draft.pick(({}, {REPLACEMENT: "true"}))
    return ADDRESS | item_texts(line, priced=True)


def one_line(draft: HistoryDraft, sale: Sale) -> Texts:
    """What any report says of one item."""
    line = draft.pick(sale.lines)
    return {"order-id": sale.key, "purchase-date": instant_text(sale.purchased)} | item_texts(line, priced=False)


def unshipped_record(draft: HistoryDraft) -> list[Texts]:
    sale = draft.known_sale()
    paid_at = draft.pick((instant_text(sale.purchased + timedelta(hours=1)), ""))
    row = one_line(draft, sale) | ADDRESS | request_columns(draft) | {"payments-date": paid_at}
    row["reporting-date"] = draft.pick(
        (instant_text(sale.purchased + timedelta(hours=2)), instant_text(draft.received))
    )
    shipped = draft.pick((0, 0, 1, 2, 0))
    row |= {"quantity-shipped": str(shipped), "quantity-to-ship": str(max(int(row["quantity-purchased"]) - shipped, 0))}
    row |= fewer_units(draft, row)
    method = draft.pick(("", sale.terms.get("payment-method", "")))
    return [row | {"payment-method": method, "ship-service-level": sale.service} | address_columns(draft, row)]


def fewer_units(draft: HistoryDraft, row: Texts) -> Texts:
    """Fewer units of a row, in all or to ship, now and then."""
    if not draft.one_in(5):
        return {}
    column = draft.pick(("quantity-to-ship", "quantity-purchased"))
    return {column: str(max(int(row[column]) - 1, 0 if column == "quantity-to-ship" else 1))}


def pending_record(draft: HistoryDraft) -> list[Texts]:
    sale = draft.known_sale()
    return [one_line(draft, sale) | {"payment-type": draft.pick(("", sale.terms.get("payment-method", ""), "CVS"))}]


def all_orders_record(draft: HistoryDraft) -> list[Texts]:
    """Any order, also one that comes later or never: one row, or rows of all its items, with or without their ids."""
    sale = draft.any_sale()
    if sale is None or draft.one_in(3):
        return [any_all_orders_row(draft, sale)]
    shared = any_all_orders_row(draft, sale)
    named = draft.one_in(4)
    rows = [shared | all_orders_item(draft, line, named=named) for line in sale.lines]
    same_sku = [row for row in rows if row["sku"] == rows[0]["sku"]]
    if len(same_sku) > 1 and draft.one_in(5):
        total = sum(line.quantity for line in sale.lines if line.sku == rows[0]["sku"])
        rows = [rows[0] | {"quantity": str(total), "order-item-id": ""}]
    return [*rows, rows[-1]] if draft.one_in(6) else rows


def all_orders_item(draft: HistoryDraft, line: SaleLine, *, named: bool) -> Texts:
    """What a row says of one item: its quantity as ordered, none, wrong or not readable."""
    quantity = draft.pick((str(line.quantity), str(line.quantity), "", "0", "1", "2", "x"))
    status = draft.pick(("Unshipped", "Shipped", "Cancelled", "Unshipped", "", "Cancelled"))
    if status == "Cancelled" and draft.count(0, 2):
        quantity = "0"
    key = draft.pick((line.key, line.key, line.key, "")) if named else ""
    return {"sku": line.sku, "item-status": status, "quantity": quantity, "order-item-id": key}


def any_all_orders_row(draft: HistoryDraft, sale: Sale | None) -> Texts:
    """A row about one SKU of an order; mostly of one that the seller sends himself."""
    skus = [line.sku for line in sale.lines] if sale else list(SKUS)
    row = {"amazon-order-id": order_id_of(sale), "sku": draft.pick(skus if draft.count(0, 9) else SKUS)}
    row["order-status"] = draft.pick(("Shipped", "Unshipped", "Pending", "Shipped - Delivered to Buyer", "Cancelled"))
    row["item-status"] = draft.pick(("", "", "Shipped", "Cancelled", "Unshipped", ""))
    row |= unknown_status(draft, draft.pick(("order-status", "item-status")))
    row["fulfillment-channel"] = draft.pick(("Merchant", "MFN", "", "Merchant", "AFN"))
    purchased = sale.purchased if sale else draft.received
    row["purchase-date"] = instant_text(purchased)
    row["quantity"] = draft.pick(("", "", "1", "2", "0"))
    return row | (update_columns(draft, sale) if sale else {})


def deadline_payment_record(draft: HistoryDraft) -> list[Texts]:
    """A payment record; every other one tells that an order with a deadline was paid in time, or after it."""
    rows = payment_record(draft)
    owing = [sale for sale in draft.sales if sale.due < draft.run and sale.terms]
    if not owing or draft.one_in(3):
        return rows
    sale = draft.pick(owing)
    at = min(sale.purchased + timedelta(hours=draft.pick((20, 3, 40, 24 * 10))), draft.received)
    return [
        row | {"order-id": sale.key, "payment-status": "Verified", "payment-date": instant_text(at)} for row in rows
    ]


def address_change_record(draft: HistoryDraft) -> list[Texts]:
    sale = draft.any_sale()
    request = {"requested-by": draft.pick(("buyer", "customer-service", "buyer", "Buyer", "")), "requested-at": ""}
    row = {"order-id": order_id_of(sale), "message-id": draft.pick(("M1", "M2", "M1", "M3", ""))} | request
    return [row | draft.pick(NEW_ADDRESSES) | {"ship-phone-number": draft.pick(("", "", "03-1", "03-2"))}]


REPORT_WRITERS: dict[str, Callable[[HistoryDraft], list[Texts]]] = {
    ORDERS: order_record,
    PAYMENTS: deadline_payment_record,
    UNSHIPPED_REPORT: unshipped_record,
    PENDING_REPORT: pending_record,
    ALL_ORDERS: all_orders_record,
    ADDRESSES: address_change_record,
}
