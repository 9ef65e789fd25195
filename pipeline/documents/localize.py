"""Instants, days and figures in the language of the settings, in the business zone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from math import isnan
from zoneinfo import ZoneInfo

from pipeline import text
from pipeline.workspace.settings import Settings
from schemas.wording.event_words import HEADING_WORDS, REQUEST_AND_OUTCOME, STEP_BY_HEADING, STEP_BY_NUMBER, Wording
from schemas.wording.japanese_dates import day_text
from schemas.wording.list_words import JAPANESE_HEADINGS
from schemas.wording.order_words import LABELS, RUN_NUMBER


@dataclass(frozen=True, slots=True)
class Localizer:
    """Says things in `en` or `ja`, with the clock of the business zone."""

    language: str
    zone: ZoneInfo

    @classmethod
    def of(cls, settings: Settings) -> Localizer:
        """The language and the zone of a workspace."""
        return cls(settings.language, settings.tz)

    def say(self, wording: Wording, **filled: object) -> str:
        """A wording in the language, filled in."""
        return wording.of(self.language).format_map(filled)

    def outcome_text(self, request: Wording, outcome: Wording) -> str:
        """What was asked for, and how it ended."""
        return self.say(REQUEST_AND_OUTCOME, asked=self.say(request), outcome=self.say(outcome))

    def label(self, name: str) -> str:
        """The name of a fact."""
        return LABELS[name].of(self.language)

    def heading(self, name: str) -> str:
        """The heading of a column or a value that English names as the reports do."""
        return JAPANESE_HEADINGS.get(name, name) if self.language == "ja" else name

    def joined(self, texts: Iterable[str]) -> str:
        """Texts one behind the other."""
        return ("、" if self.language == "ja" else ", ").join(texts)

    def run(self, number: int) -> str:
        """A run by its number."""
        return self.say(RUN_NUMBER, run=number)

    def moment(self, instant: datetime | None) -> str:
        """An instant to the minute; in Japanese with its weekday. Blank where there is none."""
        if instant is None or _is_blank(instant):
            return ""
        if self.language == "en":
            return text.moment(instant, self.zone)
        return f"{self.day(instant)}{instant.astimezone(self.zone):%H:%M}"

    def day(self, instant: datetime | None) -> str:
        """The business day of an instant."""
        if instant is None or _is_blank(instant):
            return ""
        local = instant.astimezone(self.zone)
        if self.language == "en":
            return f"{local:%Y-%m-%d}"
        return day_text(local)

    def day_of_iso(self, written: str | None) -> str:
        """The business day of an instant that `iso` wrote."""
        return self.day(datetime.fromisoformat(written)) if written else ""

    def moment_of_iso(self, written: str | None) -> str:
        """An instant that `iso` wrote, to the minute."""
        return self.moment(datetime.fromisoformat(written)) if written else ""

    def iso(self, instant: datetime | None) -> str | None:
        """An instant for programs: ISO 8601 to the second, with the offset of the business zone."""
        if instant is None or _is_blank(instant):
            return None
        return instant.astimezone(self.zone).isoformat(timespec="seconds")

    def count(self, number: int, noun: str) -> str:
        """A number of things; English adds the noun, Japanese wordings have their own counters."""
        return text.count(number, noun) if self.language == "en" else f"{number:,}"

    def units(self, number: int) -> str:
        """A number of units."""
        return self.count(number, "unit")

    def rule(self, step: str) -> str:
        """Where the order process says it; "" where no step does."""
        if not step or step[:1].isdigit():
            return step and self.say(STEP_BY_NUMBER, step=step)
        return self.say(STEP_BY_HEADING, step=self.say(HEADING_WORDS[step]))


def _is_blank(instant: datetime) -> bool:
    """Whether it is the blank instant of a frame, which has no year."""
    return isnan(instant.year)
