"""Account: both sides of the books from what was confirmed, refunded and canceled, and the seller's figures.

Both books must agree on every parcel and refund (order process, steps 5 and 6).
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.errors import FailureError
from pipeline.money.amount_kinds import SALE_TRANSACTION
from pipeline.money.charge_rows import with_refund_charges
from pipeline.money.charges import charge_buyers
from pipeline.money.cross_check import count_disagreements
from pipeline.money.plan_fees import plan_fee_rows
from pipeline.money.posting import post
from pipeline.money.unassigned import unassigned_skus
from pipeline.publish import seller_metrics
from pipeline.publish.invariants import REPORT_IT
from pipeline.store import datafiles
from pipeline.store.reader import PLAN_CHARGED_UNTIL
from pipeline.store.sharding import SHARD_OF_NO_ORDER
from schemas.frame_checks import check_frames
from schemas.stored_frames import as_frame
from schemas.stored_tables import SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from zoneinfo import ZoneInfo

    from pipeline.model.order_state import OrderState
    from pipeline.money.posting import PostingResult
    from pipeline.steps.context import RunContext
    from pipeline.store.reader import StoreReader


def post_run(ctx: RunContext, state: OrderState, shards: Collection[int]) -> PostingResult:
    """Shipments and refunds of the orders of some shards in the ledger; with those of the first, the plan's fees."""
    posting = post(partial(sold_before, ctx.store), state, ctx.run, ctx.since, ctx.fee_schedule, ctx.settings.tz)
    if SHARD_OF_NO_ORDER not in shards:
        return posting
    return replace(posting, ledger=pd.concat([posting.ledger, _plan_fees(ctx)], ignore_index=True))


def _plan_fees(ctx: RunContext) -> pd.DataFrame:
    """The plan's fee for each month that has begun (frame `ledger`; step 6.7)."""
    charged_until = ctx.store.meta().get(PLAN_CHARGED_UNTIL, "")
    return plan_fee_rows(
        ctx.fee_schedule,
        ctx.settings.tz,
        charged_until=pd.Timestamp(charged_until).as_unit("us") if charged_until else None,
        since=ctx.since,
        as_of=ctx.as_of,
    )


def newly_unassigned(ctx: RunContext, parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """SKUs sold in this run under a default of the fee schedule of which no run has said so (frame `unassigned`).

    parts: what the run posts (`narrow_rows`).
    """
    sold = {sku for rows in parts for sku in rows.loc[rows["transaction_type"] == SALE_TRANSACTION, "sku"].unique()}
    known = as_frame(ctx.store.read("unassigned", schema=SCHEMAS["unassigned"]))["sku"]
    skus = pd.Series(sorted(sold.difference(known)), dtype="str")
    return unassigned_skus(skus, ctx.fee_schedule).assign(run=ctx.run)


def plan_position(ctx: RunContext) -> dict[str, str]:
    """The value that the next run needs: up to when the plan's fee is posted; the count begins anew after no fee."""
    return {PLAN_CHARGED_UNTIL: ctx.as_of.isoformat() if ctx.fee_schedule.plan.monthly_yen else ""}


def sold_before(store: StoreReader, state: OrderState, run: int) -> pd.DataFrame:
    """What earlier runs posted of the orders that this run refunds: it lies where their parcels and refunds say."""
    orders = state.refunds.loc[state.refunds["run"] == run, "order_key"].unique()
    posted_runs = state.parcels.loc[state.parcels["order_key"].isin(orders), "posted_run"]
    refund_runs = state.refunds.loc[state.refunds["order_key"].isin(orders), "run"]
    runs = {*posted_runs, *refund_runs} - {run}
    ledger_files = [file for file in store.live_files("ledger") if file.added in runs]
    is_refunded = pc.field("order_key").isin(pa.array(orders))
    return as_frame(datafiles.read(store.root, ledger_files, schema=SCHEMAS["ledger"], where=is_refunded))


def charge(
    before: OrderState,
    posting: PostingResult,
    journal: pd.DataFrame,
    canceled: pd.DataFrame,
    *,
    run: int,
    since: pd.Timestamp | None,
) -> tuple[OrderState, pd.DataFrame]:
    """The state that remembers what was charged, and the charges of the run, refunds among them.

    before: the state before the run. journal, canceled: what happened in it (frames `run_journal`, `cancellations`).
    Raises FailureError where buyers are charged otherwise than the seller is paid, or get back more than they were
    charged: then nothing is published.
    """
    check_frames(**posting.state.tables(), ledger=posting.ledger, refund_rows=posting.refunds)
    check_frames(run_journal=journal, cancellations=canceled)
    shipments = posting.state.parcels
    posted = shipments[shipments["posted_run"] == run]
    state, charges = charge_buyers(before, posting.state, posted, journal, canceled, run=run, since=since)
    charges = with_refund_charges(charges, posting.refunds, run=run)
    if posting.overdrawn_items:
        raise FailureError(
            f"{posting.overdrawn_items} items would be refunded more than was charged; nothing was published", REPORT_IT
        )
    differing = count_disagreements(state, posted, posting.ledger, charges)
    if differing:
        raise FailureError(
            f"{differing} shipments or refunds have different amounts charged and paid; nothing was published",
            REPORT_IT,
        )
    return state, charges


def count_figures(
    counters: pd.DataFrame, before: OrderState, after: OrderState, zone: ZoneInfo, as_of: pd.Timestamp
) -> pd.DataFrame:
    """The counters of the seller's figures with what a group of orders changed (frame `metrics`)."""
    return seller_metrics.count_metrics(counters, before, after, zone, as_of)
