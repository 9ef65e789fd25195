"""The money of one order and the notices about it, as they stand in ledger, charges and notices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from pipeline.documents.localize import Words
from pipeline.queries.orders.order_history import Life
from schemas.wording.event_words import CHARGES, HAPPENINGS, NOT_PAID, NOTICES, PAID, PEOPLE, Beside, named


@dataclass(frozen=True, slots=True)
class Found:
    """A posting, a charge or a notice: the run that made it, its instant, and what it says."""

    run: int
    at: datetime
    event: Beside
    what: str
    order_item_id: str = ""
    feed: int = 0
    record: int = 0


def money(life: Life, words: Words) -> Iterator[Found]:
    """Charges, postings with their settlement, notices; each kind in the order in which it was stored."""
    yield from _charges(life, words)
    yield from _postings(life, words)
    yield from _notices(life, words)


def _charges(life: Life, words: Words) -> Iterator[Found]:
    for row in life.charges.to_dict("records"):
        what = words.say(
            HAPPENINGS[Beside.CHARGED].done,
            kind=named(CHARGES, row["kind"], words.language),
            amount=f"{row['amount']:,}",
        )
        yield Found(row["run"], row["at"], Beside.CHARGED, what, row["order_item_id"], row["feed"], row["record"])


def _postings(life: Life, words: Words) -> Iterator[Found]:
    """The sum of what each parcel earned and of what each refund took back, and the settlement that pays it."""
    by = ["added", "posted", "order_item_id", "parcel", "feed", "record"]
    sums = life.ledger.groupby(by, as_index=False, dropna=False)["amount"].sum()
    for row in sums.to_dict("records"):
        period = life.settled(row["posted"])
        paid = words.say(PAID, id=period.settlement, at=words.day(period.deposit_at)) if period else words.say(NOT_PAID)
        event = Beside.POSTED if row["parcel"] else Beside.RETURNED
        what = words.say(HAPPENINGS[event].done, parcel=row["parcel"], amount=f"{row['amount']:,}", paid=paid)
        yield Found(row["added"], row["posted"], event, what, row["order_item_id"], row["feed"], row["record"])


def _notices(life: Life, words: Words) -> Iterator[Found]:
    for row in life.notices.to_dict("records"):
        what = words.say(
            HAPPENINGS[Beside.NOTIFIED].done,
            to=named(PEOPLE, row["to"], words.language),
            kind=named(NOTICES, row["kind"], words.language),
        )
        yield Found(row["run"], row["at"], Beside.NOTIFIED, what, row["order_item_id"])
