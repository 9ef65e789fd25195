"""One order's life step by step: its records, refused and unchanged ones too, the clock, reports, money, notices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

import pandas as pd

from pipeline.documents.localize import Localizer
from pipeline.documents.order import order_messages
from pipeline.documents.order.order_money import money
from pipeline.model.yen import net
from pipeline.queries.orders.order_history import OrderHistory
from schemas import keys
from schemas.statuses import APPLIED, CAUSES, OUTCOME_TEXT, Event, Outcome, Stage
from schemas.wording.event_words import HAPPENINGS, OF_FORMAT, OUTCOMES, ExtraEvent
from schemas.wording.order_words import CAUSE_WORDS

SILENT = (Event.REDIRECT,)
"""Events whose note is not shown: it may tell of an address. Of a shipment the step itself names the parcel."""
AFTER = max(Stage) + 1
LAST = 10**18
"""Behind every record of its feed."""


@dataclass(frozen=True, slots=True)
class TimelineStep:
    """One step: when (ISO 8601), what in words, where the order process says it, and the record that asked for it.

    form: of its feed, tsv or xml; "" where no record asked.
    """

    run: int
    rank: tuple[int, ...] = field(repr=False)
    at: str | None
    event: str
    what: str
    rule: str
    outcome: str = ""
    codes: list[int] = field(default_factory=list)
    message: str = ""
    feed: str = ""
    form: str = ""
    record: int = 0
    order_item_id: str = ""
    note: str = ""

    def document(self) -> dict[str, Any]:
        """The step for programs."""
        return {name: value for name, value in asdict(self).items() if name != "rank"}


def timeline(life: OrderHistory, words: Localizer) -> list[TimelineStep]:
    """Every step in the order of work: run by run, within a run stage by stage, then reports, money and notices."""
    steps = [*_records(life, words), *_verified(life, words), *_unnamed(life, words)]
    steps += [*_reported(life, words), *_money(life, words)]
    return sorted(steps, key=lambda step: (step.run, *step.rank))


def _records(life: OrderHistory, words: Localizer) -> Iterator[TimelineStep]:
    """What the journal holds; a record that did nothing is one step, however many items it names."""
    by, rows = ["run", "feed", "record"], life.journal
    rows = rows.assign(first=~rows.duplicated(by), first_of_item=~rows.duplicated([*by, "item_key"]))
    for row in rows[rows["first"] | rows["outcome"].isin(APPLIED)].to_dict("records"):
        event = _event(row, life)
        codes, message = order_messages.of(life, row, words, whole=row["outcome"] not in APPLIED)
        yield TimelineStep(
            run=row["run"],
            rank=(row["stage"], *_order(row)),
            at=words.iso(row["received"]),
            event=_name(event),
            what=_what(event, row, life, words),
            rule=words.rule(HAPPENINGS[event].step),
            outcome=OUTCOME_TEXT[row["outcome"]],
            codes=codes,
            message=message,
            feed=_feed(life, row["feed"]),
            form=life.form(row["feed"]),
            record=row["record"],
            order_item_id=_item(row["item_key"]),
            note="" if event in SILENT or (event == Event.CONFIRM and row["units"] > 0) else row["note"],
        )


def _event(row: dict[str, Any], life: OrderHistory) -> int:
    """The kind of step: a clock that ended a never verified order was its payment deadline."""
    if row["event"] == Event.PLACE and life.closed_at_once and row["outcome"] in APPLIED:
        return ExtraEvent.CLOSED
    if row["event"] == Event.CUT_OFF and pd.isna(life.order["verified"]):
        return Event.PAYMENT_DEADLINE
    return int(row["event"])


def _what(event: int, row: dict[str, Any], life: OrderHistory, words: Localizer) -> str:
    """What a record did, or what it asked for and how it ended."""
    happening = HAPPENINGS[event]
    if row["outcome"] not in APPLIED:
        return words.ended(happening.asked, OUTCOMES[OUTCOME_TEXT[row["outcome"]]])
    wording = happening.idle if happening.idle and row["units"] == 0 else happening.done
    parcels = life.parcels[(life.parcels["feed"] == row["feed"]) & (life.parcels["record"] == row["record"])]
    shipped = row["at"] if parcels.empty else parcels["shipped_at"].iloc[0]
    return words.say(
        wording,
        units=words.units(row["units"]),
        at=words.moment(row["at"]),
        day=words.day(shipped),
        sku=_sku(life, row["item_key"]),
        parcel=_parcel(parcels),
        cause=_cause(row, life, words),
        amount=_refunded(life, row),
    )


def _refunded(life: OrderHistory, row: dict[str, Any]) -> str:
    """The yen that a record gave back for an item."""
    by = ["feed", "record", "item_key"]
    mine = (life.refunds[by] == [row[name] for name in by]).all(axis=1)
    return f"{net(life.refunds[mine]).sum():,}"


def _parcel(parcels: pd.DataFrame) -> str:
    named = (parcels["carrier"] + " " + parcels["tracking"]).str.strip().unique()
    return "".join(f", {each}" for each in named if each)


def _cause(row: dict[str, Any], life: OrderHistory, words: Localizer) -> str:
    """Why it was canceled: as the journal has it, else as the item or the order has it."""
    items = life.items.loc[life.items["item_key"] == row["item_key"], "cause"]
    text = CAUSES[row["cause"] or int(items.max() if len(items) else 0) or int(life.order["cause"])]
    return f", {words.say(CAUSE_WORDS[text])}" if text else ""


def _verified(life: OrderHistory, words: Localizer) -> Iterator[TimelineStep]:
    """The verification that an order record brought along, where the journal has no record for it alone."""
    verified, rows = life.order["verified"], life.journal
    done = rows[rows["event"].isin([Event.VERIFY, Event.REINSTATE]) & rows["outcome"].isin(APPLIED)]
    if pd.isna(verified) or len(done) or rows.empty:
        return
    by = rows[(rows["event"] == Event.PLACE) & (rows["at"] == verified)]
    row = (by if len(by) else rows).iloc[0].to_dict()
    happening = HAPPENINGS[Event.VERIFY]
    yield TimelineStep(
        run=row["run"],
        rank=(row["stage"], row["received"].value, row["feed"], LAST),
        at=words.iso(row["received"]),
        event=_name(Event.VERIFY),
        what=words.say(happening.done, at=words.moment(verified)),
        rule=words.rule(happening.step),
        outcome=OUTCOME_TEXT[Outcome.ACCEPTED],
        feed=_feed(life, row["feed"]),
        form=life.form(row["feed"]),
        record=row["record"],
    )


def _unnamed(life: OrderHistory, words: Localizer) -> Iterator[TimelineStep]:
    """Records that named the order and never met it: refused for their form, or held before it came."""
    by = ["run", "feed", "record"]
    met = pd.MultiIndex.from_frame(life.journal[by])
    rows = life.said[~pd.MultiIndex.from_frame(life.said[by]).isin(met)].drop_duplicates(by)
    for row in rows.to_dict("records"):
        feed = life.feeds.get(row["feed"])
        event = OF_FORMAT.get(feed.format if feed else "", ExtraEvent.RECORD)
        codes, message = order_messages.of(life, row, words)
        outcome = order_messages.outcome_of(codes, refused=row["refused"])
        yield TimelineStep(
            run=row["run"],
            rank=(AFTER - 1, 0, row["feed"], row["record"]),
            at=words.iso(feed.received if feed else life.as_of),
            event=_name(event),
            what=words.ended(HAPPENINGS[event].asked, OUTCOMES[outcome]),
            rule=words.rule(HAPPENINGS[ExtraEvent.RECORD].step),
            outcome=outcome,
            codes=codes,
            message=message,
            feed=feed.name if feed else "",
            form=life.form(row["feed"]),
            record=row["record"],
            order_item_id=row["item_id"],
        )


def _reported(life: OrderHistory, words: Localizer) -> Iterator[TimelineStep]:
    """The Orders report in which its items first stood (step 3.1)."""
    happening = HAPPENINGS[ExtraEvent.REPORTED]
    items = life.items[life.items["reported_run"] > 0]
    for run, group in items.groupby("reported_run", dropna=False):
        yield TimelineStep(
            run=int(run),
            rank=(AFTER,),
            at=words.iso(group["reported_at"].iloc[0]),
            event=_name(ExtraEvent.REPORTED),
            what=words.say(happening.done, sku=", ".join(group["sku"])),
            rule=words.rule(happening.step),
        )


def _money(life: OrderHistory, words: Localizer) -> Iterator[TimelineStep]:
    for number, found in enumerate(money(life, words)):
        yield TimelineStep(
            run=found.run,
            rank=(AFTER + 1, number),
            at=words.iso(found.at),
            event=_name(found.event),
            what=found.what,
            rule=words.rule(HAPPENINGS[found.event].step),
            order_item_id=found.order_item_id,
            feed=_feed(life, found.feed),
            form=life.form(found.feed),
            record=found.record,
        )


def _order(row: dict[str, Any]) -> tuple[int, ...]:
    """Where a record stands within its stage: by received instant, feed and record."""
    return row["received"].value, row["feed"], row["record"], max(row["item_key"], 0)


def _name(event: int) -> str:
    return (Event(event) if event in {*Event} else ExtraEvent(event)).name.lower().replace("_", "-")


def _feed(life: OrderHistory, number: int) -> str:
    return life.feeds[number].name if number in life.feeds else ""


def _item(item_key: int) -> str:
    return "" if item_key < 0 else f"{item_key:0{keys.ITEM_ID_WIDTH}}"


def _sku(life: OrderHistory, item_key: int) -> str:
    return ", ".join(life.items.loc[life.items["item_key"] == item_key, "sku"])
