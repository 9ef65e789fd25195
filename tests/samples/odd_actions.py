"""Payments, cancellations, address changes, stock and the marketplace's reports, each against the order of things."""

from tests.samples import listings, sample_forms
from tests.samples.odd_records import BUYER, CANCELED, OPEN, PENDING, SHIPPED, Odd, OwnOrders, flat_table

ADDRESS_CHANGE_COLUMNS = (
    "order-id",
    "requested-by",
    "message-id",
    "recipient-name",
    "ship-address-1",
    "ship-postal-code",
)
PENDING_COLUMNS = (
    "order-id",
    "order-item-id",
    "purchase-date",
    "sku",
    "product-name",
    "quantity-purchased",
    "payment-type",
)
ALL_ORDERS_COLUMNS = (
    "amazon-order-id",
    "purchase-date",
    "last-updated-date",
    "order-status",
    "sku",
    "quantity",
    "item-status",
)


def _payments(own: OwnOrders, *rows: tuple[int, str, str]) -> str:
    return flat_table(
        sample_forms.PAYMENT_COLUMNS, *((own.order(number), status, at, f"P-{number}") for number, status, at in rows)
    )


def _cancellations(own: OwnOrders, *rows: tuple[int, str, str]) -> str:
    return flat_table(
        sample_forms.CANCELLATION_COLUMNS, *((own.order(number), reason, item) for number, reason, item in rows)
    )


def _address_changes(own: OwnOrders, *rows: tuple[int, str, str]) -> str:
    to = tuple(BUYER[name] for name in ADDRESS_CHANGE_COLUMNS[3:])
    return flat_table(
        ADDRESS_CHANGE_COLUMNS, *((own.order(number), who, message, *to) for number, who, message in rows)
    )


def _pending_report(own: OwnOrders, *numbers: int) -> str:
    facts = ("2026-10-05T10:00:00+09:00", "MUG-02", "マグカップ", "2", "CVS")
    return flat_table(PENDING_COLUMNS, *((own.order(number), own.item(number), *facts) for number in numbers))


def _unshipped_report(own: OwnOrders) -> str:
    known = own.order_row(2) | {"quantity-shipped": "1", "quantity-to-ship": "1"}
    other = own.order_row(3) | {"quantity-shipped": "0", "quantity-to-ship": "2", "days-past-promise": "-2"}
    return sample_forms.flat_text(listings.UNSHIPPED_COLUMNS, [known, other])


BOUGHT_AND_UPDATED = ("2026-10-05T10:00:00+09:00", "2026-10-06T10:00:00+09:00")


def _all_orders_report(own: OwnOrders, *rows: tuple[int, str]) -> str:
    return flat_table(
        ALL_ORDERS_COLUMNS,
        *((own.order(number), *BOUGHT_AND_UPDATED, status, "MUG-02", "0", "") for number, status in rows),
    )


def _two_items_report(own: OwnOrders, number: int) -> str:
    """A report of an order with two items of one SKU: one is canceled, and nothing says which."""
    row = (own.order(number), *BOUGHT_AND_UPDATED, "Unshipped", "MUG-02")
    return flat_table(ALL_ORDERS_COLUMNS, (*row, "0", "Cancelled"), (*row, "2", "Unshipped"))


def _shipped_columns(own: OwnOrders, number: int) -> tuple[str, ...]:
    return own.order(number), *BOUGHT_AND_UPDATED, "Shipped", "MUG-02", "2", "Shipped"


NOON = "2026-10-06T12:00:00+09:00"
FILES = (
    Odd(
        "payments-statuses-in-other-words.tsv",
        lambda own: _payments(own, (PENDING, "支払済", NOON), (2, "VERIFIED", NOON), (3, "Paid", NOON)),
    ),
    Odd("payments-without-a-date.tsv", lambda own: _payments(own, (PENDING, "Verified", ""))),
    Odd("payments-of-the-future.tsv", lambda own: _payments(own, (PENDING, "Verified", "2026-10-07T12:00:00+09:00"))),
    Odd(
        "payments-before-the-order.tsv", lambda own: _payments(own, (PENDING, "Verified", "2026-10-04T12:00:00+09:00"))
    ),
    Odd("payments-of-a-canceled-order.tsv", lambda own: _payments(own, (CANCELED, "Verified", NOON))),
    Odd(
        "payments-failed-after-shipment.tsv",
        lambda own: _payments(own, (SHIPPED, "Failed", NOON), (SHIPPED + 90, "Failed", NOON)),
    ),
    Odd(
        "cancellations-of-every-status.txt",
        lambda own: _cancellations(
            own,
            (PENDING, "NoInventory", ""),
            (2, "NoInventory", ""),
            (SHIPPED, "NoInventory", ""),
            (CANCELED, "NoInventory", ""),
            (91, "NoInventory", ""),
        ),
    ),
    Odd(
        "cancellations-reasons-in-other-words.txt",
        lambda own: _cancellations(
            own, (2, "在庫切れ", ""), (3, "BuyerCancelled", ""), (4, "noinventory", ""), (5, "", "")
        ),
    ),
    Odd(
        "cancellations-item-unknown.txt",
        lambda own: _cancellations(
            own, (2, "NoInventory", own.item(9)), (3, "NoInventory", "B00EXAMPL1"), (5, "NoInventory", own.item(5, 2))
        ),
    ),
    Odd(
        "address-changes-nobody-asked.tsv",
        lambda own: _address_changes(
            own, (2, "", "MSG-1"), (3, "buyer", ""), (4, "seller", "MSG-2"), (5, "buyer", "MSG-3")
        ),
    ),
    Odd(
        "address-changes-of-every-status.tsv",
        lambda own: _address_changes(
            own,
            (PENDING, "buyer", "MSG-1"),
            (SHIPPED, "buyer", "MSG-2"),
            (CANCELED, "buyer", "MSG-3"),
            (91, "buyer", "MSG-4"),
        ),
    ),
    Odd(
        "inventory-strange-quantities.txt",
        lambda own: flat_table(
            ("sku", "quantity"),
            *(
                (f"ODD-{own.number}-{place}", text)
                for place, text in enumerate(("0", "-1", "1e3", "", "many", "999999", "1000000"))
            ),
            ("", "5"),
        ),
    ),
    Odd("inventory-heading-available.txt", lambda own: flat_table(("sku", "available"), (f"ODD-{own.number}", "5"))),
    Odd(
        "inventory-asin-for-sku.txt",
        lambda own: flat_table(("sku", "asin", "quantity"), (f"ODD-{own.number}", "B00EXAMPL1", "5")),
    ),
    Odd("pending-report-of-known-and-new-orders.txt", lambda own: _pending_report(own, PENDING, OPEN[0], 11)),
    Odd("unshipped-report-shipped-elsewhere.txt", _unshipped_report),
    Odd(
        "all-orders-suffixes-and-spellings.txt",
        lambda own: _all_orders_report(
            own,
            (PENDING, "Pending"),
            (2, "Shipped - Delivered to Buyer"),
            (3, "Cancelled"),
            (4, "Canceled"),
            (SHIPPED, "Shipped - Returned to Seller"),
        ),
    ),
    Odd(
        "all-orders-unknown-status.txt",
        lambda own: _all_orders_report(own, (2, "Complete"), (3, "Lost"), (4, "出荷済み"), (5, "")),
    ),
    Odd("all-orders-unknown-order.txt", lambda own: _all_orders_report(own, (91, "Shipped"), (2, "Unshipped"))),
    Odd(
        "all-orders-title-with-open-quote.txt",
        lambda own: flat_table(
            (*ALL_ORDERS_COLUMNS, "product-name"),
            (*_shipped_columns(own, 2), '"マグ'),
            (*_shipped_columns(own, 3), "マグ"),
        ),
    ),
    Odd(
        "all-orders-with-item-ids.txt",
        lambda own: flat_table(
            (*ALL_ORDERS_COLUMNS, "order-item-id"),
            (*_shipped_columns(own, 2), own.item(2)),
        ),
    ),
    Odd("all-orders-one-of-two-equal-items.txt", lambda own: _two_items_report(own, OPEN[-1])),
    Odd(
        "orders-status-words.tsv",
        lambda own: sample_forms.flat_text(
            (*own.order_row(11), "order-status"),
            [
                own.order_row(11 + place) | {"order-status": word}
                for place, word in enumerate(
                    (
                        "UNSHIPPED",
                        "Cancelled",
                        "Shipped",
                        "出荷待ち",
                        "PendingAvailability",
                        "Unfulfillable",
                        "Shipped - Delivered",
                    )
                )
            ],
        ),
    ),
    Odd(
        "orders-canceled-without-facts.tsv",
        lambda own: flat_table(
            ("order-id", "order-item-id", "purchase-date", "sku", "quantity-purchased", "order-status"),
            (own.order(2), own.item(2), "", "", "", "Canceled"),
            (own.order(3), own.item(3), "2026-10-05T10:00:00+09:00", "MUG-02", "0", "Canceled"),
        ),
    ),
    Odd(
        "orders-thirty-days-old.tsv",
        lambda own: own.orders(
            {"purchase-date": "2026-09-01T10:00:00+09:00", "payments-date": "2026-09-01T10:05:00+09:00"}, {}
        ),
    ),
)
