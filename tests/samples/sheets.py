"""What each file of the sample data says, as text with LF."""

from collections.abc import Callable

from tests.samples import later_records, listings, packing, sample_forms, sample_messages, stories
from tests.samples.packing import CANCELLATIONS, PACKING_LISTS, SHIPMENTS
from tests.samples.sample_refunds import REFUNDS
from tests.samples.stories import ARTICLES, ORDERED, ORDERS, PAYMENTS

TEMPLATE_NOTE = "This row is for the system only. Do not modify or delete."
JAPANESE_NOTE = "この行はシステムで使用します。変更または削除しないでください。"


def stock() -> str:
    """Everything the shop can sell on the first day."""
    return sample_forms.flat_text(
        ("sku", "quantity"), ({"sku": sku, "quantity": str(ARTICLES[sku].stock)} for sku in sorted(ARTICLES))
    )


def shelf_count() -> str:
    """What was counted on the shelf, sold or not."""
    counted = ({"sku": sku, "on-hand": str(units)} for sku, units in packing.ON_THE_SHELF.items())
    return sample_forms.flat_text(("sku", "on-hand"), counted)


def recount() -> str:
    """The only lamp on the shelf is promised to a buyer."""
    return sample_forms.flat_text(("sku", "quantity"), [{"sku": "LAMP-9", "quantity": "0"}])


def monday_orders() -> str:
    """The orders of the first day, dates in UTC; one of them without price and address."""
    rows = [
        row
        for number in ORDERED["R1"]
        for row in _bare_when_first_seen(number, sample_forms.order_rows(ORDERS[number], utc=True))
    ]
    return sample_forms.flat_text((*sample_forms.ORDER_COLUMNS, "payment-deadline"), rows)


def _bare_when_first_seen(number: int, rows: list[sample_forms.Row]) -> list[sample_forms.Row]:
    return sample_forms.bare_rows(rows) if number == stories.FIRST_SEEN_BARE else rows


def tuesday_orders() -> str:
    """The orders of the second day."""
    return sample_forms.flat_text(
        sample_forms.ORDER_COLUMNS, (row for number in ORDERED["R2"] for row in sample_forms.order_rows(ORDERS[number]))
    )


def wednesday_orders() -> str:
    """The orders that were verified after Tuesday's file."""
    return sample_messages.envelope_text(
        "OrderReport", [sample_messages.order_report(ORDERS[number]) for number in ORDERED["R3"]]
    )


def monday_orders_again() -> str:
    """Those of Monday's orders that were verified on Monday."""
    verified = [ORDERS[number] for number in ORDERED["R1"] if ORDERS[number].paid.startswith("10-05")]
    return sample_messages.envelope_text("OrderReport", [sample_messages.order_report(order) for order in verified])


def later_order_records(run: str) -> Callable[[], str]:
    """Records of a run that only tell something new of known orders."""
    columns = (*sample_forms.ORDER_COLUMNS, *listings.REQUEST_COLUMNS, "last-updated-date")
    return lambda: sample_forms.flat_text(columns, _later_record_rows(run))


def _later_record_rows(run: str) -> list[sample_forms.Row]:
    return [row for record in later_records.LATER_RECORDS[run] for row in listings.later_record_rows(record)]


def thursday_orders() -> str:
    """A new order, a gift, and other dates for one of Wednesday."""
    new = [row for number in ORDERED["R4"] for row in sample_forms.order_rows(ORDERS[number])]
    columns = (*sample_forms.ORDER_COLUMNS, *sample_forms.GIFT_COLUMNS, *sample_forms.DATE_COLUMNS, "last-updated-date")
    return sample_forms.flat_text(columns, [*_later_record_rows("R4"), *new])


def november_orders() -> str:
    """Two new orders and one that is given up, with their status at the marketplace; a byte order mark comes first."""
    new = [
        {**row, "order-status": "Unshipped" if row["payments-date"] else "Pending"}
        for number in ORDERED["R8"]
        for row in sample_forms.order_rows(ORDERS[number])
    ]
    columns = (*sample_forms.ORDER_COLUMNS, "order-status", "last-updated-date")
    return "\ufeff" + sample_forms.flat_text(columns, [*_later_record_rows("R8"), *new])


def all_orders_report() -> str:
    """The marketplace's all-orders report by last update: canceled lines show nothing."""
    return sample_forms.flat_text(
        listings.ALL_ORDERS_COLUMNS, (listings.all_orders_row(line) for line in later_records.ALL_ORDERS_LINES)
    )


def unshipped_report() -> str:
    """The marketplace's own list of what is verified and not shipped."""
    return sample_forms.flat_text(
        listings.UNSHIPPED_COLUMNS, (listings.unshipped_row(line) for line in later_records.UNSHIPPED_LINES)
    )


def address_changes(run: str) -> Callable[[], str]:
    """The address changes of a run."""
    return lambda: sample_forms.flat_text(
        listings.ADDRESS_CHANGE_COLUMNS,
        (listings.address_change_row(move) for move in later_records.ADDRESS_CHANGES[run]),
    )


def payments(run: str) -> Callable[[], str]:
    """The payment feed of a run."""
    return lambda: sample_forms.flat_text(
        sample_forms.PAYMENT_COLUMNS, (sample_forms.payment_row(payment) for payment in PAYMENTS[run])
    )


def confirmations(run: str) -> Callable[[], str]:
    """The flat shipping confirmation of a run."""
    return lambda: sample_forms.flat_text(
        sample_forms.CONFIRMATION_COLUMNS,
        (sample_forms.confirmation_row(SHIPMENTS[name]) for name in PACKING_LISTS[run]),
    )


def thursday_confirmations() -> str:
    """The cumulative confirmation with three damaged rows."""
    rows = (
        sample_forms.confirmation_row(SHIPMENTS[name])
        | dict([packing.DAMAGED_CELLS[name]] if name in packing.DAMAGED_CELLS else [])
        for name in PACKING_LISTS["R4"]
    )
    return sample_forms.flat_text(sample_forms.CONFIRMATION_COLUMNS, rows)


def japanese_confirmations() -> str:
    """The Japanese template: type row, Japanese labels, English names."""
    rows = (sample_forms.confirmation_row(SHIPMENTS[name]) for name in PACKING_LISTS["R5"])
    kind = ("TemplateType=OrderFulfillment", "Version=2011.1102", JAPANESE_NOTE)
    padded = (*kind, *[""] * (len(sample_forms.JAPANESE_COLUMNS) - len(kind)))
    return sample_forms.flat_text(sample_forms.JAPANESE_COLUMNS, rows, padded, sample_forms.JAPANESE_LABELS)


def xml_confirmations(run: str) -> Callable[[], str]:
    """The XML shipping confirmation of a run."""
    return lambda: sample_messages.envelope_text(
        "OrderFulfillment",
        [sample_messages.order_fulfillment(SHIPMENTS[name]) for name in PACKING_LISTS[run]],
        operation="Update",
    )


def acknowledgements() -> str:
    """The shop's own order numbers."""
    payloads = [sample_messages.acknowledgement(number, own) for number, own in stories.SELLER_ORDER_IDS.items()]
    return sample_messages.envelope_text("OrderAcknowledgement", payloads, operation="Update")


def cancellations(run: str) -> Callable[[], str]:
    """The cancellation feed of a run."""
    kind = ("TemplateType=OrderCancellation", "Version=1.0/1.0.3", TEMPLATE_NOTE)
    return lambda: sample_forms.flat_text(
        sample_forms.CANCELLATION_COLUMNS, (sample_forms.cancellation_row(line) for line in CANCELLATIONS[run]), kind
    )


def xml_refunds() -> str:
    """Tuesday's refund, as XML."""
    payloads = [sample_messages.order_adjustment(refund) for refund in REFUNDS["R6"]]
    return sample_messages.envelope_text("OrderAdjustment", payloads, operation="Update")


def flat_refunds() -> str:
    """The refund of the end of October, as a flat file."""
    return sample_forms.flat_text(
        sample_forms.REFUND_COLUMNS, (sample_forms.refund_row(refund) for refund in REFUNDS["R8"])
    )
