"""What a run publishes: every report is a frame from the state, staged as a file with its hash for the manifest."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pandas as pd

from reports import flatfile, inventory, orders, pending, processing, rejected, settlement, unshipped
from schemas import codes
from schemas import reports as formats
from schemas.statuses import Outcome, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.intake import Arrived
    from pipeline.money.periods import Settlement
    from pipeline.reading import Read
    from pipeline.settings import Settings
    from pipeline.store.batch import Batch
    from schemas.columns import Column

CURRENCY = "JPY"


@dataclass(slots=True)
class Press:
    """Stages the files of one run. `lost` collects the cells that the encoding of the reports cannot hold."""

    batch: Batch
    settings: Settings
    as_of: pd.Timestamp
    lost: list[dict[str, object]] = field(default_factory=list)
    rejected_files: dict[int, str] = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the dates in reports."""
        return ZoneInfo("UTC") if self.settings.report.timezone == "UTC" else self.settings.tz

    def put(self, kind: str, name: str, columns: Sequence[Column], frame: pd.DataFrame, above: str = "") -> None:
        """Write one flat file, to be published as `name` in the folder of its kind."""
        path = self.batch.stage(kind, name)
        encoding = self.settings.report.encoding
        written = flatfile.write(path, columns, frame, encoding=encoding, zone=self.zone, above=above)
        row = self.batch.staged(path, written.rows, written.sha256)
        cells = written.unencodable.assign(report=row.path)
        self.lost += cells[["report", "row", "column"]].to_dict("records")


def books(press: Press, book: pd.DataFrame, today: pd.DataFrame, stock: pd.DataFrame) -> None:
    """The reports of the orders and the stock. `book`: pages of the open orders and of those this run touched.

    `today`: pages of the items that runs of this business day reported first.
    """
    run = press.batch.run
    press.put("run", "orders.tsv", formats.ORDERS.columns, orders.orders(book[book["reported_run"] == run]))
    press.put("day", "orders.tsv", formats.ORDERS.columns, orders.orders(today))
    still = unshipped.unshipped(book, press.as_of, press.settings.tz)
    press.put("run", "unshipped-orders.tsv", formats.UNSHIPPED.columns, still)
    press.put("run", "pending-orders.tsv", formats.PENDING.columns, pending.pending(book))
    fed = stock.rename(columns={"set_at": "last_fed_at"})
    live = book[~book["status"].isin([Status.CANCELED, Status.SHIPPED])]
    press.put("run", "inventory.tsv", formats.INVENTORY.columns, inventory.inventory(fed, live))


def settlements(press: Press, closed_and_open: Sequence[Settlement]) -> None:
    """A settlement report for each period that this run closed, and the open one, preliminary."""
    for one in closed_and_open:
        facts = settlement.Facts(one.settlement_id, one.start, one.end, one.deposit_at, one.total, CURRENCY)
        name = f"settlement-{one.settlement_id}.tsv" if one.closed else "settlement-open.tsv"
        press.put("run", name, formats.SETTLEMENT.columns, settlement.settlement(facts, one.rows))


def answers(press: Press, read: Sequence[Read], records: pd.DataFrame, said: pd.DataFrame) -> None:
    """The processing report of each feed that was taken, and the file of its refused records."""
    for one in read:
        mine = records[records["feed"] == one.row.feed]
        lines = said[said["feed"] == one.row.feed] if one.arrived else _of_file(one.problems)
        _answer(press, f"processing/{one.safe_name}.report.tsv", lines, mine, one.row.records)
        if one.arrived:
            _refused(press, one.arrived, mine, lines, _named(press.batch.run, one.safe_name))


def released(
    press: Press, held: Sequence[Arrived], first_run: dict[int, int], records: pd.DataFrame, said: pd.DataFrame
) -> None:
    """The answers to records that earlier runs held and that this one settled (cases 25), and those refused now."""
    done = records[records["outcome"] != Outcome.HELD]
    for one in held:
        mine = done[done["feed"] == one.number]
        if mine.empty:
            continue
        name = f"run-{first_run[one.number]}_{one.name}"
        lines = said[(said["feed"] == one.number) & said["record"].isin(mine["record"])]
        _answer(press, f"processing/{name}.report.tsv", lines, mine, len(mine))
        _refused(press, one, mine, lines, _named(press.batch.run, name))


def _named(run: int, name: str) -> str:
    return f"run-{run}_{name}" + ("" if name.endswith(".tsv") else ".tsv")


def _of_file(problems: pd.DataFrame) -> pd.DataFrame:
    return problems.assign(order_id="", item_id="").astype({"order_id": "str", "item_id": "str"})


def _answer(press: Press, name: str, lines: pd.DataFrame, records: pd.DataFrame, count: int) -> None:
    refused = records.loc[records["outcome"] == Outcome.REJECTED, "record"].to_numpy()
    answer = processing.processing(
        lines.rename(columns={"item_id": "order_item_id"}),
        records=count,
        refused=refused,
        language=press.settings.language,
    )
    press.put("run", name, formats.PROCESSING.columns, answer.rows, answer.above)


def _refused(press: Press, feed: Arrived, records: pd.DataFrame, lines: pd.DataFrame, name: str) -> None:
    """The refused records in the columns of their feed, to be corrected and dropped back (cases 34)."""
    refused = records.loc[records["outcome"] == Outcome.REJECTED, "record"].to_numpy()
    if len(refused) == 0:
        return
    rows = rejected.rejected(
        feed.text,
        lines,
        feed.table,
        refused=refused,
        origin=f"{press.batch.run}/{feed.name}",
        language=press.settings.language,
    )
    press.put("rejected", name, rejected.columns(feed.table), rows)
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
