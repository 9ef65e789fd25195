"""From the rows of a feed to the records that the lifecycle sees: typed values, form errors, cases 10.

Choices: a record names each code once; records with form errors take no part in cases 10 (they neither clash nor
count as the first); a repeated row of a record that says more is left out of it; inventory may be 0, other counts not.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

ORDERS, PAYMENTS, CONFIRMATIONS = "order feed", "payments", "shipment confirmation"
CANCELLATIONS, INVENTORY = "cancellation", "inventory"

UNCHANGED, HELD, DUPLICATE = 5000, 70013, 70014
MISSING, BAD_NUMBER, BAD_DATE = 70101, 70102, 70103

VERIFYING_STATUSES = ("Unshipped", "PartiallyShipped", "Shipped")

REQUIRED = {
    ORDERS: ("order-id", "order-item-id", "purchase-date", "sku", "quantity-purchased"),
    PAYMENTS: ("order-id", "payment-status"),
    CONFIRMATIONS: ("order-id", "ship-date"),
    CANCELLATIONS: ("order-id",),
    INVENTORY: ("sku",),
}
REQUIRED_WHEN_VERIFYING = ("currency", "item-price", "recipient-name", "ship-address-1", "ship-postal-code")
DATES = ("purchase-date", "payments-date", "last-updated-date", "payment-deadline", "payment-date", "ship-date")
YEN = ("item-price", "shipping-price", "gift-wrap-price", "item-promotion-discount", "ship-promotion-discount")
COUNTS = ("quantity-purchased", "quantity", "on-hand")

Row = dict[str, Any]


@dataclass(frozen=True)
class File:
    """One feed: rows of flat columns ("" or missing = blank), and the record number of each row."""

    name: str
    received: datetime
    table: str
    rows: tuple[dict[str, str], ...]
    records: tuple[int, ...]


@dataclass(frozen=True)
class Run:
    """One execution over the feeds that wait, at one business instant."""

    as_of: datetime
    files: tuple[File, ...]


@dataclass(frozen=True)
class Record:
    """One record: its typed rows without blanks; `codes` when it is refused (or repeats) before any state is seen."""

    run: int
    file: str
    number: int
    table: str
    received: datetime
    rows: tuple[Row, ...]
    outcome: str = ""
    codes: tuple[int, ...] = ()


@dataclass(frozen=True)
class Calendar:
    """Days of the business zone."""

    zone: ZoneInfo

    def day(self, instant: datetime) -> date:
        return instant.astimezone(self.zone).date()

    def start(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.zone).astimezone(UTC)

    def end(self, day: date) -> datetime:
        return self.start(day + timedelta(days=1)) - timedelta(microseconds=1)

    def instant(self, text: str, *, end_of_day: bool) -> datetime:
        """An instant as written; a bare day is its first instant, or its last."""
        if len(text) == len("2026-10-05"):
            day = date.fromisoformat(text)
            return self.end(day) if end_of_day else self.start(day)
        written = datetime.fromisoformat(text)
        return (written if written.tzinfo else written.replace(tzinfo=self.zone)).astimezone(UTC)


def read(file: File, run: int, calendar: Calendar) -> list[Record]:
    """Every record of the file, judged as far as form and cases 10 go."""
    grouped: dict[int, list[tuple[Row, set[int]]]] = defaultdict(list)
    for raw, number in zip(file.rows, file.records, strict=True):
        grouped[number].append(typed(raw, file.table, calendar))
    faults = {number: set().union(*(codes for _, codes in rows)) for number, rows in grouped.items()}
    sound = {number: [row for row, _ in rows] for number, rows in grouped.items() if not faults[number]}
    clashing, news = compare(file.table, sound)

    def record(number: int) -> Record:
        outcome = ""
        codes: tuple[int, ...] = ()
        if faults[number]:
            outcome, codes = "rejected", tuple(sorted(faults[number]))
        elif number in clashing:
            outcome, codes = "rejected", (DUPLICATE,)
        elif not news[number]:
            outcome, codes = "unchanged", (UNCHANGED,)
        rows = tuple(news.get(number, ()))
        return Record(run, file.name, number, file.table, file.received, rows, outcome, codes)

    return [record(number) for number in sorted(grouped)]


def compare(table: str, records: dict[int, list[Row]]) -> tuple[set[int], dict[int, list[Row]]]:
    """Cases 10: the records that say other values for a key, and what each record says that no earlier row said."""
    values: dict[Hashable, Row] = {}
    holders: dict[Hashable, set[int]] = defaultdict(set)
    clashing_keys: set[Hashable] = set()
    news: dict[int, list[Row]] = {}
    for number in sorted(records):
        news[number] = []
        for row in records[number]:
            key = single_key(table, row)
            holders[key].add(number)
            if key not in values:
                values[key] = row
                news[number].append(row)
            elif values[key] != row:
                clashing_keys.add(key)
    return {number for key in clashing_keys for number in holders[key]}, news


def single_key(table: str, row: Row) -> Hashable:
    """What may stand only once in a feed."""
    if table == INVENTORY:
        return (row["sku"],)
    if table == PAYMENTS:
        reference = row.get("payment-reference")
        return row["order-id"], reference, None if reference else row.get("payment-date")
    if table == CANCELLATIONS:
        return row["order-id"], row.get("amazon-order-item-code")
    if table == CONFIRMATIONS:
        return row["order-id"], row.get("order-item-id"), parcel_reference(row)
    return row["order-id"], row["order-item-id"]


def parcel_reference(row: Row) -> Hashable:
    """What a confirmation calls its parcel. Cases 11."""
    if "parcel-id" in row:
        return "parcel-id", row["parcel-id"]
    if row.get("tracking-number", "NULL") != "NULL":
        return "tracking-number", row["tracking-number"]
    return "ship-date", row["ship-date"], row["carrier"], row.get("quantity")


def typed(raw: dict[str, str], table: str, calendar: Calendar) -> tuple[Row, set[int]]:
    """The values of a row that are not blank, and the codes of its form errors."""
    row: Row = {}
    faults: set[int] = set()
    for column, text in raw.items():
        if text:
            try:
                row[column] = value(column, text, calendar, least=0 if table == INVENTORY else 1)
            except FormError as error:
                faults.add(error.code)
    missing = [column for column in required(table, raw) if not raw.get(column)]
    return row | carrier(table, row), faults | ({MISSING} if missing else set())


def required(table: str, raw: dict[str, str]) -> Iterator[str]:
    """The columns that this row must fill. Cases 30; carriers: cases 21."""
    yield from REQUIRED[table]
    if table == ORDERS and says_verified(raw):
        yield from REQUIRED_WHEN_VERIFYING
    if table == CONFIRMATIONS and not raw.get("carrier-name"):
        yield "carrier-name" if raw.get("carrier-code", "").upper() == "OTHER" else "carrier-code"
    if table == INVENTORY and not raw.get("on-hand"):
        yield "quantity"


def says_verified(row: Row) -> bool:
    """Whether an order row verifies its order: by its status, else by a payments-date. Cases 12."""
    status = row.get("order-status")
    return status in VERIFYING_STATUSES if status else bool(row.get("payments-date"))


def carrier(table: str, row: Row) -> Row:
    """Code and name as one value: the code in capitals, or Other and the name."""
    if table != CONFIRMATIONS:
        return {}
    code, name = row.pop("carrier-code", "OTHER").upper(), row.pop("carrier-name", "")
    return {"carrier": f"Other:{name}" if code == "OTHER" else code}


class FormError(Exception):
    """A value that its column does not allow."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def value(column: str, text: str, calendar: Calendar, least: int) -> Any:
    """The typed value of a text that is not blank."""
    if column in COUNTS:
        if not re.fullmatch("[0-9]{1,6}", text) or int(text) < least:
            raise FormError(BAD_NUMBER)
        return int(text)
    if column in YEN:
        return int(text)
    if column in DATES:
        try:
            return calendar.instant(text, end_of_day=column == "payment-deadline")
        except ValueError:
            raise FormError(BAD_DATE) from None
    return text


def in_order_of_work(records: Iterable[Record]) -> list[Record]:
    """New records of a stage: received, then name, then number."""
    return sorted(records, key=lambda record: (record.received, record.file, record.number))
