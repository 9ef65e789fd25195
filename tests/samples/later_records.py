"""What is heard of orders afterwards: later records, another address, the marketplace's own lists."""

from typing import NamedTuple

from tests.samples.stories import Dates, Order


class LaterRecord(NamedTuple):
    """A later record of an order, updated at that instant: the columns that say something new, or revised dates."""

    order: int
    at: str
    says: dict[str, str]
    dates: Dates | None = None


class AddressChange(NamedTuple):
    """Somebody wants an order sent to another address; without a message there is nothing to show for it."""

    order: int
    at: str
    message: str


class AllOrdersLine(NamedTuple):
    """A line of an order in the all-orders report, with its status at that instant."""

    order: int
    line: int
    at: str
    status: str
    channel: str = "Merchant"


class UnshippedLine(NamedTuple):
    """A line of an order in the marketplace's Unshipped report: when it was paid, and the day of its promise."""

    order: int
    line: int
    paid: str
    promise: str


LATER_RECORDS = {
    "R3": (
        LaterRecord(
            14,
            "10-07 16:40",
            {"is-buyer-requested-cancellation": "true", "buyer-requested-cancel-reason": "Ordered by mistake"},
        ),
    ),
    "R4": (LaterRecord(24, "10-08 17:30", {}, Dates("10-14", "10-16", "10-17", "10-20")),),
    "R8": (LaterRecord(24, "11-05 10:15", {"order-status": "Canceled"}),),
}

ADDRESS_CHANGES = {"R3": (AddressChange(23, "10-07 11:00", ""),), "R4": (AddressChange(23, "10-08 09:30", "MSG-0023"),)}

NEW_ADDRESS = {
    "recipient-name": "見本 越",
    "ship-address-1": "見本市移転町99-1",
    "ship-address-2": "",
    "ship-state": "見本県",
    "ship-postal-code": "000-0099",
    "ship-country": "JP",
}

STRANGERS = {
    91: Order(91, "", "10-08 21:00", "10-08 21:01", (("TEA-001", 1),)),
    92: Order(92, "", "09-28 18:20", "09-28 18:21", (("MUG-02", 1),)),
}
"""Orders of the shop that no feed places: 91 the marketplace ships itself, 92 is older than the workspace."""

ALL_ORDERS_LINES = (
    AllOrdersLine(1, 1, "10-08 14:20", "Shipped - Delivered to Buyer"),
    AllOrdersLine(2, 1, "10-07 19:45", "Shipped"),
    AllOrdersLine(6, 1, "10-05 11:30", "Pending"),
    AllOrdersLine(10, 1, "10-08 19:45", "Shipped"),
    AllOrdersLine(10, 2, "10-08 19:45", "Shipped"),
    AllOrdersLine(10, 3, "10-08 19:45", "Shipped"),
    AllOrdersLine(14, 1, "10-08 19:30", "Cancelled"),
    AllOrdersLine(23, 1, "10-09 15:20", "Shipped"),
    AllOrdersLine(24, 1, "10-08 17:30", "Unshipped"),
    AllOrdersLine(91, 1, "10-09 08:10", "Shipped", "Amazon"),
    AllOrdersLine(92, 1, "10-01 12:00", "Shipped"),
)
"""Friday's all-orders report: 23 left, and nobody has told us."""

UNSHIPPED_LINES = (
    UnshippedLine(5, 1, "10-07 12:34", "10-09"),
    UnshippedLine(25, 1, "10-05 07:31", "10-07"),
    UnshippedLine(26, 1, "10-05 08:16", "10-07"),
    UnshippedLine(27, 2, "10-05 17:41", "10-07"),
)
"""What the marketplace holds as unshipped on Tuesday, 13 October. 24 is not in it."""
