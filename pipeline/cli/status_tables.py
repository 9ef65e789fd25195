"""The tables of `status`: what is open by feed, rates with their limits, codes of the last run."""

from __future__ import annotations

from typing import Any

from pipeline import text
from pipeline.documents.localize import Localizer
from schemas.wording import status_words as words
from schemas.wording.event_words import Wording


def open_table(document: dict[str, Any], localizer: Localizer) -> list[str]:
    """A line for each feed of which something is refused and open: run, feed, records, codes, the file."""
    entries = document.get("open", {}).get("by_feed", [])
    rows = [
        (
            entry["run"],
            entry["feed"],
            localizer.say(words.WHOLE_FEED) if entry["whole"] else f"{entry['records']:,}",
            localizer.joined(_code(code) for code in entry["codes"]),
            entry["file"],
        )
        for entry in entries
    ]
    names = ("run", "feed", "records", "codes", "file")
    return text.table(_heads(names, localizer), rows, drop=(1, 0), fold=(3,)) if rows else []


def rate_table(document: dict[str, Any], localizer: Localizer) -> list[str]:
    """A line for each estimated rate: what it is, its limit, and how many more may go wrong."""
    rows = [
        (
            localizer.say(words.RATE_NAMES[rate["name"]]),
            _rate(rate, localizer),
            localizer.say(words.LIMITS[rate["limit"]], limit=_percent(rate["limit_bp"])),
            _left(rate, localizer),
        )
        for rate in document.get("rates", [])
    ]
    return text.table(_heads(("rate", "rate-now", "limit", "left"), localizer), rows) if rows else []


def code_table(document: dict[str, Any], localizer: Localizer) -> list[str]:
    """A line for each code of the last run: its name and how often it was answered."""
    rows = [(str(code["code"]), code["name"], code["count"]) for code in document.get("codes", [])]
    return text.table(_heads(("code", "name", "count"), localizer), rows) if rows else []


def counter_table(document: dict[str, Any], localizer: Localizer) -> list[str]:
    """A line for each counter of the last run."""
    rows = [(_name(words.COUNTER_NAMES, name, localizer), count) for name, count in document["counters"].items()]
    return text.table(_heads(("counter", "value"), localizer), rows) if rows else []


def watched(document: dict[str, Any], localizer: Localizer) -> list[str]:
    """How many orders are to be watched, by reason."""
    entries = [(name, entry["count"]) for name, entry in document["watch"].items() if entry["count"]]
    return [f"{count:,} {_name(words.WATCH_NAMES, name, localizer)}" for name, count in entries]


def _name(names: dict[str, Wording], name: str, localizer: Localizer) -> str:
    """The name in the language; one that nobody has put into words yet stays as it is."""
    return localizer.say(names[name]) if name in names else name


def _heads(names: tuple[str, ...], localizer: Localizer) -> list[str]:
    return [localizer.say(words.STATUS_HEADINGS[name]) for name in names]


def _code(code: dict[str, Any]) -> str:
    """A code with its name, and how often where that is more than once."""
    often = f" x{code['count']:,}" if code["count"] > 1 else ""
    return f"{code['code']} {code['name']}{often}"


def _rate(rate: dict[str, Any], localizer: Localizer) -> str:
    if rate["rate_bp"] is None:
        return localizer.say(words.NO_RATE)
    part, whole = rate["numerator"], rate["denominator"]
    return localizer.say(words.RATE, rate=_percent(rate["rate_bp"]), part=part, whole=whole)


def _left(rate: dict[str, Any], localizer: Localizer) -> str:
    if rate["rate_bp"] is None:
        return ""
    wording = words.TOO_MANY if rate["left"] < 0 else words.LEFT
    return localizer.say(wording, count=abs(rate["left"]))


def _percent(basis_points: int) -> str:
    """Basis points as percent: 2.5, 95, 33.33."""
    return f"{basis_points // 100}.{basis_points % 100:02}".rstrip("0").rstrip(".")
