"""Writes every feed of the sample data from the stories: `python -m sample_data.build`. Same stories, same bytes."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from sample_data import forms, stories
from sample_data.stories import ARTICLES, CANCELED, ORDERED, ORDERS, PACKED, PARCELS, PAYMENTS

HERE = Path(__file__).parent
TEMPLATE_NOTE = "This row is for the system only. Do not modify or delete."
JAPANESE_NOTE = "この行はシステムで使用します。変更または削除しないでください。"


class Feed(NamedTuple):
    """A file of the sample data: its text with LF, and how it is put into bytes."""

    path: str
    text: Callable[[], str]
    encoding: str = "utf-8"
    line_end: str = "\n"

    def content(self) -> bytes:
        """The bytes of the file."""
        return self.text().replace("\n", self.line_end).encode(self.encoding)


def stock() -> str:
    """Everything the shop can sell on the first day."""
    return forms.flat(
        ("sku", "quantity"), ({"sku": sku, "quantity": str(ARTICLES[sku].stock)} for sku in sorted(ARTICLES))
    )


def shelf() -> str:
    """What was counted on the shelf, sold or not."""
    counted = ({"sku": sku, "on-hand": str(units)} for sku, units in stories.ON_THE_SHELF.items())
    return forms.flat(("sku", "on-hand"), counted)


def recount() -> str:
    """The only lamp on the shelf is promised to a buyer."""
    return forms.flat(("sku", "quantity"), [{"sku": "LAMP-9", "quantity": "0"}])


def monday_orders() -> str:
    """The orders of the first day, dates in UTC; one of them without price and address."""
    rows = [
        row
        for number in ORDERED["R1"]
        for row in _bare_when_first_seen(number, forms.order_rows(ORDERS[number], utc=True))
    ]
    return forms.flat((*forms.ORDER_COLUMNS, "payment-deadline"), rows)


def _bare_when_first_seen(number: int, rows: list[forms.Row]) -> list[forms.Row]:
    return forms.bare(rows) if number == stories.FIRST_SEEN_BARE else rows


def tuesday_orders() -> str:
    """The orders of the second day."""
    return forms.flat(
        forms.ORDER_COLUMNS, (row for number in ORDERED["R2"] for row in forms.order_rows(ORDERS[number]))
    )


def wednesday_orders() -> str:
    """The orders that were verified after Tuesday's file."""
    return forms.envelope("OrderReport", [forms.order_report(ORDERS[number]) for number in ORDERED["R3"]])


def monday_orders_again() -> str:
    """Those of Monday's orders that were verified on Monday."""
    verified = [ORDERS[number] for number in ORDERED["R1"] if ORDERS[number].paid.startswith("10-05")]
    return forms.envelope("OrderReport", [forms.order_report(order) for order in verified])


def november_orders() -> str:
    """Two new orders, with the status that the marketplace gives them; a byte order mark comes first."""
    rows = [
        {**row, "order-status": "Unshipped" if row["payments-date"] else "Pending"}
        for number in ORDERED["R8"]
        for row in forms.order_rows(ORDERS[number])
    ]
    return "\ufeff" + forms.flat((*forms.ORDER_COLUMNS, "order-status"), rows)


def payments(run: str) -> Callable[[], str]:
    """The payment feed of a run."""
    return lambda: forms.flat(forms.PAYMENT_COLUMNS, (forms.payment_row(payment) for payment in PAYMENTS[run]))


def packed(run: str) -> Callable[[], str]:
    """The flat shipping confirmation of a run."""
    return lambda: forms.flat(forms.CONFIRMATION_COLUMNS, (forms.parcel_row(PARCELS[name]) for name in PACKED[run]))


def thursday_packed() -> str:
    """The cumulative confirmation with three damaged rows."""
    rows = (
        forms.parcel_row(PARCELS[name]) | dict([stories.DAMAGED[name]] if name in stories.DAMAGED else [])
        for name in PACKED["R4"]
    )
    return forms.flat(forms.CONFIRMATION_COLUMNS, rows)


def japanese_packed() -> str:
    """The Japanese template: type row, Japanese labels, English names."""
    rows = (forms.parcel_row(PARCELS[name]) for name in PACKED["R5"])
    kind = ("TemplateType=OrderFulfillment", "Version=2011.1102", JAPANESE_NOTE)
    padded = (*kind, *[""] * (len(forms.JAPANESE_COLUMNS) - len(kind)))
    return forms.flat(forms.JAPANESE_COLUMNS, rows, padded, forms.JAPANESE_LABELS)


def fulfilled(run: str) -> Callable[[], str]:
    """The XML shipping confirmation of a run."""
    return lambda: forms.envelope(
        "OrderFulfillment", [forms.order_fulfillment(PARCELS[name]) for name in PACKED[run]], operation="Update"
    )


def acknowledged() -> str:
    """The shop's own order numbers."""
    payloads = [forms.acknowledgement(number, own) for number, own in stories.ACKNOWLEDGED.items()]
    return forms.envelope("OrderAcknowledgement", payloads, operation="Update")


def canceled(run: str) -> Callable[[], str]:
    """The cancellation feed of a run."""
    kind = ("TemplateType=OrderCancellation", "Version=1.0/1.0.3", TEMPLATE_NOTE)
    return lambda: forms.flat(
        forms.CANCELLATION_COLUMNS, (forms.cancellation_row(line) for line in CANCELED[run]), kind
    )


WINDOWS = ("cp932", "\r\n")
FEEDS = (
    Feed("R1/inventory-20261005.tsv", stock),
    Feed("R1/orders-20261005.tsv", monday_orders),
    Feed("R2/orders-20261006.txt", tuesday_orders, *WINDOWS),
    Feed("R2/orders-20261005-copy.tsv", monday_orders),
    Feed("R2/payments-20261006.txt", payments("R2"), *WINDOWS),
    Feed("R2/confirmations-20261006.txt", packed("R2"), *WINDOWS),
    Feed("R2/inventory-20261006.txt", shelf, *WINDOWS),
    Feed("R3/orders-20261007.xml", wednesday_orders),
    Feed("R3/orders-20261005-again.xml", monday_orders_again),
    Feed("R3/payments-20261007.tsv", payments("R3")),
    Feed("R3/confirmations-20261007.xml", fulfilled("R3")),
    Feed("R3/acknowledgements-20261007.xml", acknowledged),
    Feed("R4/payments-20261008.tsv", payments("R4"), "utf-8-sig", "\r\n"),
    Feed("R4/cancellations-20261008.tsv", canceled("R4"), "utf-8-sig", "\r\n"),
    Feed("R4/confirmations-20261008.tsv", thursday_packed, "utf-8-sig", "\r\n"),
    Feed("R4/confirmations-20261008-again.tsv", packed("R4 again"), "utf-8-sig", "\r\n"),
    Feed("R5/inventory-20261009.txt", recount, *WINDOWS),
    Feed("R5/payments-20261009.txt", payments("R5"), *WINDOWS),
    Feed("R5/confirmations-20261009.txt", japanese_packed, *WINDOWS),
    Feed("R5/cancellations-20261009.txt", canceled("R5"), *WINDOWS),
    Feed("R6/payments-20261013.tsv", payments("R6")),
    Feed("R6/confirmations-20261013.xml", fulfilled("R6")),
    Feed("R8/confirmations-20261104.tsv", packed("R8 in time"), "utf-8", "\r\n"),
    Feed("R8/orders-20261105.txt", november_orders, "utf-16-le", "\r\n"),
    Feed("R8/confirmations-20261105.tsv", packed("R8 late"), "utf-8", "\r\n"),
)


def main(folder: Path = HERE) -> None:
    """Write every feed below a folder."""
    for feed in FEEDS:
        path = folder / feed.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(feed.content())


if __name__ == "__main__":
    main()
