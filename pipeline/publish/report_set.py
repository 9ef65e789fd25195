"""What a run publishes: every report is a frame from the state, staged as a file with its hash for the manifest."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pandas as pd

from pipeline.inbox.take import safe_name
from pipeline.lifecycle.outcomes import SHIPMENT
from reports import (
    canceled_orders,
    charges_report,
    flat_file_writer,
    held_view,
    inventory_report,
    notices_report,
    orders_report,
    pending_report,
    processing_report,
    processing_report_xml,
    rejected_list,
    rejected_records,
    settlement_report,
    unshipped_report,
)
from schemas import codes
from schemas.columns import CURRENCY
from schemas.formats import report_formats as formats
from schemas.formats import run_lists as catalogue
from schemas.statuses import Outcome, Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.ingest.feed import IncomingFeed
    from pipeline.money.settlement_periods import Settlement
    from pipeline.store.batch import Batch
    from pipeline.store.catalogue_rows import FeedRow
    from pipeline.store.staging import Staging
    from pipeline.workspace.settings import Settings
    from schemas.columns import Column

XML = "xml"
REJECTED, FAITHFUL = "rejected", "utf-8-sig"


@dataclass(slots=True)
class ReportWriter:
    """Stages the files of one run. `lost` collects the cells that the encoding of the reports cannot hold."""

    batch: Batch | Staging
    settings: Settings
    as_of: pd.Timestamp
    lost: list[dict[str, object]] = field(default_factory=list)
    rejected_files: dict[int, str] = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the dates in reports."""
        return ZoneInfo("UTC") if self.settings.report.timezone == "UTC" else self.settings.tz

    def put(self, kind: str, name: str, columns: Sequence[Column], frame: pd.DataFrame, above: str = "") -> None:
        """Write one flat file, to be published as `name` in the folder of its kind.

        What is to be dropped back is written in UTF-8 where the encoding of the reports cannot hold it: a mark in the
        place of a character would come back as a name.
        """
        path = self.batch.stage(kind, name)
        encoding = self.settings.report.encoding
        written = flat_file_writer.write(path, columns, frame, encoding=encoding, zone=self.zone, above=above)
        if kind == REJECTED and len(written.unencodable):
            written = flat_file_writer.write(path, columns, frame, encoding=FAITHFUL, zone=self.zone, above=above)
        row = self.batch.staged(path, written.rows, written.sha256)
        cells = written.unencodable.assign(report=row.path)
        self.lost += cells[["report", "row", "column"]].to_dict("records")

    def put_whole(self, kind: str, name: str, data: bytes, rows: int) -> None:
        """Write one file that is complete already, to be published as `name` in the folder of its kind."""
        path = self.batch.stage(kind, name)
        path.write_bytes(data)
        self.batch.staged(path, rows)


@dataclass(frozen=True, slots=True)
class ReportData:
    """What the reports of one run are made of; the same whether the run has just been made or lies in the store.

    book: pages of the orders with open units and of those of which runs of this business day first reported an item.
    today: pages of these items. settlements: closed ones, then the open one. feeds: those that the run took.
    earlier: feeds of earlier runs of which it settled held records. records: feed, record, outcome. said: every line of
    the answers, those about whole files too. charges, notices, canceled: of the run (stored tables). names: of feeds
    by their number.
    """

    book: pd.DataFrame
    today: pd.DataFrame
    stock: pd.DataFrame
    settlements: Sequence[Settlement]
    feeds: Sequence[FeedRow]
    earlier: Sequence[FeedRow]
    records: pd.DataFrame
    said: pd.DataFrame
    charges: pd.DataFrame
    notices: pd.DataFrame
    canceled: pd.DataFrame
    names: Mapping[int, str]


def everything(press: ReportWriter, edition: ReportData) -> None:
    """Every report that can be made from the state after a run and from what the run stored, and made again later."""
    books(press, edition.book, edition.today, edition.stock)
    lists(press, edition)
    settlements(press, edition.settlements)
    answers(press, edition.feeds, edition.records, edition.said)
    released(press, edition.earlier, edition.records, edition.said)


def books(press: ReportWriter, book: pd.DataFrame, today: pd.DataFrame, stock: pd.DataFrame) -> None:
    """The reports of the orders and the stock, from the parts of an edition."""
    run = press.batch.run
    press.put("run", "orders.tsv", formats.ORDERS.columns, orders_report.orders(book[book["reported_run"] == run]))
    press.put("day", "orders.tsv", formats.ORDERS.columns, orders_report.orders(today))
    still = unshipped_report.unshipped(book, press.as_of, press.settings.tz)
    press.put("run", "unshipped-orders.tsv", formats.UNSHIPPED.columns, still)
    press.put("run", "pending-orders.tsv", formats.PENDING.columns, pending_report.pending(book))
    fed = stock.rename(columns={"set_at": "last_fed_at"})
    live = book[~book["status"].isin([Status.CANCELED, Status.SHIPPED])]
    press.put("run", "inventory.tsv", formats.INVENTORY.columns, inventory_report.inventory(fed, live))


def lists(press: ReportWriter, edition: ReportData) -> None:
    """What the run charged, told and canceled."""
    gone = edition.canceled
    gone = gone.assign(available=gone["available"].where(gone["available"] >= 0).astype("Int64"))
    press.put("run", "charges.tsv", catalogue.CHARGES.columns, charges_report.charges(edition.charges, edition.names))
    press.put("run", "notices.tsv", catalogue.NOTICES.columns, notices_report.notices(edition.notices))
    press.put("run", "canceled-orders.tsv", catalogue.CANCELED.columns, canceled_orders.canceled(gone))
    lost = rejected_list.refusals(edition.said, edition.records, edition.names, press.settings.language)
    press.put("run", "rejected-all.tsv", catalogue.REFUSALS.columns, lost)


def waiting(press: ReportWriter, stored: pd.DataFrame, said: pd.DataFrame) -> None:
    """The view of what waits after the run, a file a format (stored table: held). said: the lines of its answers."""
    shipment = said[(said["code"] == codes.HELD) & (said["value"] == SHIPMENT)]
    endless = list(zip(shipment["feed"], shipment["record"], strict=True))
    for name, (table, rows) in held_view.views(stored, press.settings.hold_days, press.settings.tz, endless).items():
        press.put("held", name, held_view.columns(table), rows)


def settlements(press: ReportWriter, closed_and_open: Sequence[Settlement]) -> None:
    """A settlement report for each period that this run closed, and the open one, preliminary."""
    for one in closed_and_open:
        facts = settlement_report.SettlementSummary(
            one.settlement_id, one.start, one.end, one.deposit_at, one.total, CURRENCY
        )
        name = f"settlement-{one.settlement_id}.tsv" if one.closed else "settlement-open.tsv"
        press.put("run", name, formats.SETTLEMENT.columns, settlement_report.settlement(facts, one.rows))


def answers(press: ReportWriter, feeds: Sequence[FeedRow], records: pd.DataFrame, said: pd.DataFrame) -> None:
    """The processing report of each feed that was taken, in the form of the feed."""
    for feed in feeds:
        mine, lines = (frame[frame["feed"] == feed.feed] for frame in (records, said))
        _answer(press, feed, named(feed), answer(lines, mine, feed.records, press.settings.language))


def released(press: ReportWriter, feeds: Sequence[FeedRow], records: pd.DataFrame, said: pd.DataFrame) -> None:
    """The answers to records that earlier runs held and that this one settled (cases 25)."""
    done = records[records["outcome"] != Outcome.HELD]
    for feed in feeds:
        mine = done[done["feed"] == feed.feed]
        lines = said[(said["feed"] == feed.feed) & said["record"].isin(mine["record"])]
        _answer(press, feed, named(feed, released=True), answer(lines, mine, len(mine), press.settings.language))


def answer(lines: pd.DataFrame, records: pd.DataFrame, count: int, language: str) -> processing_report.Answer:
    """The answer to a feed of so many records: its lines (stored_tables: said), and its records with their outcome."""
    refused = records.loc[records["outcome"] == Outcome.REJECTED, "record"].to_numpy()
    said = lines.rename(columns={"item_id": "order_item_id"})
    return processing_report.processing(said, records=count, refused=refused, language=language)


def _answer(press: ReportWriter, feed: FeedRow, name: str, answered: processing_report.Answer) -> None:
    """The answer in the form of the feed."""
    if feed.form == XML:
        given = press.settings
        data = processing_report_xml.document(
            answered, run=press.batch.run, feed=feed.feed, seller=given.seller.id, language=given.language
        )
        press.put_whole("run", f"processing/{name}.report.xml", data, len(answered.rows))
    else:
        press.put("run", f"processing/{name}.report.tsv", formats.PROCESSING.columns, answered.rows, answered.above)


def refused(press: ReportWriter, arrived: Sequence[IncomingFeed], edition: ReportData) -> None:
    """The file of the refused records of each feed that came, and of those of earlier runs that this one refused."""
    feeds = {
        **{feed.feed: named(feed) for feed in edition.feeds},
        **{feed.feed: named(feed, released=True) for feed in edition.earlier},
    }
    for one in arrived:
        records, lines = (frame[frame["feed"] == one.number] for frame in (edition.records, edition.said))
        if one.number in feeds:
            _refused(press, one, records, lines, rejected_name(press.batch.run, feeds[one.number]))


def named(feed: FeedRow, *, released: bool = False) -> str:
    """What the files about a feed are called, with the run that took it where a later one `released` its records."""
    name = safe_name(feed.name, feed.file_sha256)
    return f"run-{feed.run}_{name}" if released else name


def rejected_name(run: int, name: str) -> str:
    """The file in rejected/ of what a run refused of a feed called so."""
    return f"run-{run}_{name}" + ("" if name.endswith(".tsv") else ".tsv")


def _refused(press: ReportWriter, feed: IncomingFeed, records: pd.DataFrame, lines: pd.DataFrame, name: str) -> None:
    """The refused records in the columns of their feed, to be corrected and dropped back (cases 34)."""
    refused = records.loc[records["outcome"] == Outcome.REJECTED, "record"].to_numpy()
    if len(refused) == 0:
        return
    rows = rejected_records.rejected(
        feed.text,
        lines,
        feed.table,
        refused=refused,
        origin=f"{press.batch.run}/{feed.name}",
        language=press.settings.language,
    )
    press.put(REJECTED, name, rejected_records.columns(feed.table), rows)
    press.rejected_files[feed.number] = f"rejected/{name}"


def counted_codes(lines: pd.DataFrame) -> list[dict[str, object]]:
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
