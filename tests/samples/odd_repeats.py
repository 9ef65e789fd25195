"""The same thing twice in one file: items, payments, cancellations, stock, promotions."""

from tests.samples import sample_forms
from tests.samples.odd_records import ORDER_COLUMNS, Odd, OwnOrders, flat_table

PROMOTIONS = (*ORDER_COLUMNS, "item-promotion-id", "item-promotion-discount")


def _promotions(own: OwnOrders) -> str:
    """One item in three rows, each with a promotion of its own."""
    rows = [
        own.order_row(11) | {"item-promotion-id": f"PROMO-{number}", "item-promotion-discount": f"-{number}00"}
        for number in (1, 2, 3)
    ]
    return sample_forms.flat_text(PROMOTIONS, rows)


def _twice(own: OwnOrders, change: sample_forms.Row) -> str:
    return sample_forms.flat_text(ORDER_COLUMNS, [own.order_row(11), own.order_row(12), own.order_row(11) | change])


def _payments(own: OwnOrders, *rows: tuple[str, str, str]) -> str:
    return flat_table(sample_forms.PAYMENT_COLUMNS, *((own.order(1), *row) for row in rows))


def _lines(own: OwnOrders) -> str:
    """Two lines of one order; the second says another day of purchase."""
    second = own.order_row(11, 2) | {"purchase-date": "2026-10-04T10:00:00+09:00"}
    return sample_forms.flat_text(ORDER_COLUMNS, [own.order_row(11), second, own.order_row(12)])


FILES = (
    Odd("orders-item-twice-equal.tsv", lambda own: _twice(own, {})),
    Odd("orders-item-twice-different.tsv", lambda own: _twice(own, {"quantity-purchased": "3"})),
    Odd(
        "orders-item-twice-in-other-clothes.tsv",
        lambda own: _twice(own, {"item-price": "4400.00", "purchase-date": "2026-10-05T01:00:00Z"}),
    ),
    Odd("orders-several-promotions-of-an-item.tsv", _promotions),
    Odd("orders-two-lines-disagree.tsv", _lines),
    Odd(
        "payments-reference-twice-equal.tsv",
        lambda own: _payments(own, *[("Verified", "2026-10-06T10:00:00+09:00", "P-1")] * 2),
    ),
    Odd(
        "payments-reference-twice-different.tsv",
        lambda own: _payments(
            own, ("Verified", "2026-10-06T10:00:00+09:00", "P-1"), ("Failed", "2026-10-06T10:00:00+09:00", "P-1")
        ),
    ),
    Odd(
        "payments-verified-then-failed.tsv",
        lambda own: _payments(
            own, ("Verified", "2026-10-06T10:00:00+09:00", "P-1"), ("Failed", "2026-10-06T11:00:00+09:00", "P-2")
        ),
    ),
    Odd(
        "cancellations-order-twice-different.txt",
        lambda own: flat_table(
            sample_forms.CANCELLATION_COLUMNS,
            (own.order(2), "NoInventory", ""),
            (own.order(2), "GeneralAdjustment", ""),
        ),
    ),
    Odd(
        "cancellations-order-twice-equal.txt",
        lambda own: flat_table(sample_forms.CANCELLATION_COLUMNS, *[(own.order(2), "NoInventory", "")] * 2),
    ),
    Odd(
        "inventory-sku-twice-different.txt",
        lambda own: flat_table(
            ("sku", "quantity"), (f"ODD-{own.number}", "1"), (f"ODD-{own.number}", "2"), (f"ODD-{own.number}-B", "3")
        ),
    ),
    Odd(
        "inventory-sku-twice-in-two-cases.txt",
        lambda own: flat_table(("sku", "quantity"), (f"odd-{own.number}", "1"), (f"ODD-{own.number}", "2")),
    ),
    Odd(
        "inventory-quantity-and-on-hand.txt",
        lambda own: flat_table(
            ("sku", "quantity", "on-hand"),
            (f"ODD-{own.number}", "1", "2"),
            (f"ODD-{own.number}-B", "", ""),
            (f"ODD-{own.number}-C", "", "3"),
        ),
    ),
    Odd("orders-known-order-again.tsv", lambda own: sample_forms.flat_text(ORDER_COLUMNS, [own.order_row(2)])),
    Odd(
        "orders-known-order-with-another-price.tsv",
        lambda own: sample_forms.flat_text(ORDER_COLUMNS, [own.order_row(2) | {"item-price": "4500"}]),
    ),
    Odd(
        "orders-known-order-to-another-address.tsv",
        lambda own: sample_forms.flat_text(
            ORDER_COLUMNS, [own.order_row(2) | {"ship-address-1": "秘見町9-9-9"}, own.order_row(3)]
        ),
    ),
)
