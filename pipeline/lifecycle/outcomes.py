"""What became of the records of one kind: exactly one outcome each, and the message lines of its answer.

Functions return (records, messages): the frames `record_outcomes` and `messages`.

Of three rows the first two are of one record: that one of them is rejected rejects the record.

>>> outcome = [Outcome.ACCEPTED, Outcome.REJECTED, Outcome.ACCEPTED]
>>> records = _outcome_by_record(pd.DataFrame({"feed": 2, "record": [1, 1, 2], "outcome": outcome}))
>>> [(record, Outcome(number).name) for record, number in zip(records["record"], records["outcome"], strict=True)]
[(1, 'REJECTED'), (2, 'ACCEPTED')]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.model.instants import instants
from schemas import codes, column_kinds
from schemas.formats import fields as f
from schemas.frame_checks import check_frames
from schemas.frames import FRAMES
from schemas.quoting import quoted
from schemas.statuses import CAUSES, Event, Outcome
from schemas.stored_frames import empty
from schemas.stored_tables import RECORD
from schemas.wording.reason_texts import IDLE_LINE, TWIN, UNDECIDED, WINDOW

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

MESSAGE_COLUMNS = list(FRAMES["messages"].names)
HARMLESS = (0, codes.UNCHANGED)
WARNINGS = (
    ("reopened", codes.REINSTATED),
    ("clamped", codes.SHIP_DATE_OUT_OF_WINDOW),
    ("missed", codes.SERVICE_MISSED),
    ("asked", codes.BUYER_ASKED_TO_CANCEL),
    ("replaced", codes.TRACKING_REPLACED),
)
"""What an event is warned of although it applies: the column that says so, and its code. Several stand side by side."""
AWAITED_SHIPMENT = "shipment"
"""What a held refund of a known order waits for."""
CANCELED_ITEM_COLUMN = "amazon-order-item-code"
"""The column of a cancellation that names its item."""
FAULT_RANK = (
    codes.DUPLICATE_RECORD,
    codes.ID_MANGLED,
    codes.ORDER_UNKNOWN,
    codes.VALUE_MISSING,
    codes.ORDER_PENDING,
    codes.CONFIRMED_TOO_LATE,
    codes.ORDER_CANCELED,
    codes.ALREADY_SHIPPED,
    codes.QUANTITY_TOO_LARGE,
    codes.REFUND_EXCEEDS_CHARGE,
)
"""Of the faults of several rows of a record the first one is answered, for each row that has it.

Order process, 9.3.2.
"""


def order_outcomes(rows: pd.DataFrame, zone: ZoneInfo) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Outcomes and messages of order rows.

    rows: frame `order_results`.
    """
    if rows.empty:
        return empty("record_outcomes"), empty("messages")
    is_unpriced = rows["unpriced"] != ""
    is_disputed = rows["disputed"] != ""
    is_warned = is_unpriced & (rows["outcome"] == Outcome.ACCEPTED)
    is_warned |= is_disputed & rows["outcome"].isin([Outcome.ACCEPTED, Outcome.UNCHANGED])
    rows = rows.assign(outcome=rows["outcome"].mask(is_warned, int(Outcome.WARNING)))
    records = _outcome_by_record(rows)
    rows = _with_record_outcome(rows, records)
    applies = rows["whole"] != Outcome.REJECTED
    unpriced = rows[is_unpriced.array & applies].assign(code=codes.PLACED_UNPRICED)
    disputed = rows[is_disputed.array & applies].assign(code=codes.ORDER_CONFLICT)
    disputed = disputed.assign(column=disputed["disputed"])
    late = rows[rows["paid_late"]].drop_duplicates(RECORD).assign(code=codes.PAID_TOO_LATE)
    reopened = rows[rows["reopened"]].drop_duplicates(RECORD).assign(code=codes.REINSTATED)
    shipped = rows[rows["shipped_units"] > 0].assign(code=codes.CONFIRMED_ELSEWHERE)
    has_line = (rows["whole"] == Outcome.UNCHANGED) & ~rows.duplicated(RECORD) | (rows["whole"] == Outcome.REJECTED)
    idle = rows[rows["is_idle_line"] & ~has_line].assign(code=codes.UNCHANGED)
    unclear = rows[(rows["unclear"] != "").array & applies].assign(code=codes.ITEM_UNCLEAR)
    lines = [_answered(rows), idle, disputed, late, reopened, shipped, unpriced, unclear]
    answered = pd.concat(lines, ignore_index=True)
    column = answered["column"].where(answered["code"] == codes.ORDER_CONFLICT, "")
    column = column.mask(answered["code"] == codes.PLACED_UNPRICED, answered["unpriced"])
    column = column.mask(answered["code"] == codes.ID_MANGLED, f.ORDER_ITEM_ID.name)
    return records, _with_items(_with_values(answered, zone), answered).assign(column=column)[MESSAGE_COLUMNS]


def _with_items(messages: pd.DataFrame, answered: pd.DataFrame) -> pd.DataFrame:
    """The lines with the items that an unclear row may mean, and whether it moved any; canceled lines are named.

    Order process, 1.8.8 and 1.10.2.
    """
    is_unclear = answered["code"] == codes.ITEM_UNCLEAR
    is_idle = (answered["code"] == codes.UNCHANGED) & answered["is_idle_line"].astype(bool)
    value = messages["value"].mask(is_unclear, answered["unclear"])
    limit = messages["limit"].mask(is_unclear & answered["is_undecided"], UNDECIDED).mask(is_idle, IDLE_LINE)
    return messages.assign(value=value, limit=limit)


def event_outcomes(rows: pd.DataFrame, zone: ZoneInfo) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Outcomes and messages of payments, address changes, confirmations, cancellations and refunds.

    rows: frame `event_and_refund_results`.
    """
    check_frames(event_and_refund_results=rows)
    if rows.empty:
        return empty("record_outcomes"), empty("messages")
    is_held = rows["code"] == codes.HELD
    is_refused = ~rows["code"].isin(HARMLESS) & ~is_held
    is_warned = pd.DataFrame({flag: _as_flag(rows[flag]) for flag, _ in WARNINGS})
    # By row: the first that applies; what changed nothing is unchanged.
    outcome = np.select(
        [is_refused, is_held, is_warned.any(axis=1), rows["changed"]],
        [Outcome.REJECTED, Outcome.HELD, Outcome.WARNING, Outcome.ACCEPTED],
        Outcome.UNCHANGED,
    )
    code = rows["code"].where(outcome != Outcome.UNCHANGED, codes.UNCHANGED)
    rows = rows.assign(outcome=outcome, code=code)
    records = _outcome_by_record(rows)
    rows = _with_record_outcome(rows, records)
    applies = rows["whole"] != Outcome.REJECTED
    warnings = [rows[is_warned[flag].array & applies].assign(code=code) for flag, code in WARNINGS]
    answered = pd.concat([_answered(rows), *warnings], ignore_index=True)
    messages = _with_values(answered, zone)
    used_ship_date = day_text(answered["clamped"], zone)
    limit = messages["limit"].mask(answered["code"] == codes.SHIP_DATE_OUT_OF_WINDOW, used_ship_date)
    messages = _with_edits(messages.assign(column=_fault_column(answered), limit=limit), answered)
    is_excess = answered["code"] == codes.REFUND_EXCEEDS_CHARGE
    limit = messages["limit"].mask(is_excess, _what_is_left(answered))
    return records, messages.assign(limit=limit)[MESSAGE_COLUMNS]


def _what_is_left(rows: pd.DataFrame) -> pd.Series:
    """What may be given back of a charge, as a sum: charged - refunded = left. Step 7.2."""
    charged, left = rows["charged"], rows["limit"]
    return charged.astype("str") + " - " + (charged - left).astype("str") + " = " + left.astype("str")


def _with_edits(messages: pd.DataFrame, answered: pd.DataFrame) -> pd.DataFrame:
    """The lines with the numbers that an edit replaced, and with what a repeat did not turn back. Step 4.3.15."""
    is_replaced = answered["code"] == codes.TRACKING_REPLACED
    is_repeat = (answered["code"] == codes.UNCHANGED) & (answered["stands"] != "")
    value, limit = messages["value"], messages["limit"]
    return messages.assign(
        value=value.mask(is_replaced, quoted(answered["old_tracking"])).mask(is_repeat, quoted(answered["stands"])),
        limit=limit.mask(is_replaced, quoted(answered["tracking"])).mask(
            is_repeat, answered["stands_run"].astype("str")
        ),
    )


def uniform_outcomes(
    rows: pd.DataFrame, outcome: Outcome, code: int, value: str = "", limit: pd.Series | str = "", *, column: str = ""
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The same outcome and code for every record of these rows, one line each; a held one waits for `value`."""
    if rows.empty:
        return empty("record_outcomes"), empty("messages")
    first = rows.drop_duplicates(RECORD).assign(column=column, code=code, value=value, limit=limit)
    messages = first[MESSAGE_COLUMNS].astype({"column": "str", "value": "str", "limit": "str"})
    return first[RECORD].assign(outcome=int(outcome)), messages


def day_text(values: pd.Series, zone: ZoneInfo) -> pd.Series:
    """Instants as days of the business zone, "" where there is none."""
    return values.dt.tz_convert(zone).dt.strftime("%Y-%m-%d").astype("str").where(values.notna(), "")


def _as_flag(values: pd.Series) -> pd.Series:
    return values if values.dtype == bool else values.notna()


def _outcome_by_record(rows: pd.DataFrame) -> pd.DataFrame:
    """The outcome of each record: the highest of its rows."""
    return rows.groupby(RECORD, dropna=False, as_index=False)["outcome"].max()


def _with_record_outcome(rows: pd.DataFrame, records: pd.DataFrame) -> pd.DataFrame:
    """The rows with the outcome of their record as `whole`."""
    return rows.merge(records.rename(columns={"outcome": "whole"}), on=RECORD, how="left", validate="many_to_one")


def _answered(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows that get a line: faults of a refused record, warnings, and the first row of an unchanged one."""
    is_unchanged = (rows["whole"] == Outcome.UNCHANGED) & ~rows.duplicated(RECORD)
    rank = rows["code"].map({code: place for place, code in enumerate(FAULT_RANK)}).fillna(len(FAULT_RANK))
    is_first_fault = rank == rank.groupby([rows[name] for name in RECORD], dropna=False).transform("min")
    is_refused = rows["whole"] == Outcome.REJECTED
    is_answered_fault = ~is_refused | ((rows["outcome"] == Outcome.REJECTED) & is_first_fault)
    is_harmless = rows["code"].isin(HARMLESS)
    return rows[(~is_harmless & is_answered_fault) | is_unchanged].reset_index(drop=True)


def _with_values(rows: pd.DataFrame, zone: ZoneInfo) -> pd.DataFrame:
    """The numbers of each code as text, in the business zone: units, the cause and day of a cancellation, deadlines."""
    code = rows["code"]
    is_amount = code.isin([codes.QUANTITY_TOO_LARGE, codes.REFUND_EXCEEDS_CHARGE])
    is_canceled = code == codes.ORDER_CANCELED
    is_deadline = code.isin([codes.CONFIRMED_TOO_LATE, codes.PAID_TOO_LATE])
    # value and limit hold units, microseconds or a cause, as the code has it: each reading is taken for its own codes.
    value_instant = instants(rows["value"].to_numpy().astype(np.int64))
    limit_instant = instants(rows["limit"].to_numpy().astype(np.int64))
    wrong_date = column_kinds.write(value_instant.where(code == codes.DATE_INVALID), f.PAYMENTS_DATE, zone)
    cause_number = rows["limit"].where(is_canceled, 0)
    cause = pd.Series(np.array(CAUSES, dtype=object)[cause_number], rows.index, dtype="str")
    blank = pd.Series("", rows.index, dtype="str")
    return rows.assign(
        value=wrong_date.mask(is_amount, rows["value"].astype("str"))
        .mask(is_canceled, day_text(value_instant, zone))
        .mask(code == codes.ID_MANGLED, rows["item_id"])
        .mask(code == codes.HELD, AWAITED_SHIPMENT),
        limit=blank.mask(is_amount, rows["limit"].astype("str"))
        .mask(is_canceled, cause)
        .mask(code == codes.ID_MANGLED, TWIN)
        .mask(code == codes.DATE_INVALID, WINDOW)
        .mask(is_deadline, day_text(limit_instant, zone)),
    )


def _fault_column(rows: pd.DataFrame) -> pd.Series:
    """The column that a fault is about: the date of a payment, the item of a confirmation, an amount of a refund."""
    item_column = np.where(rows["event"] == Event.CANCEL, CANCELED_ITEM_COLUMN, f.ORDER_ITEM_ID.name)
    is_of_item = rows["code"].isin([codes.VALUE_MISSING, codes.DUPLICATE_RECORD, codes.ID_MANGLED])
    is_of_date = rows["code"] == codes.DATE_INVALID
    column = np.select([is_of_date, is_of_item], ["payment-date", item_column], rows["about"])
    return pd.Series(column, rows.index, dtype="str")
