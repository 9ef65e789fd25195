"""All that a run rejected, in one list, one row per record and code. Correct the files of rejected records instead."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from reports import report_rows
from reports.rejected_records import join_texts
from schemas import code_texts, codes
from schemas.formats.run_lists import REJECTED
from schemas.statuses import Outcome
from schemas.stored_tables import RECORD

_ROW_KEY = [*RECORD, "code"]


def rejected_list_rows(
    messages: pd.DataFrame, records: pd.DataFrame, names: Mapping[int, str], language: str
) -> pd.DataFrame:
    """The rejected records in the columns of `schemas.formats.run_lists.REJECTED`, by feed name, record, line, code.

    messages: frame `answer_lines`. records: frame `record_outcomes`. names: the name of each feed by its number. A feed
    that was refused whole has one row with record 0 for each Fatal line. Only errors are listed; the messages of one
    code are joined by " / ", equal ones once. A rejected record without any line is listed without a code.
    """
    rejected = records.loc[records["outcome"] == Outcome.REJECTED, RECORD]
    rejected_index = pd.MultiIndex.from_frame(rejected)
    types = codes.problem_types(messages)
    is_of_rejected = pd.MultiIndex.from_frame(messages[RECORD]).isin(rejected_index)
    faults = messages[(types == "Fatal") | ((types == "Error") & is_of_rejected)]
    with_code = _row_per_code(faults.sort_values(_ROW_KEY, kind="stable", ignore_index=True), language)
    has_code = rejected_index.isin(pd.MultiIndex.from_frame(with_code[RECORD]))
    rows = pd.concat([with_code, _rows_without_code(rejected[~has_code])], ignore_index=True)
    rows = rows.assign(feed=report_rows.feed_names(rows["feed"], names)).rename(columns={"order_id": "order-id"})
    return report_rows.sort_rows(rows[list(REJECTED.names)], ["feed", "record", "line", "code"])


def _row_per_code(faults: pd.DataFrame, language: str) -> pd.DataFrame:
    """One row per record and code, with all its messages; faults: sorted by record and code."""
    is_first = (~faults.duplicated(_ROW_KEY)).to_numpy(bool)
    row = np.cumsum(is_first) - 1
    texts = pd.DataFrame({"record": row, "message": code_texts.messages(faults, language, advice=False)})
    firsts = faults.loc[is_first, [*_ROW_KEY, "line", "order_id"]].reset_index(drop=True)
    return firsts.assign(
        code=firsts["code"].astype("str"),
        line=firsts["line"].astype("Int64"),
        message=join_texts(texts, "message", " / ").array,
    )


def _rows_without_code(records: pd.DataFrame) -> pd.DataFrame:
    blank = pd.Series("", records.index, dtype="str")
    no_line = pd.Series(pd.NA, records.index, dtype="Int64")
    return records.assign(code=blank, line=no_line, order_id=blank, message=blank)
