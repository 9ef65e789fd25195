"""What a row says of the status of its order: one reading of order feed, Unshipped, Pending and all-orders report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tests.reference_model.order import CANCELED, SHIPPED, Item, Order
from tests.reference_model.records import Record
from tests.reference_model.tables import (
    ALL_ORDERS,
    UNSHIPPED_REPORT,
    VERIFYING_STATUSES,
    Row,
    says_verified,
    status_word,
)

BY_THE_MARKETPLACE = ("afn", "amazon")


@dataclass(frozen=True)
class StatusClaim:
    """One row. `stated_at`: its last update, else received. `verified_at`: when it says that the order was verified.

    `explicit`: by a status, not by a date alone. `cancels` the order, `cancels_item` (`cancels_line`: by quantity 0),
    `ships` the item of the row;
    `shipped`: how many units of the item have been shipped, when it says so. `meant`: the ids of the items that it
    means, once that is known (item_matching).
    """

    row: Row
    stated_at: datetime
    verified_at: datetime | None = None
    explicit: bool = False
    cancels: bool = False
    cancels_item: bool = False
    ships: bool = False
    shipped: int = 0
    delivered: bool = False
    cancels_line: bool = False
    meant: frozenset[str] | None = None

    def items(self, order: Order) -> list[Item]:
        """The items that the row is about, or may be: the one it names, or all of its SKU."""
        if self.meant is not None:
            return [item for item in order.items.values() if item.key in self.meant]
        if "order-item-id" in self.row:
            return [item for item in order.items.values() if item.key == self.row["order-item-id"]]
        return [item for item in order.items.values() if item.facts["sku"] == self.row["sku"]]

    def units(self, item: Item) -> int:
        """How many units of an item it says have left that we have not seen leave."""
        return item.open if self.ships else min(max(self.shipped - item.shipped, 0), item.open)


def claims_of(record: Record) -> list[StatusClaim]:
    """What each row of an order record says."""
    read = {ALL_ORDERS: claim_of_all_orders_row, UNSHIPPED_REPORT: claim_of_unshipped_row}.get(
        record.table, claim_of_order_row
    )
    claims = []
    for row in record.rows:
        stated_at = row.get("last-updated-date", record.received)
        claims.append(claim_of_canceled_line(row, stated_at) if is_canceled_line(row) else read(row, stated_at))
    return claims


def is_canceled_line(row: Row) -> bool:
    """Whether a row of an order record says that nothing is left of its item. Order process, 1.10."""
    return row.get("quantity-purchased") == 0 and row.get("order-status") != CANCELED


def claim_of_canceled_line(row: Row, stated_at: datetime) -> StatusClaim:
    """It cancels its item, and says nothing else."""
    return StatusClaim(row, stated_at, cancels_item=True, cancels_line=True)


def is_outdated(claim: StatusClaim, item: Item) -> bool:
    """Whether a canceled line is older than what placed its item or told of its payment."""
    updated = claim.row.get("last-updated-date")
    return claim.cancels_line and updated is not None and item.told is not None and updated < item.told


def claim_of_order_row(row: Row, stated_at: datetime) -> StatusClaim:
    """A row of an order feed or of a Pending report. Order process, 2.1."""
    status = row.get("order-status", "")
    verified_at = row.get("payments-date", stated_at) if says_verified(row) else None
    explicit = status in VERIFYING_STATUSES
    return StatusClaim(row, stated_at, verified_at, explicit, cancels=status == CANCELED, ships=status == SHIPPED)


def claim_of_unshipped_row(row: Row, stated_at: datetime) -> StatusClaim:
    """A row of an Unshipped report: verified at payments-date, else reporting-date."""
    verified_at = row.get("payments-date", row.get("reporting-date", stated_at))
    return StatusClaim(row, stated_at, verified_at, explicit=True, shipped=row.get("quantity-shipped", 0))


def claim_of_all_orders_row(row: Row, stated_at: datetime) -> StatusClaim:
    """A row of an all-orders report: its order by order-status, its item by item-status, else by order-status.

    Only an item-status that says so too, or none, cancels the whole order.
    """
    status = status_word(row["order-status"])
    of_item = status_word(row.get("item-status", row["order-status"]))
    explicit = status in VERIFYING_STATUSES
    remark = row["order-status"].partition(" - ")[2].strip().casefold()
    return StatusClaim(
        row,
        stated_at,
        stated_at if explicit else None,
        explicit,
        cancels=status == of_item == CANCELED,
        cancels_item=of_item == CANCELED,
        ships=of_item == SHIPPED,
        delivered=status == SHIPPED and remark.startswith("delivered"),
    )


def said_at(record: Record) -> datetime | None:
    """When the marketplace last changed the order, as the first row that says it has it; None where none does."""
    return next((row["last-updated-date"] for row in record.rows if "last-updated-date" in row), None)


def is_foreign(record: Record) -> bool:
    """A row of an all-orders report about an order that the marketplace fulfils."""
    channel = record.rows[0].get("fulfillment-channel", "")
    return record.table == ALL_ORDERS and channel.casefold() in BY_THE_MARKETPLACE


def may_place(record: Record) -> bool:
    """Whether a record can place an order: not one of the all-orders report, nor of what is canceled."""
    claims = claims_of(record)
    is_alive = not any(claim.cancels for claim in claims) and not all(claim.cancels_line for claim in claims)
    return record.table != ALL_ORDERS and is_alive
