"""run.json: the manifest of a run and its proof, for people who script against it. Version 1.

Proof: records in = accepted + warning + unchanged + held + rejected; orders known = reported + Pending + canceled
before verification + before our time; held before + held now = released + expired + held after.
"""

from __future__ import annotations

import json
import platform
from dataclasses import dataclass
from datetime import datetime
from importlib import metadata
from typing import TYPE_CHECKING, Any

import pandas as pd

from pipeline.documents.json_version import JSON_VERSION
from pipeline.publish.answers import code_counts
from schemas.statuses import COUNTED_OUTCOMES, OUTCOME_TEXT, Outcome
from schemas.stored_tables import RECORD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.inbox.take import SkippedFile
    from pipeline.ingest.kept_lines import KeptLines
    from pipeline.store.catalogue_rows import FeedRow, ReportRow

LIBRARIES = ("ordermill", "pandas", "numpy", "pyarrow", "lxml")


@dataclass(frozen=True, slots=True)
class RunManifest:
    """What run.json says of a run.

    since: `as_of` of the run before, None in the first one. feeds, released, skipped, reports: the entries below.
    unassigned: SKUs of which it is said for the first time that a default of the fee schedule was used.
    cleaned: files of rejected records that the run takes away.
    unencodable: the cells that the encoding of the reports cannot hold. timings: seconds by step.
    """

    run: int
    as_of: pd.Timestamp
    since: pd.Timestamp | None
    started: datetime
    exit_code: int
    settings_hash: str
    feeds: list[dict[str, Any]]
    released: list[dict[str, Any]]
    skipped: list[dict[str, str]]
    reports: list[dict[str, Any]]
    metrics: dict[str, Any]
    watch: dict[str, Any]
    unassigned: list[dict[str, str]]
    cleaned: list[dict[str, Any]]
    unencodable: list[dict[str, object]]
    proof: dict[str, Any]
    timings: dict[str, float]

    def document(self, finished: datetime) -> dict[str, Any]:
        """run.json as a dictionary; `finished` is the instant at which the run had worked out everything."""
        as_of = instant_text(self.as_of)
        return {
            "version": JSON_VERSION,
            "run": self.run,
            "as_of": as_of,
            "started": instant_text(self.started),
            "finished": instant_text(finished),
            "exit_code": self.exit_code,
            "versions": version_entries(),
            "settings": self.settings_hash,
            "feeds": self.feeds,
            "released": self.released,
            "left": self.skipped,
            "reports": self.reports,
            "metrics": self.metrics,
            "watch": self.watch,
            "unassigned": self.unassigned,
            "cleaned": self.cleaned,
            "unencodable": self.unencodable,
            "covers": {"from": None if self.since is None else instant_text(self.since), "to": as_of},
            "proof": self.proof,
            "timings": self.timings,
        }


def feed_entry(row: FeedRow, messages: KeptLines) -> dict[str, Any]:
    """What run.json says of one feed. messages: the lines of all answers (frame `answer_lines`)."""
    return {
        "name": row.name,
        "sha256": row.sha256,
        "format": row.format,
        "form": row.form,
        "encoding": row.encoding,
        "received": instant_text(row.received),
        "status": row.status,
        "records": row.records,
        **{name: getattr(row, name) for name in COUNTED_OUTCOMES},
        "codes": code_counts(messages.of_feed(row.feed)),
    }


def report_entry(row: ReportRow) -> dict[str, Any]:
    """What run.json says of one published file."""
    return {"name": row.path, "rows": row.rows, "bytes": row.bytes, "sha256": row.sha256}


def cleaned_entry(row: ReportRow) -> dict[str, Any]:
    """What run.json says of a file that the run takes away: which run wrote it, and what was in it."""
    return {"name": row.path, "run": row.run, "rows": row.rows, "sha256": row.sha256}


def skipped_entries(skipped: Sequence[SkippedFile]) -> list[dict[str, str]]:
    """Inbox entries that were not taken, and why."""
    return [{"name": entry.name, "reason": entry.reason} for entry in skipped]


def unassigned_entries(rows: pd.DataFrame) -> list[dict[str, str]]:
    """Each SKU (frame `unassigned`) with the defaults that it has, blank where it has a class of its own."""
    return rows[["sku", "category", "tax_class"]].to_dict("records")


def released_entries(records: pd.DataFrame, messages: pd.DataFrame, held_before: pd.DataFrame) -> list[dict[str, Any]]:
    """What run.json says of each held record that this run settled: its feed and the run that held it, outcome, code.

    records: those of frame `record_outcomes` that were held. messages: frame `answer_lines`. held_before: frame `held`.
    """
    settled = records[records["outcome"] != Outcome.HELD].sort_values(RECORD)
    first_lines = messages.drop_duplicates(RECORD).set_index(RECORD)["code"]
    codes = first_lines.reindex(pd.MultiIndex.from_frame(settled[RECORD])).fillna(0).astype("int64")
    feeds = held_before.drop_duplicates("feed", keep="last").set_index("feed")
    names = feeds["name"].to_dict()
    runs = feeds["run"].to_dict()
    return [
        {
            "feed": names[feed],
            "run": runs[feed],
            "record": record,
            "outcome": OUTCOME_TEXT[outcome],
            "code": code or None,
        }
        for feed, record, outcome, code in zip(
            settled["feed"].to_list(),
            settled["record"].to_list(),
            settled["outcome"].to_list(),
            codes.to_list(),
            strict=True,
        )
    ]


def instant_text(moment: datetime) -> str:
    """An instant as run.json writes it: ISO 8601 in UTC."""
    return pd.Timestamp(moment).tz_convert("UTC").isoformat()


def version_entries() -> dict[str, str]:
    """What the run was made with."""
    return {"python": platform.python_version()} | {name: metadata.version(name) for name in LIBRARIES}


def manifest_bytes(document: dict[str, Any]) -> bytes:
    """run.json as bytes."""
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def has_rejections(document: dict[str, Any]) -> bool:
    """Whether a feed of this run was refused, or a record of one rejected.

    A held record that ends rejected does not count: its feed is long archived, and no later run could do better.
    """
    return any(feed["rejected"] or feed["status"] == "refused" for feed in document["feeds"])


def needs_person(rows: Sequence[FeedRow], released: Sequence[dict[str, Any]]) -> bool:
    """Whether something of this run needs a person: a record was rejected, or a feed refused."""
    return any(row.rejected or row.status == "refused" for row in rows) or any(
        entry["outcome"] == OUTCOME_TEXT[Outcome.REJECTED] for entry in released
    )
