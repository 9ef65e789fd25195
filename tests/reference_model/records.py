"""From the rows of a feed to the records that the lifecycle sees: form errors, then keys that must be single.

Order process, 8.5.

Choices: a record names each code once; records with form errors take no part (they neither clash nor
count as the first); a repeated row of a record that says more is left out of it; inventory may be 0, other counts not;
a row of an all-orders report is its own key, and one without an item id repeats no other. Whether a row had been
refused before is not part of what it says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.reference_model.days import Calendar
from tests.reference_model.form import lacks_time, typed_row
from tests.reference_model.tables import (
    ADDRESSES,
    ALL_ORDERS,
    CANCELLATIONS,
    CONFIRMATIONS,
    INVENTORY,
    PAYMENTS,
    REFUNDS,
    Row,
    status_word,
)

UNCHANGED, DUPLICATE, TIME_MISSING, STATUS_UNKNOWN = 5000, 70014, 70022, 70023
KEYS = {
    ADDRESSES: ("order-id", "message-id"),
    CANCELLATIONS: ("order-id", "amazon-order-item-code"),
    INVENTORY: ("sku",),
    REFUNDS: ("order-id", "order-item-id", "adjustment-reason-code"),
}
TWICE_IS_UNCLEAR = (CONFIRMATIONS, CANCELLATIONS, REFUNDS)
"""Feeds of which one message that says the same of an item twice may mean it once or twice."""


@dataclass(frozen=True)
class File:
    """One feed: rows of flat columns ("" or missing = blank), and the record number of each row."""

    name: str
    received: datetime
    table: str
    rows: tuple[dict[str, str], ...]
    records: tuple[int, ...]


@dataclass(frozen=True)
class Plan:
    """The selling plan: yen a month and yen a unit; with tax added to every fee, or without."""

    monthly_yen: int = 4900
    per_unit_yen: int = 0
    is_taxed: bool = False


@dataclass(frozen=True)
class Run:
    """One execution over the feeds that wait, at one business instant, under one selling plan."""

    as_of: datetime
    files: tuple[File, ...]
    plan: Plan = Plan()


@dataclass(frozen=True)
class Record:
    """One record: its typed rows without blanks; `codes` when it is refused (or repeats) before any state is seen.

    `warnings`: codes that are told beside whatever becomes of it.
    """

    run: int
    file: str
    number: int
    table: str
    received: datetime
    rows: tuple[Row, ...]
    outcome: str = ""
    codes: tuple[int, ...] = ()
    warnings: tuple[int, ...] = ()

    @property
    def key(self) -> str:
        """The order that it is about."""
        return str(self.rows[0]["order-id"])


def read(file: File, run: int, calendar: Calendar) -> list[Record]:
    """Every record of the file, judged as far as form and keys go."""
    grouped: dict[int, list[tuple[Row, set[int]]]] = defaultdict(list)
    for raw, number in zip(file.rows, file.records, strict=True):
        grouped[number].append(typed_row(raw, file.table, calendar))
    faults = {number: set().union(*(codes for _, codes in rows)) for number, rows in grouped.items()}
    sound = {number: [row for row, _ in rows] for number, rows in grouped.items() if not faults[number]}
    clashing, new_rows = compare_records(file.table, sound)

    def record(number: int) -> Record:
        outcome = ""
        codes: tuple[int, ...] = ()
        if faults[number]:
            outcome, codes = "rejected", tuple(sorted(faults[number]))
        elif number in clashing:
            outcome, codes = "rejected", (DUPLICATE,)
        elif not new_rows[number]:
            outcome, codes = "unchanged", (UNCHANGED,)
        rows = tuple(new_rows.get(number, ()))
        has_unknown = any(names_unknown_status(row) for row, _ in grouped[number])
        is_undated = any(lacks_time(raw) for raw, its in zip(file.rows, file.records, strict=True) if its == number)
        warnings = (TIME_MISSING,) * is_undated + (STATUS_UNKNOWN,) * has_unknown
        return Record(run, file.name, number, file.table, file.received, rows, outcome, codes, warnings)

    return [record(number) for number in sorted(grouped)]


def names_unknown_status(row: Row) -> bool:
    """Whether a row gives its order or its item a status that nobody knows."""
    words = [row.get("order-status", ""), row.get("item-status", "")]
    return any(word and not status_word(word) for word in words)


def compare_records(table: str, records: dict[int, list[Row]]) -> tuple[set[int], dict[int, list[Row]]]:
    """The records that say other values for a key, and what each record says that no earlier row said.

    Order process, 8.5.

    A record that ships, cancels or refunds a thing twice is refused too, and what a refused one says was not had.
    """
    values: dict[Hashable, Row] = {}
    holders: dict[Hashable, set[int]] = defaultdict(set)
    refused: set[int] = set()
    clashing: set[Hashable] = set()
    for number, rows in records.items():
        for row in rows:
            key = unique_key(table, row)
            if number in holders[key] and table in TWICE_IS_UNCLEAR:
                refused.add(number)
            holders[key].add(number)
            if values.setdefault(key, row) != row:
                clashing.add(key)
    refused |= {number for key in clashing for number in holders[key]}
    had: set[Hashable] = set()
    new_rows: dict[int, list[Row]] = {}
    for number in sorted(set(records) - refused):
        new_rows[number] = []
        for row in records[number]:
            key = unique_key(table, row)
            if key not in had:
                new_rows[number].append(row)
            had.add(key)
    return refused, new_rows


def unique_key(table: str, row: Row) -> Hashable:
    """What may stand only once in a feed."""
    if table == PAYMENTS:
        reference = row.get("payment-reference")
        return row["order-id"], reference, None if reference else row.get("payment-date")
    if table == ALL_ORDERS and "order-item-id" not in row:
        return id(row)
    if table == ALL_ORDERS:
        return tuple(sorted((column, str(value)) for column, value in row.items()))
    if table == CONFIRMATIONS:
        return row["order-id"], row.get("order-item-id"), shipment_reference(row)
    return tuple(row.get(column) for column in KEYS.get(table, ("order-id", "order-item-id")))


def shipment_reference(row: Row) -> tuple[Any, ...]:
    """What a confirmation calls its shipment. Order process, 4.3.2."""
    if "parcel-id" in row:
        return "parcel-id", row["parcel-id"]
    if row.get("tracking-number", "NULL") != "NULL":
        return "tracking-number", row["tracking-number"]
    return "ship-date", row["ship-date"], row["carrier"], row.get("quantity")


def in_work_order(records: Iterable[Record]) -> list[Record]:
    """New records of a stage: received, then name, then number."""
    return sorted(records, key=lambda record: (record.received, record.file, record.number))
