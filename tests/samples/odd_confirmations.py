"""Shipping confirmations: dates, carriers, tracking numbers, quantities, and orders that may not ship."""

from tests.samples import sample_forms
from tests.samples.odd_records import CANCELED, CONFIRMATION_COLUMNS, OPEN, PENDING, SHIPPED, Odd, OwnOrders


def _about(own: OwnOrders, *numbers: int) -> str:
    """Whole orders, whatever is known of them."""
    sound = own.confirmation_rows({})[0]
    rows = [sound | {"order-id": own.order(number), "tracking-number": f"0000-{number:04}"} for number in numbers]
    return sample_forms.flat_text(CONFIRMATION_COLUMNS, rows)


def _same(own: OwnOrders, *changes: dict[str, str]) -> str:
    """Rows about one order, each with another change."""
    sound = own.confirmation_rows({})[0] | {"order-item-id": own.item(2), "quantity": "1"}
    return sample_forms.flat_text(CONFIRMATION_COLUMNS, [sound | change for change in changes])


def _parcels_of_two_items(own: OwnOrders) -> str:
    """An order of two items, two units of each, in two parcels that both hold one unit of either item."""
    order = OPEN[-1]
    sound = own.confirmation_rows({})[0] | {"order-id": own.order(order), "quantity": "1"}
    parcels = [sound | {"tracking-number": f"0000-900{parcel}"} for parcel in (1, 2)]
    rows = [parcel | {"order-item-id": own.item(order, line)} for parcel in parcels for line in (1, 2)]
    return sample_forms.flat_text(CONFIRMATION_COLUMNS, rows)


def _another_number(own: OwnOrders) -> str:
    """An order that is known as shipped, with another tracking number, twice."""
    sound = own.confirmation_rows({})[0] | {"order-id": own.order(SHIPPED), "ship-date": "2026-10-05"}
    return sample_forms.flat_text(CONFIRMATION_COLUMNS, [sound | {"tracking-number": "0000-0066"}] * 2)


FILES = (
    Odd("confirmations-ship-date-of-1995.txt", lambda own: own.confirmations({"ship-date": "1995-06-15"}, {})),
    Odd("confirmations-ship-date-of-2099.txt", lambda own: own.confirmations({"ship-date": "2099-01-01"}, {})),
    Odd(
        "confirmations-ship-date-in-two-digits.txt",
        lambda own: own.confirmations({"ship-date": "10-02-30"}, {"ship-date": "26-10-06"}, {}),
    ),
    Odd(
        "confirmations-ship-date-not-padded.txt",
        lambda own: own.confirmations({"ship-date": "2026-10-6"}, {"ship-date": "2026-1-5"}, {}),
    ),
    Odd(
        "confirmations-ship-date-with-a-blank.txt",
        lambda own: own.confirmations(
            {"ship-date": "2026-10-06 12:00:00"},
            {"ship-date": "2026-10-06T12:00:00"},
            {"ship-date": "2026-10-06T03:00:00Z"},
        ),
    ),
    Odd(
        "confirmations-ship-date-before-the-order.txt",
        lambda own: own.confirmations({"ship-date": "2026-10-04"}, {"ship-date": "2026-10-07"}, {}),
    ),
    Odd("confirmations-ship-date-missing.txt", lambda own: own.confirmations({"ship-date": ""}, {})),
    Odd(
        "confirmations-unknown-carriers.txt",
        lambda own: own.confirmations(
            {"carrier-code": "たぬき便"},
            {"carrier-code": "Other", "carrier-name": "たぬき便"},
            {"carrier-code": "", "carrier-name": "たぬき便"},
        ),
    ),
    Odd(
        "confirmations-other-carrier-without-name.txt",
        lambda own: own.confirmations({"carrier-code": "Other"}, {"carrier-code": "OTHER", "carrier-name": " "}, {}),
    ),
    Odd("confirmations-without-a-carrier.txt", lambda own: own.confirmations({"carrier-code": ""}, {})),
    Odd(
        "confirmations-carriers-in-other-spellings.txt",
        lambda own: own.confirmations(
            {"carrier-code": "ヤマト運輸"},
            {"carrier-code": "sagawa"},
            {"carrier-code": "JP Post"},
            {"carrier-code": "Other", "carrier-name": "ヤマト"},
        ),
    ),
    Odd(
        "confirmations-tracking-number-of-50-and-51.txt",
        lambda own: own.confirmations(
            {"tracking-number": "1" * 50}, {"tracking-number": "1" * 51}, {"tracking-number": "1\x022"}
        ),
    ),
    Odd(
        "confirmations-tracking-numbers-in-strange-forms.txt",
        lambda own: own.confirmations(
            {"tracking-number": "=HYPERLINK(1)"},
            {"tracking-number": "１２３４"},
            {"tracking-number": "NULL"},
            {"tracking-number": "調査中"},
        ),
    ),
    Odd(
        "confirmations-several-tracking-numbers-in-a-cell.txt",
        lambda own: own.confirmations(
            {"tracking-number": "0000-0001 0000-0002"}, {"tracking-number": "0000-0001,0000-0002"}
        ),
    ),
    Odd(
        "confirmations-quantity-of-nothing.txt",
        lambda own: _same(
            own,
            {"quantity": "0"},
            {"quantity": "-1", "tracking-number": "2"},
            {"quantity": "1.5", "tracking-number": "3"},
        ),
    ),
    Odd("confirmations-quantity-beyond-the-order.txt", lambda own: _same(own, {"quantity": "3"})),
    Odd(
        "confirmations-two-parcels-beyond-the-order.txt",
        lambda own: _same(own, {"quantity": "2", "tracking-number": "1"}, {"quantity": "2", "tracking-number": "2"}),
    ),
    Odd("confirmations-parcel-twice-equal.txt", lambda own: _same(own, {}, {})),
    Odd("confirmations-parcel-twice-different.txt", lambda own: _same(own, {}, {"quantity": "2"})),
    Odd(
        "confirmations-quantity-without-item.txt",
        lambda own: own.confirmations({"quantity": "1"}, {}, {}, {"quantity": "1"}),
    ),
    Odd("confirmations-item-of-another-order.txt", lambda own: own.confirmations({"order-item-id": own.item(3)}, {})),
    Odd("confirmations-asin-for-item-id.txt", lambda own: own.confirmations({"order-item-id": "B00EXAMPL1"}, {})),
    Odd(
        "confirmations-shipment-id-for-order-id.txt",
        lambda own: own.confirmations({"order-id": "DSq1x2Y3z"}, {"order-id": "FBA15ABC0001"}, {}),
    ),
    Odd(
        "confirmations-order-id-with-a-zero-too-many.txt",
        lambda own: own.confirmations({"order-id": own.order(2) + "0"}, {}),
    ),
    Odd("confirmations-of-unknown-orders.txt", lambda own: _about(own, 91, 92, OPEN[0])),
    Odd("confirmations-of-a-pending-order.txt", lambda own: _about(own, PENDING, OPEN[0])),
    Odd("confirmations-of-a-canceled-order.txt", lambda own: _about(own, CANCELED, OPEN[0])),
    Odd("confirmations-of-a-shipped-order.txt", lambda own: _about(own, SHIPPED)),
    Odd("confirmations-of-two-items-in-two-parcels.txt", _parcels_of_two_items),
    Odd("confirmations-another-tracking-number.txt", _another_number),
    Odd(
        "confirmations-item-id-with-a-zero-more.txt",
        lambda own: own.confirmations({"order-item-id": f"0{own.item(2)}"}, {"order-item-id": own.item(3)}),
    ),
    Odd(
        "confirmations-cod-method-in-words.txt",
        lambda own: own.confirmations(
            {"cod-collection-method": "代引き"},
            {"cod-collection-method": "directpayment"},
            columns=(*CONFIRMATION_COLUMNS, "cod-collection-method"),
        ),
    ),
    Odd(
        "confirmations-seller-number-alone.txt",
        lambda own: own.confirmations(
            {"order-id": "", "merchant-order-id": "M-1"}, {}, columns=(*CONFIRMATION_COLUMNS, "merchant-order-id")
        ),
    ),
    Odd(
        "confirmations-seller-id-of-another.txt",
        lambda own: own.confirmations(
            {"seller-id": "M_SAMPLE_0001"}, {"seller-id": "M_OTHER"}, columns=(*CONFIRMATION_COLUMNS, "seller-id")
        ),
    ),
    Odd(
        "confirmations-refused-column-of-ours.txt",
        lambda own: own.confirmations(
            {"line": "7", "code": "70103", "error": "x", "refused": "1/none/1"},
            columns=(*CONFIRMATION_COLUMNS, "line", "code", "error", "refused"),
        ),
    ),
)
