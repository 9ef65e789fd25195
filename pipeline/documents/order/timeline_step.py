"""One step of the timeline of an order, and how steps are named and ranked."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from pipeline.documents.order.order_history import OrderHistory
from schemas.statuses import Event, Stage
from schemas.wording.event_words import ExtraEvent

LAST_STAGE = max(Stage)
REPORTS_RANK = LAST_STAGE + 1
MONEY_RANK = LAST_STAGE + 2
LAST_IN_FEED = 10**18
"""Behind every record of its feed."""


@dataclass(frozen=True, slots=True)
class TimelineStep:
    """One step: when (ISO 8601), what in words, where the order process says it, and the record that asked for it.

    rank: its place within the run. form: of its feed, tsv or xml; "" where no record asked.
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

    def as_document(self) -> dict[str, Any]:
        """The step for programs."""
        return {name: value for name, value in asdict(self).items() if name != "rank"}


def event_name(event: int) -> str:
    """The name of a kind of step in documents."""
    return (Event(event) if event in {*Event} else ExtraEvent(event)).name.lower().replace("_", "-")


def feed_name(history: OrderHistory, number: int) -> str:
    """The name of the feed that a record came in; "" for the clock."""
    return history.feeds[number].name if number in history.feeds else ""
