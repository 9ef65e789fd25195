"""`orders show`: one order for people, made from its document."""

from __future__ import annotations

from typing import Any

from pipeline import text
from pipeline.documents.localize import Localizer
from schemas.wording.order_words import (
    ANSWER_WITH_YEN,
    CANCELED_BY_WORDS,
    CAUSE_WORDS,
    FLAG_WORDS,
    RECORD_NUMBER,
    STATUS_WORDS,
    YEN_AMOUNT,
)

_INSTANTS = (
    ("purchased", "purchased"),
    ("verified", "verified"),
    ("paid-by", "payment_deadline"),
    ("promise", "promise"),
    ("delivery", "latest_delivery"),
    ("cut-off", "cut_off"),
)
_ITEM_COLUMNS = ("order_item_id", "sku", "product_name", "ordered", "shipped", "canceled", "open", "available")
_PARCEL_COLUMNS = ("order_item_id", "parcel", "units", "carrier", "tracking_number", "ship_method", "shipped")


def order_text(document: dict[str, Any], localizer: Localizer) -> str:
    """The text of the order; nothing is in it that is not in the document."""
    parts = [
        _facts(document, localizer),
        _titled("items", _items(document, localizer), localizer),
        _titled("parcels", _parcels(document, localizer), localizer),
        _titled("cancellation", _cancellation(document["cancellation"], localizer), localizer),
        _titled("money", _money(document["money"], localizer), localizer),
        _titled("buyer", _filled(document.get("buyer", {}), localizer), localizer),
        _titled("address", _filled(document.get("address", {}), localizer), localizer),
        _titled("timeline", _timeline(document, localizer), localizer),
        _titled("next", _next_steps(document, localizer), localizer),
        _titled("reports", _reports(document), localizer),
    ]
    return "\n\n".join("\n".join(part) for part in parts if part)


def _facts(document: dict[str, Any], localizer: Localizer) -> list[str]:
    label = localizer.label
    status = localizer.say(STATUS_WORDS[document["status"]])
    as_of = localizer.moment_of_iso(document["as_of"])
    facts = [
        (label("order"), document["order_id"]),
        (label("status"), localizer.joined(part for part in (status, document.get("note", "")) if part)),
        *((label(name), localizer.moment_of_iso(document[key])) for name, key in _INSTANTS if document[key]),
        (label("payment-method"), document["payment_method"]),
        (label("flags"), localizer.joined(localizer.say(FLAG_WORDS[flag]) for flag in document["flags"])),
        (label("as-of"), f"{as_of} ({localizer.run(document['run'])})"),
    ]
    return text.table(("", ""), [fact for fact in facts if fact[1]])[1:]


def _titled(title: str, lines: list[str], localizer: Localizer) -> list[str]:
    return [localizer.label(title), *text.indent(lines)] if lines else []


def _items(document: dict[str, Any], localizer: Localizer) -> list[str]:
    least = [_ITEM_COLUMNS.index(name) for name in ("available", "canceled")]
    return text.table(_heads(_ITEM_COLUMNS, localizer), _cells(document["items"], _ITEM_COLUMNS), drop=least)


def _parcels(document: dict[str, Any], localizer: Localizer) -> list[str]:
    parcels = [{**parcel, "shipped": localizer.day_of_iso(parcel["shipped"])} for parcel in document["parcels"]]
    if not parcels:
        return []
    return text.table(_heads(_PARCEL_COLUMNS, localizer), _cells(parcels, _PARCEL_COLUMNS))


def _cancellation(cancellation: dict[str, Any] | None, localizer: Localizer) -> list[str]:
    if cancellation is None:
        return []
    label = localizer.label
    yes_or_no = {True: label("yes"), False: label("no")}
    facts = [
        (label("by"), localizer.say(CANCELED_BY_WORDS[cancellation["by"]])),
        (label("at"), localizer.moment_of_iso(cancellation["at"])),
        (label("cause"), localizer.say(CAUSE_WORDS[cancellation["cause"]])),
        (label("refund-due"), _refund_due(cancellation, yes_or_no[cancellation["refund_due"]], localizer)),
        (label("may-invite"), yes_or_no[cancellation["may_invite"]]),
        (label("feedback"), label("open") if cancellation["feedback"] else label("no")),
    ]
    return text.table(("", ""), facts)[1:]


def _refund_due(cancellation: dict[str, Any], answer: str, localizer: Localizer) -> str:
    yen = cancellation["refund_due_yen"]
    return localizer.say(ANSWER_WITH_YEN, answer=answer, amount=yen) if yen else answer


def _money(money: dict[str, int], localizer: Localizer) -> list[str]:
    """What is not 0 of it."""
    facts = [
        (localizer.label(name.replace("_", "-")), localizer.say(YEN_AMOUNT, amount=yen))
        for name, yen in money.items()
        if yen
    ]
    return text.table(("", ""), facts)[1:] if facts else []


def _filled(values: dict[str, str], localizer: Localizer) -> list[str]:
    """Buyer or address under the names of the reports, without what is blank."""
    facts = [(localizer.heading(name), value) for name, value in values.items() if value]
    return text.table(("", ""), facts)[1:] if facts else []


def _timeline(document: dict[str, Any], localizer: Localizer) -> list[str]:
    rows = [
        (
            localizer.moment_of_iso(step["at"]),
            _step(step),
            _source(step, localizer),
            localizer.run(step["run"]),
            step["rule"],
        )
        for step in document["timeline"]
    ]
    return text.table(("",) * 5, rows, drop=(4, 2), fold=(1,))[1:] if rows else []


def _step(step: dict[str, Any]) -> str:
    codes = " ".join(map(str, step["codes"]))
    note = f" ({step['note']})" if step["note"] else ""
    return f"{step['what']}{note}" + (f" [{codes}] {step['message']}" if codes else "")


def _source(step: dict[str, Any], localizer: Localizer) -> str:
    if not step["feed"]:
        return ""
    return localizer.joined([step["feed"], localizer.say(RECORD_NUMBER, record=step["record"])])


def _next_steps(document: dict[str, Any], localizer: Localizer) -> list[str]:
    rows = [(localizer.moment_of_iso(step["at"]), step["what"], step["rule"]) for step in document["next"]]
    return text.table(("",) * 3, rows, drop=(2,), fold=(1,))[1:]


def _reports(document: dict[str, Any]) -> list[str]:
    rows = [(f"{name}.tsv", report["why"]) for name, report in document["reports"].items()]
    return text.table(("", ""), rows)[1:]


def _heads(columns: tuple[str, ...], localizer: Localizer) -> tuple[str, ...]:
    return tuple(localizer.heading(column.replace("_", "-")) for column in columns)


def _cells(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> list[tuple[Any, ...]]:
    return [tuple("" if row[column] is None else row[column] for column in columns) for row in rows]
