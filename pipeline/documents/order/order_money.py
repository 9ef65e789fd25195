"""The money of one order and the notices about it, as they stand in ledger, charges and notices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from pipeline.documents.localize import Localizer
from pipeline.queries.orders.order_history import OrderHistory
from schemas.wording.event_words import CHARGES, HAPPENINGS, NOT_PAID, NOTICES, PAID, PEOPLE, ExtraEvent, named


@dataclass(frozen=True, slots=True)
class MoneyEntry:
    """A posting, a charge or a notice: the run that made it, its instant, and what it says."""

    run: int
    at: datetime
    event: ExtraEvent
    what: str
    order_item_id: str = ""
    feed: int = 0
    record: int = 0


def money(life: OrderHistory, words: Localizer) -> Iterator[MoneyEntry]:
    """Charges, postings with their settlement, notices; each kind in the order in which it was stored."""
    yield from _charges(life, words)
    yield from _postings(life, words)
    yield from _notices(life, words)


def _charges(life: OrderHistory, words: Localizer) -> Iterator[MoneyEntry]:
    for row in life.charges.to_dict("records"):
        what = words.say(
            HAPPENINGS[ExtraEvent.CHARGED].done,
            kind=named(CHARGES, row["kind"], words.language),
            amount=f"{row['amount']:,}",
        )
        yield MoneyEntry(
            row["run"], row["at"], ExtraEvent.CHARGED, what, row["order_item_id"], row["feed"], row["record"]
        )


def _postings(life: OrderHistory, words: Localizer) -> Iterator[MoneyEntry]:
    """The sum of what each parcel earned and of what each refund took back, and the settlement that pays it."""
    by = ["added", "posted", "order_item_id", "parcel", "feed", "record"]
    sums = life.ledger.groupby(by, as_index=False, dropna=False)["amount"].sum()
    for row in sums.to_dict("records"):
        period = life.settled(row["posted"])
        paid = words.say(PAID, id=period.settlement, at=words.day(period.deposit_at)) if period else words.say(NOT_PAID)
        event = ExtraEvent.POSTED if row["parcel"] else ExtraEvent.RETURNED
        what = words.say(HAPPENINGS[event].done, parcel=row["parcel"], amount=f"{row['amount']:,}", paid=paid)
        yield MoneyEntry(row["added"], row["posted"], event, what, row["order_item_id"], row["feed"], row["record"])


def _notices(life: OrderHistory, words: Localizer) -> Iterator[MoneyEntry]:
    for row in life.notices.to_dict("records"):
        what = words.say(
            HAPPENINGS[ExtraEvent.NOTIFIED].done,
            to=named(PEOPLE, row["to"], words.language),
            kind=named(NOTICES, row["kind"], words.language),
        )
        yield MoneyEntry(row["run"], row["at"], ExtraEvent.NOTIFIED, what, row["order_item_id"])
