"""`orders show`: one order's whole life for people, made from its document."""

from __future__ import annotations

from typing import Any

from pipeline import text
from pipeline.documents.localize import Localizer
from schemas.wording.order_words import BY, CAUSE_WORDS, FLAGS, OF_YEN, RECORDS, STATUSES, YEN

_FACTS = (
    ("purchased", "purchased"),
    ("verified", "verified"),
    ("paid-by", "payment_deadline"),
    ("promise", "promise"),
    ("delivery", "latest_delivery"),
    ("cut-off", "cut_off"),
)
_ITEM = ("order_item_id", "sku", "product_name", "ordered", "shipped", "canceled", "open", "available")
_PARCEL = ("order_item_id", "parcel", "units", "carrier", "tracking_number", "ship_method")


def show(document: dict[str, Any], words: Localizer) -> str:
    """The text of the order; nothing is in it that is not in the document."""
    parts = [
        _head(document, words),
        _titled("items", text.table(_heads(_ITEM), _cells(document["items"], _ITEM)), words),
        _titled("parcels", _parcels(document, words), words),
        _titled("cancellation", _cancellation(document["cancellation"], words), words),
        _titled("money", _money(document["money"], words), words),
        _titled("buyer", _named(document.get("buyer", {})), words),
        _titled("address", _named(document.get("address", {})), words),
        _titled("timeline", _timeline(document, words), words),
        _titled("next", _next(document, words), words),
        _titled("reports", _reports(document), words),
    ]
    return "\n\n".join("\n".join(part) for part in parts if part)


def _head(document: dict[str, Any], words: Localizer) -> list[str]:
    status = words.say(STATUSES[document["status"]])
    facts = [
        (words.label("order"), document["order_id"]),
        (words.label("status"), ", ".join(each for each in (status, document.get("note", "")) if each)),
        *((words.label(label), words.moment_of(document[name])) for label, name in _FACTS if document[name]),
        (words.label("payment-method"), document["payment_method"]),
        (words.label("flags"), ", ".join(words.say(FLAGS[flag]) for flag in document["flags"])),
        (words.label("as-of"), f"{words.moment_of(document['as_of'])} ({words.label('run')} {document['run']})"),
    ]
    return text.table(("", ""), [fact for fact in facts if fact[1]])[1:]


def _titled(label: str, lines: list[str], words: Localizer) -> list[str]:
    return [words.label(label), *text.indent(lines)] if lines else []


def _parcels(document: dict[str, Any], words: Localizer) -> list[str]:
    parcels = [{**parcel, "shipped": words.day_of(parcel["shipped"])} for parcel in document["parcels"]]
    names = (*_PARCEL, "shipped")
    return text.table(_heads(names), _cells(parcels, names)) if parcels else []


def _cancellation(found: dict[str, Any] | None, words: Localizer) -> list[str]:
    if found is None:
        return []
    yes = {True: words.label("yes"), False: words.label("no")}
    due, yen = yes[found["refund_due"]], found["refund_due_yen"]
    facts = [
        (words.label("by"), words.say(BY[found["by"]])),
        (words.label("at"), words.moment_of(found["at"])),
        (words.label("cause"), words.say(CAUSE_WORDS[found["cause"]])),
        (words.label("refund-due"), words.say(OF_YEN, answer=due, amount=yen) if yen else due),
        (words.label("may-invite"), yes[found["may_invite"]]),
        (words.label("feedback"), words.label("open") if found["feedback"] else yes[False]),
    ]
    return text.table(("", ""), facts)[1:]


def _money(found: dict[str, int], words: Localizer) -> list[str]:
    """What is not 0 of it."""
    facts = [(words.label(name.replace("_", "-")), words.say(YEN, amount=yen)) for name, yen in found.items() if yen]
    return text.table(("", ""), facts)[1:] if facts else []


def _named(values: dict[str, str]) -> list[str]:
    """Buyer or address under the names of the reports, without what is blank."""
    facts = [(name, value) for name, value in values.items() if value]
    return text.table(("", ""), facts)[1:] if facts else []


def _timeline(document: dict[str, Any], words: Localizer) -> list[str]:
    rows = [
        (
            words.moment_of(step["at"]),
            _told(step),
            _source(step, words),
            f"{words.label('run')} {step['run']}",
            step["rule"],
        )
        for step in document["timeline"]
    ]
    return text.table(("",) * 5, rows)[1:] if rows else []


def _told(step: dict[str, Any]) -> str:
    codes = " ".join(map(str, step["codes"]))
    note = f" ({step['note']})" if step["note"] else ""
    return f"{step['what']}{note}" + (f" [{codes}] {step['message']}" if codes else "")


def _source(step: dict[str, Any], words: Localizer) -> str:
    return f"{step['feed']}, {words.say(RECORDS[step['form']], record=step['record'])}" if step["feed"] else ""


def _next(document: dict[str, Any], words: Localizer) -> list[str]:
    rows = [(words.moment_of(each["at"]), each["what"], each["rule"]) for each in document["next"]]
    return text.table(("",) * 3, rows)[1:]


def _reports(document: dict[str, Any]) -> list[str]:
    return text.table(("", ""), [(f"{name}.tsv", found["why"]) for name, found in document["reports"].items()])[1:]


def _heads(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.replace("_", "-") for name in names)


def _cells(rows: list[dict[str, Any]], names: tuple[str, ...]) -> list[tuple[Any, ...]]:
    return [tuple("" if row[name] is None else row[name] for name in names) for row in rows]
