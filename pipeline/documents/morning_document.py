"""What a seller wants to know in the morning: what is refused, what to ship, how near the limits are, what is paid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from pipeline.documents.reject import Reject
from schemas.codes import CODES

NOTED = ("Warning", "Error", "Fatal")


@dataclass(frozen=True, slots=True)
class LastSettlement:
    """The settlement that closed last: yen, and when it is paid."""

    settlement_id: str
    total: int
    deposit_at: datetime
    run: int


def open_entries(rejects: Sequence[Reject]) -> dict[str, Any]:
    """What was refused and still waits, by feed: how many feeds whole, how many records, and their codes.

    rejects: those that are open.
    """
    by_feed: dict[tuple[int, str], dict[str, Any]] = {}
    for reject in rejects:
        new = {"feed": reject.feed, "whole": reject.is_whole, "records": 0, "codes": []}
        entry = by_feed.setdefault((reject.run, reject.file), new)
        entry["records"] += not reject.is_whole
        entry["codes"] += [code["code"] for code in reject.codes]
    feeds = [
        {"run": run, "file": file} | entry | {"codes": _counted(entry["codes"])}
        for (run, file), entry in by_feed.items()
    ]
    whole = sum(reject.is_whole for reject in rejects)
    return {"feeds": whole, "records": len(rejects) - whole, "by_feed": feeds}


def rate_entries(metrics: dict[str, Any]) -> list[dict[str, Any]]:
    """The estimated rates of run.json, with the limit and how many more may go wrong."""
    rates = {name: rate for name, rate in metrics.items() if isinstance(rate, dict) and "limit_bp" in rate}
    return [{"name": name} | rate for name, rate in rates.items()]


def code_entries(feeds: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """How often each code that is more than information stands in the answers of a run; feeds: of run.json."""
    counts: Counter[tuple[int, str, str]] = Counter()
    for feed in feeds:
        for code in feed["codes"]:
            if code["type"] in NOTED:
                counts[code["code"], code["name"], code["type"]] += code["count"]
    return [
        {"code": code, "name": name, "type": kind, "count": count}
        for (code, name, kind), count in sorted(counts.items())
    ]


def settlement_entry(last: LastSettlement | None, next_deposit: datetime, zone: ZoneInfo) -> dict[str, Any]:
    """The settlement that closed last, and when the next deposit is due: days of the business zone."""
    paid = None
    if last:
        deposit_day = str(last.deposit_at.astimezone(zone).date())
        paid = {"id": last.settlement_id, "total": last.total, "deposit_day": deposit_day, "run": last.run}
    return {"last": paid, "next_deposit_day": str(next_deposit.astimezone(zone).date())}


def _counted(numbers: list[int]) -> list[dict[str, Any]]:
    counts = sorted(Counter(numbers).items())
    return [{"code": number, "name": CODES[number].name, "count": count} for number, count in counts]
