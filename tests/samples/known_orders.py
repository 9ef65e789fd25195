"""What is known before an odd file comes: for each file a few orders in every status."""

from collections.abc import Sequence

from tests.samples import sample_forms
from tests.samples.odd_records import CANCELED, CONFIRMATION_COLUMNS, OPEN, ORDER_COLUMNS, PENDING, SHIPPED, OwnOrders

KNOWN_STATUS = {PENDING: "Pending", **dict.fromkeys(OPEN, "Unshipped"), SHIPPED: "Shipped", CANCELED: "Canceled"}
"""The status of each known order, by its last digits."""


def feeds(names: Sequence[str]) -> dict[str, str]:
    """The feeds of the first day, by name: the orders that the odd files of these names are about."""
    owners = [OwnOrders(name) for name in names]
    return {
        "orders.tsv": sample_forms.flat_text(ORDER_COLUMNS, (row for own in owners for row in _orders(own))),
        "confirmations.tsv": sample_forms.flat_text(CONFIRMATION_COLUMNS, map(_confirmation_row, owners)),
        "cancellations.tsv": sample_forms.flat_text(sample_forms.CANCELLATION_COLUMNS, map(_cancellation_row, owners)),
    }


def _orders(own: OwnOrders) -> list[sample_forms.Row]:
    rows = [own.order_row(number) for number in KNOWN_STATUS]
    rows[0] = rows[0] | {"payments-date": "", "payment-method": "CVS"}
    return [*rows, own.order_row(OPEN[-1], 2)]


def _confirmation_row(own: OwnOrders) -> sample_forms.Row:
    return {
        "order-id": own.order(SHIPPED),
        "ship-date": "2026-10-05",
        "carrier-code": "YAMATO",
        "tracking-number": "0000-0006",
    }


def _cancellation_row(own: OwnOrders) -> sample_forms.Row:
    return {"order-id": own.order(CANCELED), "cancellation-reason-code": "NoInventory"}
