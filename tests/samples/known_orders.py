"""What is known before an odd file comes: for each file a few orders in every status."""

from collections.abc import Sequence

from tests.samples import sample_forms
from tests.samples.odd_records import CANCELED, CONFIRMATION_COLUMNS, OPEN, ORDER_COLUMNS, PENDING, SHIPPED, Own

STATUS = {PENDING: "Pending", **dict.fromkeys(OPEN, "Unshipped"), SHIPPED: "Shipped", CANCELED: "Canceled"}
"""The status of each known order, by its last digits."""


def feeds(names: Sequence[str]) -> dict[str, str]:
    """The feeds of the first day, by name: the orders that the odd files of these names are about."""
    owners = [Own(name) for name in names]
    return {
        "orders.tsv": sample_forms.flat(ORDER_COLUMNS, (row for own in owners for row in _orders(own))),
        "confirmations.tsv": sample_forms.flat(CONFIRMATION_COLUMNS, map(_shipped, owners)),
        "cancellations.tsv": sample_forms.flat(sample_forms.CANCELLATION_COLUMNS, map(_canceled, owners)),
    }


def _orders(own: Own) -> list[sample_forms.Row]:
    rows = [own.order_row(number) for number in STATUS]
    rows[0] = rows[0] | {"payments-date": "", "payment-method": "CVS"}
    return [*rows, own.order_row(OPEN[-1], 2)]


def _shipped(own: Own) -> sample_forms.Row:
    return {
        "order-id": own.order(SHIPPED),
        "ship-date": "2026-10-05",
        "carrier-code": "YAMATO",
        "tracking-number": "0000-0006",
    }


def _canceled(own: Own) -> sample_forms.Row:
    return {"order-id": own.order(CANCELED), "cancellation-reason-code": "NoInventory"}
