"""Workspaces whose rows a test writes by hand, and what it asks of any workspace, in either language."""

from datetime import UTC, datetime

import pandas as pd
import pyarrow as pa

from pipeline.store import Store
from pipeline.store.catalogue_rows import RunClosing
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Settings
from schemas.keys import digits_as_keys
from schemas.statuses import Event, Outcome, Stage
from schemas.stored_tables import BY_ORDER, SCHEMAS

AS_OF = datetime(2026, 10, 6, 14, 30, tzinfo=UTC)
BOUGHT = pd.Timestamp("2026-10-05T01:00:00Z")


def key_of_order(order_id):
    return int(digits_as_keys(pd.Series([order_id], dtype="str"))[0])


BLANK = {"int64": 0, "string": "", "bool": False}


def stored_table(name, rows):
    """Rows of a stored table; what a row does not name is blank."""
    schema = SCHEMAS[name]
    unknown = {column for row in rows for column in row} - {*schema.names}
    assert not unknown
    whole = {column.name: BLANK.get(str(column.type)) for column in schema}
    return pa.Table.from_pylist([whole | row for row in rows], schema)


class StoredWorkspace:
    """A workspace to write stored rows into, a run for each call; everything is of shard 0."""

    def __init__(self, folder, settings=""):
        self.workspace = Workspace.create(folder, settings_text=f"shards = 1\n{settings}")
        self.root = folder
        self.settings = Settings.read(self.workspace.settings_file)

    def put(self, *, part="open", names=None, **tables):
        """One committed and published run with these rows; tables by order go into `part`."""
        with Store.open(self.workspace, self.settings) as store:
            head = store.last_run
            batch = store.begin(AS_OF if head is None else head.as_of + pd.Timedelta(1, "D"))
            for name, rows in tables.items():
                placed = part if name in BY_ORDER else "all"
                batch.write(name, placed, 0 if placed == "open" else None, stored_table(name, rows))
            batch.commit(RunClosing(0, AS_OF, AS_OF, order_names=names or {}))
            batch.publish()

    def order(self, number, *, items=None, journal=None, **facts):
        """Rows of an order of one verified item of two units, unless the facts say otherwise."""
        order_id = number if isinstance(number, str) else f"999-0000001-{number:07}"
        order_key = key_of_order(order_id)
        order = {
            "order_key": order_key,
            "purchased": BOUGHT,
            "received": BOUGHT,
            "verified": BOUGHT,
            "cut_off": pd.Timestamp("2026-11-04T14:59:59.999999Z"),
            "promise": pd.Timestamp("2026-10-07T14:59:59.999999Z"),
            "cancel_asked": -1,
            "text_run": 1,
        }
        items = items or [{"item_key": order_key % 10**7 * 100 + 1, "sku": "MUG-02", "ordered": 2, "reported_run": 1}]
        record = {"run": 1, "stage": Stage.ORDERS, "event": Event.PLACE, "outcome": Outcome.ACCEPTED, "feed": 1}
        placed = [{**record, "record": 1, "item_key": items[0]["item_key"], "units": 2, "received": BOUGHT}]
        of_order = {"order_key": order_key}
        return {
            "orders": [order | facts],
            "items": [of_order | {"text_run": 1, "reported_at": BOUGHT} | item for item in items],
            "journal": [of_order | row for row in (placed if journal is None else journal)],
        }
