"""`status` for people: where the workspace stands, made from its document, in the language of the settings."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from pipeline import text
from pipeline.cli import status_tables
from pipeline.documents.localize import Localizer
from schemas.wording import status_words as words
from schemas.wording.japanese_dates import day_text

if TYPE_CHECKING:
    from pipeline.workspace.settings import Settings

Fact = tuple[str, str]
NAMED = 3
"""So many orders are named on a line."""


def status_text(document: dict[str, Any], settings: Settings, now: datetime) -> str:
    """The document as a list of facts, then tables: what is open, rates, codes, counters, the data files."""
    localizer = Localizer.of(settings)
    facts = [
        ("workspace", document["workspace"]),
        *_progress(document, localizer),
        ("last-run", _last_run(document, settings, now, localizer)),
        *_covered_time(document, localizer),
        *_needs(document, localizer),
        ("held", _held(document["held"], localizer)),
        ("inbox", _inbox(document["inbox"], localizer)),
        *_money(document, localizer),
        *_fees(document, localizer),
    ]
    tables = [
        status_tables.open_table(document, localizer),
        status_tables.rate_table(document, localizer),
        status_tables.code_table(document, localizer),
        status_tables.counter_table(document, localizer),
        _data_files(document),
    ]
    return "\n\n".join("\n".join(part) for part in (_lines(facts, localizer), *tables) if part)


def needs_text(document: dict[str, Any], settings: Settings, now: datetime) -> str:
    """What somebody has to do something about; nothing where nobody has to."""
    localizer = Localizer.of(settings)
    has_nothing_open = not document.get("open", {}).get("by_feed")
    old = [("last-run", _last_run(document, settings, now, localizer))] if document["too_old"] else []
    needs = [fact for fact in _needs(document, localizer) if not (fact[0] == "open" and has_nothing_open)]
    ship = document.get("to_ship")
    needs = [fact for fact in needs if not (fact[0] == "to-ship" and ship and not ship["overdue"]["count"])]
    rates = [rate for rate in document.get("rates", []) if rate["left"] < 0]
    tables = [status_tables.open_table(document, localizer), status_tables.rate_table({"rates": rates}, localizer)]
    return "\n\n".join("\n".join(part) for part in (_lines([*old, *needs], localizer), *tables) if part)


def _lines(facts: list[Fact], localizer: Localizer) -> list[str]:
    return text.table(("", ""), [(localizer.say(words.STATUS_LABELS[name]), fact) for name, fact in facts])[1:]


def _progress(document: dict[str, Any], localizer: Localizer) -> list[Fact]:
    if not document["in_progress"]:
        waits = document["unpublished"]
        return [
            *([("now", localizer.say(words.UNPUBLISHED, run=waits))] if waits else []),
            *(("completed", localizer.say(words.COMPLETED, run=run)) for run in document["recovered"]),
        ]
    at = localizer.moment_of_iso(document["in_progress_since"])
    since = localizer.say(words.RUNNING_SINCE, at=at) if at else ""
    return [("now", localizer.say(words.RUNNING, since=since))]


def _last_run(document: dict[str, Any], settings: Settings, now: datetime, localizer: Localizer) -> str:
    run = document["run"]
    if not run:
        return localizer.say(words.NO_RUN)
    seconds = (now - datetime.fromisoformat(run["finished"])).total_seconds()
    hours = localizer.count(settings.check_within_hours, "hour")
    return localizer.say(
        words.LAST_RUN,
        run=run["run"],
        as_of=localizer.moment_of_iso(run["as_of"]),
        ago=_ago(seconds, localizer),
        old=localizer.say(words.TOO_OLD, hours=hours) if document["too_old"] else "",
        exit_code=run["exit_code"],
        folder=run["folder"],
    )


def _ago(seconds: float, localizer: Localizer) -> str:
    unit, count = text.elapsed(seconds)
    return localizer.say(words.AGO[unit], count=f"{count:,}")


def _covered_time(document: dict[str, Any], localizer: Localizer) -> list[Fact]:
    """From when to when the last run covers the time; the first one covers all before."""
    if not document["run"]:
        return []
    start, end = (localizer.moment_of_iso(iso) for iso in document["run"]["covers"].values())
    wording = words.COVERS if start else words.COVERS_ALL
    return [("covers", localizer.say(wording, start=start, end=end))]


def _needs(document: dict[str, Any], localizer: Localizer) -> list[Fact]:
    """What is refused and open, to ship, near its cancellation, stuck, and to be watched."""
    stuck = [f"{entry['name']}: {localizer.say(words.STUCK_REASONS[entry['reason']])}" for entry in document["stuck"]]
    watched = status_tables.watched(document, localizer)
    return [
        *_morning(document, localizer),
        *([("stuck", localizer.joined(stuck))] if stuck else []),
        *([("to-watch", localizer.joined(watched))] if watched else []),
    ]


def _morning(document: dict[str, Any], localizer: Localizer) -> list[Fact]:
    if not document["run"]:
        return []
    refused, ship = document["open"], document["to_ship"]
    feeds, records = localizer.count(refused["feeds"], "feed"), localizer.count(refused["records"], "record")
    counts = localizer.say(words.OPEN_COUNTS, feeds=feeds, records=records)
    today = {"day": _day(ship["day"], localizer), "today": ship["today"]["count"], "whole": ship["all"]["count"]}
    today["overdue"] = ship["overdue"]["count"]
    late = [localizer.say(words.OVERDUE, orders=_named(ship["overdue"], localizer))] if today["overdue"] else []
    near = ship["auto_cancel"]
    canceled = localizer.say(words.AUTO_CANCEL, count=localizer.count(near["count"], "order"))
    return [
        ("open", counts if refused["by_feed"] else localizer.say(words.NOTHING_OPEN)),
        ("to-ship", "; ".join([localizer.say(words.TO_SHIP, **today), *late])),
        *([("auto-cancel", f"{canceled}: {_named(near, localizer)}")] if near["count"] else []),
    ]


def _named(orders: dict[str, Any], localizer: Localizer) -> str:
    """The first of some orders."""
    more = ["…"] if orders["count"] > NAMED else []
    return localizer.joined([*orders["orders"][:NAMED], *more])


def _held(count: int, localizer: Localizer) -> str:
    return localizer.say(words.HELD_ONE if count == 1 else words.HELD, count=localizer.count(count, "record"))


def _inbox(inbox: dict[str, Any], localizer: Localizer) -> str:
    waiting = localizer.say(words.INBOX, count=localizer.count(len(inbox["waiting"]), "file"), folder=inbox["folder"])
    stuck = inbox["cannot-remove"]
    if not stuck:
        return waiting
    count, names = localizer.count(len(stuck), "file"), localizer.joined(stuck)
    return waiting + localizer.say(words.UNREMOVED, count=count, names=names)


def _money(document: dict[str, Any], localizer: Localizer) -> list[Fact]:
    if not document["run"]:
        return []
    settlement = document["settlement"]
    last = settlement["last"]
    return [
        *([("settlement", _settlement(last, localizer))] if last else []),
        ("next-deposit", _day(settlement["next_deposit_day"], localizer)),
    ]


def _fees(document: dict[str, Any], localizer: Localizer) -> list[Fact]:
    """What the selling plan costs, and the SKUs that fees.toml leaves to its defaults."""
    if "plan" not in document:
        return []
    plan, unassigned = document["plan"], document["unassigned"]
    day = _day(plan["next_fee_day"], localizer) if plan["next_fee_day"] else ""
    costs = [localizer.say(cost, yen=plan[name], day=day) for name, cost in words.PLAN_COSTS.items() if plan[name]]
    count = localizer.say(words.UNASSIGNED, count=localizer.count(unassigned["count"], "SKU"))
    named = {"count": unassigned["count"], "orders": [entry["sku"] for entry in unassigned["skus"]]}
    return [
        ("plan", localizer.joined([plan["kind"], *(costs or [localizer.say(words.NO_PLAN_COSTS)])])),
        *([("unassigned", f"{count}: {_named(named, localizer)}")] if unassigned["count"] else []),
    ]


def _settlement(last: dict[str, Any], localizer: Localizer) -> str:
    day = _day(last["deposit_day"], localizer)
    return localizer.say(words.LAST_SETTLEMENT, id=last["id"], yen=last["total"], day=day)


def _day(iso: str, localizer: Localizer) -> str:
    """A business day; in Japanese with its weekday."""
    return iso if localizer.language == "en" else day_text(date.fromisoformat(iso))


def _data_files(document: dict[str, Any]) -> list[str]:
    if "files" not in document:
        return []
    rows = [tuple("" if value is None else value for value in file.values()) for file in document["files"]]
    return text.table(("table", "part", "shard", "rows", "path"), rows)
