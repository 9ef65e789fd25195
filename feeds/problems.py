"""What is wrong with a feed: a row for each problem, collected completely; and the feed that is refused whole.

Makes the frame `problems`.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

import numpy as np
import pandas as pd

from schemas.column_kinds import CONTROLS
from schemas.columns import Column, Kind
from schemas.quoting import HIDDEN_VALUE, LONGEST_QUOTE, has_contact, is_plain, quoted
from schemas.stored_frames import conform, empty

_TEXT_COLUMNS = ("column", "value", "limit")
_SIMILARITY = 0.6
OTHER_CURRENCIES = ("USD", "EUR", "GBP", "CNY", "KRW", "TWD", "HKD", "AUD", "CAD", "SGD", "INR")
"""What stands for a currency most often if it is not the yen."""
_FIGURES = r"[0-9０-９.,:/+¥￥ TZteE-]*[0-9０-９][0-9０-９.,:/+¥￥ TZteE-]*"
_HARMLESS = r"[^A-Za-z]*|#[A-Z0/]+[!?]?"
"""Signs and digits alone, and what a spreadsheet writes for an error; a word may be a name."""
_HARMLESS_FORMS = dict.fromkeys((Kind.COUNT, Kind.YEN, Kind.MOMENT, Kind.DAY, Kind.DAY_OR_MOMENT), _FIGURES) | {
    Kind.ORDER_ID: r"[0-9A-Za-z_.,+-]*[0-9][0-9A-Za-z_.,+-]*",
    Kind.ITEM_ID: r"[0-9A-Za-z_.,+-]*[0-9][0-9A-Za-z_.,+-]*",
    Kind.CHOICE: r"[A-Za-z_-]{1,40}",
    Kind.FLAG: r"[A-Za-z0-9_-]{1,20}",
}
"""What else a wrong value of each kind may consist of to be quoted; texts may consist of anything that is plain."""
_NO_PROBLEMS = empty("problems")


class RefusedError(Exception):
    """The feed is refused whole; `problems` (the frame) says why (record 0)."""

    def __init__(self, problems: pd.DataFrame) -> None:
        super().__init__("the feed is refused")
        self.problems = problems


def empty_text() -> pd.Series:
    """An empty column of text."""
    return pd.Series(dtype="str")


def no_problems() -> pd.DataFrame:
    """No problems."""
    return _NO_PROBLEMS


def quotable(cells: pd.Series, kind: Kind) -> pd.Series:
    """Cells as a message may quote them: what is not of the letters of its kind may be buyer data and is not shown."""
    text = cells.str.strip()
    has_form = text.str.fullmatch(f"{_HARMLESS}|{_HARMLESS_FORMS.get(kind, '.*')}").astype(bool)
    is_harmless = is_plain(text) & has_form & ~has_contact(text)
    return cells.where((cells == "") | is_harmless, HIDDEN_VALUE)


def quotable_choice(cells: pd.Series, column: Column) -> pd.Series:
    """Cells of a column of choices as a message may quote them: a word that is like none of them may be a name."""
    spellings = [spelling for spelling, _ in column.spellings]
    words = {word.casefold() for word in (*column.choices, *spellings, *OTHER_CURRENCIES)}
    known = [text for text in cells.unique() if get_close_matches(text.strip().casefold(), words, 1, _SIMILARITY)]
    is_shown = cells.isin(["", *known]) | cells.str.strip().str.fullmatch(_HARMLESS).astype(bool)
    return quotable(cells, column.kind).where(is_shown, HIDDEN_VALUE)


def quotable_word(cells: pd.Series) -> pd.Series:
    """Cells that hold an unknown word as a message may quote them: of ASCII letters, blanks and hyphens alone."""
    text = cells.str.strip()
    return text.where(text.str.fullmatch(r"[A-Za-z -]{1,40}").astype(bool), HIDDEN_VALUE)


def row_problems(
    rows: pd.DataFrame,
    column: str | pd.Series,
    code: int | np.ndarray | pd.Series,
    value: str | pd.Series = "",
    limit: str | int | pd.Series = "",
) -> pd.DataFrame:
    """A problem for each row (record, line), about its whole record: `about_items` says which row of it is meant.

    Nothing that is quoted holds a control, and a value only what may be quoted (schemas.quoting).
    """
    if len(rows) == 0:
        return no_problems()
    shown_limit = str(limit) if isinstance(limit, int) else limit
    details = {"column": column, "code": code, "value": value, "limit": shown_limit, "item": 0}
    problems = conform("problems", rows[["record", "line"]].assign(**details))
    shown = problems.assign(value=quoted(problems["value"]))
    return shown.assign(**{name: shown[name].str.replace(CONTROLS, "?", regex=True) for name in _TEXT_COLUMNS})


def frame_of(columns: Mapping[str, pd.Series]) -> pd.DataFrame:
    """Columns that have the same index side by side, without a copy and without a look at their indexes."""
    index = next(iter(columns.values())).index
    return pd.DataFrame({name: cells.array for name, cells in columns.items()}, index=index, copy=False)


def counted_from_0(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows with their positions as the index; most frames have it, and putting it on takes a copy of the frame."""
    index = frame.index
    is_counted = isinstance(index, pd.RangeIndex) and index.start == 0 and index.step == 1
    return frame if is_counted else frame.reset_index(drop=True)


def item_numbers(text: pd.DataFrame) -> pd.Series:
    """Which row of its record each row is, from 1: a message of a feed has a row for each of its items."""
    if (np.diff(text["record"]) > 0).all():
        return pd.Series(1, text.index)
    return text.groupby("record", dropna=False).cumcount() + 1


def about_items(problems: pd.DataFrame, text: pd.DataFrame) -> pd.DataFrame:
    """Problems of `row_problems` for rows of this text, with the item that each is about."""
    return (
        problems.assign(item=item_numbers(text).reindex(problems.index).astype("int64")) if len(problems) else problems
    )


def file_problem(code: int, *, column: str = "", value: str = "", limit: str = "", line: int = 0) -> pd.DataFrame:
    """A problem of the whole file: record 0."""
    return row_problems(
        pd.DataFrame({"record": [0], "line": [line]}), column[:LONGEST_QUOTE], code, value, limit[:LONGEST_QUOTE]
    )


def concat_problems(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """All problems in one frame, ordered by record; those of one record stay in the order in which they were found."""
    filled = [frame for frame in frames if len(frame)]
    if not filled:
        return no_problems()
    return pd.concat(filled, ignore_index=True).sort_values(["record", "line"], kind="stable", ignore_index=True)
