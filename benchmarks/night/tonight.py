"""Tonight's feeds: new orders and known ones again, payments, confirmations in XML and TSV, cancellations.

Most records are sound. The others are faulty in many ways: spoiled cells, contradictions, orders that nobody knows,
that are closed, that wait for their payment or that ended by the clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from benchmarks import generate
from benchmarks.generate import Orders
from benchmarks.night import cancellations, payments, shipments
from benchmarks.night.columns import FEED
from benchmarks.night.faults import spoil
from benchmarks.night.strangers import Strangers
from benchmarks.night.world import World, new_orders, shipped_before

ORDER_ROWS, MESSAGES, SHIPMENT_ROWS = 200_000, 75_000, 75_000
PAID_EACH, AGAIN_EACH, CONFLICT_EACH = 35, 200, 500
"""Of so many open orders one comes again: Pending ones with their payment; others as they were, or contradicting."""


@dataclass(frozen=True, slots=True)
class Tonight:
    """What the feeds are made from. ready: verified orders, known and new, that shipments and cancellations name."""

    world: World
    pending: Orders
    verified: Orders
    new: Orders
    sound: np.ndarray
    strangers: Strangers


def write_feeds(world: World, folder: Path) -> None:
    """Every feed of the night, the same for the same world."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng([generate.SEED, 1])
    verified, pending = world.verified(), world.pending()
    rows, new, sound = _order_rows(world, verified, rng)
    tonight = Tonight(world, pending, verified, new, sound, Strangers(world, pending, world.overdue()))
    generate.write_flat(folder / "orders.tsv", rows)
    waiting = pending.only(pending.number % PAID_EACH != 0)
    parts = (waiting, new.only(sound & new.pending), verified)
    generate.write_flat(folder / "payments.tsv", payments.of_night(world, *parts, tonight.strangers, rng))
    _write_shipments(tonight, folder, rng)


def _order_rows(world: World, verified: Orders, rng: np.random.Generator) -> tuple[pa.Table, Orders, np.ndarray]:
    """The rows of the order feed, the new orders among them, and which rows of those belong to a sound order."""
    paid = world.pending(paid=True)
    again = verified.only(verified.number % AGAIN_EACH == 7)
    conflict = verified.only((verified.number % CONFLICT_EACH == 11) & generate.begins(verified.number))
    place = FEED.index("quantity-purchased")
    contradicting = conflict.rows.set_column(place, FEED[place], generate.constant("99", len(conflict.rows)))
    known = [paid.only(paid.number % PAID_EACH == 0).rows, again.rows, contradicting]
    new = new_orders(world, world.scaled(ORDER_ROWS) - sum(map(len, known)))
    method = generate.either(new.pending, "CVS", "Other")
    new_rows = new.rows.set_column(FEED.index("payment-method"), "payment-method", method)
    spoiled, faulty = spoil(new_rows, rng)
    sound = ~np.isin(new.number, new.number[faulty])
    return pa.concat_tables([*known, spoiled]).combine_chunks(), new, sound


def _write_shipments(tonight: Tonight, folder: Path, rng: np.random.Generator) -> None:
    """Confirmations and cancellations, each of other orders, but for some that come twice."""
    known = _Deck(tonight.verified, tonight.verified.quantity - shipped_before(tonight.verified), rng)
    new = tonight.new.only(tonight.sound & ~tonight.new.pending)
    arrived = _Deck(new, new.quantity, rng)
    messages, lines = tonight.world.scaled(MESSAGES), tonight.world.scaled(SHIPMENT_ROWS)
    by_xml = [known.confirmed(messages * 0.72), arrived.confirmed(messages * 0.26)]
    by_tsv = [known.confirmed(lines * 0.70 / generate.ITEMS_PER_ORDER), arrived.confirmed(lines * 0.15)]
    canceled = known.take(tonight.world.scaled(cancellations.ROWS) * 0.95)
    spare = known.take(messages * 0.01)
    xml = pa.concat_tables([*by_xml, tonight.strangers.shipments(int(messages * 0.02), spare, rng, odd=False)])
    shipments.write_messages(folder / "ship.xml", shipments.shuffled(xml.combine_chunks(), rng))
    twice = by_xml[0].slice(0, int(lines * 0.02))
    tsv = [*by_tsv, twice, tonight.strangers.shipments(int(lines * 0.018), spare, rng, odd=True)]
    generate.write_flat(folder / "ship.tsv", shipments.shuffled(pa.concat_tables(tsv).combine_chunks(), rng))
    rows = cancellations.of_night(tonight.world, canceled, by_tsv[0], spare, tonight.strangers, rng)
    cancellations.write(folder / "cancel.tsv", rows)


class _Deck:
    """Orders that are dealt out: each once, drawn without order."""

    def __init__(self, orders: Orders, open_units: np.ndarray, rng: np.random.Generator) -> None:
        self._orders, self._open, self._rng = orders, open_units, rng
        self._left = rng.permutation(np.unique(orders.number))

    def take(self, count: float) -> Orders:
        """So many orders, or what is left."""
        return self._orders.only(self._taken(count))

    def confirmed(self, count: float) -> pa.Table:
        """Lines that confirm so many orders, or what is left."""
        wanted = self._taken(count)
        return shipments.confirmed(self._orders.only(wanted), self._open[wanted], self._rng)

    def _taken(self, count: float) -> np.ndarray:
        taken, self._left = self._left[: int(count)], self._left[int(count) :]
        return np.isin(self._orders.number, taken)
