"""What a run has to say when it is done: what came, what was published, what needs a person, and the proof."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from pipeline import text
from pipeline.documents.json_version import JSON_VERSION
from schemas.statuses import COUNTED_OUTCOMES, FEED_DUPLICATE, FEED_REFUSED

if TYPE_CHECKING:
    from pipeline.run import RunResult

ENDINGS = {
    0: "done",
    3: "done, and something needs you",
    4: "committed; publishing or archiving is not finished, the next command completes it",
}
NOTHING = "nothing to do: no feed in the inbox, the same instant and the same settings as the last run"


def summary(done: RunResult, inbox: Path, zone: tzinfo, *, dry_run: bool = False) -> str:
    """The words for a run."""
    document = done.document
    if not document:
        return NOTHING
    needs, notes = [*needs_you(document, inbox), *repairs(done.repairable_cells)], to_note(document)
    parts = [
        [headline(done, zone), *(["dry run: nothing was written"] if dry_run else [])],
        feeds(document),
        _reports(document),
        ["needs you", *text.indent(needs)] if needs else [],
        ["to note", *text.indent(notes)] if notes else [],
        proof(document),
    ]
    return "\n\n".join("\n".join(lines) for lines in parts if lines)


def headline(done: RunResult, zone: tzinfo) -> str:
    """The run, its business instant and how it ended."""
    as_of = text.moment(datetime.fromisoformat(done.document["as_of"]), zone)
    return f"run {done.document['run']}, as of {as_of}: {ENDINGS[done.exit_code]}"


def nothing(done: RunResult) -> dict[str, Any]:
    """The document of a run that had nothing to do."""
    return {"version": JSON_VERSION, "run": None, "exit_code": done.exit_code}


def feeds(document: dict[str, Any]) -> list[str]:
    """A line for each feed: what it is and how its records ended."""
    if not document["feeds"]:
        return ["no feed in the inbox"]
    heads = ("feed", "format", "status", "records", *COUNTED_OUTCOMES, "codes")
    facts = ("name", "format", "status", "records", *COUNTED_OUTCOMES)
    return text.table(heads, [(*(feed[fact] for fact in facts), _codes(feed)) for feed in document["feeds"]])


def needs_you(document: dict[str, Any], inbox: Path) -> list[str]:
    """What was refused, and where to correct it."""
    refused = [feed["name"] for feed in document["feeds"] if feed["status"] == FEED_REFUSED]
    late = [one for one in document["released"] if one["outcome"] == "rejected"]
    rejected = sum(feed["rejected"] for feed in document["feeds"]) + len(late)
    lies = [report["name"] for report in document["reports"] if report["name"].startswith("rejected/")]
    return [
        *(f"{name}: refused whole, see its processing report" for name in refused),
        *([f"{text.count(rejected, 'record')} refused"] if rejected else []),
        *(f"correct {name} and drop it into {inbox}" for name in lies),
    ]


def repairs(cells: int) -> list[str]:
    """What repair would have put right in the records that were refused; nothing where it was asked for."""
    return [f"with --repair {text.count(cells, 'cell')} of refused records can be put right"] if cells else []


def to_note(document: dict[str, Any]) -> list[str]:
    """What waits, what had no effect, what was not taken."""
    held, lost = document["proof"]["held"]["after"], len(document["unencodable"])
    again = [feed["name"] for feed in document["feeds"] if feed["status"] == FEED_DUPLICATE]
    listed = [report["name"] for report in document["reports"] if report["name"].startswith("held/")]
    return [
        *([f"{text.count(held, 'record')} held until the order is known"] if held else []),
        *(f"{name} lists held records" for name in listed),
        *(f"{name}: read before, without effect" for name in again),
        *(f"{entry['name']}: left in the inbox ({entry['reason']})" for entry in document["left"]),
        *(
            [f"{text.count(lost, 'value')} with characters that the reports' encoding lacks, see run.json"]
            if lost
            else []
        ),
    ]


def proof(document: dict[str, Any]) -> list[str]:
    """The two lines that show that nothing was lost: records and orders."""
    records, orders = document["proof"]["records"], document["proof"]["orders"]
    stands = ("reported", "pending", "canceled-before-verification", "before-our-time")
    return [
        f"{text.count(records['in'], 'record')} in = {_sum(records, COUNTED_OUTCOMES)}",
        f"{text.count(orders['known'], 'order')} known = {_sum(orders, stands)}",
    ]


def rows_of(document: dict[str, Any], name: str) -> int:
    """The rows of a report that the run itself published; 0 when it published none of that name."""
    found = [report["rows"] for report in _of_the_run(document) if PurePosixPath(report["name"]).name == name]
    return sum(found)


def _reports(document: dict[str, Any]) -> list[str]:
    every = _of_the_run(document)
    reports = [report for report in every if not _is_answer(report)]
    answers = len(every) - len(reports)
    lines = text.table(("report", "rows"), [(report["name"], report["rows"]) for report in reports])
    return [*lines, *([f"and in processing/ {text.count(answers, 'answer')} to feeds"] if answers else [])]


def _of_the_run(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [report for report in document["reports"] if f"run-{document['run']}" in PurePosixPath(report["name"]).parts]


def _is_answer(report: dict[str, Any]) -> bool:
    return "processing" in PurePosixPath(report["name"]).parts


def _codes(feed: dict[str, Any]) -> str:
    return " ".join(str(code["code"]) for code in feed["codes"] if code["type"] != "Info")


def _sum(counts: dict[str, int], names: Sequence[str]) -> str:
    return " + ".join(f"{counts[name]:,} {name.replace('-', ' ')}" for name in names)
