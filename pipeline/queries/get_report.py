"""Any report again, also of a past run: the published file, or the same bytes made anew where it is gone.

Order process, 16.3.
"""

from __future__ import annotations

import codecs
import difflib
import tempfile
from datetime import date
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from pipeline import files
from pipeline.documents.report_document import ReportCopy
from pipeline.errors import FailureError, UsageError
from pipeline.publish.run_settings import settings_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.store.catalogue_rows import ReportRow, RunRow
    from pipeline.store.reader import StoreReader

BY_DAYS = ("orders.tsv", "canceled-orders.tsv", "charges.tsv", "notices.tsv", "rejected-all.tsv")
"""Reports of what happened in a run; all others show how things stood after it."""
A_TYPO = 0.8
"""So alike are a name and the one that is meant; names that differ more may be those of other reports."""
NOT_FROM_STORE = {
    "rejected": "the original text of rejected records is kept in this file only",
    "held": "the view of held records is rewritten by every run",
}


def get_report(store: StoreReader, name: str, run: int | None = None) -> ReportCopy:
    """The report of a run, the last one by default; of a closed settlement the run that published it.

    Raises UsageError for an unknown run or name, FailureError where it cannot be made again.
    """
    run_row = _run(store, run or _settlement_runs(store).get(_stem(name)))
    report = _named_report(store, run_row, name)
    data, made_again = _report_bytes(store, run_row, report)
    encoding = _encoding(run_row) if report.name.endswith(".tsv") else "utf-8"
    encoding = "utf-8-sig" if data.startswith(codecs.BOM_UTF8) else encoding
    return ReportCopy(_full_name(report), (run_row.run,), data, report.rows, encoding, made_again)


def get_report_of_days(store: StoreReader, name: str, first: date | None, last: date | None) -> ReportCopy:
    """The rows of a report of all runs of some business days, both included, under one heading.

    Raises UsageError for a report that shows how things stood, for days the wrong way round, and where no run of these
    days has the report.
    """
    if first and last and last < first:
        raise UsageError(f"--from {first} is after --to {last}", "give the earlier day with --from")
    runs = _runs_of_days(store, first, last)
    full_name = _name_by_days(name)
    reports = [(run, row) for run in runs for row in store.reports(run.run) if _full_name(row) == full_name]
    if not reports:
        raise UsageError(f"no run of these days has a report {name}", "`ordermill status` shows the last run")
    copies = [_report_bytes(store, run, row) for run, row in reports]
    texts = [data.decode(_encoding(run)) for (run, _), (data, _) in zip(reports, copies, strict=True)]
    numbers = [run.run for run, _ in reports]
    encoding = _encoding(reports[-1][0])
    return ReportCopy(
        name=full_name,
        runs=tuple(numbers),
        data=_under_one_heading(texts, encoding, numbers),
        rows=sum(row.rows for _, row in reports),
        encoding=encoding,
        made_again=any(made_again for _, made_again in copies),
    )


def _run(store: StoreReader, number: int | None) -> RunRow:
    """The run of that number, the last one by default."""
    head = store.last_run
    if not head:
        raise UsageError(
            "there was no run yet, so there is no report", "drop feeds into the inbox, then run `ordermill run`"
        )
    wanted = head.run if number is None else number
    run = next((row for row in store.runs() if row.run == wanted <= head.run), None)
    if run is None:
        raise UsageError(f"there is no run {number}", f"the last one is run {head.run}")
    return run


def _runs_of_days(store: StoreReader, first: date | None, last: date | None) -> list[RunRow]:
    head = _run(store, None)
    until = min(last or head.day, head.day)
    return [row for row in store.runs() if row.run <= head.run and (first or row.day) <= row.day <= until]


def _name_by_days(name: str) -> str:
    """The full name of a report that days can be asked of."""
    full_name = next((known for known in BY_DAYS if name in {known, PurePosixPath(known).stem}), "")
    if not full_name:
        known = [_stem(report) for report in BY_DAYS]
        close = difflib.get_close_matches(_stem(name), known, n=1, cutoff=A_TYPO)
        raise UsageError(
            f"{name} shows the state after one run, so it has no rows of several days"
            if not close
            else f"no report with rows of several days is called {name}",
            f"{f'did you mean {close[0]}? ' if close else ''}with --from and --to, choose one of: {', '.join(known)}",
        )
    return full_name


def _named_report(store: StoreReader, run: RunRow, name: str) -> ReportRow:
    """The one file of a run that a name means, with its ending or without."""
    reports = {_full_name(row): row for row in store.reports(run.run)}
    matches = [full_name for full_name in reports if name in {full_name, _stem(full_name)}]
    if len(matches) > 1:
        raise UsageError(f"{name} matches several files of run {run.run}", f"choose one of: {_joined(matches)}")
    if not matches:
        raise UsageError(f"run {run.run} has no report {name}", _advice(store, name, reports))
    return reports[matches[0]]


def _advice(store: StoreReader, name: str, reports: Mapping[str, ReportRow]) -> str:
    """What to ask for instead of a name that the run has not got: the one that is meant, and where all of them are."""
    settlements = _settlement_runs(store)
    if _stem(name) in settlements:
        return f"run {settlements[_stem(name)]} published it; leave out --as-of-run"
    of_run = {full_name: row for full_name, row in reports.items() if row.kind == "run" and "/" not in full_name}
    close = difflib.get_close_matches(_stem(name), [*map(_stem, reports), *settlements], n=1)
    folder = next((PurePosixPath(row.path).parent for row in of_run.values()), "reports")
    meant = f"did you mean {close[0]}?" if close else f"choose one of: {_joined([*map(_stem, of_run)])};"
    return f"{meant} all reports of this run are in {folder}"


def _settlement_runs(store: StoreReader) -> dict[str, int]:
    """The closed settlements by the name of their report, and the run that published each."""
    last = store.last_run.run if store.last_run else 0
    return {f"settlement-{period.settlement}": period.run for period in store.periods() if period.run <= last}


def _stem(name: str) -> str:
    """The name of a report without its ending."""
    start, _, ending = name.rpartition(".")
    return start if start and "/" not in ending else name


def _joined(names: list[str]) -> str:
    return ", ".join(sorted(names))


def _full_name(report: ReportRow) -> str:
    return report.name if report.kind == "run" else f"{report.kind}/{report.name}"


def _encoding(run: RunRow) -> str:
    """That of the flat files of a run."""
    return settings_of(run).report.encoding


def _report_bytes(store: StoreReader, run: RunRow, report: ReportRow) -> tuple[bytes, bool]:
    """The published bytes of a report, and whether they had to be made again."""
    published = store.root / report.path
    if published.is_file() and files.sha256_of(published) == report.sha256:
        return published.read_bytes(), False
    with tempfile.TemporaryDirectory() as folder:
        return _make_again(store, run, report, Path(folder)), True


def _make_again(store: StoreReader, run: RunRow, report: ReportRow, folder: Path) -> bytes:
    """The same bytes from the store; never others in their place."""
    problem = f"{report.path} of run {run.run} is missing or has changed since it was published"
    cleaned_in = store.cleaned_files().get(report.path)
    if cleaned_in:
        problem = f"{report.path} of run {run.run} was cleaned in run {cleaned_in}, as rejected.keep_days says"
    backup = f"restore {report.path} from a backup"
    if report.kind in NOT_FROM_STORE:
        raise FailureError(f"{problem}, and cannot be made again", f"{NOT_FROM_STORE[report.kind]}; {backup}")
    rendered = _render(store, run, report, folder)
    if rendered is None:
        raise FailureError(f"{problem}, and cannot be made again from the store", backup)
    row, path = rendered
    if row.sha256 != report.sha256:
        raise FailureError(f"{problem}, and this version of ordermill would make a different file", backup)
    return path.read_bytes()


def _render(store: StoreReader, run: RunRow, report: ReportRow, folder: Path) -> tuple[ReportRow, Path] | None:
    """The report from the store. What makes reports is loaded here: a published file is handed out without it."""
    from pipeline.publish.from_store import render_report

    return render_report(store, run, report, folder)


def _under_one_heading(texts: Sequence[str], encoding: str, runs: Sequence[int]) -> bytes:
    """Flat files of the same columns as one; in cp932 what cannot be written is as in the reports themselves."""
    heading = texts[-1].partition("\r\n")[0]
    for content, run in zip(texts, runs, strict=True):
        if content.partition("\r\n")[0] != heading:
            raise UsageError(
                f"run {run} wrote this report with other columns", "choose days before or after that change"
            )
    whole = "".join([heading + "\r\n", *(content.partition("\r\n")[2] for content in texts)])
    if encoding != "cp932":
        return whole.encode(encoding)
    from reports import cp932

    return cp932.encode(whole.encode())[0]
