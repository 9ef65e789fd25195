"""Stages the files of a run: written once, hashed, in the manifest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd

from pipeline import files
from pipeline.publish.hashed_file import HashedFile
from pipeline.store.batch import Batch
from pipeline.store.staging import Staging
from pipeline.workspace.settings import Settings
from reports import flat_file_writer
from reports.flat_file_writer import WrittenFile
from reports.report_parts import ReportPart
from reports.unshipped_report import ReportMoment
from schemas.columns import Column
from schemas.frame_checks import check_frames

REJECTED = "rejected"
REJECTED_ENCODING = "utf-8-sig"
AT_A_TIME = 2
"""How many reports are written at a time: each has a block of lines in memory."""


@dataclass(frozen=True, slots=True)
class UnwrittenReport:
    """A flat file from sorted parts, to be published as `name` in the folder of its kind.

    copied_to: the kinds in whose folders the same bytes are published too.
    """

    kind: str
    name: str
    columns: Sequence[Column]
    parts: Sequence[ReportPart]
    copied_to: tuple[str, ...] = ()


@dataclass(slots=True)
class ReportWriter:
    """Stages the files of one run.

    unencodable: the cells that the encoding of the reports cannot hold. rejected_files: by feed, the file of its
    rejected records.
    """

    batch: Batch | Staging
    settings: Settings
    as_of: pd.Timestamp
    unencodable: list[dict[str, object]] = field(default_factory=list)
    rejected_files: dict[int, str] = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the dates in reports."""
        return ZoneInfo("UTC") if self.settings.report.timezone == "UTC" else self.settings.tz

    @property
    def settlement_zone(self) -> ZoneInfo:
        """The zone of the times and days in settlements. Order process, 6.4.4."""
        return ZoneInfo("UTC") if self.settings.settlement.timezone == "UTC" else self.settings.tz

    @property
    def moment(self) -> ReportMoment:
        """The instant of the run, with the zones of its reports."""
        return ReportMoment(self.as_of, self.settings.tz, self.zone)

    def write_flat_file(
        self, kind: str, name: str, columns: Sequence[Column], frame: pd.DataFrame, above: str = ""
    ) -> None:
        """Write one flat file, to be published as `name` in the folder of its kind. frame: `report_rows`.

        What is to be dropped back is written in UTF-8 where the encoding of the reports cannot hold it: a mark in the
        place of a character would come back as a name.
        """
        check_frames(columns, report_rows=frame)
        path = self.batch.begin_file(kind, name)
        encoding = self.settings.report.encoding
        written = flat_file_writer.write(path, columns, frame, encoding=encoding, zone=self.zone, preamble=above)
        if kind == REJECTED and len(written.unencodable):
            written = flat_file_writer.write(
                path, columns, frame, encoding=REJECTED_ENCODING, zone=self.zone, preamble=above
            )
        self._finish(path, written)

    def write_blocks(
        self, name: str, columns: Sequence[Column], blocks: Iterable[pd.DataFrame], above: str, *, heading: bool
    ) -> None:
        """Write one flat file of the run from frames one after another (`report_rows`), under a text and a heading."""
        path = self.batch.begin_file("run", name)
        text = above + (flat_file_writer.heading(columns) if heading else "")
        encoding = self.settings.report.encoding
        written = flat_file_writer.write_blocks(path, columns, blocks, encoding=encoding, zone=self.zone, above=text)
        self._finish(path, written)

    def write_together(self, reports: Sequence[UnwrittenReport]) -> None:
        """Write flat files, two at a time: joining, hashing and writing bytes leave the interpreter to another thread.

        The manifest lists them in this order.
        """
        paths = [self.batch.begin_file(report.kind, report.name) for report in reports]
        with ThreadPoolExecutor(AT_A_TIME) as threads:
            written = list(threads.map(self._write_parts, paths, reports))
        for path, report, file in zip(paths, reports, written, strict=True):
            self._finish(path, file)
            for kind in report.copied_to:
                self._write_copy(kind, report.name, path, file)

    def _write_parts(self, path: Path, report: UnwrittenReport) -> WrittenFile:
        encoding = self.settings.report.encoding
        return flat_file_writer.write_parts(path, report.columns, report.parts, encoding=encoding)

    def _write_copy(self, kind: str, name: str, original: Path, written: WrittenFile) -> None:
        """Publish the same bytes in the folder of another kind."""
        path = self.batch.begin_file(kind, name)
        files.copy(original, path)
        self._finish(path, written)

    def _finish(self, path: Path, written: WrittenFile) -> None:
        """Put a file into the manifest, and note the cells that lost a character."""
        check_frames(unencodable_cells=written.unencodable)
        row = self.batch.finish_file(path, written.rows, written.sha256)
        cells = written.unencodable.assign(report=row.path)
        self.unencodable += cells[["report", "row", "column"]].to_dict("records")

    def write_pieces(self, kind: str, name: str, pieces: Iterable[bytes], rows: int) -> None:
        """Write one file from finished pieces, to be published as `name` in the folder of its kind."""
        path = self.batch.begin_file(kind, name)
        with HashedFile(path) as file:
            for piece in pieces:
                file.write(piece)
        self.batch.finish_file(path, rows, file.sha256)
