"""Reading what a seller wants to know in the morning: open refusals, orders to ship, rates, settlements."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pandas as pd

from pipeline.documents.morning_document import (
    LastSettlement,
    code_entries,
    open_entries,
    rate_entries,
    settlement_entry,
    to_ship_entries,
)
from pipeline.documents.order.order_flags import LISTED_COLUMNS, LISTED_ITEM_COLUMNS
from pipeline.model.sorted_keys import sort_by_keys
from pipeline.money.settlement_calendar import SettlementCalendar, days_after
from pipeline.queries.find_rejects import open_rejects
from pipeline.store import order_tables
from pipeline.store.lookup import last_as_of, with_order_ids
from schemas.stored_frames import as_frame
from schemas.stored_tables import SCHEMAS

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.store.catalogue_rows import RunRow
    from pipeline.store.reader import StoreReader
    from pipeline.workspace.settings import Settings


def get_morning(store: StoreReader, settings: Settings, head: RunRow, now: datetime) -> dict[str, Any]:
    """The facts of the morning after the last run, for the document of `status`. Feeds and runs, 15.8."""
    clock = business_clock(head, now)
    orders, items = (_open_rows(store, name) for name in ("orders", "items"))
    run_json = read_run_json(store.root, head)
    rejects = open_rejects(store, settings.language)
    return {
        "clock": clock.isoformat(),
        "open": open_entries(rejects),
        "to_ship": to_ship_entries(orders, items, clock, settings.tz),
        "rates": rate_entries(run_json.get("metrics", {})),
        "settlement": _settlements(store, settings, clock),
        "codes": code_entries(run_json.get("feeds", [])),
    }


def business_clock(head: RunRow, now: datetime) -> pd.Timestamp:
    """Business time now: the instant of the last run, and as much later as it is since that run has finished."""
    return pd.Timestamp(head.as_of + max(now - head.finished, now - now)).as_unit("us")


def read_run_json(root: Path, head: RunRow) -> dict[str, Any]:
    """What the last run published of itself; nothing where it cannot be read."""
    try:
        document: dict[str, Any] = json.loads((root / head.folder / "run.json").read_bytes())
    except (OSError, ValueError):
        return {}
    return document


def _open_rows(store: StoreReader, name: str) -> pd.DataFrame:
    """The open rows in the order of their keys; the store has them by run and shard."""
    columns = LISTED_COLUMNS if name == "orders" else LISTED_ITEM_COLUMNS
    rows = as_frame(store.read(name, part=order_tables.OPEN, columns=columns, schema=SCHEMAS[name]))
    in_order = sort_by_keys(rows, ["order_key"])
    return with_order_ids(store, in_order) if name == "orders" else in_order


def _settlements(store: StoreReader, settings: Settings, clock: pd.Timestamp) -> dict[str, Any]:
    """The settlement that closed last, and the day of the next deposit: its own, or that of the open period."""
    last_run = store.last_run.run if store.last_run else 0
    closed = [period for period in store.periods() if period.run <= last_run]
    newest = [LastSettlement(row.settlement, row.total, row.deposit_at, row.run) for row in closed[-1:]]
    coming = [period.deposit_at for period in closed if period.deposit_at > clock]
    next_deposit = coming[0] if coming else _deposit_of_open_period(store, settings, clock)
    return settlement_entry(newest[0] if newest else None, next_deposit, settings.tz)


def _deposit_of_open_period(store: StoreReader, settings: Settings, clock: pd.Timestamp) -> datetime:
    """When the period is paid that the last run left open, or the first later one that is not paid yet."""
    terms = settings.settlement
    calendar = SettlementCalendar(terms, settings.tz)
    number = calendar.period_of(last_as_of(store)) + 1
    while (deposit := days_after(calendar.boundary(number), terms.deposit_lag_days, settings.tz)) <= clock:
        number += 1
    instant: datetime = deposit.to_pydatetime()
    return instant
