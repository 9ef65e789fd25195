"""What became of each record: exactly one outcome, and what its answer says.

said: a row a line of the answer, columns feed, record, line, column, code, value, limit, order_id, item_id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.model.instants import instants
from schemas import codes, column_kinds
from schemas.formats import fields as f
from schemas.statuses import CAUSES, Event, Outcome
from schemas.stored_tables import RECORD

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

SAID = ["feed", "record", "line", "column", "code", "value", "limit", "order_id", "item_id"]
HARMLESS = (0, codes.UNCHANGED)
CAUTIONS = (
    ("reopened", codes.REINSTATED),
    ("clamped", codes.SHIP_DATE_OUT_OF_WINDOW),
    ("missed", codes.SERVICE_MISSED),
    ("asked", codes.BUYER_ASKED_TO_CANCEL),
)
"""What an act is warned of although it applies: the column that says so, and its code. Several stand side by side."""
SHIPMENT = "shipment"
"""What a held refund of a known order waits for."""
CANCELED_ITEM = "amazon-order-item-code"
"""The column of a cancellation that names its item."""
RANK = (
    codes.DUPLICATE_RECORD,
    codes.ORDER_UNKNOWN,
    codes.VALUE_MISSING,
    codes.ORDER_PENDING,
    codes.CONFIRMED_TOO_LATE,
    codes.ORDER_CANCELED,
    codes.ALREADY_SHIPPED,
    codes.QUANTITY_TOO_LARGE,
    codes.REFUND_EXCEEDS_CHARGE,
)
"""Of the faults of several rows of a record the first one is answered, for each row that has it (cases 9)."""


def of_orders(rows: pd.DataFrame, zone: ZoneInfo) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Outcomes and lines of order rows: (records, said).

    rows: outcome, code, column, value, limit, late, reopened, gone (repetition.Repeated).
    """
    records = rows.groupby(RECORD, dropna=False, as_index=False)["outcome"].max()
    told = rows.merge(records.rename(columns={"outcome": "whole"}), on=RECORD, how="left", validate="many_to_one")
    warned = (("late", codes.PAID_TOO_LATE), ("reopened", codes.REINSTATED))
    once = [told[told[flag].astype(bool)].drop_duplicates(RECORD).assign(code=code) for flag, code in warned]
    gone = told[told["gone"] > 0].assign(code=codes.CONFIRMED_ELSEWHERE)
    shown = pd.concat([_shown(told), *once, gone], ignore_index=True)
    column = shown["column"].where(shown["code"] == codes.ORDER_CONFLICT, "")
    return records, _explained(shown, zone).assign(column=column)[SAID]


def of_acts(rows: pd.DataFrame, zone: ZoneInfo) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Outcomes and lines of payments, address changes, confirmations, cancellations and refunds.

    rows: code, changed, about, and what they are warned of (reopened, clamped, missed, asked).
    """
    held = rows["code"] == codes.HELD
    refused = ~rows["code"].isin(HARMLESS) & ~held
    warned = pd.DataFrame({flag: _flag(rows[flag]) for flag, _ in CAUTIONS})
    outcome = np.select(
        [refused, held, warned.any(axis=1), rows["changed"]],
        [Outcome.REJECTED, Outcome.HELD, Outcome.WARNING, Outcome.ACCEPTED],
        Outcome.UNCHANGED,
    )
    quiet = ~refused & ~held & ~warned.any(axis=1) & ~rows["changed"]
    rows = rows.assign(outcome=outcome, code=rows["code"].where(~quiet, codes.UNCHANGED))
    records = rows.groupby(RECORD, dropna=False, as_index=False)["outcome"].max()
    told = rows.merge(records.rename(columns={"outcome": "whole"}), on=RECORD, how="left", validate="many_to_one")
    applied = told["whole"] != Outcome.REJECTED
    more = [told[warned[flag].array & applied].assign(code=code) for flag, code in CAUTIONS]
    shown = pd.concat([_shown(told), *more], ignore_index=True)
    said = _explained(shown, zone)
    used = day(shown["clamped"], zone)
    limit = said["limit"].mask(shown["code"] == codes.SHIP_DATE_OUT_OF_WINDOW, used)
    return records, said.assign(column=_column(shown), limit=limit)[SAID]


def _flag(values: pd.Series) -> pd.Series:
    return values if values.dtype == bool else values.notna()


def _shown(told: pd.DataFrame) -> pd.DataFrame:
    """The rows that say something: faults of a refused record, warnings, and one line for an unchanged one."""
    harmless = told["code"].isin(HARMLESS)
    unchanged = (told["whole"] == Outcome.UNCHANGED) & ~told.duplicated(RECORD)
    rank = told["code"].map({code: place for place, code in enumerate(RANK)}).fillna(len(RANK))
    first = rank == rank.groupby([told[name] for name in RECORD], dropna=False).transform("min")
    fault = ~harmless & ((told["whole"] != Outcome.REJECTED) | ((told["outcome"] == Outcome.REJECTED) & first))
    return told[fault | unchanged].reset_index(drop=True)


def _explained(rows: pd.DataFrame, zone: ZoneInfo) -> pd.DataFrame:
    """The numbers of each code as text, in the business zone: units, the cause and day of a cancellation, deadlines."""
    code, blank = rows["code"], pd.Series("", rows.index, dtype="str")
    many, dead = code.isin([codes.QUANTITY_TOO_LARGE, codes.REFUND_EXCEEDS_CHARGE]), code == codes.ORDER_CANCELED
    missed = code.isin([codes.CONFIRMED_TOO_LATE, codes.PAID_TOO_LATE])
    value, limit = (instants(rows[name].to_numpy().astype(np.int64)) for name in ("value", "limit"))
    causes = pd.Series(np.array(CAUSES, dtype=object)[rows["limit"].where(dead, 0)], rows.index, dtype="str")
    return rows.assign(
        value=column_kinds.write(value.where(code == codes.DATE_INVALID), f.PAYMENTS_DATE, zone)
        .mask(many, rows["value"].astype("str"))
        .mask(dead, day(value, zone))
        .mask(code == codes.HELD, SHIPMENT),
        limit=blank.mask(many, rows["limit"].astype("str")).mask(dead, causes).mask(missed, day(limit, zone)),
    )


def _column(rows: pd.DataFrame) -> pd.Series:
    """The column that a fault is about: the date of a payment, the item of a confirmation, an amount of a refund."""
    item = np.where(rows["event"] == Event.CANCEL, CANCELED_ITEM, f.ORDER_ITEM_ID.name)
    of_item = rows["code"].isin([codes.VALUE_MISSING, codes.DUPLICATE_RECORD])
    named = np.select([rows["code"] == codes.DATE_INVALID, of_item], ["payment-date", item], rows["about"])
    return pd.Series(named, rows.index, dtype="str")


def day(values: pd.Series, zone: ZoneInfo) -> pd.Series:
    """Instants as days of the business zone, "" where there is none."""
    return values.dt.tz_convert(zone).dt.strftime("%Y-%m-%d").astype("str").where(values.notna(), "")


def plain(
    rows: pd.DataFrame, outcome: Outcome, code: int, value: str = "", limit: pd.Series | str = ""
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The same outcome and code for every record of these rows, one line each; a held one waits for `value`."""
    first = rows.drop_duplicates(RECORD).assign(column="", code=code, value=value, limit=limit)
    said = first[SAID].astype({"column": "str", "value": "str", "limit": "str"})
    return first[RECORD].assign(outcome=int(outcome)), said
