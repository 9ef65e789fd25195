"""What the state after a run says for `status` whatever time it is: worked out once, then kept in the catalogue.

A run works it out itself where that takes long, else the first question does. It is derived from what the run stored
and may be dropped at any time. It counts only for what it was made of: the run,
the refusals that somebody closed, the fee schedule, the zone.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from pipeline.errors import CommandError
from pipeline.queries.get_fee_facts import read_fees
from pipeline.store.store import Store

if TYPE_CHECKING:
    from pipeline.money.fee_schedule import FeeSchedule
    from pipeline.store.catalogue_rows import RunRow
    from pipeline.store.reader import StoreReader
    from pipeline.workspace.folders import Workspace
    from pipeline.workspace.settings import Settings

FACTS, OPEN = "status_facts", "open"
LAYOUT = 1
"""Counted up when what is kept changes."""
FIRST_NAMED = 4
"""So many of each list are kept: `status` names three on a line, and says when there are more."""
WORTH_KEEPING = 50_000
"""From so many open items on a run keeps the facts itself: it takes a hundredth of the run, and long for a question."""


def run_facts(
    store: StoreReader,
    settings: Settings,
    head: RunRow,
    schedule: FeeSchedule | None,
    fees: str,
    named: int | None = None,
) -> dict[str, Any]:
    """The facts of make_facts after the last run. fees: the text of the fee schedule.

    named: of orders and SKUs only so many are named, all by default; only then they are kept.
    """
    made_of = [LAYOUT, head.run, sorted(store.closed_refusals()), _digest(fees), str(settings.tz), named]
    kept = json.loads(store.meta().get(FACTS, "{}")) if named is not None else {}
    if kept.get("made_of") == made_of:
        facts: dict[str, Any] = kept["facts"]
        return facts
    from pipeline.queries.make_facts import make_facts

    facts = make_facts(store, settings, schedule, named)
    if named is not None and isinstance(store, Store):
        with suppress(sqlite3.Error):
            store.keep_value(FACTS, json.dumps({"made_of": made_of, "facts": facts}))
    return facts


def keep_facts(store: StoreReader, workspace: Workspace, settings: Settings) -> None:
    """Keep the facts of the last run where many items are open. That they cannot be kept is no fault of the run."""
    with suppress(OSError, sqlite3.Error, CommandError):
        head = store.last_run
        items = sum(file.rows for file in store.live_files("items", part=OPEN))
        if head and items >= WORTH_KEEPING:
            fees = read_fees(workspace, head)
            run_facts(store, settings, head, fees.schedule, fees.text, FIRST_NAMED)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
