"""A report that is handed out again, as one document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pipeline.documents.json_version import JSON_VERSION
from pipeline.errors import UsageError


@dataclass(frozen=True, slots=True)
class ReportCopy:
    """A report that is handed out: its name, the runs it is of, its bytes, rows, and whether it was made again."""

    name: str
    runs: tuple[int, ...]
    data: bytes
    rows: int
    encoding: str
    made_again: bool


def report_document(report: ReportCopy, file: str | None) -> dict[str, Any]:
    """The report with its text, or with the file to which it was written.

    Raises UsageError for a report that is no text and goes to no file.
    """
    return {
        "version": JSON_VERSION,
        "name": report.name,
        "runs": list(report.runs),
        "rows": report.rows,
        "bytes": len(report.data),
        "made_again": report.made_again,
        "file": file,
        "text": None if file else _text(report),
    }


def _text(report: ReportCopy) -> str:
    try:
        return report.data.decode(report.encoding)
    except UnicodeDecodeError as error:
        raise UsageError(f"{report.name} is not text", "name a file with -o") from error
