"""What a run says when it ends: what came in, what was published, what needs a person, and the proof."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from pipeline import text
from pipeline.documents.morning_document import code_entries
from schemas.statuses import COUNTED_OUTCOMES, FEED_DUPLICATE, FEED_REFUSED

if TYPE_CHECKING:
    from pipeline.run import RunResult


RECORD_LABELS = {name: name for name in COUNTED_OUTCOMES}
ORDER_LABELS = {
    "reported": "reported",
    "pending": "pending",
    "canceled-before-verification": "canceled unpaid",
    "before-our-time": "closed on arrival",
}
ENDINGS = {
    0: "done",
    3: "done; action needed",
    4: "committed; publishing or archiving is not finished, and the next command completes it",
}
LEFT = {
    "link": "ignored: it is a link, not a file",
    "folder": "ignored: it is a folder, not a file",
    "special": "ignored: it is not a regular file",
    "temporary": "left in the inbox: its name is that of an unfinished file",
    "empty": "left in the inbox: it is still empty",
    "not-settled": "left in the inbox: it is still being written",
    "unreadable": "left in the inbox: it cannot be read",
    "cannot-remove": "already read, but it cannot be removed from the inbox",
}
NAMED_SKUS = 3
"""So many SKUs are named on a line."""
LEAST_COLUMNS = ("format", "unchanged", "accepted")
"""Columns of the table of feeds that go first where a terminal is narrow."""
NOTHING_TO_DO = "nothing to do: no feed in the inbox, and the time and settings are those of the last run"


def summary_text(result: RunResult, inbox: Path, zone: tzinfo, *, dry_run: bool = False) -> str:
    """Everything that a run says; `result` is one with or without a document."""
    document = result.document
    if not document:
        return NOTHING_TO_DO
    needs_you = [*needs_you_lines(document, inbox), *repair_lines(result.repairable_cells)]
    notes = note_lines(document)
    sections = [
        [outcome_text(result, zone), *(["dry run: nothing was written"] if dry_run else [])],
        feed_lines(document),
        code_lines(document),
        _report_lines(document),
        ["action needed", *text.indent(needs_you)] if needs_you else [],
        ["notes", *text.indent(notes)] if notes else [],
        proof_lines(document),
    ]
    return "\n\n".join("\n".join(lines) for lines in sections if lines)


def action_text(result: RunResult, inbox: Path, zone: tzinfo) -> str:
    """What a quiet run says: how it ended and what needs a person; nothing where nobody has to do anything."""
    if not result.exit_code:
        return ""
    needs_you = [*needs_you_lines(result.document, inbox), *repair_lines(result.repairable_cells)]
    stuck = [f"{name}: {LEFT['cannot-remove']}" for name in result.not_removed]
    return "\n".join([outcome_text(result, zone), *text.indent([*needs_you, *stuck])])


def refused_text(document: Mapping[str, Any], zone: tzinfo) -> str:
    """What a strict run says that published nothing: the same table, of a document that nobody published."""
    as_of = text.moment(datetime.fromisoformat(document["as_of"]), zone)
    parts = [[f"run {document['run']}, as of {as_of}: not published"], feed_lines(document), code_lines(document)]
    return "\n\n".join("\n".join(part) for part in parts if part)


def outcome_text(result: RunResult, zone: tzinfo) -> str:
    """One line: the run, its business instant and how it ended, or that there was nothing to do."""
    document = result.document
    if not document:
        return NOTHING_TO_DO
    as_of = text.moment(datetime.fromisoformat(document["as_of"]), zone)
    return f"run {document['run']}, as of {as_of}: {ENDINGS[result.exit_code]}"


def feed_lines(document: Mapping[str, Any]) -> list[str]:
    """A line for each feed: what it is and how its records ended."""
    if not document["feeds"]:
        return ["no feed in the inbox"]
    headings = ("feed", "format", "status", "records", *COUNTED_OUTCOMES, "codes")
    facts = ("name", "format", "status", "records", *COUNTED_OUTCOMES)
    rows = [(*(feed[fact] for fact in facts), _codes(feed)) for feed in document["feeds"]]
    return text.table(headings, rows, drop=[headings.index(name) for name in LEAST_COLUMNS])


def code_lines(document: Mapping[str, Any]) -> list[str]:
    """A line for each code that is more than information: its name, and how often the answers have it."""
    rows = [(str(code["code"]), code["name"], code["count"]) for code in code_entries(document["feeds"])]
    return text.table(("code", "name", "count"), rows) if rows else []


def needs_you_lines(document: dict[str, Any], inbox: Path) -> list[str]:
    """What was refused, and where to correct it."""
    refused = [feed["name"] for feed in document["feeds"] if feed["status"] == FEED_REFUSED]
    late = [record for record in document["released"] if record["outcome"] == "rejected"]
    rejected = sum(feed["rejected"] for feed in document["feeds"]) + len(late)
    return [
        *(f"{name}: the whole feed was refused; see its processing report" for name in refused),
        *([f"{text.count(rejected, 'record')} rejected"] if rejected else []),
        *(f"correct {name} and drop it into {inbox}" for name in _reports_in(document, "rejected/")),
    ]


def repair_lines(cells: int) -> list[str]:
    """What repair would have put right in the records that were refused; nothing where it was asked for."""
    return [f"--repair could fix {text.count(cells, 'cell')} of rejected records"] if cells else []


def note_lines(document: dict[str, Any]) -> list[str]:
    """What is held, what had no effect, what was not taken."""
    held = document["proof"]["held"]["after"]
    duplicates = [feed["name"] for feed in document["feeds"] if feed["status"] == FEED_DUPLICATE]
    lost = len(document["unencodable"])
    return [
        *([f"{text.count(held, 'record')} held until the order or shipment is known"] if held else []),
        *(f"{name} lists held records" for name in _reports_in(document, "held/")),
        *(f"{name}: same content as an earlier file; ignored" for name in duplicates),
        *(f"{entry['name']}: {_why_left(entry['reason'])}" for entry in document["left"]),
        *(f"{entry['name']}: removed, every record in it is corrected" for entry in document["cleaned"]),
        *_unassigned_lines(document),
        *(
            [f"{text.count(lost, 'value')} with characters that the encoding of the reports lacks; see run.json"]
            if lost
            else []
        ),
    ]


def _unassigned_lines(document: dict[str, Any]) -> list[str]:
    """SKUs that were sold under a default of the fee schedule; said once of each."""
    skus = [entry["sku"] for entry in document["unassigned"]]
    if not skus:
        return []
    named = ", ".join([*skus[:NAMED_SKUS], *(["…"] if len(skus) > NAMED_SKUS else [])])
    return [f"{text.count(len(skus), 'SKU')} with the default fee category or tax class of fees.toml: {named}"]


def proof_lines(document: dict[str, Any]) -> list[str]:
    """The two lines that show that nothing was lost: records and orders."""
    records = document["proof"]["records"]
    orders = document["proof"]["orders"]
    return [
        f"records read {records['in']:,}: {_counts(records, RECORD_LABELS)}",
        f"orders known {orders['known']:,}: {_counts(orders, ORDER_LABELS)}",
    ]


def row_count(document: dict[str, Any], name: str) -> int:
    """The rows of a report that the run itself published; 0 when it published none of that name."""
    counts = [report["rows"] for report in _reports_of_the_run(document) if PurePosixPath(report["name"]).name == name]
    return sum(counts)


def _report_lines(document: dict[str, Any]) -> list[str]:
    reports = []
    answers = 0
    for report in _reports_of_the_run(document):
        if _is_answer(report):
            answers += 1
        else:
            reports.append((report["name"], report["rows"]))
    lines = text.table(("report", "rows"), reports)
    return [*lines, *([f"and {text.count(answers, 'answer')} to feeds in processing/"] if answers else [])]


def _reports_of_the_run(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Those in the folder of the run, not those of the day."""
    folder = f"run-{document['run']}"
    return [report for report in document["reports"] if folder in PurePosixPath(report["name"]).parts]


def _reports_in(document: dict[str, Any], folder: str) -> list[str]:
    """The names of the reports in a folder of the workspace."""
    return [report["name"] for report in document["reports"] if report["name"].startswith(folder)]


def _is_answer(report: dict[str, Any]) -> bool:
    return "processing" in PurePosixPath(report["name"]).parts


def _codes(feed: dict[str, Any]) -> str:
    return " ".join(str(code["code"]) for code in feed["codes"] if code["type"] != "Info")


def _counts(counts: dict[str, int], labels: dict[str, str]) -> str:
    return ", ".join(f"{counts[name]:,} {label}" for name, label in labels.items())


def _why_left(reason: str) -> str:
    return LEFT.get(reason, f"left in the inbox ({reason})")
