"""The files of settlements: a summary and balances, the lines that earlier runs have rendered, and those of this run.

What no later run changes of the open settlement becomes a segment of the store while it is written.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pipeline.errors import FailureError
from pipeline.money.settlement_order import settlement_order
from pipeline.publish.line_file import LineFile
from pipeline.publish.settlements import rows_of_segment
from pipeline.store.batch import Batch
from pipeline.store.catalogue_rows import SegmentRow
from reports import flat_file_writer
from reports.settlement_lines import VERSION, LineLayout, RenderedLines, SettlementLines
from reports.settlement_report import SettlementSummary, summary_row
from schemas.columns import CURRENCY
from schemas.formats.money_reports import SETTLEMENT

if TYPE_CHECKING:
    from datetime import datetime

    from pipeline.money.settlement_periods import Settlement
    from pipeline.publish.report_writer import ReportWriter
    from pipeline.publish.settlements import SettlementBooks
    from pipeline.store.segment_files import SegmentFiles

SUMMARY_ROWS = 1


def write_settlements(writer: ReportWriter, books: SettlementBooks, marketplace: str) -> None:
    """A settlement report for each period that this run closed, and the open one, preliminary."""
    new_segments = writer.batch.segments if isinstance(writer.batch, Batch) else None
    lines = SettlementLines(books.settlements[0].ledger, books.ids)
    for number, settlement in enumerate(books.settlements):
        segments = books.segments if number == 0 else ()
        _SettlementFile(writer, books, settlement, marketplace, new_segments).write(lines, segments)
    if new_segments:
        for segment in books.stale:
            new_segments.remove(segment)


class _Postings(NamedTuple):
    """The rows of the ledger in a segment: posted in [first_posted, posted_before), their sum in yen."""

    first_posted: datetime
    posted_before: datetime
    amount: int


@dataclass(frozen=True, slots=True)
class _SettlementFile:
    """The report of one settlement. new_segments: where its final lines are kept; None for a past run."""

    writer: ReportWriter
    books: SettlementBooks
    settlement: Settlement
    marketplace: str
    new_segments: SegmentFiles | None

    def write(self, lines: SettlementLines, segments: Iterable[SegmentRow]) -> None:
        """Write and stage the file. lines: those of the ledger of the settlement."""
        settlement = self.settlement
        name = f"settlement-{settlement.settlement_id}.tsv" if settlement.closed else "settlement-open.tsv"
        path = self.writer.batch.begin_file("run", name)
        with LineFile(path) as report:
            self._add_lines(report, lines, segments)
        row = self.writer.batch.finish_file(path, SUMMARY_ROWS + report.rows, report.sha256)
        cells = [{"report": row.path, "row": SUMMARY_ROWS + 1 + line, "column": name} for line, name in report.lost]
        self.writer.unencodable += cells

    def _add_lines(self, report: LineFile, lines: SettlementLines, segments: Iterable[SegmentRow]) -> None:
        """The heading and the summary, balances, then all amounts."""
        settlement, summary = self.settlement, self._summary()
        encoding = self.writer.settings.report.encoding
        row = summary_row(summary)
        heading = flat_file_writer.render(SETTLEMENT.columns, row, encoding=encoding, zone=self.writer.zone)
        report.write(heading.data)
        layout = summary.layout(encoding)
        before, after = np.split(settlement.row_pos, [settlement.balance_pos])
        report.add_blocks(lines.blocks(layout, before))
        balances = SettlementLines(settlement.balances, self.books.ids)
        report.add_blocks(balances.blocks(layout, np.arange(len(settlement.balances))))
        for segment in segments:
            self._add_segment(report, segment, layout)
        self._add_rows(report, lines, layout, after)

    def _summary(self) -> SettlementSummary:
        settlement = self.settlement
        return SettlementSummary(
            settlement.settlement_id,
            settlement.start,
            settlement.end,
            settlement.deposit_at,
            settlement.total,
            CURRENCY,
            self.writer.settlement_zone,
            self.marketplace,
        )

    def _add_segment(self, report: LineFile, segment: SegmentRow, layout: LineLayout) -> None:
        """Append the lines of a segment: its bytes, or where they are of another layout, lost or damaged, new ones."""
        path = self.books.store.root / segment.path
        is_copied = segment.layout == _layout_text(layout) and report.add_segment(path, segment)
        if not is_copied:
            blocks = self._rendered_again(segment, layout)
            postings = _Postings(segment.first_posted, segment.posted_before, segment.amount)
            report.add_blocks(self._kept(blocks, layout, postings))
        if self.new_segments and (self.settlement.closed or not is_copied):
            self.new_segments.remove(segment)

    def _rendered_again(self, segment: SegmentRow, layout: LineLayout) -> Iterator[RenderedLines]:
        """The lines of a segment from the ledger."""
        rows = rows_of_segment(self.books.store, segment)
        if (len(rows), rows["amount"].sum()) != (segment.rows, segment.amount):
            raise FailureError(
                f"{segment.path} has another sum than its rows in the ledger; nothing was published",
                "restore state/ from a backup",
            )
        row_pos = settlement_order(rows, np.zeros(len(rows), np.int64), self.books.ids)
        return SettlementLines(rows, self.books.ids).blocks(layout, row_pos)

    def _add_rows(self, report: LineFile, lines: SettlementLines, layout: LineLayout, row_pos: np.ndarray) -> None:
        """Append lines of the ledger. Those posted before the `as_of` of the run are final."""
        ledger = self.settlement.ledger
        posted = ledger["posted"].iloc[row_pos]
        final, rest = np.split(row_pos, [int(posted.searchsorted(self.writer.as_of))])
        if len(final):
            amount = int(ledger["amount"].to_numpy()[final].sum())
            postings = _Postings(posted.iloc[0].to_pydatetime(), self.writer.as_of.to_pydatetime(), amount)
            report.add_blocks(self._kept(lines.blocks(layout, final), layout, postings))
        report.add_blocks(lines.blocks(layout, rest))

    def _kept(
        self, blocks: Iterator[RenderedLines], layout: LineLayout, postings: _Postings
    ) -> Iterator[RenderedLines]:
        """The same blocks. Those of an open settlement become a segment on their way."""
        if self.new_segments is None or self.settlement.closed:
            yield from blocks
            return
        path = self.new_segments.begin()
        with LineFile(self.new_segments.root / path) as segment:
            for block in blocks:
                segment.add_blocks([block])
                yield block
        self.new_segments.add(self._segment_row(path, segment, layout, postings, self.new_segments.run))

    def _segment_row(
        self, path: str, segment: LineFile, layout: LineLayout, postings: _Postings, run: int
    ) -> SegmentRow:
        """A segment that `run` adds, for the catalogue. segment: its file, written completely."""
        return SegmentRow(
            path=path,
            settlement=self.settlement.settlement_id,
            start=self.settlement.start.to_pydatetime(),
            end=self.settlement.end.to_pydatetime(),
            first_posted=postings.first_posted,
            posted_before=postings.posted_before,
            layout=_layout_text(layout),
            rows=segment.rows,
            amount=postings.amount,
            unencodable=json.dumps(segment.lost),
            bytes=segment.size,
            crc32=segment.crc32,
            added=run,
        )


def _layout_text(layout: LineLayout) -> str:
    """The layout of lines as the catalogue keeps it. The encodings of Unicode differ at the head of a file alone."""
    encoding = layout.encoding if layout.encoding == "cp932" else "utf-8"
    return json.dumps([VERSION, str(layout.zone), encoding, layout.marketplace], ensure_ascii=False)
