"""The lists of a run: whom it charges, what it has to tell, what it canceled, and the counters of the figures.

Both books must agree on every parcel and refund.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.errors import FailureError
from pipeline.model.order_state import OrderState
from pipeline.money.charge_rows import with_refund_charges
from pipeline.money.charges import charge_buyers
from pipeline.money.cross_check import count_disagreements
from pipeline.publish import seller_metrics
from pipeline.publish.cancellations import canceled_items
from pipeline.publish.invariants import REPORT_IT
from pipeline.publish.notifications import notices
from pipeline.steps.context import AccountResult
from pipeline.store import datafiles
from pipeline.store.reader import StoreReader
from schemas.stored_frames import as_frame, conform
from schemas.stored_tables import BLANK, SCHEMAS

if TYPE_CHECKING:
    from pipeline.money.posting import PostingResult
    from pipeline.publish.settlements import SettlementResult
    from pipeline.steps.context import ApplyResult, RunContext


def listed(at: RunContext, applied: ApplyResult, earned: PostingResult, settled: SettlementResult) -> AccountResult:
    """The money of a run with its lists; the book remembers what was charged. Raises Failed where the books differ."""
    before, after, run, night = applied.loaded.book, earned.state, at.batch.run, applied.night
    posted = after.parcels[after.parcels["posted_run"] == run]
    book, charged = charge_buyers(before, after, posted, applied.happened, night.canceled, run=run, since=at.since)
    charged = with_refund_charges(charged, earned.refunds, run=run)
    _check(earned, count_disagreements(book, posted, earned.ledger, charged))
    told = notices(
        before, book, applied.happened, night.canceled, run=run, as_of=at.as_of, authority=at.settings.authority
    )
    gone = canceled_items(before, book, night.canceled, night.stock)
    gone = conform("canceled", gone.assign(run=run, available=gone["available"].fillna(BLANK)))
    counted = as_frame(at.store.read("metrics", schema=SCHEMAS["metrics"]))
    counters = seller_metrics.count_metrics(counted, before, book, at.settings.tz, at.as_of)
    return AccountResult(replace(earned, state=book), settled, charged, told, gone, counters)


def _check(earned: PostingResult, differing: int) -> None:
    """Nothing is given back twice, and both books agree."""
    if earned.overdrawn_items:
        raise FailureError(
            f"{earned.overdrawn_items} items would give back more than was charged; nothing was published", REPORT_IT
        )
    if differing:
        raise FailureError(
            f"{differing} parcels or refunds are charged otherwise than paid; nothing was published", REPORT_IT
        )


def sold_before(store: StoreReader, book: OrderState, run: int) -> pd.DataFrame:
    """What earlier runs posted of the orders that this run refunds: it lies where their parcels and refunds say."""
    orders = book.refunds.loc[book.refunds["run"] == run, "order_key"].unique()
    posted = book.parcels.loc[book.parcels["order_key"].isin(orders), "posted_run"]
    given = book.refunds.loc[book.refunds["order_key"].isin(orders), "run"]
    runs = {*posted, *given} - {run}
    files = [file for file in store.live("ledger") if file.added in runs]
    mine = pc.field("order_key").isin(pa.array(orders))
    return as_frame(datafiles.read(store.root, files, schema=SCHEMAS["ledger"], where=mine))
