"""Every feed of the demo, from the stories."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tests.samples import sheets
from tests.support.paths import DEMO


class Feed(NamedTuple):
    """A file of the sample data: its text with LF, and how it is put into bytes."""

    path: str
    text: Callable[[], str]
    encoding: str = "utf-8"
    line_end: str = "\n"

    def content(self) -> bytes:
        """The bytes of the file."""
        return self.text().replace("\n", self.line_end).encode(self.encoding)


WINDOWS = ("cp932", "\r\n")
MARKED = ("utf-8-sig", "\r\n")
FEEDS = (
    Feed("2026-10-05/inventory-20261005.tsv", sheets.stock),
    Feed("2026-10-05/orders-20261005.tsv", sheets.monday_orders),
    Feed("2026-10-06/orders-20261006.txt", sheets.tuesday_orders, *WINDOWS),
    Feed("2026-10-06/orders-20261005-copy.tsv", sheets.monday_orders),
    Feed("2026-10-06/payments-20261006.txt", sheets.payments("R2"), *WINDOWS),
    Feed("2026-10-06/confirmations-20261006.txt", sheets.confirmations("R2"), *WINDOWS),
    Feed("2026-10-06/inventory-20261006.txt", sheets.shelf_count, *WINDOWS),
    Feed("2026-10-07/orders-20261007.xml", sheets.wednesday_orders),
    Feed("2026-10-07/orders-20261007-later.tsv", sheets.later_order_records("R3")),
    Feed("2026-10-07/orders-20261005-again.xml", sheets.monday_orders_again),
    Feed("2026-10-07/payments-20261007.tsv", sheets.payments("R3")),
    Feed("2026-10-07/address-changes-20261007.tsv", sheets.address_changes("R3")),
    Feed("2026-10-07/confirmations-20261007.xml", sheets.xml_confirmations("R3")),
    Feed("2026-10-07/acknowledgements-20261007.xml", sheets.acknowledgements),
    Feed("2026-10-08/orders-20261008.tsv", sheets.thursday_orders, *MARKED),
    Feed("2026-10-08/payments-20261008.tsv", sheets.payments("R4"), *MARKED),
    Feed("2026-10-08/address-changes-20261008.tsv", sheets.address_changes("R4"), *MARKED),
    Feed("2026-10-08/cancellations-20261008.tsv", sheets.cancellations("R4"), *MARKED),
    Feed("2026-10-08/confirmations-20261008.tsv", sheets.thursday_confirmations, *MARKED),
    Feed("2026-10-08/confirmations-20261008-again.tsv", sheets.confirmations("R4 again"), *MARKED),
    Feed("2026-10-09/inventory-20261009.txt", sheets.recount, *WINDOWS),
    Feed("2026-10-09/all-orders-20261009.txt", sheets.all_orders_report, *WINDOWS),
    Feed("2026-10-09/payments-20261009.txt", sheets.payments("R5"), *WINDOWS),
    Feed("2026-10-09/confirmations-20261009.txt", sheets.japanese_confirmations, *WINDOWS),
    Feed("2026-10-09/cancellations-20261009.txt", sheets.cancellations("R5"), *WINDOWS),
    Feed("2026-10-13/unshipped-20261013.txt", sheets.unshipped_report, *WINDOWS),
    Feed("2026-10-13/payments-20261013.tsv", sheets.payments("R6")),
    Feed("2026-10-13/confirmations-20261013.xml", sheets.xml_confirmations("R6")),
    Feed("2026-10-13/corrections-20261013.tsv", sheets.confirmations("R6 corrected")),
    Feed("2026-10-13/refunds-20261013.xml", sheets.xml_refunds),
    Feed("2026-11-05/refunds-20261030.tsv", sheets.flat_refunds, "utf-8", "\r\n"),
    Feed("2026-11-05/confirmations-20261104.tsv", sheets.confirmations("R8 in time"), "utf-8", "\r\n"),
    Feed("2026-11-05/orders-20261105.txt", sheets.november_orders, "utf-16-le", "\r\n"),
    Feed("2026-11-05/confirmations-20261105.tsv", sheets.confirmations("R8 late"), "utf-8", "\r\n"),
)


def write_demo(folder: Path = DEMO) -> None:
    """Write every feed below a folder."""
    for feed in FEEDS:
        path = folder / feed.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(feed.content())
