"""The journal: what every record asked for, what took effect beside, what the clock did. Kept for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.lifecycle.outcomes import HARMLESS
from schemas import codes
from schemas.statuses import CAUSE, Event, Outcome, Stage
from schemas.stored_frames import conform
from schemas.stored_tables import BLANK

if TYPE_CHECKING:
    from pipeline.lifecycle.stages import LifecycleResult

CLOCK_FEED = 0
_PLACE = ["order_key", "item_key", "stage", "received", "feed", "record"]


def journal(
    night: LifecycleResult, orders: pd.DataFrame, records: pd.DataFrame, run: int, as_of: pd.Timestamp
) -> pd.DataFrame:
    """What the run did, a row a record and item: what was asked, what took effect beside, what the clock did.

    orders: those of the book after the night; records: feed, record, outcome. Stored tables: journal; and `took`,
    whether the row changed anything. Clock rows have no feed.
    """
    columns = [*_PLACE, "event", "quantity", "at", "units", "cause", "code", "note", "took"]
    rows = [_of_orders(night.orders), _beside(night), _of_acts(night.acts)]
    every = pd.concat([part[columns] for part in rows], ignore_index=True)
    outcome = records.set_index(["feed", "record"])["outcome"]
    every = every.assign(outcome=outcome.reindex(pd.MultiIndex.from_frame(every[["feed", "record"]])).to_numpy())
    clock = _of_clock(night.ended, orders, run, as_of)[[*columns, "outcome"]]
    both = pd.concat([every, clock], ignore_index=True).assign(run=np.int64(run))
    return conform("journal", both).assign(took=both["took"].astype(bool))


def _of_orders(rows: pd.DataFrame) -> pd.DataFrame:
    quantity = rows["quantity-purchased"].clip(lower=BLANK).where(rows["event"] == Event.PLACE, BLANK)
    units = rows["units"].where(rows["event"] != Event.SHIPPED_ELSEWHERE, rows["gone"])
    took = np.select(
        [rows["event"] == Event.PLACE, rows["event"] == Event.UPDATE],
        [rows["places"], rows["changed"]],
        rows["gone"] > 0,
    )
    late = rows["late"].astype(bool) & rows["code"].isin(HARMLESS)
    given = {"quantity": quantity, "units": units, "at": rows["verified"], "cause": 0, "took": took.astype(bool)}
    return rows.assign(code=rows["code"].mask(late, codes.PAID_TOO_LATE), **given)


def _beside(night: LifecycleResult) -> pd.DataFrame:
    """What order records did beside placing: verified, reinstated, shipped, canceled, delivered."""
    asked = night.orders[night.orders["event"] == Event.SHIPPED_ELSEWHERE]
    told = pd.MultiIndex.from_frame(asked[["feed", "record", "item_key"]])
    rows = night.happened
    again = pd.MultiIndex.from_frame(rows[["feed", "record", "item_key"]]).isin(told)
    rows = rows[~(again & (rows["event"] == Event.SHIPPED_ELSEWHERE))]
    cause = rows["cause"].where(rows["event"] == Event.CANCELED_ELSEWHERE, 0)
    blank = {"quantity": BLANK, "code": 0, "note": "", "took": True, "stage": int(Stage.ORDERS)}
    paid = (rows["event"] == Event.VERIFY) & rows["verified"].notna()
    return rows.assign(at=rows["verified"].where(paid, rows["moment"]), cause=cause, **blank)


def _of_acts(rows: pd.DataFrame) -> pd.DataFrame:
    parcel = (rows["carrier"] + " " + rows["tracking"]).str.strip()
    note = parcel.where(rows["event"] == Event.CONFIRM, "").mask(rows["event"] == Event.REFUND, rows["reason"])
    back = rows[rows["reopened"]].assign(event=int(Event.REINSTATE), took=True, note="", code=0)
    own = rows.assign(took=rows["changed"] & rows["code"].isin(HARMLESS), note=note)
    return pd.concat([own, back], ignore_index=True)


def _of_clock(ended: pd.DataFrame, orders: pd.DataFrame, run: int, as_of: pd.Timestamp) -> pd.DataFrame:
    """What the clock canceled, of whom it warned, whom it invited."""
    over = ended["cause"] == CAUSE["PaymentDeadline"]
    ended = ended.assign(event=np.where(over, Event.PAYMENT_DEADLINE, Event.CUT_OFF))
    told = [
        orders.loc[orders[column] == run, ["order_key"]].assign(item_key=BLANK, units=0, cause=0, event=int(event))
        for column, event in (("warned", Event.WARN), ("invited", Event.INVITE))
    ]
    columns = ["order_key", "item_key", "units", "cause", "event"]
    rows = pd.concat([ended[columns], *(part[columns] for part in told)], ignore_index=True)
    blank = {"feed": CLOCK_FEED, "record": 0, "code": 0, "note": "", "took": True, "stage": int(Stage.CLOCK)}
    return rows.assign(quantity=rows["units"], at=as_of, received=as_of, outcome=int(Outcome.ACCEPTED), **blank)
