"""What the rules answer to a history: read alike from the reference model and from the product."""

from __future__ import annotations

from typing import Any, NamedTuple

from tests.histories.builders import ITEM_A, ORDER_ID
from tests.reference_model.results import Answer

ACCEPTED = Answer("accepted")
UNCHANGED = Answer("unchanged", (5000,))
HELD = Answer("held", (70013,))


def rejected(*codes: int) -> Answer:
    return Answer("rejected", codes)


def warned(*codes: int) -> Answer:
    return Answer("warning", codes)


def all_answers(rules: Any) -> list[Answer]:
    """The answer to every record, in order of work by file."""
    return [record.answer for record in rules.outcomes]


def last_answer(rules: Any) -> Answer:
    return all_answers(rules)[-1]


def charge_amounts(rules: Any, run: int = 0) -> list[tuple[str, str, int]]:
    """Kind, shipment, amount of the charges, of one run if it is named."""
    return [(charge.kind, charge.shipment, charge.amount) for charge in rules.charges if run in (0, charge.run)]


def notice_kinds(rules: Any, run: int = 0) -> list[str]:
    """The kinds of the notices, sorted, of one run if it is named."""
    return sorted(notice.kind for notice in rules.notices if run in (0, notice.run))


class ItemQuantities(NamedTuple):
    """What has become of the units of an item."""

    ordered: int
    shipped: int
    canceled: int
    cause: str


def item_quantities(rules: Any, item_id: str = ITEM_A) -> ItemQuantities:
    item = rules.orders()[ORDER_ID]["items"][item_id]
    return ItemQuantities(item["ordered"], item["shipped"], item["canceled"], item["cause"])


def order_status(rules: Any, order_id: str = ORDER_ID) -> str:
    return str(rules.orders()[order_id]["status"])
