"""One order step by step: its records, refused and unchanged ones too, the clock, reports, money, notices."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.documents.localize import Localizer
from pipeline.documents.order.order_history import OrderHistory
from pipeline.documents.order.order_money import money_entries
from pipeline.documents.order.record_steps import journal_steps, unapplied_record_steps, verification_steps
from pipeline.documents.order.timeline_step import MONEY_RANK, REPORTS_RANK, TimelineStep, event_name, feed_name
from schemas.wording.event_words import EVENT_WORDS, ExtraEvent


def timeline(history: OrderHistory, localizer: Localizer) -> list[TimelineStep]:
    """Every step in the order of work: run by run, within a run stage by stage, then reports, money and notices."""
    steps = [
        *journal_steps(history, localizer),
        *verification_steps(history, localizer),
        *unapplied_record_steps(history, localizer),
        *_report_steps(history, localizer),
        *_money_steps(history, localizer),
    ]
    return sorted(steps, key=lambda step: (step.run, *step.rank))


def _report_steps(history: OrderHistory, localizer: Localizer) -> Iterator[TimelineStep]:
    """The Orders report in which its items first stood (step 3.1)."""
    wording = EVENT_WORDS[ExtraEvent.REPORTED]
    items = history.items[history.items["reported_run"] > 0]
    for run, group in items.groupby("reported_run", dropna=False):
        yield TimelineStep(
            run=int(run),
            rank=(REPORTS_RANK,),
            at=localizer.iso(group["reported_at"].iloc[0]),
            event=event_name(ExtraEvent.REPORTED),
            what=localizer.say(wording.effect, sku=localizer.joined(group["sku"])),
            rule=localizer.rule(wording.step),
        )


def _money_steps(history: OrderHistory, localizer: Localizer) -> Iterator[TimelineStep]:
    for number, entry in enumerate(money_entries(history, localizer)):
        yield TimelineStep(
            run=entry.run,
            rank=(MONEY_RANK, number),
            at=localizer.iso(entry.at),
            event=event_name(entry.event),
            what=entry.what,
            rule=localizer.rule(EVENT_WORDS[entry.event].step),
            order_item_id=entry.order_item_id,
            feed=feed_name(history, entry.feed),
            form=history.feed_form(entry.feed),
            record=entry.record,
        )
