"""Held records: they wait as text for their order, and come again in every run, first in their stage (cases 24, 25)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.ingest.feed import IncomingFeed
from schemas.formats.feed_formats import BY_NAME
from schemas.statuses import Outcome
from schemas.stored_frames import as_frame, as_table
from schemas.stored_tables import RECORD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from schemas.columns import Table

HELD_FIRST = 10**9


def keep_held(
    arrived: Iterable[IncomingFeed], held: pd.DataFrame, records: pd.DataFrame, run: int, as_of: pd.Timestamp
) -> pd.DataFrame:
    """The held table after a run: what waited and still waits, and what this run holds for the first time.

    held: the table before (schemas.stored_tables); records: feed, record, outcome of this run.
    """
    waits = records.loc[records["outcome"] == Outcome.HELD, RECORD]
    still = held.merge(waits, how="inner", on=RECORD, validate="many_to_one")
    fresh = [still]
    for feed in arrived:
        mine = waits.loc[waits["feed"] == feed.number, "record"]
        if feed.since is pd.NaT and len(mine):
            # A row that only repeated another one of its feed must not come again as one of its own.
            rows = feed.text[feed.text["record"].isin(mine).to_numpy() & (feed.repeats == 0)]
            fresh.append(_as_held(feed, rows, run, as_of))
    return as_frame(as_table("held", pd.concat(fresh, ignore_index=True) if len(fresh) > 1 else still))


def _as_held(feed: IncomingFeed, rows: pd.DataFrame, run: int, as_of: pd.Timestamp) -> pd.DataFrame:
    values = rows[list(feed.table.names)].to_numpy(dtype=object)
    return pd.DataFrame(
        {
            "table": feed.table.name,
            "feed": feed.number,
            "name": feed.name,
            "run": run,
            "record": rows["record"],
            "line": rows["line"],
            "received": feed.received,
            "since": as_of,
            "refused": rows.get("refused", default=""),
            "message": rows["record"].map(feed.messages).astype("str").fillna(""),
            "values": list(values),
        }
    )


def held_again(
    held: pd.DataFrame, check: Callable[[Table, pd.DataFrame], tuple[pd.DataFrame, pd.DataFrame]]
) -> list[IncomingFeed]:
    """Held records as feeds that come first in their stage, by run, name and record; checked again by `check`."""
    arrived = []
    files = held.sort_values(["run", "name", "record"], kind="stable").groupby(["run", "name", "feed"], dropna=False)
    for seq, ((_, name, number), rows) in enumerate(files):
        table = BY_NAME[rows["table"].iloc[0]]
        values = np.array(rows["values"].to_list(), dtype=object).reshape(len(rows), len(table.names))
        text = pd.DataFrame(values, columns=list(table.names)).astype("str")
        text = text.assign(**{name: rows[name].to_numpy() for name in ("record", "line", "refused")})
        text = text if "message-id" in text else text.assign(**{"message-id": ""})
        typed, problems = check(table, text)
        arrived.append(
            IncomingFeed(
                int(number),
                name,
                rows["received"].iloc[0],
                seq - HELD_FIRST,
                table,
                text,
                typed,
                problems,
                np.zeros(len(text), np.int8),
                rows["since"].iloc[0],
                _messages(rows),
            )
        )
    return arrived


def _messages(rows: pd.DataFrame) -> pd.Series:
    """The MessageID of each record that had one of its own, by record."""
    named = rows[rows["message"] != ""].drop_duplicates("record")
    return named.set_index("record")["message"]
