"""Which item each row of an all-orders report means, file by file and SKU by SKU. Order process, 1.8.6 to 1.8.8.

Choices: what has nothing open is left out once it is compared by quantity and status; more rows than items are clear
only where they all say the same; where rows cancel and ship alike items, the canceled ones have the higher ids.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from tests.reference_model.order import CANCELED, SHIPPED, Item, Order
from tests.reference_model.records import Record
from tests.reference_model.status_claims import StatusClaim, claims_of

RowId = tuple[int, int]
"""A record (`id`) and the place of the row in it."""
Report = tuple[int, str, str, datetime | None]
"""A run, a file and an order, and when its rows say that the order was last updated: one picture of the order."""
MOVES = (CANCELED, SHIPPED)


@dataclass
class ReportRow:
    """A row without an item id."""

    place: RowId
    quantity: int | None
    says: str
    moves: bool


@dataclass
class Meanings:
    """The items that each row means, by their ids; the records with a row of which nobody can tell.

    `said`: the order and the item of which a report tells (False), or of which nobody can tell what it says (True), and
    when the report came.
    """

    items: dict[RowId, set[str]] = field(default_factory=lambda: defaultdict(set))
    unclear: set[int] = field(default_factory=set)
    said: list[tuple[str, str, datetime, bool]] = field(default_factory=list)


def meanings_of(records: Iterable[Record], known: dict[str, Order]) -> Meanings:
    """What the rows of these records mean, as the orders stand now."""
    meanings = Meanings()
    groups: dict[tuple[Report, str], list[ReportRow]] = defaultdict(list)
    came: dict[Report, datetime] = {}
    named: dict[Report, set[str]] = defaultdict(set)
    for record in records:
        for number, claim in enumerate(claims_of(record)):
            report = (record.run, record.file, record.key, claim.row.get("last-updated-date"))
            came[report] = record.received
            if "order-item-id" in claim.row:
                meanings.items[id(record), number] = {claim.row["order-item-id"]}
                meanings.said.append((record.key, claim.row["order-item-id"], record.received, False))
                named[report].add(claim.row["order-item-id"])
            else:
                row = ReportRow((id(record), number), claim.row.get("quantity"), says(claim), moves=moves(claim))
                groups[report, claim.row["sku"]].append(row)
    for (report, sku), rows in groups.items():
        key = report[2]
        of_sku = [item for item in known[key].items.values() if item.facts["sku"] == sku]
        items = [item for item in of_sku if item.key not in named[report]]
        in_order = sorted(items, key=lambda item: (len(item.key), item.key))
        Group(key, came[report], rows, in_order, meanings).match()
    return meanings


def says(claim: StatusClaim) -> str:
    if claim.cancels or claim.cancels_item:
        return CANCELED
    return SHIPPED if claim.ships else ""


def moves(claim: StatusClaim) -> bool:
    """Whether a row would move its item. One that cancels the whole order does not ask which item it means."""
    return says(claim) in MOVES and not claim.cancels


def state(item: Item) -> str:
    if item.open:
        return ""
    return SHIPPED if item.shipped else CANCELED


def likeness(item: Item) -> tuple[object, ...]:
    """What items that are alike have in common."""
    discounts = [item.facts.get(name, 0) for name in ("item-promotion-discount", "ship-promotion-discount")]
    return item.ordered, item.open, item.facts.get("item-price"), *discounts


@dataclass
class Group:
    """The rows of a report about one SKU of an order, and its items; both are taken out as they are matched."""

    key: str
    came: datetime
    rows: list[ReportRow]
    items: list[Item]
    meanings: Meanings

    def match(self) -> None:
        all_items = list(self.items)
        if len(self.rows) == len(self.items) == 1:
            self.pair_up(self.rows, self.items)
        self.match_sum()
        while self.match_quantities():
            pass
        self.match_statuses()
        self.items = [item for item in self.items if item.open]
        if len({row.says for row in self.rows}) == 1 and len(self.rows) >= len(self.items):
            self.pair_up(self.rows, self.items)
        self.match_alike()
        moving = [row for row in self.rows if row.moves]
        if moving and self.items:
            self.warn(moving)
            self.say([item for item in all_items if item.open], is_unclear=True)

    def say(self, items: list[Item], *, is_unclear: bool) -> None:
        self.meanings.said += [(self.key, item.key, self.came, is_unclear) for item in items]

    def pair_up(self, rows: list[ReportRow], items: list[Item]) -> None:
        """The first of the rows means the first of the items, and so on."""
        for row, item in list(zip(rows, items, strict=False)):
            self.mean(row, [item])

    def mean(self, row: ReportRow, items: list[Item]) -> None:
        self.meanings.items[row.place] = {item.key for item in items}
        self.say(items, is_unclear=False)
        self.rows = [other for other in self.rows if other is not row]
        self.items = [item for item in self.items if item not in items]

    def match_sum(self) -> None:
        """One row that gives the units of all items together."""
        totals = {sum(item.ordered for item in self.items), sum(item.ordered - item.canceled for item in self.items)}
        if len(self.rows) == 1 and self.rows[0].quantity and self.rows[0].quantity in totals:
            self.mean(self.rows[0], list(self.items))

    def match_quantities(self) -> bool:
        """Rows of one quantity that say the same, and just as many items of it; True if there were any."""
        found = []
        for quantity in {row.quantity for row in self.rows if row.quantity is not None}:
            rows = [row for row in self.rows if row.quantity == quantity]
            items = [item for item in self.items if quantity in (item.ordered, item.ordered - item.canceled)]
            if len(rows) == len(items) and len({row.says for row in rows}) == 1:
                found.append((rows, items))
        claimed = [item.key for _, items in found for item in items]
        sure = [(rows, items) for rows, items in found if all(claimed.count(item.key) == 1 for item in items)]
        for rows, items in sure:
            self.pair_up(rows, items)
        return bool(sure)

    def match_statuses(self) -> None:
        """Rows that say how items stand already; of living items only where there are as many rows as these."""
        for status in ("", SHIPPED, CANCELED):
            rows = [row for row in self.rows if row.says == status]
            items = [item for item in self.items if state(item) == status]
            if status or len(rows) >= len(items):
                self.pair_up(rows, items)

    def match_alike(self) -> None:
        """Of items that are alike as many move as rows say."""
        moving = [row for row in self.rows if row.moves]
        if moving and len({likeness(item) for item in self.items}) == 1 and len(self.rows) <= len(self.items):
            self.warn(moving)
            self.say(self.items, is_unclear=False)
            self.pair_up(sorted(moving, key=lambda row: row.says != CANCELED), self.items[::-1])
            self.items = []

    def warn(self, rows: list[ReportRow]) -> None:
        self.meanings.unclear |= {row.place[0] for row in rows}
