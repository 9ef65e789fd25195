"""Refused records as a file that can be corrected and dropped back: the feed's columns, and why each was refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from schemas import codes, column_kinds
from schemas.columns import Column, Table
from schemas.formats.added_columns import REASON_COLUMNS
from schemas.wording import code_texts


def columns(table: Table) -> tuple[Column, ...]:
    """The columns of the file: the feed's own, then the four that say why."""
    return (*table.columns, *REASON_COLUMNS)


def rejected(
    text: pd.DataFrame, problems: pd.DataFrame, table: Table, *, refused: np.ndarray, origin: str, language: str
) -> pd.DataFrame:
    """The rows of the refused records as text, in the columns of `columns(table)`, in the order of the feed.

    text: record, line and the columns of the table, as read. problems: record, column, code, value, limit. refused:
    numbers of the refused records. origin: `run/feed`. Every row of a record shows all its codes, joined by a space,
    and their messages, joined by " / "; what is the same is said once.
    """
    kept = text[text["record"].isin(refused)].reset_index(drop=True)
    faults = problems[problems["record"].isin(refused) & (codes.types(problems["code"]) == "Error")]
    faults = faults.sort_values("record", kind="stable", ignore_index=True)
    messages = code_texts.messages(faults, language, advice=False)
    said = pd.DataFrame({"record": faults["record"], "code": faults["code"].astype("str"), "error": messages})
    record = kept["record"].astype("str")
    ours = {
        "line": kept["line"].astype("str"),
        "code": all_of(said, "code", " ").reindex(kept["record"], fill_value="").array,
        "error": all_of(said, "error", " / ").reindex(kept["record"], fill_value="").array,
        "refused": f"{origin}/" + record,
    }
    return pd.DataFrame({name: _shown(kept[name]) for name in table.names} | ours)


def _shown(cells: pd.Series) -> pd.Series:
    """Cells as they were; a control character must not make a row, and stays wrong as long as nobody corrects it."""
    return cells.str.replace(column_kinds.CONTROLS, column_kinds.SUBSTITUTE, regex=True)


def all_of(said: pd.DataFrame, name: str, between: str) -> pd.Series:
    """One column of all rows of a record joined to one text, index record; equal ones once. Sorted by record."""
    single = said[["record", name]].drop_duplicates()
    records, first = np.unique(single["record"].to_numpy(), return_index=True)
    parts = pa.array(single[name].to_numpy(dtype=object), pa.large_string())
    lists = pa.LargeListArray.from_arrays(pa.array(np.append(first, len(single)), pa.int64()), parts)
    return pd.Series(pc.binary_join(lists, pa.scalar(between, pa.large_string())), records, dtype="str")
