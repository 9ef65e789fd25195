"""Apply: the rules, on what is known of a group of orders and what came for them (order process, steps 1 to 4, 7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from pipeline.lifecycle.lifecycle_input import LifecycleInput, RunRules
from pipeline.lifecycle.stages import LifecycleResult, run_stages
from pipeline.store import order_tables, wide_text
from pipeline.workspace.holidays import days_off
from schemas.statuses import Event

if TYPE_CHECKING:
    from collections.abc import Collection

    from pipeline.ingest.normalized_rows import NormalizedRows
    from pipeline.steps.context import RunContext
    from pipeline.store.order_tables import LoadedState


def apply_rules(
    ctx: RunContext,
    rows: NormalizedRows,
    shards: Collection[int],
    counted_skus: Collection[str],
    *,
    only_named: bool = False,
) -> tuple[LoadedState, LifecycleResult]:
    """Load the orders of some shards that are open or named, and apply every row to them.

    rows: those of these shards. counted_skus: those of which the stock is counted. only_named: without open orders that
    no row names; what becomes of the rows does not depend on them, as no order knows of another one.
    """
    named = pd.concat([part["order_key"] for part in (rows.orders.facts, rows.events, rows.refunds)]).unique()
    load = order_tables.load_named if only_named else order_tables.load
    loaded = load(ctx.store, named, shards)
    moved = rows.events.loc[rows.events["event"] == Event.REDIRECT, "order_key"]
    with_text = pd.concat([rows.orders.facts["order_key"], moved]).unique()
    text = wide_text.text_of_orders(ctx.store, loaded.state, with_text, shards)
    incoming = LifecycleInput(rows.orders, rows.events, text, rows.address_changes, rows.snapshots, rows.refunds)
    return loaded, run_stages(loaded.state, incoming, _rules(ctx), counted_skus)


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
