"""What was refused and why, from what the runs said; and what became of it since. Cases 34."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow.compute as pc

from pipeline import text
from pipeline.documents import reject_resolution
from pipeline.documents.json_version import JSON_VERSION
from pipeline.errors import UsageError
from pipeline.publish.answers import XML, feed_file_name, rejected_file_name
from schemas import codes
from schemas.stored_frames import as_frame
from schemas.stored_tables import SCHEMAS
from schemas.wording import code_texts

if TYPE_CHECKING:
    from pipeline.store.catalogue_rows import FeedRow
    from pipeline.store.reader import StoreReader

REFUSING = ("Error", "Fatal")
BY = ["run", "feed", "record"]


def rejects(store: StoreReader, language: str, run: int | None = None, *, only_open: bool = False) -> dict[str, Any]:
    """Every refused record and every feed that was refused whole (record 0): where, why, and what became of it.

    run: only what that run refused. only_open: only what still waits (reject_resolution). Raises Usage for an unknown
    run.
    """
    last = store.last_run.run if store.last_run else 0
    if run is not None and not 1 <= run <= last:
        raise UsageError(f"there is no run {run}", f"the last one is run {last}" if last else "there was no run yet")
    lines = _lines(store, last, run)
    feeds = store.feeds_by_number(lines["feed"].unique())
    found = reject_resolution.ended(store, _records(lines, language, feeds))
    waits = reject_resolution.still_open(found)
    shown = found[waits] if only_open else found
    return {
        "version": JSON_VERSION,
        "count": len(found),
        "open": int(waits.sum()),
        "rejects": [_entry(row, feeds[row["number"]]) for row in shown.to_dict("records")],
    }


def words(document: dict[str, Any]) -> str:
    """A line for each refusal, and how many there are."""
    heads = ("run", "feed", "record", "line", "order", "codes", "what", "now", "file")
    rows = [
        (
            one["run"],
            one["feed"],
            one["record"],
            one["line"],
            one["order_id"],
            " ".join(str(code["code"]) for code in one["codes"]),
            " / ".join(code["message"] for code in one["codes"]),
            _ending(one),
            one["file"],
        )
        for one in document["rejects"]
    ]
    count = f"{text.count(document['count'], 'refusal')}, {document['open']:,} open"
    return "\n".join([*(text.table(heads, rows) if rows else []), count])


def _ending(one: dict[str, Any]) -> str:
    """What became of a refusal."""
    if one["resolved"]:
        return f"resolved by run {one['resolved']}"
    if one["again"]:
        return f"refused again in run {one['again']}"
    if one["settled"]:
        return f"settled by run {one['settled']}"
    return f"open (see run {one['later']})" if one["later"] else "open"


def _lines(store: StoreReader, last: int, run: int | None) -> pd.DataFrame:
    """The lines that refused something: each code of a record once, in the order in which it was said."""
    table = store.read("said", schema=SCHEMAS["said"], as_of_run=last or None)
    wanted = table["refused"] if run is None else pc.and_(table["refused"], pc.equal(table["run"], run))
    lines = as_frame(table.filter(wanted))
    lines = lines[codes.types(lines["code"]).isin(REFUSING)]
    return lines.sort_values(BY, kind="stable", ignore_index=True)


def _records(lines: pd.DataFrame, language: str, feeds: dict[int, FeedRow]) -> pd.DataFrame:
    """A row a record: its first line, order and mark, and its codes with their texts."""
    lines = lines.assign(
        message=code_texts.messages(lines, language, advice=False),
        advice=code_texts.advices(lines, language),
    ).drop_duplicates([*BY, "code", "message"])
    told = lines[["code", "message", "advice"]].to_dict("records")
    grouped = pd.Series(told, lines.index, dtype=object).groupby([lines[name] for name in BY], dropna=False).agg(list)
    first = lines.drop_duplicates(BY).reset_index(drop=True)
    names = first["feed"].map({number: feed.name for number, feed in feeds.items()}).astype("str")
    mark = first["run"].astype("str") + "/" + names + "/" + first["record"].astype("str")
    formats = first["feed"].map({number: feed.format for number, feed in feeds.items()}).astype("str")
    rows = first["feed"].map({number: feed.form != XML for number, feed in feeds.items()}).astype(bool)
    conflicts = lines[lines["code"] == codes.ORDER_CONFLICT]
    single = rows & ~pd.MultiIndex.from_frame(first[BY]).isin(pd.MultiIndex.from_frame(conflicts[BY]))
    more = {"codes": grouped.to_list(), "mark": mark, "format": formats, "single": single}
    return first.assign(number=first["feed"], feed=names, **more)


def _entry(row: dict[str, Any], feed: FeedRow) -> dict[str, Any]:
    own = feed.run == row["run"]
    file = rejected_file_name(row["run"], feed_file_name(feed, released=not own))
    return {
        **{name: row[name] for name in (*BY, "line", "order_id", "codes")},
        "file": f"rejected/{file}" if row["record"] else feed.archived,
        **{name: row[name] or None for name in ("resolved", "again", "settled", "later")},
    }
