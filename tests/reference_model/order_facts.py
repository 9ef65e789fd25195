"""What an order record tells of an order beside its status: conflicts, the age of facts, filling and overwriting.

Choices: the age of an order moves with every record that is not refused, also when it says nothing new, but not with a
conflict nor with an order row that says Canceled, whose facts nobody took; terms of payment are taken before the same
record verifies or ships; a recipient is filled only until it was changed; dates are revised for the buyer where another
one stood before, once a run.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from tests.reference_model.order import CANCELED, PENDING, Effect, Item, Order
from tests.reference_model.records import Record
from tests.reference_model.spelling import plain
from tests.reference_model.status_claims import is_canceled_line
from tests.reference_model.tables import (
    DATES,
    ESTIMATES,
    FLAG,
    RECIPIENT,
    REPLACEMENT,
    WHOLE_DAYS,
    Row,
    status_word,
)

ITEM_FACTS = (
    "sku", "quantity-purchased", "currency", "item-price", "shipping-price", "gift-wrap-price",
    "item-promotion-discount", "ship-promotion-discount",
)  # fmt: skip
AMOUNTS = ITEM_FACTS[3:]
PAYMENT_TERMS = ("payment-method", "payment-deadline")
RENEWED = (*ESTIMATES, FLAG, "buyer-requested-cancel-reason")
DESCRIPTIONS = ("buyer-name", "buyer-email", "buyer-phone-number", "ship-phone-number", "ship-service-level")
ITEM_DESCRIPTIONS = ("product-name",)


def conflicts(order: Order, record: Record) -> bool:
    """Whether a value stands against another one; a blank never does, and instants count to the second.

    The recipient of a row must go with one of the addresses that the order has or had.
    """
    addresses = [order.facts, *order.addresses]

    def stands_against(row: Row) -> bool:
        item = order.items.get(row["order-item-id"])
        return (
            differs_in_day(order, row, "purchase-date")
            or all(differs(spelled(address), spelled(row), RECIPIENT) for address in addresses)
            or (item is not None and item_differs(item, row))
        )

    return any(stands_against(row) for row in live_rows(record))


def differs_in_day(order: Order, row: Row, column: str) -> bool:
    """Whether a date of a row is another one, to the second, or by day where one of them has no time."""
    both = column in order.facts and column in row
    return both and differs(order.facts, row, (column,)) and not is_same_day(order, column, row[column])


def is_same_day(order: Order, column: str, instant: datetime) -> bool:
    """Whether one of two dates is a day without a time, and the other one of that day here or in UTC."""
    known = order.facts[column]
    return is_of_day(order, column, known, instant) or is_of_day(order, column, instant, known)


def is_of_day(order: Order, column: str, day: datetime, instant: datetime) -> bool:
    """Whether the first is a day without a time, and the second an instant of that day, here or in UTC."""
    local = order.rules.calendar.day
    if not is_day(order, column, day):
        return False
    return local(day) in {local(instant), local(instant) if is_day(order, column, instant) else utc_day(instant)}


def is_day(order: Order, column: str, instant: datetime) -> bool:
    """Whether an instant is just what a day without a time is kept as."""
    calendar = order.rules.calendar
    bound = calendar.end if column in WHOLE_DAYS else calendar.start
    return instant == bound(calendar.day(instant))


def utc_day(instant: datetime) -> date:
    return instant.astimezone(UTC).date()


def is_finer(order: Order, column: str, values: Row) -> bool:
    """Whether a record has the time of a day that is known without one."""
    if column not in order.facts or column not in values:
        return False
    known, instant = order.facts[column], values[column]
    return is_of_day(order, column, known, instant) and not is_day(order, column, instant)


def item_differs(item: Item, row: Row) -> bool:
    """Whether a row stands against an item. It may count the units that are left, and say what these cost."""
    if not counts_live_units(item, row):
        return differs(item.facts, row, ITEM_FACTS)
    columns = [column for column in ITEM_FACTS if column in row and column in item.facts]
    return any(
        row[column] not in {item.facts[column], live_part(item, column)}
        for column in columns
        if column != "quantity-purchased"
    )


def counts_live_units(item: Item, row: Row) -> bool:
    left = item.ordered - item.canceled
    return item.canceled > 0 and 0 < left == row.get("quantity-purchased")


def live_part(item: Item, column: str) -> Any:
    """What the first of the units have in an amount, as many as are not canceled."""
    amount = item.facts[column]
    if column not in AMOUNTS:
        return amount
    return amount * (item.ordered - item.canceled) // item.ordered


def live_rows(record: Record) -> list[Row]:
    """The rows of a record but for its canceled lines."""
    return [row for row in record.rows if not is_canceled_line(row)]


def spelled(row: Row) -> Row:
    """The recipient of a row as it is compared."""
    return {column: plain(column, row[column]) for column in RECIPIENT if column in row}


def differs(known: Row, row: Row, columns: tuple[str, ...]) -> bool:
    shared = [column for column in columns if column in known and column in row]
    return any(to_second(known[column]) != to_second(row[column]) for column in shared)


def to_second(value: Any) -> Any:
    return value.replace(microsecond=0) if isinstance(value, datetime) else value


def first_values(record: Record) -> Row:
    """What the rows of a record say of their order: of each column the first value."""
    values: Row = {}
    for row in live_rows(record):
        for column, value in row.items():
            values.setdefault(column, value)
    return values


def is_newer(order: Order, record: Record) -> bool:
    """By the dates of the last update if both have one, else by the instants received."""
    updated = first_values(record).get("last-updated-date")
    if updated is not None and order.updated is not None:
        return bool(updated > order.updated)
    return order.last_received is None or record.received > order.last_received


def update_age(order: Order, record: Record) -> None:
    """A record that counts and is newer sets the age of the order's facts."""
    if is_newer(order, record):
        order.updated = first_values(record).get("last-updated-date")
        order.last_received = max(order.last_received or record.received, record.received)


def merge_facts(order: Order, record: Record) -> bool:
    """Fill what is blank, overwrite what a newer record may change; True if anything changed."""
    values = first_values(record)
    newer = is_newer(order, record)
    before = [dict(order.facts), *(dict(item.facts) for item in order.items.values())]
    if newer:
        changed = [column for column in renewable(order) if column in values and is_other(order, column, values)]
        order.facts.update({column: values[column] for column in changed})
    order.facts.update({column: values[column] for column in exact(order) if is_finer(order, column, values)})
    fill(order.facts, values, fillable(order))
    for row in live_rows(record):
        if row["order-item-id"] in order.items:
            item = order.items[row["order-item-id"]]
            left_out = AMOUNTS if counts_live_units(item, row) else ()
            fillable_facts = tuple(column for column in ITEM_FACTS if column not in left_out)
            fill(item.facts, row, fillable_facts + ITEM_DESCRIPTIONS)
    update_age(order, record)
    return before != [order.facts, *(item.facts for item in order.items.values())]


def free_replacements(order: Order, record: Record) -> bool:
    """A replacement without a price is of 0 yen, unless its item has one; True if an item is free now. Step 1.9."""
    before = [dict(item.facts) for item in order.items.values()]
    for row in live_rows(record):
        if row.get(REPLACEMENT) and not row.get("item-price") and not cancels_all(row):
            for item in items_of(order, row):
                if "item-price" not in item.facts:
                    item.facts["item-price"] = 0
                    item.facts.setdefault("currency", "JPY")
    return before != [item.facts for item in order.items.values()]


def cancels_all(row: Row) -> bool:
    """Whether a row says that the order is canceled, and its item too if it says anything of that."""
    of_order, of_item = row.get("order-status", ""), row.get("item-status", CANCELED)
    return status_word(of_order) == status_word(of_item) == CANCELED


def items_of(order: Order, row: Row) -> list[Item]:
    """The item that a row names, or all of its SKU."""
    if "order-item-id" in row:
        return [item for item in order.items.values() if item.key == row["order-item-id"]]
    return [item for item in order.items.values() if item.facts["sku"] == row["sku"]]


def is_other(order: Order, column: str, values: Row) -> bool:
    """Whether a value that a newer record may change is another one."""
    if column not in DATES:
        return True
    return column not in order.facts or differs_in_day(order, values, column)


def exact(order: Order) -> tuple[str, ...]:
    """The dates that become exact by the first record that has their time, the deadline until something ships."""
    return ("purchase-date", *ESTIMATES, *(() if order.shipped else ("payment-deadline",)))


def renewable(order: Order) -> tuple[str, ...]:
    """What a newer record overwrites."""
    if order.status == CANCELED:
        return ()
    return RENEWED + (PAYMENT_TERMS if order.status == PENDING else ())


def fillable(order: Order) -> tuple[str, ...]:
    """What any record fills: payment terms until something has shipped, the recipient until it was ever changed."""
    recipient = () if order.changes else RECIPIENT
    terms = () if order.shipped else PAYMENT_TERMS
    return ("purchase-date", *recipient, *DESCRIPTIONS, *RENEWED, *terms)


def fill(facts: Row, row: Row, columns: tuple[str, ...]) -> None:
    for column in columns:
        if column in row:
            facts.setdefault(column, row[column])


def keep_told(order: Order, record: Record, placed: list[Row], *, verifies: bool) -> None:
    """When the marketplace last said of each item that it is placed or paid."""
    for row in live_rows(record):
        updated = row.get("last-updated-date")
        if updated is not None and (verifies or row in placed):
            item = order.items[row["order-item-id"]]
            item.told = max(item.told or updated, updated)


def new_rows(order: Order, record: Record) -> list[Row]:
    """The rows that tell of items that the order does not have yet."""
    return [row for row in live_rows(record) if row["order-item-id"] not in order.items]


def add_items(order: Order, record: Record) -> list[Effect]:
    """Place the items that the order does not have yet."""
    effects = []
    for row in new_rows(order, record):
        item = Item(row["order-item-id"], {})
        fill(item.facts, row, ITEM_FACTS + ITEM_DESCRIPTIONS)
        order.items[item.key] = item
        effects.append(Effect("placed", item.facts["sku"], item.ordered))
    return effects
