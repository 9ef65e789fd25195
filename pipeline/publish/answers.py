"""The answers to the feeds of a run, and the files of their rejected records."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from pipeline.inbox.entries import safe_name
from pipeline.ingest.feed import IncomingFeed
from pipeline.publish.report_writer import REJECTED, ReportWriter
from pipeline.store.catalogue_rows import FeedRow
from reports import processing_report, processing_report_xml, rejected_records
from schemas import codes
from schemas.formats import report_formats as formats
from schemas.statuses import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.publish.report_data import ReportData

XML = "xml"


def write_answers(writer: ReportWriter, feeds: Sequence[FeedRow], records: pd.DataFrame, said: pd.DataFrame) -> None:
    """The processing report of each feed that was taken, in the form of the feed."""
    for feed in feeds:
        mine, lines = (frame[frame["feed"] == feed.feed] for frame in (records, said))
        _write_answer(
            writer, feed, feed_file_name(feed), build_answer(lines, mine, feed.records, writer.settings.language)
        )


def write_released_answers(
    writer: ReportWriter, feeds: Sequence[FeedRow], records: pd.DataFrame, said: pd.DataFrame
) -> None:
    """The answers to records that earlier runs held and that this one settled (cases 25)."""
    done = records[records["outcome"] != Outcome.HELD]
    for feed in feeds:
        mine = done[done["feed"] == feed.feed]
        lines = said[(said["feed"] == feed.feed) & said["record"].isin(mine["record"])]
        _write_answer(
            writer,
            feed,
            feed_file_name(feed, released=True),
            build_answer(lines, mine, len(mine), writer.settings.language),
        )


def build_answer(lines: pd.DataFrame, records: pd.DataFrame, count: int, language: str) -> processing_report.Answer:
    """The answer to a feed of so many records: its lines (stored_tables: said), and its records with their outcome."""
    refused = records.loc[records["outcome"] == Outcome.REJECTED, "record"].to_numpy()
    said = lines.rename(columns={"item_id": "order_item_id"})
    return processing_report.build_answer(said, records=count, rejected=refused, language=language)


def _write_answer(writer: ReportWriter, feed: FeedRow, name: str, answered: processing_report.Answer) -> None:
    """The answer in the form of the feed."""
    if feed.form == XML:
        given = writer.settings
        data = processing_report_xml.answer_xml(
            answered, run=writer.batch.run, feed=feed.feed, seller=given.seller.id, language=given.language
        )
        writer.put_whole("run", f"processing/{name}.report.xml", data, len(answered.rows))
    else:
        writer.put(
            "run", f"processing/{name}.report.tsv", formats.PROCESSING.columns, answered.rows, answered.summary_text
        )


def write_rejected_files(writer: ReportWriter, arrived: Sequence[IncomingFeed], data: ReportData) -> None:
    """The file of the refused records of each feed that came, and of those of earlier runs that this one refused."""
    feeds = {
        **{feed.feed: feed_file_name(feed) for feed in data.feeds},
        **{feed.feed: feed_file_name(feed, released=True) for feed in data.earlier},
    }
    for one in arrived:
        records, lines = (frame[frame["feed"] == one.number] for frame in (data.records, data.said))
        if one.number in feeds:
            _write_rejected(writer, one, records, lines, rejected_file_name(writer.batch.run, feeds[one.number]))


def feed_file_name(feed: FeedRow, *, released: bool = False) -> str:
    """What the files about a feed are called, with the run that took it where a later one `released` its records."""
    name = safe_name(feed.name, feed.file_sha256)
    return f"run-{feed.run}_{name}" if released else name


def rejected_file_name(run: int, name: str) -> str:
    """The file in rejected/ of what a run refused of a feed called so."""
    return f"run-{run}_{name}" + ("" if name.endswith(".tsv") else ".tsv")


def _write_rejected(
    writer: ReportWriter, feed: IncomingFeed, records: pd.DataFrame, lines: pd.DataFrame, name: str
) -> None:
    """The refused records in the columns of their feed, to be corrected and dropped back (cases 34)."""
    refused = records.loc[records["outcome"] == Outcome.REJECTED, "record"].to_numpy()
    if len(refused) == 0:
        return
    rows = rejected_records.rejected_rows(
        feed.text,
        lines,
        feed.table,
        rejected=refused,
        origin=f"{writer.batch.run}/{feed.name}",
        language=writer.settings.language,
    )
    writer.put(REJECTED, name, rejected_records.rejected_columns(feed.table), rows)
    writer.rejected_files[feed.number] = f"rejected/{name}"


def code_counts(lines: pd.DataFrame) -> list[dict[str, object]]:
    """How often each code stands in the answer to a feed: code, name, type, count."""
    return [
        {
            "code": int(number),
            "name": codes.CODES[int(number)].name,
            "type": codes.CODES[int(number)].type,
            "count": int(count),
        }
        for number, count in lines["code"].value_counts().sort_index().items()
    ]
