"""Writes every feed of the sample data from the stories: `python -m sample_data.build`. Same stories, same bytes."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from sample_data import sheets

HERE = Path(__file__).parent


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
    Feed("R1/inventory-20261005.tsv", sheets.stock),
    Feed("R1/orders-20261005.tsv", sheets.monday_orders),
    Feed("R2/orders-20261006.txt", sheets.tuesday_orders, *WINDOWS),
    Feed("R2/orders-20261005-copy.tsv", sheets.monday_orders),
    Feed("R2/payments-20261006.txt", sheets.payments("R2"), *WINDOWS),
    Feed("R2/confirmations-20261006.txt", sheets.packed("R2"), *WINDOWS),
    Feed("R2/inventory-20261006.txt", sheets.shelf, *WINDOWS),
    Feed("R3/orders-20261007.xml", sheets.wednesday_orders),
    Feed("R3/orders-20261007-later.tsv", sheets.told_later("R3")),
    Feed("R3/orders-20261005-again.xml", sheets.monday_orders_again),
    Feed("R3/payments-20261007.tsv", sheets.payments("R3")),
    Feed("R3/address-changes-20261007.tsv", sheets.address_changes("R3")),
    Feed("R3/confirmations-20261007.xml", sheets.fulfilled("R3")),
    Feed("R3/acknowledgements-20261007.xml", sheets.acknowledged),
    Feed("R4/orders-20261008.tsv", sheets.thursday_orders, *MARKED),
    Feed("R4/payments-20261008.tsv", sheets.payments("R4"), *MARKED),
    Feed("R4/address-changes-20261008.tsv", sheets.address_changes("R4"), *MARKED),
    Feed("R4/cancellations-20261008.tsv", sheets.canceled("R4"), *MARKED),
    Feed("R4/confirmations-20261008.tsv", sheets.thursday_packed, *MARKED),
    Feed("R4/confirmations-20261008-again.tsv", sheets.packed("R4 again"), *MARKED),
    Feed("R5/inventory-20261009.txt", sheets.recount, *WINDOWS),
    Feed("R5/all-orders-20261009.txt", sheets.all_orders, *WINDOWS),
    Feed("R5/payments-20261009.txt", sheets.payments("R5"), *WINDOWS),
    Feed("R5/confirmations-20261009.txt", sheets.japanese_packed, *WINDOWS),
    Feed("R5/cancellations-20261009.txt", sheets.canceled("R5"), *WINDOWS),
    Feed("R6/unshipped-20261013.txt", sheets.unshipped, *WINDOWS),
    Feed("R6/payments-20261013.tsv", sheets.payments("R6")),
    Feed("R6/confirmations-20261013.xml", sheets.fulfilled("R6")),
    Feed("R6/corrections-20261013.tsv", sheets.packed("R6 corrected")),
    Feed("R6/refunds-20261013.xml", sheets.adjusted),
    Feed("R8/refunds-20261030.tsv", sheets.refunded, "utf-8", "\r\n"),
    Feed("R8/confirmations-20261104.tsv", sheets.packed("R8 in time"), "utf-8", "\r\n"),
    Feed("R8/orders-20261105.txt", sheets.november_orders, "utf-16-le", "\r\n"),
    Feed("R8/confirmations-20261105.tsv", sheets.packed("R8 late"), "utf-8", "\r\n"),
)


def main(folder: Path = HERE) -> None:
    """Write every feed below a folder."""
    for feed in FEEDS:
        path = folder / feed.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(feed.content())


if __name__ == "__main__":
    main()
