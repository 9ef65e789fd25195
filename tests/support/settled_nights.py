"""Nights that post rows and settle, against a store; and the same settlements made again from all rows each night."""

from dataclasses import dataclass, field
from datetime import datetime

from pipeline.money.settlement_periods import LedgerPosition, close_ended
from pipeline.publish.report_writer import ReportWriter
from pipeline.publish.settlement_files import write_settlements
from pipeline.publish.settlements import close_periods
from pipeline.publish.unsettled_rows import narrow_rows
from pipeline.store import PeriodRow, RunClosing, Store
from pipeline.store.order_tables import append_rows
from pipeline.store.sharding import Sharding
from pipeline.workspace.settings import Settings
from reports.settlement_report import SettlementSummary
from schemas.order_ids import OrderIds
from schemas.stored_frames import conform
from tests.support.settlement_frames import frame_of, ledger_names, rendered_settlement, rows_of

ANCHOR = datetime.fromisoformat("2026-09-28T00:00:00+09:00")
IDS = OrderIds.of(ledger_names)


@dataclass(frozen=True)
class Terms:
    """What a night may have otherwise than the night before."""

    encoding: str = "utf-8"
    timezone: str = ""
    marketplace: str = ""
    minimum_yen: int = 1
    cycle_days: int = 14

    def settings(self, name="night"):
        values = {
            "report": {"encoding": self.encoding},
            "settlement": {
                "timezone": self.timezone,
                "minimum_yen": self.minimum_yen,
                "cycle_days": self.cycle_days,
                "anchor": ANCHOR,
            },
        }
        return Settings.from_values(values, name)


@dataclass
class SettledNights:
    """Nights in a workspace. Every night's files are compared with those made of all rows that are not settled."""

    workspace: object
    rows: list = field(default_factory=list)
    last: LedgerPosition = field(default_factory=LedgerPosition)

    def night(self, as_of, rows, terms, parts=1):
        """Post rows and settle. Returns the files and the lost cells, and what they should be."""
        wanted = self.slow(as_of, rows, terms)
        return self.fast(as_of, rows, terms, parts), wanted

    def fast(self, as_of, rows, terms, parts):
        settings = terms.settings()
        with Store.open(self.workspace, settings) as store:
            batch = store.begin(as_of.to_pydatetime())
            ledger = as_ledger(frame_of(rows))
            append_rows(batch, "ledger", ledger, Sharding(IDS, settings.shards))
            # All rows of an order are in one part, as they are where orders are divided.
            pieces = [narrow_rows(ledger[ledger["order_key"] % parts == number]) for number in range(parts)]
            result = close_periods(store, pieces, IDS, as_of, settings)
            writer = ReportWriter(batch, settings, as_of)
            write_settlements(writer, result.books, terms.marketplace)
            names = {} if store.last_run else ledger_names
            closed = period_rows(result.books.settlements, batch.run)
            moment = as_of.to_pydatetime()
            batch.commit(RunClosing(0, moment, moment, periods=closed, order_names=names, meta=result.meta))
            batch.publish()
            reports = {row.name: (batch, row) for row in store.reports(batch.run)}
            assert all(row.rows == self.bytes_of(row.path).count(b"\r\n") - 1 for _, row in reports.values())
        lost = [(cell["report"].rpartition("/")[2], cell["row"], cell["column"]) for cell in writer.unencodable]
        return {name: self.bytes_of(row.path) for name, (_, row) in reports.items()}, lost

    def slow(self, as_of, rows, terms):
        """The same from every row that no closed settlement holds."""
        self.rows += rows
        settings = terms.settings()
        closing = close_ended(frame_of(self.rows), settings.settlement, settings.tz, as_of, self.last, IDS)
        self.last = closing.position
        if self.last.closed_until is not None:
            self.rows = [row for row in self.rows if row["posted"] >= self.last.closed_until]
        files, lost = {}, []
        zone = ReportWriter(None, settings, as_of).settlement_zone
        for one in closing.settlements:
            facts = (one.settlement_id, one.start, one.end, one.deposit_at, one.total, "JPY", zone, terms.marketplace)
            file = rendered_settlement(SettlementSummary(*facts), rows_of(one), terms.encoding, ledger_names)
            name = f"settlement-{one.settlement_id}.tsv" if one.closed else "settlement-open.tsv"
            files[name] = file.data
            lost += [(name, row, column) for row, column in file.unencodable.itertuples(index=False, name=None)]
        return files, lost

    def bytes_of(self, path):
        return (self.workspace.root / path).read_bytes()

    def segment_files(self):
        return sorted((self.workspace.state / "data/segment").glob("*"))

    def segments(self, terms):
        with Store.open(self.workspace, terms.settings()) as store:
            return store.segments()


def as_ledger(frame):
    """Rows with the columns of a settlement as rows of the whole ledger."""
    blanks = {"currency": "JPY", "rule": "6.1"}
    return conform("ledger", frame.assign(**blanks, transacted=frame["posted"]))


def period_rows(settlements, run):
    return [
        PeriodRow(
            one.settlement_id, one.start.to_pydatetime(), one.end.to_pydatetime(), one.deposit_at.to_pydatetime(),
            one.total, one.brought_forward, one.carried_forward, run,
        )
        for one in settlements
        if one.closed
    ]  # fmt: skip
