"""Held records: they wait as text for their order, and come again in every run, first in their stage.

Order process, 8.3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.ingest.feed import IncomingFeed
from pipeline.ingest.feed_collector import FeedCollector
from schemas.formats.feed_formats import BY_NAME
from schemas.statuses import Outcome
from schemas.stored_frames import as_frame, as_table, empty
from schemas.stored_tables import RECORD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from schemas.columns import Table

HELD_FIRST = 10**9
"""Taken off the place in the order of work, so that it comes before that of every feed of the run."""


def held_after_run(
    feeds: Iterable[IncomingFeed], held: pd.DataFrame, outcomes: pd.DataFrame, run: int, as_of: pd.Timestamp
) -> pd.DataFrame:
    """The held table after a run: what was held and still is, and what this run holds for the first time.

    held: the table before (frame `held`); outcomes: of this run (frame `record_outcomes`).
    """
    held_now = outcomes.loc[outcomes["outcome"] == Outcome.HELD, RECORD]
    if held_now.empty:
        return empty("held")
    still_held = held.merge(held_now, how="inner", on=RECORD, validate="many_to_one")
    parts = [still_held]
    for feed in feeds:
        records = held_now.loc[held_now["feed"] == feed.number, "record"]
        if len(records) and not feed.is_held:
            # A row that only repeated another one of its feed must not come again as one of its own.
            rows = feed.text.rows(records)
            is_first = ~rows.index.isin(feed.duplicates.rows)
            parts.append(_held_rows(feed, rows[is_first], run, as_of))
    table = pd.concat(parts, ignore_index=True) if len(parts) > 1 else still_held
    return as_frame(as_table("held", table))


def held_feeds(
    held: pd.DataFrame, check: Callable[[Table, pd.DataFrame], tuple[pd.DataFrame, pd.DataFrame]]
) -> list[IncomingFeed]:
    """Held records as feeds that come first in their stage, by run, name and record; checked again by `check`."""
    in_order = held.sort_values(["run", "name", "record"], kind="stable")
    by_feed = in_order.groupby(["run", "name", "feed"], dropna=False)
    return [
        _held_feed(int(number), name, seq - HELD_FIRST, rows, check)
        for seq, ((_, name, number), rows) in enumerate(by_feed)
    ]


def _held_feed(
    number: int,
    name: str,
    seq: int,
    rows: pd.DataFrame,
    check: Callable[[Table, pd.DataFrame], tuple[pd.DataFrame, pd.DataFrame]],
) -> IncomingFeed:
    table = BY_NAME[rows["table"].iloc[0]]
    text = _held_text(rows, table)
    typed, problems = check(table, text)
    collector = FeedCollector(table)
    collector.add(text, typed, problems)
    return IncomingFeed(
        number=number,
        name=name,
        received=rows["received"].iloc[0],
        seq=seq,
        table=table,
        text=collector.text,
        typed=collector.typed,
        problems=problems,
        since=rows["since"].iloc[0],
        message_ids=_message_ids(rows),
        marks=collector.marks,
        named_ids=collector.named_ids,
        links=collector.links,
    )


def _held_rows(feed: IncomingFeed, rows: pd.DataFrame, run: int, as_of: pd.Timestamp) -> pd.DataFrame:
    """Rows of a feed's text as rows of the held table."""
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
            "message": rows["record"].map(_texts_of(feed.message_ids, rows["record"])).astype("str").fillna(""),
            "values": list(values),
            "columns": [list(feed.table.names)] * len(rows),
        }
    )


def _texts_of(message_ids: pd.Series, records: pd.Series) -> pd.Series:
    """The MessageIDs of these records as text."""
    return message_ids[np.isin(message_ids.index, records)].astype("str")


def _held_text(rows: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Rows of the held table as the text of a feed. A column that the format has got since is blank."""
    columns = list(rows["columns"].iloc[0]) or list(table.names)
    values = np.array(rows["values"].to_list(), dtype=object).reshape(len(rows), -1)
    text = pd.DataFrame(values, columns=columns[: values.shape[1]]).reindex(columns=list(table.names), fill_value="")
    text = text.astype("str").assign(**{name: rows[name].to_numpy() for name in ("record", "line", "refused")})
    return text if "message-id" in text else text.assign(**{"message-id": ""})


def _message_ids(rows: pd.DataFrame) -> pd.Series:
    """The MessageID of each record that had one of its own, by record."""
    named = rows[rows["message"] != ""].drop_duplicates("record")
    return named.set_index("record")["message"]
