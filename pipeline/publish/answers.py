"""The answers to the feeds of a run, and the files of their rejected records."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.ingest.feed import IncomingFeed
from pipeline.publish.answer_names import feed_file_name, rejected_file_name
from pipeline.publish.report_data import SETTLED
from pipeline.publish.report_writer import REJECTED, ReportWriter
from pipeline.store.catalogue_rows import FeedRow
from reports import processing_report_xml, rejected_records
from reports.processing_report import Answer, build_answer
from schemas import codes
from schemas.formats import report_formats as formats
from schemas.statuses import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.ingest.kept_lines import KeptLines
    from pipeline.model.outcome_table import OutcomeTable
    from pipeline.publish.report_data import ReportData

XML = "xml"


def write_answers(writer: ReportWriter, feeds: Sequence[FeedRow], records: OutcomeTable, messages: KeptLines) -> None:
    """The processing report of each feed that was taken, in the form of the feed."""
    for feed in feeds:
        lines = partial(messages.of_feed, feed.feed)
        rejected = records.records(feed.feed, [Outcome.REJECTED])
        answer = build_answer(lines, records=feed.records, rejected=rejected, language=writer.settings.language)
        _write_answer(writer, feed, feed_file_name(feed), answer)


def write_released_answers(
    writer: ReportWriter, feeds: Sequence[FeedRow], records: OutcomeTable, messages: KeptLines
) -> None:
    """The answers to records that earlier runs held and that this one settled. Order process, 14.3."""
    for feed in feeds:
        settled = records.records(feed.feed, SETTLED)
        lines = partial(_of_records, messages, feed.feed, settled)
        rejected = records.records(feed.feed, [Outcome.REJECTED])
        answer = build_answer(lines, records=len(settled), rejected=rejected, language=writer.settings.language)
        _write_answer(writer, feed, feed_file_name(feed, released=True), answer)


def _of_records(messages: KeptLines, feed: int, records: np.ndarray) -> Iterator[pd.DataFrame]:
    """The lines about these records of a feed, block by block."""
    for lines in messages.of_feed(feed):
        yield lines[np.isin(lines["record"], records)]


def _write_answer(writer: ReportWriter, feed: FeedRow, name: str, answer: Answer) -> None:
    """Write the answer in the form of the feed."""
    if feed.form == XML:
        seller = writer.settings.seller.id
        pieces = processing_report_xml.answer_xml(
            answer, run=writer.batch.run, feed=feed.feed, seller=seller, language=writer.settings.language
        )
        writer.write_pieces("run", f"processing/{name}.report.xml", pieces, answer.count)
    else:
        columns = formats.PROCESSING.columns
        name = f"processing/{name}.report.tsv"
        writer.write_blocks(name, columns, answer.blocks(), answer.summary_text, heading=answer.count > 0)


def write_rejected_files(writer: ReportWriter, incoming: Sequence[IncomingFeed], data: ReportData) -> None:
    """The file of the rejected records of each feed that came, and of those of earlier runs that this one rejected."""
    names = {
        **{feed.feed: feed_file_name(feed) for feed in data.feeds},
        **{feed.feed: feed_file_name(feed, released=True) for feed in data.earlier_feeds},
    }
    for feed in incoming:
        if feed.number in names:
            name = rejected_file_name(writer.batch.run, names[feed.number])
            rejected = data.records.records(feed.number, [Outcome.REJECTED])
            lines = data.messages.of_records(feed.number, rejected)
            _write_rejected_file(writer, feed, rejected, lines, name)


def _write_rejected_file(
    writer: ReportWriter, feed: IncomingFeed, rejected: np.ndarray, lines: pd.DataFrame, name: str
) -> None:
    """The rejected records in the columns of their feed, to be corrected and dropped back. Order process, 14.4."""
    if len(rejected) == 0:
        return
    rows = rejected_records.rejected_rows(
        feed.text.rows(rejected),
        lines,
        feed.table,
        rejected=rejected,
        origin=f"{writer.batch.run}/{feed.name}",
        language=writer.settings.language,
    )
    writer.write_flat_file(REJECTED, name, rejected_records.rejected_columns(feed.table), rows)
    writer.rejected_files[feed.number] = f"rejected/{name}"


def code_counts(lines: Iterable[pd.DataFrame]) -> list[dict[str, object]]:
    """How often each code stands in the answer to a feed: code, name, type, count. lines: frames `answer_lines`."""
    counts: Counter[int] = Counter()
    for block in lines:
        counts.update(block["code"].value_counts().to_dict())
    return [
        {
            "code": int(number),
            "name": codes.CODES[int(number)].name,
            "type": codes.CODES[int(number)].type,
            "count": int(count),
        }
        for number, count in sorted(counts.items())
    ]
