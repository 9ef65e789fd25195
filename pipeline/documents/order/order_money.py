"""The money of one order and the notices about it, as they stand in ledger, charges and notices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from pipeline.documents.localize import Localizer
from pipeline.documents.order.order_history import ClosedSettlement, OrderHistory
from schemas import keys
from schemas.wording.event_words import (
    CHARGE_WORDS,
    EVENT_WORDS,
    IN_CLOSED_SETTLEMENT,
    IN_OPEN_SETTLEMENT,
    NOTICE_WORDS,
    RECIPIENT_WORDS,
    ExtraEvent,
    text_of,
)


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


def money_entries(history: OrderHistory, localizer: Localizer) -> Iterator[MoneyEntry]:
    """Charges, postings with their settlement, notices; each kind in the order in which it was stored."""
    yield from _charges(history, localizer)
    yield from _postings(history, localizer)
    yield from _notices(history, localizer)


def _charges(history: OrderHistory, localizer: Localizer) -> Iterator[MoneyEntry]:
    for row in history.charges.to_dict("records"):
        what = localizer.say(
            EVENT_WORDS[ExtraEvent.CHARGED].effect,
            kind=text_of(CHARGE_WORDS, row["kind"], localizer.language),
            amount=f"{row['amount']:,}",
        )
        yield MoneyEntry(
            row["run"], row["at"], ExtraEvent.CHARGED, what, keys.item_id(row["item_key"]), row["feed"], row["record"]
        )


def _postings(history: OrderHistory, localizer: Localizer) -> Iterator[MoneyEntry]:
    """The sum of what each shipment earned and of what each refund took back, and the settlement that pays it."""
    by = ["added", "posted", "item_key", "parcel", "feed", "record"]
    sums = history.ledger.groupby(by, as_index=False, dropna=False)["amount"].sum()
    for row in sums.to_dict("records"):
        paid = _payment(history.settlement_of(row["posted"]), localizer)
        event = ExtraEvent.POSTED if row["parcel"] else ExtraEvent.RETURNED
        what = localizer.say(EVENT_WORDS[event].effect, parcel=row["parcel"], amount=f"{row['amount']:,}", paid=paid)
        item_id = keys.item_id(row["item_key"])
        yield MoneyEntry(row["added"], row["posted"], event, what, item_id, row["feed"], row["record"])


def _payment(settlement: ClosedSettlement | None, localizer: Localizer) -> str:
    """In which settlement a posting is paid."""
    if settlement is None:
        return localizer.say(IN_OPEN_SETTLEMENT)
    return localizer.say(IN_CLOSED_SETTLEMENT, id=settlement.settlement, at=localizer.day(settlement.deposit_at))


def _notices(history: OrderHistory, localizer: Localizer) -> Iterator[MoneyEntry]:
    for row in history.notices.to_dict("records"):
        what = localizer.say(
            EVENT_WORDS[ExtraEvent.NOTIFIED].effect,
            to=text_of(RECIPIENT_WORDS, row["to"], localizer.language),
            kind=text_of(NOTICE_WORDS, row["kind"], localizer.language),
        )
        yield MoneyEntry(row["run"], row["at"], ExtraEvent.NOTIFIED, what, keys.item_id(row["item_key"]))
