"""Order process, step 7: what a refund does to an order, and what it may cancel with it (step 4.4).

Choices: a record that means an item with two rows is refused as 70014 before anything else; of the faults of several
rows the first of RANK is answered; a refund of an item without a price waits, whether it is shipped or not; one with
units does not, and of money it may have what was charged; a record that the seller's own id makes a repetition is no
fault, whatever has become of the item. Units that are canceled without money are no refund, unless they have an id.
"""

from __future__ import annotations

from tests.reference_model.cancellations import BUYER_CANCELED, NO_INVENTORY, cancel_item
from tests.reference_model.order import HELD, NOTHING_NEW, PENDING, Effect, Item, Order, Refund, RefusalError, Reply
from tests.reference_model.records import Record
from tests.reference_model.shipments import DAMAGED, ORDER_PENDING, QUANTITY_TOO_LARGE, UNKNOWN, name_items_once
from tests.reference_model.tables import REFUND_DISCOUNTS, REFUND_PARTS, RESTOCKING, Row

ORDER_CANCELED, OTHER_FACTS, TOO_MUCH = 70002, 70007, 70009
RANK = (DAMAGED, UNKNOWN, ORDER_PENDING, ORDER_CANCELED, QUANTITY_TOO_LARGE, TOO_MUCH, OTHER_FACTS)
CAUSES = {"CustomerCancel": BUYER_CANCELED, "ProductOutofStock": NO_INVENTORY}
APPLIES, WAITS, REPEATS = "goes", "waits", "is so"


def apply_refund_record(order: Order, record: Record) -> Reply:
    """A record of refunds: all of its rows are judged before the first of them changes anything."""
    name_items_once(order, record, "order-item-id")
    verdicts, faults = [], []
    for row in record.rows:
        try:
            verdicts.append(judge(order, row))
        except RefusalError as refused:
            faults.append(refused.code)
    if faults:
        raise RefusalError(min(faults, key=RANK.index))
    if WAITS in verdicts:
        return HELD
    going = [row for row, verdict in zip(record.rows, verdicts, strict=True) if verdict == APPLIES]
    effects = [effect for row in going for effect in apply_refund(order, record, row)]
    return Reply("accepted", (), tuple(effects)) if going else NOTHING_NEW


def judge(order: Order, row: Row) -> str:
    """Whether a row goes, waits or is so already; raises when it is refused."""
    item = order.items.get(row["order-item-id"])
    if item is None:
        raise RefusalError(DAMAGED if order.has_twin(row["order-item-id"]) else UNKNOWN)
    if order.status == PENDING:
        raise RefusalError(ORDER_PENDING)
    amounts, units = amounts_of(row), row.get("quantity-cancelled", 0)
    known = next(
        (refund for refund in item.refunds if refund.adjustment and refund.adjustment == adjustment(row)), None
    )
    if known and known.amounts != amounts:
        raise RefusalError(OTHER_FACTS)
    return REPEATS if known else weigh(item, amounts, units)


def weigh(item: Item, amounts: tuple[int, ...], units: int) -> str:
    """Units against what is open, money against what was charged, or may be once everything is shipped."""
    if item.open == 0 and item.shipped == 0:
        raise RefusalError(ORDER_CANCELED)
    if units > item.open:
        raise RefusalError(QUANTITY_TOO_LARGE)
    if not units and not any(amounts):
        return REPEATS
    is_priced = "item-price" in item.facts and "currency" in item.facts
    if (units or is_priced) and is_covered(amounts, refundable_amounts(item, item.shipped if is_priced else 0)):
        return APPLIES
    if not units and (not is_priced or (item.open and is_covered(amounts, refundable_amounts(item, item.ordered)))):
        return WAITS
    raise RefusalError(TOO_MUCH)


def amounts_of(row: Row) -> tuple[int, ...]:
    """Price (a restocking fee lowers it), shipping and gift wrap given back; the discounts taken back, of any sign."""
    price, *parts = (row.get(column, 0) for column in REFUND_PARTS)
    return (price + row.get(RESTOCKING, 0), *parts, *(abs(row.get(column, 0)) for column in REFUND_DISCOUNTS))


def adjustment(row: Row) -> str:
    text: str = row.get("merchant-adjustment-item-id", "")
    return text


def refundable_amounts(item: Item, units: int) -> list[int]:
    """Of each amount what the first `units` units cost, less what went back."""
    columns = ("item-price", "shipping-price", "gift-wrap-price", "item-promotion-discount", "ship-promotion-discount")
    cost = [item.facts.get(column, 0) * units // item.ordered for column in columns]
    return [whole - sum(refund.amounts[place] for refund in item.refunds) for place, whole in enumerate(cost)]


def net(amounts: tuple[int, ...] | list[int]) -> int:
    return sum(amounts[:3]) - sum(amounts[3:])


def is_covered(amounts: tuple[int, ...], limits: list[int]) -> bool:
    return all(amount <= limit for amount, limit in zip(amounts, limits, strict=True)) and net(amounts) <= net(limits)


def apply_refund(order: Order, record: Record, row: Row) -> list[Effect]:
    """The money goes back; open units are canceled for the reason of the refund."""
    item, reason, amounts = order.items[row["order-item-id"]], row["adjustment-reason-code"], amounts_of(row)
    if any(amounts) or adjustment(row):
        refund = Refund(
            len(item.refunds) + 1, reason, adjustment(row), amounts, record.received, record.number, record.run
        )
        item.refunds.append(refund)
    units = row.get("quantity-cancelled", 0)
    return [cancel_item(order, item, units, CAUSES.get(reason, reason), record.received)] if units else []
