"""Reading what a seller wants to know in the morning: open refusals, orders to ship, rates, settlements."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pipeline.documents.morning_document import (
    LastSettlement,
    code_entries,
    rate_entries,
    settlement_entry,
)
from pipeline.documents.to_ship import to_ship_entries
from pipeline.money.settlement_terms import next_deposit

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.store.catalogue_rows import RunRow
    from pipeline.store.reader import StoreReader
    from pipeline.workspace.settings import Settings


def get_morning(
    store: StoreReader, settings: Settings, head: RunRow, facts: dict[str, Any], now: datetime
) -> dict[str, Any]:
    """The facts of the morning after the last run, for the document of `status`. Feeds and runs, 15.8.

    facts: what the state says whatever time it is (run_facts).
    """
    clock = business_clock(head, now)
    run_json = read_run_json(store.root, head)
    return {
        "clock": clock.isoformat(),
        "open": facts["open"],
        "to_ship": to_ship_entries(facts["ship_days"], clock, settings.tz),
        "rates": rate_entries(run_json.get("metrics", {})),
        "settlement": _settlements(store, settings, head, clock),
        "codes": code_entries(run_json.get("feeds", [])),
    }


def business_clock(head: RunRow, now: datetime) -> datetime:
    """Business time now: the instant of the last run, and as much later as it is since that run has finished."""
    return head.as_of + max(now - head.finished, now - now)


def read_run_json(root: Path, head: RunRow) -> dict[str, Any]:
    """What the last run published of itself; nothing where it cannot be read."""
    try:
        document: dict[str, Any] = json.loads((root / head.folder / "run.json").read_bytes())
    except (OSError, ValueError):
        return {}
    return document


def _settlements(store: StoreReader, settings: Settings, head: RunRow, clock: datetime) -> dict[str, Any]:
    """The settlement that closed last, and the day of the next deposit: its own, or that of the open period.

    An open period is paid when its time comes, or it is the first later one that is not paid yet.
    """
    closed = [period for period in store.periods() if period.run <= head.run]
    newest = [LastSettlement(row.settlement, row.total, row.deposit_at, row.run) for row in closed[-1:]]
    coming = [period.deposit_at for period in closed if period.deposit_at > clock]
    deposit = coming[0] if coming else next_deposit(head.as_of, clock, settings.settlement, settings.tz)
    return settlement_entry(newest[0] if newest else None, deposit, settings.tz)
