"""Order process, 8.6: order records first tell their facts, one after the other; then what has become of the order.

Choices: of the records that cannot place their order those of the all-orders report tell last, and one that finds no
item of its SKU then is held; a record that was refused for its facts, or held, does not move the status; a record that
told something and whose status is refused afterwards is a warning.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from tests.reference_model.item_matching import Meanings, meanings_of
from tests.reference_model.order import (
    COUNTED,
    HELD,
    NOTHING_NEW,
    Effect,
    Order,
    RefusalError,
    Reply,
    Rules,
    apply_refusal,
)
from tests.reference_model.order_records import CONFLICT, move_on, place, tell
from tests.reference_model.records import UNCHANGED, Record, in_work_order
from tests.reference_model.ship_marks import counts_less, mark_items
from tests.reference_model.status_claims import StatusClaim, claims_of, is_foreign, may_place, said_at
from tests.reference_model.status_moves import StatusMove
from tests.reference_model.tables import ALL_ORDERS

ITEM_UNCLEAR = 70020


@dataclass
class Told:
    """What a record has come to so far. `refusal`: the code by which its status was refused; `placed` its order."""

    move: StatusMove
    placed: bool = False
    refusal: int = 0

    @property
    def reply(self) -> Reply:
        codes = self.move.codes | ({self.refusal} if self.refusal else set())
        is_short = bool(self.refusal) or CONFLICT in codes
        does_something = self.move.changed or self.placed or self.move.codes - {CONFLICT}
        if is_short and not does_something:
            return Reply("rejected", tuple(codes))
        if codes:
            return Reply("warning", tuple(sorted(codes)))
        return Reply("accepted") if self.move.changed or self.placed else NOTHING_NEW


class OrderStage:
    """The orders stage of one run. `move_stock` is told of every effect and its record."""

    def __init__(self, known: dict[str, Order], rules: Rules, move_stock: Callable[[Effect, Record], None]) -> None:
        self.known = known
        self.rules = rules
        self.move_stock = move_stock
        self.meanings = Meanings()

    def settle(self, held: list[Record], new: list[Record]) -> Iterable[tuple[Record, Reply]]:
        """Every record with its reply. held: of earlier runs, in their order; new: in order of work."""
        told: dict[int, Told] = {}
        replies: dict[int, Reply] = {}
        records = [*held, *in_work_order(new)]
        for record in sorted(records, key=turn):
            come_to = COUNTED if is_foreign(record) else self.tell_facts(record)
            if isinstance(come_to, Told):
                told[id(record)] = come_to
            else:
                replies[id(record)] = come_to
        self.find_meanings(records, replies)
        moving = [record for record in records if id(record) in told and moves_status(record)]
        for record in in_status_order(moving, {id(record) for record in held}):
            self.move_status(record, told[id(record)])
        self.mark_items([record for record in records if replies.get(id(record)) != HELD])
        for record in records:
            if id(record) in self.meanings.unclear & set(told) and not told[id(record)].refusal:
                told[id(record)].move.codes.add(ITEM_UNCLEAR)
        for record in records:
            reply = replies[id(record)] if id(record) in replies else told[id(record)].reply
            yield record, self.with_warning(record, reply)

    def mark_items(self, records: list[Record]) -> None:
        """What is not to be shipped yet, when everything is told."""
        for order in self.known.values():
            told = [(item, came, is_set) for key, item, came, is_set in self.meanings.said if key == order.key]
            mark_items(order, [record for record in records if record.key == order.key], told)

    def with_warning(self, record: Record, reply: Reply) -> Reply:
        """A report that would ship something of ours, or counts less to ship, is a warning. Order process, 4.2.5."""
        order = self.known.get(record.key)
        if order is None or reply.outcome in {"held", "rejected"}:
            return reply
        is_against_ours = order.open > 0 if is_foreign(record) else counts_less(order, record)
        if not is_against_ours:
            return reply
        codes = set(reply.codes) - {UNCHANGED} | {CONFLICT}
        return replace(reply, outcome="warning", codes=tuple(sorted(codes)))

    def find_meanings(self, records: list[Record], replies: dict[int, Reply]) -> None:
        """Which items the rows of all-orders reports mean, of all records that do not wait."""
        reports = [record for record in records if record.table == ALL_ORDERS and not is_foreign(record)]
        told = [record for record in reports if replies.get(id(record)) is not HELD]
        self.meanings = meanings_of(told, self.known)

    def claims_as_meant(self, record: Record) -> list[StatusClaim]:
        if record.table != ALL_ORDERS:
            return claims_of(record)
        items = self.meanings.items
        return [
            replace(claim, meant=frozenset(items.get((id(record), number), ())))
            for number, claim in enumerate(claims_of(record))
        ]

    def tell_facts(self, record: Record) -> Told | Reply:
        """What a record says beside shipped, canceled and delivered; a reply where that is its end."""
        order = self.known.get(record.key)
        if order is None:
            return self.place(record) if may_place(record) else reply_without_order(record)
        if record.table == ALL_ORDERS and not all(claim.items(order) for claim in claims_of(record)):
            return HELD
        trial = order.copy()
        try:
            move = tell(trial, record)
        except RefusalError as refused:
            apply_refusal(order, refused)
            return Reply("rejected", (refused.code,))
        if CONFLICT in move.codes and not move.changed:
            return Told(StatusMove({CONFLICT}))
        self.keep(trial, record, move)
        return Told(move)

    def place(self, record: Record) -> Told:
        order, move = place(record, self.rules)
        self.keep(order, record, move)
        return Told(move, placed=True)

    def move_status(self, record: Record, told: Told) -> None:
        """What a record says has become of its order, wholly or not at all."""
        order = self.known[record.key]
        trial = order.copy()
        move = StatusMove()
        try:
            move_on(trial, record, self.claims_as_meant(record), move, may_be_late=told.placed)
        except RefusalError as refused:
            if CONFLICT not in told.move.codes:
                told.refusal = refused.code
                apply_refusal(order, refused)
            return
        self.keep(trial, record, move)
        told.move.add_move(move)

    def keep(self, order: Order, record: Record, move: StatusMove) -> None:
        self.known[order.key] = order
        for effect in move.effects:
            self.move_stock(effect, record)


def reply_without_order(record: Record) -> Reply:
    """A canceled line of an order that nobody knows is nothing new; what else cannot place its order waits."""
    is_idle = record.table != ALL_ORDERS and all(claim.cancels_line for claim in claims_of(record))
    return NOTHING_NEW if is_idle else HELD


def turn(record: Record) -> tuple[bool, bool]:
    """All-orders reports tell last; before them the records that say Canceled, which place nothing."""
    return record.table == ALL_ORDERS, not may_place(record)


def moves_status(record: Record) -> bool:
    """Whether a record says that something has left, is canceled or has arrived."""
    return any(
        claim.ships or claim.shipped or claim.cancels or claim.cancels_item or claim.delivered
        for claim in claims_of(record)
    )


def in_status_order(records: list[Record], held: set[int]) -> list[Record]:
    """By order: held ones first, then by last update where all say one, else by receipt; Shipped before Canceled."""
    of_order: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        of_order[record.key].append(record)
    in_order = []
    for together in of_order.values():
        all_dated = all(said_at(record) is not None for record in together)
        in_order += sorted(
            together,
            key=lambda record, by_update=all_dated: (  # type: ignore[misc]
                id(record) not in held,
                said_at(record) if by_update else record.received,
                not any(claim.ships or claim.shipped for claim in claims_of(record)),
            ),
        )
    return in_order
