"""The held view: records that wait for their order or shipment, one flat file per format, rewritten by every run.

In Japanese: 照合待ち. It is for information only: every run tries the records again, nobody has to drop them back.
"""

from __future__ import annotations

from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from reports import report_rows
from schemas import codes
from schemas.columns import Column, Table
from schemas.formats.added_columns import HELD_COLUMNS
from schemas.formats.feed_formats import BY_NAME


def held_columns(table: Table) -> tuple[Column, ...]:
    """The columns of the view of one format: those of the feed, then how long the record waits and where it is from."""
    return (*table.columns, *HELD_COLUMNS)


def held_views(stored: pd.DataFrame, until: pd.Series, zone: ZoneInfo) -> dict[str, tuple[Table, pd.DataFrame]]:
    """The view of each format that has held records, by file name: its Table, and the rows in `held_columns(table)`.

    stored: frame `held`. until: how long each of its rows waits (UTC), NaT: without limit. Rows are
    sorted by run, feed, record, line. Columns of buyer data are blank: the order may turn out to be Pending, and then
    its address is shown nowhere.
    """
    stored = stored.assign(until=_day_text(until, zone))
    return {
        f"held-{name.replace(' ', '-')}.tsv": (BY_NAME[name], _held_rows(rows, BY_NAME[name]))
        for name, rows in stored.groupby("table", dropna=False)
    }


def _held_rows(stored: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Held records of one format in the columns of `held_columns(table)`."""
    values = np.array(stored["values"].to_list(), dtype=object).reshape(len(stored), len(table.names))
    text = pd.DataFrame(values, columns=list(table.names), index=stored.index).astype("str")
    shown = text.assign(**{column.name: "" for column in table.columns if column.private})
    computed = {
        "line": stored["line"],
        "code": pd.Series(str(codes.HELD), stored.index, dtype="str"),
        "waits-since": stored["since"],
        "until": stored["until"],
        "feed": stored["name"],
        "run": stored["run"],
        "record": stored["record"],
    }
    return report_rows.sort_rows(pd.DataFrame({**shown, **computed}), ["run", "feed", "record", "line"])


def _day_text(instants: pd.Series, zone: ZoneInfo) -> pd.Series:
    """The business day of each instant, "" if there is none."""
    days = report_rows.business_days(instants, zone).astype("str")
    return pd.Series(days, instants.index, dtype="str").where(instants.notna(), "")
