"""The journal: what every record asked for, what took effect beside, what the clock did. Kept for ever.

What the clock of run 9 did with three orders: it canceled the first, warned of the second, invited the third.

>>> canceled = pd.DataFrame({"order_key": [1], "item_key": 7, "units": 2, "cause": CAUSE["PaymentDeadline"]})
>>> orders = pd.DataFrame({"order_key": [2, 3], "warned": [9, 4], "invited": [0, 9]})
>>> [rows] = _clock_rows(canceled, orders, run=9, as_of=pd.Timestamp("2026-11-05T00:00Z"))
>>> [(order, Event(number).name) for order, number in zip(rows["order_key"], rows["event"], strict=True)]
[(1, 'PAYMENT_DEADLINE'), (2, 'WARN'), (3, 'INVITE')]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.lifecycle.outcomes import HARMLESS
from schemas import codes
from schemas.formats.confirmation_feed import DELETE_MARK
from schemas.statuses import CAUSE, Event, Outcome, Stage
from schemas.stored_frames import conform, empty
from schemas.stored_tables import BLANK, RECORD

if TYPE_CHECKING:
    from pipeline.lifecycle.stages import LifecycleResult

CLOCK_FEED = 0
_COLUMNS = [
    *("order_key", "item_key", "stage", "received", "feed", "record"),
    *("event", "quantity", "at", "units", "cause", "code", "note", "took"),
]


def journal_rows(
    result: LifecycleResult, orders: pd.DataFrame, records: pd.DataFrame, run: int, as_of: pd.Timestamp
) -> pd.DataFrame:
    """What the run did, a row a record and item: what was asked, what took effect beside, what the clock did.

    orders: those of the state after the run; records: frame `record_outcomes`. Returns frame `run_journal`; rows of
    the clock have no feed.
    """
    parts = [*_record_rows(result, records), *_clock_rows(result.clock_canceled, orders, run, as_of)]
    if not parts:
        return empty("run_journal")
    rows = pd.concat([part[[*_COLUMNS, "outcome"]] for part in parts], ignore_index=True)
    return conform("run_journal", rows.assign(run=np.int64(run)))


def _record_rows(result: LifecycleResult, records: pd.DataFrame) -> list[pd.DataFrame]:
    """What records asked for and did, with their outcome; no frame at all where there were none."""
    parts = []
    if len(result.order_rows):
        parts.append(_order_rows(result.order_rows))
    if len(result.order_effects):
        parts.append(_order_effects(result))
    if len(result.events):
        parts.append(_event_rows(result.events))
    if not parts:
        return []
    rows = pd.concat([part[_COLUMNS] for part in parts], ignore_index=True)
    outcome = records.set_index(RECORD)["outcome"]
    return [rows.assign(outcome=outcome.reindex(pd.MultiIndex.from_frame(rows[RECORD])).to_numpy())]


def _order_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """What order records asked for."""
    is_placing = rows["event"] == Event.PLACE
    is_update = rows["event"] == Event.UPDATE
    is_shipped = rows["event"] == Event.SHIPPED_ELSEWHERE
    # By row: whether a placing one placed, an updating one changed anything, any other one says that units have left.
    took_effect = np.select([is_placing, is_update], [rows["places"], rows["changed"]], rows["shipped_units"] > 0)
    is_paid_late = rows["paid_late"] & rows["code"].isin(HARMLESS)
    return rows.assign(
        quantity=rows["ordered"].where(is_placing, BLANK),
        units=rows["units"].where(~is_shipped, rows["shipped_units"]),
        at=rows["verified"],
        cause=0,
        code=rows["code"].mask(is_paid_late, codes.PAID_TOO_LATE),
        took=took_effect.astype(bool),
    )


def _order_effects(result: LifecycleResult) -> pd.DataFrame:
    """What order records did beside placing: verified, reinstated, shipped, canceled, delivered."""
    item = ["feed", "record", "item_key"]
    shipped = result.order_rows[result.order_rows["event"] == Event.SHIPPED_ELSEWHERE]
    rows = result.order_effects
    has_order_row = pd.MultiIndex.from_frame(rows[item]).isin(pd.MultiIndex.from_frame(shipped[item]))
    rows = rows[~(has_order_row & (rows["event"] == Event.SHIPPED_ELSEWHERE))]
    is_payment = (rows["event"] == Event.VERIFY) & rows["verified"].notna()
    return rows.assign(
        stage=int(Stage.ORDERS),
        quantity=BLANK,
        at=rows["verified"].where(is_payment, rows["moment"]),
        cause=rows["cause"].where(rows["event"] == Event.CANCELED_ELSEWHERE, 0),
        code=0,
        note="",
        took=True,
    )


def _event_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """What the other records asked for, and which of them reopened an order."""
    note = (
        _shipment_notes(rows)
        .where(rows["event"] == Event.CONFIRM, "")
        .mask(rows["event"] == Event.REFUND, rows["reason"])
    )
    reopening = rows[rows["reopened"]].assign(event=int(Event.REINSTATE), took=True, note="", code=0)
    own = rows.assign(took=rows["changed"] & rows["code"].isin(HARMLESS), note=note)
    return pd.concat([own, reopening], ignore_index=True)


def _shipment_notes(rows: pd.DataFrame) -> pd.Series:
    """What each record said of its shipment itself, and what it took the place of: old -> new. Step 4.3.16."""
    note = pd.Series("", rows.index, dtype="str")
    for name in ("carrier", "tracking", "method"):
        is_edit = rows[f"old_{name}"] != ""
        is_deleted = (rows[name] == DELETE_MARK) & (rows["units"] > 0)
        said = rows[name].mask(is_deleted, "").mask(is_edit, rows[f"old_{name}"] + " -> " + rows[name])
        is_told = (said != "") & (is_edit | (name != "method"))
        note = note.mask(is_told, note + " " + said)
    return note.str.strip()


def _clock_rows(canceled: pd.DataFrame, orders: pd.DataFrame, run: int, as_of: pd.Timestamp) -> list[pd.DataFrame]:
    """What the clock canceled, of whom it warned, whom it invited; no frame at all where it did nothing."""
    if canceled.empty and not (orders[["warned", "invited"]] == run).to_numpy().any():
        return []
    columns = ["order_key", "item_key", "units", "cause", "event"]
    is_unpaid = canceled["cause"] == CAUSE["PaymentDeadline"]
    canceled = canceled.assign(event=np.where(is_unpaid, Event.PAYMENT_DEADLINE, Event.CUT_OFF))
    reminders = [
        orders.loc[orders[column] == run, ["order_key"]].assign(item_key=BLANK, units=0, cause=0, event=int(event))
        for column, event in (("warned", Event.WARN), ("invited", Event.INVITE))
    ]
    rows = pd.concat([canceled[columns], *(part[columns] for part in reminders)], ignore_index=True)
    done = rows.assign(
        stage=int(Stage.CLOCK),
        feed=CLOCK_FEED,
        record=0,
        received=as_of,
        quantity=rows["units"],
        at=as_of,
        code=0,
        note="",
        took=True,
        outcome=int(Outcome.ACCEPTED),
    )
    return [done]
