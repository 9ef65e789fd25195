"""A workspace with a store, and plain runs against it, step by step."""

import hashlib
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pyarrow as pa

from pipeline.inbox import take, taken_file
from pipeline.store import RunClosing, Store

MIDNIGHT = datetime(2026, 10, 1, 15, 30, tzinfo=UTC)


class StoreRunner:
    """Does the steps of a run one by one, so that a test can stop between any two of them."""

    def __init__(self, workspace, settings):
        self.workspace, self.settings = workspace, settings

    def open(self):
        return Store.open(self.workspace, self.settings)

    def drop(self, name, content=b"order-id\r\n1\r\n"):
        path = self.workspace.default_inbox / name
        path.write_bytes(content)
        os.utime(path, (MIDNIGHT.timestamp() - 60,) * 2)
        return path

    def fill(self, store, *, number=1, as_of=None, held=b"held", **closing):
        """Everything up to the commit: one row of items, reports, a feed per file in the inbox."""
        batch = store.begin(as_of or MIDNIGHT + timedelta(days=last_run(store)))
        rules = taken_file.InboxRules(
            settle_seconds=0, max_bytes=1 << 20, not_after=batch.as_of, already_read=store.unremoved_entries()
        )
        taken, _ = take.take_from_inbox(self.workspace.inbox_folder(self.settings), batch.incoming, rules)
        for file in store.live_files("items", part="open"):
            batch.retire(file)
        batch.write("items", "open", 3, pa.table({"item": [number]}))
        batch.write("journal", "events", None, pa.table({"event": [number]}))
        for kind, name, content in (
            ("run", "run.json", b"{%d}" % batch.run),
            ("run", "processing/a.report.tsv", b"fine"),
            ("day", "orders.tsv", b"orders of %d" % batch.run),
            ("rejected", f"run-{batch.run}_a.tsv", b"refused"),
            ("held", "held.tsv", held),
        ):
            if content:
                path = batch.begin_file(kind, name)
                path.write_bytes(content)
                batch.finish_file(path, 1)
        rows = [
            replace(row, format="order feed", status="applied", records=1, accepted=1) for row in batch.add_feeds(taken)
        ]
        return batch, RunClosing(0, batch.as_of, batch.as_of, feeds=rows, **closing)

    def run(self, store, **wanted):
        batch, closing = self.fill(store, **wanted)
        row = batch.commit(closing)
        return row, batch.publish()

    def items(self, store, **wanted):
        return store.read("items", schema=pa.schema([("item", pa.int64())]), **wanted)["item"].to_pylist()

    def published(self):
        """Every published and archived file by path, with its hash; links with their target."""
        root = self.workspace.root
        return {
            path.relative_to(root).as_posix(): (
                path.readlink().as_posix() if path.is_symlink() else hashlib.sha256(path.read_bytes()).hexdigest()
            )
            for folder in ("reports", "rejected", "held", "archive", "inbox")
            for path in sorted((root / folder).rglob("*"))
            if path.is_symlink() or path.is_file()
        }


def last_run(store):
    return store.last_run.run if store.last_run else 0
