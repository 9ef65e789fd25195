"""Apply: the rules, on what is known and what came (order process, steps 1 to 4 and 7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from pipeline.ingest.record_outcomes import messages_of_records, outcomes_of_records
from pipeline.lifecycle.lifecycle_input import LifecycleInput, RunRules
from pipeline.lifecycle.stages import run_stages
from pipeline.steps.context import ApplyResult
from pipeline.store import order_tables, wide_text
from pipeline.workspace.holidays import days_off
from schemas.frame_checks import check_frames
from schemas.statuses import Event
from schemas.stored_frames import as_frame
from schemas.stored_tables import SCHEMAS

if TYPE_CHECKING:
    from pipeline.ingest.normalize import NormalizedRows
    from pipeline.steps.context import RunContext


def apply_rules(ctx: RunContext, rows: NormalizedRows) -> ApplyResult:
    """Load the orders that are open or named, and apply every row to them."""
    named = pd.concat([part["order_key"] for part in (rows.orders.facts, rows.events, rows.refunds)]).unique()
    loaded = order_tables.load(ctx.store, named)
    moved = rows.events.loc[rows.events["event"] == Event.REDIRECT, "order_key"]
    with_text = pd.concat([rows.orders.facts["order_key"], moved]).unique()
    text = wide_text.text_of_orders(ctx.store, loaded.state, with_text)
    stock = as_frame(ctx.store.read("inventory", schema=SCHEMAS["inventory"]))
    incoming = LifecycleInput(
        rows.orders, rows.events, rows.inventory, text, rows.address_changes, rows.snapshots, rows.refunds
    )
    result = run_stages(loaded.state, stock, incoming, _rules(ctx))
    records = outcomes_of_records(rows, result.records)
    messages = messages_of_records(rows, result.messages, records)
    check_frames(record_outcomes=records, messages=messages)
    return ApplyResult(loaded, result, stock, records, messages)


def _rules(ctx: RunContext) -> RunRules:
    """What the lifecycle needs to know of the settings."""
    settings = ctx.settings
    return RunRules(
        ctx.run,
        ctx.as_of,
        settings.tz,
        settings.hold_days,
        settings.handling_days,
        days_off(ctx.as_of),
        settings.authority == "marketplace",
        pd.Timedelta(settings.payment_grace),
    )
