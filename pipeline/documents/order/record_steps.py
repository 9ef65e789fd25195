"""The steps that records and the clock made of one order's timeline, refused and unchanged records too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from pipeline.documents.localize import Localizer
from pipeline.documents.order.order_history import OrderHistory
from pipeline.documents.order.order_messages import RECORD_KEYS, outcome_from_codes, record_messages
from pipeline.documents.order.timeline_step import LAST_IN_FEED, LAST_STAGE, TimelineStep, event_name, feed_name
from pipeline.model.yen import net
from schemas import keys
from schemas.statuses import APPLIED_OUTCOMES, CAUSES, OUTCOME_TEXT, Event, Outcome
from schemas.wording.event_words import EVENT_OF_FORMAT, EVENT_WORDS, OUTCOME_WORDS, ExtraEvent
from schemas.wording.order_words import CAUSE_WORDS

SILENT = (Event.REDIRECT,)
"""Events whose note is not shown: it may tell of an address. Of a shipment the step itself names the parcel."""


def journal_steps(history: OrderHistory, localizer: Localizer) -> Iterator[TimelineStep]:
    """What the journal holds; a record that did nothing is one step, however many items it names."""
    journal = history.journal
    is_first = ~journal.duplicated([*RECORD_KEYS])
    rows = journal.assign(first=is_first, first_of_item=~journal.duplicated([*RECORD_KEYS, "item_key"]))
    for row in rows[is_first | rows["outcome"].isin(APPLIED_OUTCOMES)].to_dict("records"):
        event = _event(row, history)
        codes, message = record_messages(history, row, localizer, whole=row["outcome"] not in APPLIED_OUTCOMES)
        yield TimelineStep(
            run=row["run"],
            rank=(row["stage"], row["received"].value, row["feed"], row["record"], max(row["item_key"], 0)),
            at=localizer.iso(row["received"]),
            event=event_name(event),
            what=_what(event, row, history, localizer),
            rule=localizer.rule(EVENT_WORDS[event].step),
            outcome=OUTCOME_TEXT[row["outcome"]],
            codes=codes,
            message=message,
            feed=feed_name(history, row["feed"]),
            form=history.feed_form(row["feed"]),
            record=row["record"],
            order_item_id=_item_id(row["item_key"]),
            note=_note(event, row),
        )


def verification_steps(history: OrderHistory, localizer: Localizer) -> Iterator[TimelineStep]:
    """The verification that an order record brought along, where the journal has no record for it alone."""
    verified = history.order["verified"]
    journal = history.journal
    is_verifying = journal["event"].isin([Event.VERIFY, Event.REINSTATE]) & journal["outcome"].isin(APPLIED_OUTCOMES)
    if pd.isna(verified) or is_verifying.any() or journal.empty:
        return
    placing = journal[(journal["event"] == Event.PLACE) & (journal["at"] == verified)]
    row = (placing if len(placing) else journal).iloc[0].to_dict()
    wording = EVENT_WORDS[Event.VERIFY]
    yield TimelineStep(
        run=row["run"],
        rank=(row["stage"], row["received"].value, row["feed"], LAST_IN_FEED),
        at=localizer.iso(row["received"]),
        event=event_name(Event.VERIFY),
        what=localizer.say(wording.effect, at=localizer.moment(verified)),
        rule=localizer.rule(wording.step),
        outcome=OUTCOME_TEXT[Outcome.ACCEPTED],
        feed=feed_name(history, row["feed"]),
        form=history.feed_form(row["feed"]),
        record=row["record"],
    )


def unapplied_record_steps(history: OrderHistory, localizer: Localizer) -> Iterator[TimelineStep]:
    """Records that named the order and never met it: rejected for their form, or held before it came."""
    by_record = [*RECORD_KEYS]
    in_journal = pd.MultiIndex.from_frame(history.journal[by_record])
    is_met = pd.MultiIndex.from_frame(history.messages[by_record]).isin(in_journal)
    for row in history.messages[~is_met].drop_duplicates(by_record).to_dict("records"):
        feed = history.feeds.get(row["feed"])
        event = EVENT_OF_FORMAT.get(feed.format if feed else "", ExtraEvent.RECORD)
        codes, message = record_messages(history, row, localizer)
        outcome = outcome_from_codes(codes, refused=row["refused"])
        yield TimelineStep(
            run=row["run"],
            rank=(LAST_STAGE, 0, row["feed"], row["record"]),
            at=localizer.iso(feed.received if feed else history.as_of),
            event=event_name(event),
            what=localizer.outcome_text(EVENT_WORDS[event].request, OUTCOME_WORDS[outcome]),
            rule=localizer.rule(EVENT_WORDS[ExtraEvent.RECORD].step),
            outcome=outcome,
            codes=codes,
            message=message,
            feed=feed_name(history, row["feed"]),
            form=history.feed_form(row["feed"]),
            record=row["record"],
            order_item_id=row["item_id"],
        )


def _event(row: dict[str, Any], history: OrderHistory) -> int:
    """The kind of step: a clock that ended a never verified order was its payment deadline."""
    if row["event"] == Event.PLACE and history.closed_at_once and row["outcome"] in APPLIED_OUTCOMES:
        return ExtraEvent.CLOSED
    if row["event"] == Event.CUT_OFF and pd.isna(history.order["verified"]):
        return Event.PAYMENT_DEADLINE
    return int(row["event"])


def _what(event: int, row: dict[str, Any], history: OrderHistory, localizer: Localizer) -> str:
    """What a record did, or what it asked for and how it ended."""
    event_wording = EVENT_WORDS[event]
    if row["outcome"] not in APPLIED_OUTCOMES:
        return localizer.outcome_text(event_wording.request, OUTCOME_WORDS[OUTCOME_TEXT[row["outcome"]]])
    wording = event_wording.without_units if event_wording.without_units and row["units"] == 0 else event_wording.effect
    shipments = history.shipments
    shipments = shipments[(shipments["feed"] == row["feed"]) & (shipments["record"] == row["record"])]
    shipped_at = row["at"] if shipments.empty else shipments["shipped_at"].iloc[0]
    return localizer.say(
        wording,
        units=localizer.units(row["units"]),
        at=localizer.moment(row["at"]),
        day=localizer.day(shipped_at),
        sku=_skus(history, row["item_key"], localizer),
        parcel=_said_shipment(row, localizer),
        cause=_cause(row, history, localizer),
        amount=_refunded_yen(history, row),
    )


def _note(event: int, row: dict[str, Any]) -> str:
    is_shipment = event == Event.CONFIRM and row["units"] > 0
    return "" if event in SILENT or is_shipment else row["note"]


def _refunded_yen(history: OrderHistory, row: dict[str, Any]) -> str:
    """The yen that a record gave back for an item."""
    by_item = ["feed", "record", "item_key"]
    is_of_row = (history.refunds[by_item] == [row[name] for name in by_item]).all(axis=1)
    return f"{net(history.refunds[is_of_row]).sum():,}"


def _said_shipment(row: dict[str, Any], localizer: Localizer) -> str:
    """Carrier and tracking number as the confirmation itself gave them, whatever a later one made of them."""
    return localizer.joined(["", row["note"]]) if row["event"] == Event.CONFIRM and row["note"] else ""


def _cause(row: dict[str, Any], history: OrderHistory, localizer: Localizer) -> str:
    """Why it was canceled: as the journal has it, else as the item or the order has it."""
    of_item = history.items.loc[history.items["item_key"] == row["item_key"], "cause"]
    cause = row["cause"] or int(of_item.max() if len(of_item) else 0) or int(history.order["cause"])
    return localizer.joined(["", localizer.say(CAUSE_WORDS[CAUSES[cause]])]) if CAUSES[cause] else ""


def _item_id(item_key: int) -> str:
    return "" if item_key < 0 else keys.item_id(item_key)


def _skus(history: OrderHistory, item_key: int, localizer: Localizer) -> str:
    return localizer.joined(history.items.loc[history.items["item_key"] == item_key, "sku"])
