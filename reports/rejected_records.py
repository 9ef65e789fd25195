"""Rejected records as a file that can be corrected and dropped back: the columns of the feed, and the reasons."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from schemas import code_texts, codes, column_kinds
from schemas.columns import Column, Table
from schemas.formats.added_columns import REASON_COLUMNS, REJECTION_MARK


def rejected_columns(table: Table) -> tuple[Column, ...]:
    """The columns of the file: those of the feed, then the four that say why."""
    return (*table.columns, *REASON_COLUMNS)


def rejected_rows(
    text: pd.DataFrame, problems: pd.DataFrame, table: Table, *, rejected: np.ndarray, origin: str, language: str
) -> pd.DataFrame:
    """The rows of the rejected records as text, in the columns of `rejected_columns(table)`, in the order of the feed.

    text: frame `feed_text`. problems: of frame `answer_lines` those of the feed. rejected:
    numbers of the rejected records. origin: `run/feed`. Every row of a record shows all its codes, joined by a space,
    and their messages, joined by " / "; equal ones only once.
    """
    kept = text[text["record"].isin(rejected)].reset_index(drop=True)
    faults = problems[problems["record"].isin(rejected) & (codes.problem_types(problems) == "Error")]
    faults = faults.sort_values("record", kind="stable", ignore_index=True)
    messages = code_texts.messages(faults, language, advice=False)
    texts = pd.DataFrame({"record": faults["record"], "code": faults["code"].astype("str"), "error": messages})
    reasons = {
        "line": kept["line"].astype("str"),
        "code": join_texts(texts, "code", " ").reindex(kept["record"], fill_value="").array,
        "error": join_texts(texts, "error", " / ").reindex(kept["record"], fill_value="").array,
        REJECTION_MARK: f"{origin}/" + kept["record"].astype("str"),
    }
    return pd.DataFrame({name: _without_controls(kept[name]) for name in table.names} | reasons)


def _without_controls(cells: pd.Series) -> pd.Series:
    """Cells as they were, but a control character must not start a row: its substitute is wrong until corrected."""
    return cells.str.replace(column_kinds.CONTROLS, column_kinds.SUBSTITUTE, regex=True)


def join_texts(rows: pd.DataFrame, name: str, separator: str) -> pd.Series:
    """One text column, joined over all rows of each record, equal texts once; indexed and sorted by record."""
    distinct = rows[["record", name]].drop_duplicates()
    records, first = np.unique(distinct["record"].to_numpy(), return_index=True)
    parts = pa.array(distinct[name].to_numpy(dtype=object), pa.large_string())
    lists = pa.LargeListArray.from_arrays(pa.array(np.append(first, len(distinct)), pa.int64()), parts)
    return pd.Series(pc.binary_join(lists, pa.scalar(separator, pa.large_string())), records, dtype="str")
