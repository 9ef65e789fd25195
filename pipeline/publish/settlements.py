"""Step 6 in a run: what was confirmed, and what was refunded, is posted once; settlements close at their end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.model.order_state import OrderState
from pipeline.model.sorted_keys import pair_positions, positions
from pipeline.money import settlement_periods
from pipeline.money.cross_check import overdrawn
from pipeline.money.refund_postings import refund_postings
from pipeline.money.refund_rows import refunds_of
from pipeline.money.sale_postings import postings
from pipeline.store import datafiles
from schemas import keys
from schemas.stored_tables import ITEM_YEN, SCHEMAS, as_frame, empty

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime, tzinfo

    from pipeline.money.fee_schedule import FeeSchedule
    from pipeline.store.catalogue_rows import DataFile, RunRow
    from pipeline.store.reader import StoreReader
    from pipeline.workspace.settings import Settings

    Earlier = Callable[[OrderState, int], pd.DataFrame]

CLOSED_UNTIL, CARRIED, LEDGER_FROM = "closed_until", "carried", "ledger_from_run"


@dataclass(frozen=True, slots=True)
class PostingResult:
    """The book with its parcels marked as posted, the new ledger rows, and the refunds that took effect in the run.

    refunds: rows of the stored table with order_id, order_item_id, sku, currency, posted, transacted, adjustment_id.
    overdrawn: how many items would have given back more than was charged.
    """

    book: OrderState
    ledger: pd.DataFrame
    refunds: pd.DataFrame
    overdrawn: int = 0


def post(
    earlier: Earlier, book: OrderState, run: int, since: pd.Timestamp | None, schedule: FeeSchedule, zone: tzinfo
) -> PostingResult:
    """Post every parcel that is not posted yet and whose item has a price, then the refunds of the run.

    earlier: gives what runs before have posted of the orders that this run refunds; asked only when there are any.
    `since` is the `as_of` of the run before: nothing is posted before it, so nothing lands in a closed period; a refund
    is not posted before its sale either (cases 1, 21, 26).
    """
    marked, ledger = _post_parcels(book, run, since, schedule, zone)
    if not (book.refunds["run"] == run).any():
        return PostingResult(marked, ledger, refunds_of(book, run, ledger, since))
    sold = pd.concat([earlier(book, run), ledger], ignore_index=True)
    refunds = refunds_of(book, run, sold, since)
    rows = refund_postings(refunds, sold, schedule)
    return PostingResult(
        marked,
        pd.concat([ledger, rows], ignore_index=True),
        refunds,
        overdrawn(refunds, pd.concat([sold, rows], ignore_index=True)),
    )


def _post_parcels(
    book: OrderState, run: int, since: pd.Timestamp | None, schedule: FeeSchedule, zone: tzinfo
) -> tuple[OrderState, pd.DataFrame]:
    parcels = book.parcels
    item = book.items.iloc[
        pair_positions(book.items, parcels["order_key"].to_numpy(), parcels["item_key"].to_numpy())
    ].reset_index(drop=True)
    waiting = parcels["posted_run"] == 0
    priced = (item["price"] >= 0) & (item["currency"] != "")
    due = waiting & priced
    ledger = postings(_shipped(book, parcels[due], item[due], since), schedule, zone)
    parcels = parcels.assign(posted_run=parcels["posted_run"].where(~due, run))
    return replace(book, parcels=parcels), ledger


def _shipped(book: OrderState, parcels: pd.DataFrame, item: pd.DataFrame, since: pd.Timestamp | None) -> pd.DataFrame:
    at = positions(book.orders["order_key"].to_numpy(), parcels["order_key"].to_numpy())
    money = {name: item[name].clip(lower=0).to_numpy() for name in ITEM_YEN}
    posted = parcels["received"] if since is None else parcels["received"].clip(lower=since)
    shipped = parcels.assign(
        order_id=book.orders["order_id"].take(at).array,
        order_item_id=keys.item_ids(parcels["item_key"].to_numpy()).array,
        sku=item["sku"].array,
        ordered=item["ordered"].to_numpy(),
        currency=item["currency"].array,
        **money,
        parcel=parcels["number"].astype("str"),
        posted=posted,
        transacted=parcels["shipped_at"],
    )
    return shipped.reset_index(drop=True)


@dataclass(frozen=True, slots=True)
class SettlementResult:
    """What a run closed, and the values that the next run needs."""

    settlements: tuple[settlement_periods.Settlement, ...]
    meta: dict[str, str]


def close_periods(
    store: StoreReader, ledger: pd.DataFrame, run: int, as_of: pd.Timestamp, settings: Settings
) -> SettlementResult:
    """Close every period that has ended at `as_of`; the last settlement is the open one. Order process, step 6."""
    meta = store.meta()
    last = settlement_periods.LedgerPosition(_moment(meta.get(CLOSED_UNTIL, "")), int(meta.get(CARRIED, "0")))
    first = int(meta.get(LEDGER_FROM, "0"))
    earlier = _ledger(store, [file for file in store.live("ledger") if file.added >= first])
    every = _unsettled(pd.concat([*earlier, ledger.assign(run=np.int64(run))], ignore_index=True), last)
    closing = settlement_periods.close(every, settings.settlement, settings.tz, as_of, last)
    still = every.loc[closing.settlement_id == "", "run"]
    now = closing.position
    return SettlementResult(
        closing.settlements,
        {
            CLOSED_UNTIL: _text(now.closed_until),
            CARRIED: str(now.carried),
            LEDGER_FROM: str(still.min() if len(still) else run),
        },
    )


def settlements_of_run(
    store: StoreReader, run: RunRow, settings: Settings
) -> tuple[settlement_periods.Settlement, ...]:
    """What `settle` showed in a past run, from the ledger and the settlements closed before that run.

    settings: those of that run. A period that closed without a settlement held nothing, so that it may be passed over.
    """
    before = [period for period in store.periods() if period.run < run.run]
    last = (
        settlement_periods.LedgerPosition(_stamp(before[-1].end), before[-1].carried)
        if before
        else settlement_periods.LedgerPosition()
    )
    runs = {row.run for row in store.runs() if not before or row.as_of >= before[-1].end}
    files = [file for file in store.live("ledger", at=run.run) if file.added in runs]
    every = _unsettled(pd.concat([empty("ledger"), *_ledger(store, files)], ignore_index=True), last)
    return settlement_periods.close(every, settings.settlement, settings.tz, _stamp(run.as_of), last).settlements


def _ledger(store: StoreReader, files: Iterable[DataFile]) -> list[pd.DataFrame]:
    """Rows of the ledger, a frame a file, with the run that posted them."""
    return [
        as_frame(datafiles.read(store.root, [file], schema=SCHEMAS["ledger"])).assign(run=file.added) for file in files
    ]


def _unsettled(ledger: pd.DataFrame, last: settlement_periods.LedgerPosition) -> pd.DataFrame:
    if last.closed_until is None:
        return ledger
    return ledger[ledger["posted"] >= last.closed_until].reset_index(drop=True)


def _stamp(moment: datetime) -> pd.Timestamp:
    return pd.Timestamp(moment).as_unit("us")


def _moment(text: str) -> pd.Timestamp | None:
    return pd.Timestamp(text).as_unit("us") if text else None


def _text(moment: pd.Timestamp | None) -> str:
    return "" if moment is None else moment.isoformat()
