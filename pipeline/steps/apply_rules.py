"""Apply: the rules, on what is known of a group of orders and what came for them (order process, steps 1 to 4, 7)."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd

from pipeline.lifecycle.group_movements import GroupMovements, unmoved
from pipeline.lifecycle.lifecycle_input import LifecycleInput, RunRules
from pipeline.lifecycle.stages import LifecycleResult, run_stages
from pipeline.lifecycle.touched_orders import Clock, touched_orders
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
    """Load the orders of some shards that are open or named, and apply every row to those that the run may change.

    rows: those of these shards. counted_skus: those of which the stock is counted. only_named: without open orders that
    no row names; what becomes of the rows does not depend on them, as no order knows of another one.
    """
    rules = _rules(ctx)
    named = pd.concat([part["order_key"] for part in (rows.orders.facts, rows.events, rows.refunds)]).unique()
    if only_named:
        loaded = order_tables.load_named(ctx.store, named, shards)
    else:
        clock = Clock(rules.as_of, rules.zone, rules.grace)
        is_touched = partial(touched_orders, named=named, clock=clock, has_lists=bool(rows.snapshots))
        loaded = order_tables.load(ctx.store, named, is_touched, shards)
    moved = rows.events.loc[rows.events["event"] == Event.REDIRECT, "order_key"]
    with_text = pd.concat([rows.orders.facts["order_key"], moved]).unique()
    text = wide_text.text_of_orders(ctx.store, loaded.touched, with_text, shards)
    incoming = LifecycleInput(rows.orders, rows.events, text, rows.address_changes, rows.snapshots, rows.refunds)
    result = run_stages(loaded.touched, incoming, rules, counted_skus)
    # Units that are open count for the stock wherever they are.
    movements = GroupMovements.joined([result.movements, unmoved(loaded.untouched.items, counted_skus)])
    return loaded, replace(result, movements=movements)


def _rules(ctx: RunContext) -> RunRules:
    """What the lifecycle needs to know of the settings."""
    settings = ctx.settings
    return RunRules(
        ctx.run,
        ctx.as_of,
        settings.tz,
        settings.hold_days,
        settings.handling_days,
        partial(days_off, ctx.as_of),
        settings.authority == "marketplace",
        pd.Timedelta(settings.payment_grace),
    )
