"""Order process, 4.2.5: which items are not to be shipped yet, by what the order records of a run say of them.

Choices: a record that was rejected says it all the same, a held one says nothing yet; a canceled line says nothing; of
records of one instant the one that marks counts; of a quantity above what was ordered nobody knows anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from tests.reference_model.order import Item, Order
from tests.reference_model.records import Record
from tests.reference_model.status_claims import StatusClaim, claims_of, is_foreign
from tests.reference_model.tables import ALL_ORDERS, Row, status_word

UNCLEAR, STATUS, ITEM_STATUS = "ITEM_UNCLEAR", "STATUS_UNKNOWN", "ITEM_STATUS_UNKNOWN"
QUANTITY, CHANNEL = "QUANTITY_DIFFERS", "SHIPPED_BY_MARKETPLACE"

Saying = tuple[str, Item, bool]
"""A mark, an item, and whether it is set or taken away."""


def mark_items(order: Order, records: Iterable[Record], told: Iterable[tuple[str, datetime, bool]]) -> None:
    """What these records say of the items of their order, when all have told their facts and moved the status.

    told: items that an all-orders report means, when it came, and whether nobody can tell what it says of them.
    """
    said: dict[tuple[str, str], list[tuple[datetime, bool]]] = defaultdict(list)
    for key, came, is_set in told:
        said[key, UNCLEAR].append((came, is_set))
    for record in records:
        for mark, item, is_set in sayings(order, record):
            said[item.key, mark].append((record.received, is_set))
    for (key, mark), sayings_of_mark in said.items():
        _, is_set = max(sayings_of_mark)
        (order.items[key].marks.add if is_set else order.items[key].marks.discard)(mark)
    drop_idle_marks(order)


def drop_idle_marks(order: Order) -> None:
    for item in order.items.values():
        if item.open == 0:
            item.marks.clear()


def sayings(order: Order, record: Record) -> Iterator[Saying]:
    """What the rows of a record say of each mark."""
    if is_foreign(record):
        yield from ((CHANNEL, item, True) for item in order.items.values())
        return
    for claim in claims_of(record):
        if not claim.cancels_line:
            yield from of_the_status(order, claim)
            if record.table != ALL_ORDERS and claim.explicit:
                yield from ((UNCLEAR, item, False) for item in claim.items(order))
            if record.table != ALL_ORDERS and not claim.cancels:
                yield from of_the_quantity(order, claim)
            if record.table != ALL_ORDERS or claim.row.get("fulfillment-channel"):
                yield from ((CHANNEL, item, False) for item in order.items.values())


def of_the_status(order: Order, claim: StatusClaim) -> Iterator[Saying]:
    """An unknown word marks, a known one clears; so does a payment without a word of the status."""
    word, word_of_item = claim.row.get("order-status", ""), claim.row.get("item-status", "")
    unknown, item_unknown = is_unknown(word), is_unknown(word_of_item)
    known = not unknown and bool(word or "payments-date" in claim.row)
    if unknown or known:
        yield from ((STATUS, item, unknown) for item in order.items.values())
    if item_unknown or known or word_of_item:
        yield from ((ITEM_STATUS, item, item_unknown) for item in claim.items(order))


def is_unknown(word: str) -> bool:
    return bool(word) and not status_word(word)


def of_the_quantity(order: Order, claim: StatusClaim) -> Iterator[Saying]:
    """Fewer than are left, or fewer to ship than are open, mark; a quantity that was or is there clears."""
    for item in claim.items(order):
        counted, left = claim.row["quantity-purchased"], item.ordered - item.canceled
        if counted < left or is_short(item, claim.row):
            yield QUANTITY, item, True
        elif counted in {left, item.ordered}:
            yield QUANTITY, item, False


def is_short(item: Item, row: Row) -> bool:
    """Whether a row counts fewer units to ship than are open, less those that have left and are not known here."""
    unseen = max(row.get("quantity-shipped", 0) - item.shipped, 0)
    return "quantity-to-ship" in row and bool(row["quantity-to-ship"] < item.open - unseen)


def counts_less(order: Order, record: Record) -> bool:
    """Whether any row of a record counts fewer units to ship."""
    claims = [claim for claim in claims_of(record) if not claim.cancels_line]
    return any(is_short(item, claim.row) for claim in claims for item in claim.items(order))
