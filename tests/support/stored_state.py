"""What the store of a workspace holds, in a form in which two of them can be compared."""

import sqlite3
from collections import defaultdict

from pipeline.store import datafiles
from schemas.stored_tables import SCHEMAS

QUERIES = (
    *("SELECT * FROM run", "SELECT * FROM feed", "SELECT * FROM report", "SELECT * FROM period"),
    *("SELECT * FROM segment", "SELECT * FROM counter", "SELECT * FROM order_name", "SELECT * FROM meta"),
)
OF_THIS_MACHINE = {"started", "finished", "entry", "identity", "staged"}
"""Columns that tell the time of the machine, or where its files lay."""
HAS_TIMES = "run.json"
"""The name of a report of which each run writes other bytes."""


def stored_state(workspace):
    """The rows of every table by part, shard and the run that wrote them, in no order; and those of the catalogue."""
    rows = defaultdict(list)
    with workspace.reader() as store:
        for name in SCHEMAS:
            for file in store.live_files(name):
                place = name, file.part, file.shard, file.added
                rows[place] += map(repr, datafiles.read(store.root, [file]).to_pylist())
    return {place: sorted(texts) for place, texts in rows.items()} | _catalogue(workspace)


def _catalogue(workspace):
    with sqlite3.connect(workspace.folders.state / "catalogue.sqlite") as connection:
        connection.row_factory = sqlite3.Row
        return {query: sorted(map(repr, map(_steady, connection.execute(query)))) for query in QUERIES}


def _steady(row):
    """A row without what another run over the same feeds would write otherwise; a segment has its bytes' crc32."""
    names = set(row.keys()) - OF_THIS_MACHINE
    if HAS_TIMES in tuple(row):
        names -= {"bytes", "sha256"}
    if "crc32" in names:
        names -= {"path"}
    return {name: row[name] for name in sorted(names)}
