"""Ending feeds that were refused whole and that nobody will drop again: no run, one entry in the catalogue."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from pipeline.documents.json_version import JSON_VERSION
from pipeline.errors import UsageError
from pipeline.queries.find_rejects import open_rejects

if TYPE_CHECKING:
    from datetime import datetime

    from pipeline.store.store import Store


def close_refusals(store: Store, name: str, run: int | None, now: datetime) -> dict[str, Any]:
    """Close the refusals of the feeds of that name, of one run or of all; returns what was closed as one document.

    Raises UsageError where no feed of that name was refused whole and is still open. Feeds and runs, 14.6.
    """
    rejects = open_rejects(store)
    whole = [reject for reject in rejects if reject.is_whole]
    named = [reject for reject in whole if reject.feed == name and run in {None, reject.run}]
    if not named:
        of_run = "" if run is None else f" in run {run}"
        advice = _advice(name, [reject.feed for reject in whole])
        raise UsageError(f"no feed {name} that was refused whole{of_run} is open", advice)
    store.close_refusals([reject.number for reject in named], now)
    closed = [{"run": reject.run, "feed": reject.feed} for reject in named]
    return {"version": JSON_VERSION, "closed": closed, "open": len(rejects) - len(named)}


def _advice(name: str, known: list[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    return f"did you mean {close[0]}?" if close else "`ordermill rejects list --open` shows those that are"
