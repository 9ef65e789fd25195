"""What is wrong with a feed: a row for each problem, collected completely; and the feed that is refused whole."""

from __future__ import annotations

from difflib import get_close_matches

import numpy as np
import pandas as pd

from schemas.column_kinds import CONTROLS
from schemas.columns import Column, Kind

COLUMNS = {"record": "int64", "line": "int64", "column": "str", "code": "int64", "value": "str", "limit": "str"}
QUOTED = ("column", "value", "limit")
LONGEST_VALUE = 40
LIKE = 0.6
CURRENCIES = ("USD", "EUR", "GBP", "CNY", "KRW", "TWD", "HKD", "AUD", "CAD", "SGD", "INR")
"""What stands for a currency most often if it is not the yen."""
NOT_SHOWN = "…"
"""Stands for a value that may be a name or an address which slipped into another column."""
_FIGURES = r"[0-9０-９.,:/+¥￥円年月日時分秒 TZteE-]*[0-9０-９][0-9０-９.,:/+¥￥円年月日時分秒 TZteE-]*"
_HARMLESS = dict.fromkeys((Kind.COUNT, Kind.YEN, Kind.MOMENT, Kind.DAY, Kind.DAY_OR_MOMENT), _FIGURES) | {
    Kind.ORDER_ID: r"[0-9A-Za-z_.,+-]*[0-9][0-9A-Za-z_.,+-]*",
    Kind.ITEM_ID: r"[0-9A-Za-z_.,+-]*[0-9][0-9A-Za-z_.,+-]*",
    Kind.CHOICE: r"[A-Za-z_-]{1,40}",
    Kind.FLAG: r"[A-Za-z0-9_-]{1,20}",
}
"""What a wrong value of each kind may consist of to be quoted; texts are quoted, unless they are buyer data."""
_NO_MAIL = r"(?s)[^@＠]*"
_DIGIT = "[0-9０-９]"
_BUYERS = "|".join(
    (
        rf"[0０](?:[-ー－ ]?{_DIGIT}){{8,10}}",
        rf"[+＋]{_DIGIT}(?:[ ()-]*{_DIGIT}){{7,14}}",
        rf"〒?{_DIGIT}{{3}}[-ー－]{_DIGIT}{{4}}",
    )
)
"""Telephone numbers of Japan and of elsewhere, and postal codes. An id of an order or an item has more digits."""
_NONE = pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in COLUMNS.items()})


class RefusedError(Exception):
    """The feed is refused whole; `problems` says why (record 0)."""

    def __init__(self, problems: pd.DataFrame) -> None:
        super().__init__("the feed is refused")
        self.problems = problems


def no_text() -> pd.Series:
    """An empty column of text."""
    return pd.Series(dtype="str")


def none() -> pd.DataFrame:
    """No problems."""
    return _NONE


def quotable(cells: pd.Series, kind: Kind) -> pd.Series:
    """Cells as a message may quote them: what is not of the letters of its kind may be buyer data and is not shown."""
    text = cells.str.strip()
    letters = text.str.fullmatch(_HARMLESS.get(kind, _NO_MAIL)).astype(bool)
    harmless = letters & ~text.str.fullmatch(_BUYERS).astype(bool)
    return cells.where((cells == "") | harmless, NOT_SHOWN)


def like(cells: pd.Series, column: Column) -> pd.Series:
    """Cells of a column of choices as a message may quote them: a word that is like none of them may be a name."""
    words = {word.casefold() for word in (*column.choices, *(spelled for spelled, _ in column.spellings), *CURRENCIES)}
    known = [text for text in cells.unique() if get_close_matches(text.strip().casefold(), words, 1, LIKE)]
    return quotable(cells, column.kind).where(cells.isin(["", *known]), NOT_SHOWN)


def of_rows(
    rows: pd.DataFrame,
    column: str | pd.Series,
    code: int | np.ndarray | pd.Series,
    value: str | pd.Series = "",
    limit: str | int | pd.Series = "",
) -> pd.DataFrame:
    """A problem for each of the rows (columns record, line). Nothing it quotes holds a control, and a value is cut."""
    if len(rows) == 0:
        return none()
    found = pd.DataFrame(
        {
            "record": rows["record"],
            "line": rows["line"],
            "column": column,
            "code": code,
            "value": value,
            "limit": str(limit) if isinstance(limit, int) else limit,
        },
        index=rows.index,
    ).astype(COLUMNS)
    shown = found.assign(value=found["value"].str.slice(0, LONGEST_VALUE))
    return shown.assign(**{name: shown[name].str.replace(CONTROLS, "?", regex=True) for name in QUOTED})


def of_file(code: int, *, column: str = "", value: str = "", limit: str = "", line: int = 0) -> pd.DataFrame:
    """A problem of the whole file: record 0."""
    return of_rows(
        pd.DataFrame({"record": [0], "line": [line]}), column[:LONGEST_VALUE], code, value, limit[:LONGEST_VALUE]
    )


def together(found: list[pd.DataFrame]) -> pd.DataFrame:
    """All problems in one frame, ordered by record; those of one record stay in the order in which they were found."""
    some = [problems for problems in found if len(problems)]
    if not some:
        return none()
    return pd.concat(some, ignore_index=True).sort_values(["record", "line"], kind="stable", ignore_index=True)
