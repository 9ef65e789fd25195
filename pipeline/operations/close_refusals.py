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
    rejects = open_rejects(store, store.settings.language)
    whole = rejects[rejects["record"] == 0]
    named = whole[(whole["feed"] == name) & (True if run is None else whole["run"] == run)]
    if named.empty:
        of_run = "" if run is None else f" in run {run}"
        raise UsageError(f"no feed {name} that was refused whole{of_run} is open", _advice(name, [*whole["feed"]]))
    store.close_refusals(named["number"].to_list(), now)
    closed = named[["run", "feed"]].to_dict("records")
    return {"version": JSON_VERSION, "closed": closed, "open": len(rejects) - len(named)}


def _advice(name: str, known: list[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    return f"did you mean {close[0]}?" if close else "`ordermill rejects list --open` shows those that are"
