"""What the state after a run says for `status` whatever time it is: worked out once, then kept in the catalogue.

It is derived from what the run stored and may be dropped at any time. It counts only for what it was made of: the run,
the refusals that somebody closed, the fee schedule, the zone.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from pipeline.store.store import Store

if TYPE_CHECKING:
    from pipeline.money.fee_schedule import FeeSchedule
    from pipeline.store.catalogue_rows import RunRow
    from pipeline.store.reader import StoreReader
    from pipeline.workspace.settings import Settings

FACTS = "status_facts"
LAYOUT = 1
"""Counted up when what is kept changes."""


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
        store.keep_value(FACTS, json.dumps({"made_of": made_of, "facts": facts}))
    return facts


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
