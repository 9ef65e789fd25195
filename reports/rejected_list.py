"""All that a run refused, in one list: a row a record and code. The files of refused records are to be corrected."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from reports import report_rows
from reports.rejected_records import all_of
from schemas import codes
from schemas.formats.run_lists import REJECTED
from schemas.statuses import Outcome
from schemas.stored_tables import RECORD
from schemas.wording import code_texts

_ONCE = [*RECORD, "code"]


def refusals(said: pd.DataFrame, records: pd.DataFrame, names: Mapping[int, str], language: str) -> pd.DataFrame:
    """The refused records in the columns of `schemas.formats.run_lists.REJECTED`, by feed name, record, line, code.

    said: the lines of all answers: feed, record, line, column, code, value, limit, order_id. records: feed, record,
    outcome. names: the name of each feed by its number. A feed refused whole is a row with record 0 for each Fatal
    line. Only the errors of a record count; the messages of one code are joined by " / ", what is the same once. A
    refused record without any line is listed without a code.
    """
    lost = records.loc[records["outcome"] == Outcome.REJECTED, RECORD]
    types = codes.types(said["code"])
    of_lost = pd.MultiIndex.from_frame(said[RECORD]).isin(pd.MultiIndex.from_frame(lost))
    faults = said[(types == "Fatal") | ((types == "Error") & of_lost)].sort_values(_ONCE, kind="stable")
    single = _single(faults.reset_index(drop=True), language)
    mute = ~pd.MultiIndex.from_frame(lost).isin(pd.MultiIndex.from_frame(single[RECORD]))
    every = pd.concat([single, _silent(lost[mute])], ignore_index=True)
    report = every.assign(feed=report_rows.named(every["feed"], names)).rename(columns={"order_id": "order-id"})
    return report_rows.in_order(report[list(REJECTED.names)], ["feed", "record", "line", "code"])


def _single(faults: pd.DataFrame, language: str) -> pd.DataFrame:
    """A row a record and code, with all that was said of it; faults sorted by record and code."""
    first = (~faults.duplicated(_ONCE)).to_numpy(bool)
    which = np.cumsum(first) - 1
    said = pd.DataFrame({"record": which, "message": code_texts.messages(faults, language, advice=False)})
    once = faults.loc[first, [*_ONCE, "line", "order_id"]].reset_index(drop=True)
    message = all_of(said, "message", " / ").array
    return once.assign(code=once["code"].astype("str"), line=once["line"].astype("Int64"), message=message)


def _silent(records: pd.DataFrame) -> pd.DataFrame:
    blank = pd.Series("", records.index, dtype="str")
    none = pd.Series(pd.NA, records.index, dtype="Int64")
    return records.assign(code=blank, line=none, order_id=blank, message=blank)
