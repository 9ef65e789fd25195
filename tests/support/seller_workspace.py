"""A workspace for tests of whole runs: feeds to drop, runs to make, reports to read."""

import os
import shutil
from datetime import datetime
from functools import partial
from pathlib import Path

from pipeline.operations.init_workspace import SAMPLES
from pipeline.run import run
from pipeline.store import Store, open_reader
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Settings
from schemas.stored_frames import as_frame
from tests.support.json_schemas import problems
from tests.support.kept_runs import Story

ORDER = {
    "order-id": "999-0000001-0000001",
    "order-item-id": "00000000000101",
    "purchase-date": "2026-10-05T10:00:00+09:00",
    "payments-date": "2026-10-05T10:05:00+09:00",
    "sku": "MUG-02",
    "product-name": "マグカップ",
    "quantity-purchased": "2",
    "currency": "JPY",
    "item-price": "4400",
    "recipient-name": "見本 太郎",
    "ship-address-1": "見本町1-2-3",
    "ship-postal-code": "000-0001",
}
CONFIRMATION = {
    "order-id": ORDER["order-id"],
    "order-item-id": ORDER["order-item-id"],
    "quantity": "",
    "ship-date": "2026-10-06",
    "carrier-code": "YAMATO",
    "tracking-number": "0000-0001",
}
RUN_TIMES = ("2026-10-05T23:30:00+09:00", "2026-10-06T23:30:00+09:00", "2026-10-07T23:30:00+09:00")


class SellerWorkspace:
    """A workspace, feeds to drop, runs to make and reports to read."""

    story = Story(Path(), "")
    """One that is not told: of workspaces that are made in another way."""

    def __init__(self, folder, settings="[inbox]\nsettle_seconds = 0\n"):
        fees = (SAMPLES / "fees.toml").read_text("utf-8")
        head, _, tail = settings.partition("[")
        self.folders = Workspace.create(folder, settings_text=f"shards = 2\n{head}[{tail}", fees_text=fees)
        self.root = folder
        self.story = Story(folder, settings)

    def copy(self, folder):
        """The same workspace in another folder."""
        other = object.__new__(SellerWorkspace)
        other.root = Path(shutil.copytree(self.root, folder, symlinks=True))
        other.folders = Workspace(other.root)
        other.story = self.story.copy(other.root)
        return other

    @property
    def settings(self):
        return Settings.read(self.folders.settings_file)

    def reader(self):
        """What a command that only looks opens."""
        return open_reader(self.folders, self.settings)

    def open_store(self):
        return Store.open(self.folders, self.settings)

    def stored(self, name):
        """A table of the store as it is."""
        with self.open_store() as store:
            return as_frame(store.read(name))

    def drop(self, name, *rows, received="2026-10-05T19:00:00+09:00", encoding="utf-8"):
        names = list(dict.fromkeys(key for row in rows for key in row))
        lines = ["\t".join(names), *("\t".join(row.get(key, "") for key in names) for row in rows)]
        self.put(name, ("\r\n".join(lines) + "\r\n").encode(encoding), received)

    def put(self, name, content, received="2026-10-05T19:00:00+09:00"):
        path = self.root / "inbox" / name
        with self.story.chapter(repr((name, content, received))):
            path.write_bytes(content)
            os.utime(path, (datetime.fromisoformat(received).timestamp(),) * 2)

    def run(self, as_of=RUN_TIMES[0], **options):
        """A run; its run.json has the shape that is published."""
        make = partial(run, self.folders, datetime.fromisoformat(as_of), **options)
        result = make() if callable(options.get("progress")) else self.story.run(repr((as_of, options)), make)
        assert not result.document or problems(result.document, "manifest") == []
        return result

    def report(self, name, folder="reports/latest"):
        lines = (self.root / folder / name).read_text("utf-8-sig").replace("\r\n", "\n").splitlines()
        names = lines[0].split("\t")
        return [dict(zip(names, line.split("\t"), strict=True)) for line in lines[1:]]

    def closed_settlements(self):
        """The rows of every closed settlement by the name of its report."""
        folders = {path.name: path.parent for path in (self.root / "reports").rglob("settlement-OM-*.tsv")}
        return {name: self.report(name, folders[name].relative_to(self.root)) for name in sorted(folders)}

    def files(self):
        return {
            path.relative_to(self.root).as_posix(): path.read_bytes() for path in self.root.rglob("*") if path.is_file()
        }
