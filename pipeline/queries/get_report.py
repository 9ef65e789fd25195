"""Any report again, also of a past run: the published file, or the same bytes made anew where it is gone. Cases 39."""

from __future__ import annotations

import codecs
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from pipeline import files, text
from pipeline.documents.json_version import JSON_VERSION
from pipeline.errors import FailureError, UsageError
from pipeline.publish import from_store
from reports import cp932

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.store.catalogue_rows import ReportRow, RunRow
    from pipeline.store.reader import StoreReader

BY_DAYS = ("orders.tsv", "canceled-orders.tsv", "charges.tsv", "notices.tsv", "rejected-all.tsv")
"""Reports of what happened in a run; all others show how things stood after it."""
NOT_FROM_STORE = {
    "rejected": "the raw text of refused records is kept in this file alone",
    "held": "the view of held records is rewritten by every run",
}


@dataclass(frozen=True, slots=True)
class ReportCopy:
    """A report that is handed out: its name, the runs it is of, its bytes, rows, and whether it was made again."""

    name: str
    runs: tuple[int, ...]
    data: bytes
    rows: int
    encoding: str
    again: bool


def report(store: StoreReader, name: str, run: int | None = None) -> ReportCopy:
    """The report of a run, the last one by default. Raises Usage for an unknown run or name, Failed."""
    row = _run(store, run)
    wanted = _named(store, row, name)
    data, again = _bytes(store, row, wanted)
    encoding = from_store.settings_of(row).report.encoding if wanted.name.endswith(".tsv") else "utf-8"
    encoding = "utf-8-sig" if data.startswith(codecs.BOM_UTF8) else encoding
    return ReportCopy(_full_name(wanted), (row.run,), data, wanted.rows, encoding, again)


def of_days(store: StoreReader, name: str, first: date | None, last: date | None) -> ReportCopy:
    """The rows of a report of all runs of some business days, both included, under one heading.

    Raises Usage for a report that shows how things stood, for days the wrong way round, and where no run of these days
    has the report.
    """
    if first and last and last < first:
        raise UsageError(f"--from {first} is after --to {last}", "give the earlier day with --from")
    head = _run(store, None)
    until = min(last or head.day, head.day)
    runs = [row for row in store.runs() if row.run <= head.run and (first or row.day) <= row.day <= until]
    full = next((each for each in BY_DAYS if name in {each, PurePosixPath(each).stem}), "")
    if not full:
        can = ", ".join(PurePosixPath(each).stem for each in BY_DAYS)
        raise UsageError(f"{name} shows how things stood after one run, not what happened in days", f"days have: {can}")
    rows = {row.run: row for row in runs}
    found = [(rows[each.run], each) for row in runs for each in store.reports(row.run) if _full_name(each) == full]
    if not found:
        raise UsageError(f"no run of these days has a report {name}", "see `ordermill status` for the last run")
    given = [(*_bytes(store, row, each), from_store.settings_of(row).report.encoding) for row, each in found]
    encoding = given[-1][2]
    data = _under_one_heading([each.decode(was) for each, _, was in given], encoding, [row.run for row, _ in found])
    count, again = sum(each.rows for _, each in found), any(made for _, made, _ in given)
    return ReportCopy(full, tuple(row.run for row, _ in found), data, count, encoding, again)


def document(handed: ReportCopy, to: Path | None) -> dict[str, Any]:
    """The report as one document: its text, or where it was written."""
    try:
        text = None if to else handed.data.decode(handed.encoding)
    except UnicodeDecodeError as error:
        raise UsageError(f"{handed.name} is no text", "name a file with -o") from error
    return {
        "version": JSON_VERSION,
        "name": handed.name,
        "runs": list(handed.runs),
        "rows": handed.rows,
        "bytes": len(handed.data),
        "made_again": handed.again,
        "file": str(to) if to else None,
        "text": text,
    }


def words(handed: ReportCopy, to: Path) -> str:
    """What was written where."""
    runs = ", ".join(map(str, handed.runs))
    made = ", made again" if handed.again else ""
    return f"{handed.name} of run {runs}: {text.count(handed.rows, 'row')} in {to}{made}"


def write(handed: ReportCopy, to: Path) -> None:
    """Write the report to a file, whole or not at all."""
    if to.is_dir():
        raise UsageError(f"{to} is a folder", "name a file with -o")
    if not to.absolute().parent.is_dir():
        raise UsageError(f"there is no folder {to.parent}", "name a file in a folder that exists with -o")
    files.write_in_place(to.absolute(), handed.data)


def _run(store: StoreReader, number: int | None) -> RunRow:
    head = store.last_run
    if not head:
        raise UsageError(
            "there is no run yet, so there is no report", "drop feeds into the inbox, then `ordermill run`"
        )
    found = [row for row in store.runs() if row.run == (head.run if number is None else number) and row.run <= head.run]
    if not found:
        raise UsageError(f"there is no run {number}", f"the last one is run {head.run}")
    return found[0]


def _named(store: StoreReader, run: RunRow, name: str) -> ReportRow:
    """The one file of a run that a name means, with its ending or without."""
    every = {_full_name(row): row for row in store.reports(run.run)}
    found = [full for full in every if name in {full, str(PurePosixPath(full).with_suffix(""))}]
    if len(found) != 1:
        known = ", ".join(sorted(found or every))
        raise UsageError(
            f"{name} means several files of run {run.run}" if found else f"run {run.run} has no report {name}",
            f"choose one of: {known}",
        )
    return every[found[0]]


def _full_name(row: ReportRow) -> str:
    return row.name if row.kind == "run" else f"{row.kind}/{row.name}"


def _bytes(store: StoreReader, run: RunRow, wanted: ReportRow) -> tuple[bytes, bool]:
    """The published bytes of a report, and whether they had to be made again."""
    published = store.root / wanted.path
    if published.is_file() and files.sha256_of(published) == wanted.sha256:
        return published.read_bytes(), False
    with tempfile.TemporaryDirectory() as folder:
        return _again(store, run, wanted, Path(folder)), True


def _again(store: StoreReader, run: RunRow, wanted: ReportRow, folder: Path) -> bytes:
    """The same bytes from the store; never others in their place."""
    gone = f"{wanted.path} of run {run.run} is missing or not as it was published"
    backup = f"restore {wanted.path} from a backup"
    if wanted.kind in NOT_FROM_STORE:
        raise FailureError(f"{gone}, and cannot be made again", f"{NOT_FROM_STORE[wanted.kind]}; {backup}")
    made = from_store.render_reports(store, run, folder)
    if wanted.path not in made:
        raise FailureError(f"{gone}, and cannot be made again from the store", backup)
    row, path = made[wanted.path]
    if row.sha256 != wanted.sha256:
        raise FailureError(f"{gone}, and this version of the program makes other bytes of it", backup)
    return path.read_bytes()


def _under_one_heading(texts: Sequence[str], encoding: str, runs: Sequence[int]) -> bytes:
    """Flat files of the same columns as one; in cp932 what cannot be written is as in the reports themselves."""
    heading = texts[-1].partition("\r\n")[0]
    for content, run in zip(texts, runs, strict=True):
        if content.partition("\r\n")[0] != heading:
            raise UsageError(
                f"run {run} wrote this report with other columns", "choose days on one side of that change"
            )
    whole = "".join([heading + "\r\n", *(content.partition("\r\n")[2] for content in texts)])
    return cp932.encode(whole.encode())[0] if encoding == "cp932" else whole.encode(encoding)
