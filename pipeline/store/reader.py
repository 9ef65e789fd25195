"""Reading the store: the last run, or the state after any run that is still kept."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.store import catalogue, segment_files
from pipeline.store.catalogue_rows import (
    FORMER_TABLES,
    DataFile,
    FeedRow,
    PeriodRow,
    ReportRow,
    RunRow,
    SegmentRow,
)

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    from pipeline.store.named_rows import NamedRows
    from schemas.order_ids import OrderIds

NEVER_DUPLICATE = "inventory"
CLOSED_REFUSAL = "refusal_closed/"
"""Before the number of a feed: the name of the value that says when its refusal was closed."""

PLAN_CHARGED_UNTIL = "plan_charged_until"
"""A value that a run leaves for the next one: its `as_of` if its plan has a monthly fee, else blank."""
CLEANED = "rejected_cleaned/"
"""Before the path of a file in rejected/: the name of the value that says which run took it away."""


class StoreReader:
    """What a run reads, and what commands read beside a run. `root`: the folder that paths are relative to.

    What reads data files is imported where they are read: the catalogue alone answers many questions.
    """

    def __init__(self, root: Path, connection: sqlite3.Connection) -> None:
        self._root = root
        self._connection = connection

    @property
    def root(self) -> Path:
        """The folder that the paths of data files are relative to."""
        return self._root

    @property
    def last_run(self) -> RunRow | None:
        """The last committed run."""
        runs = catalogue.select(self._connection, RunRow, "run", "ORDER BY run DESC LIMIT 1")
        return runs[0] if runs else None

    def live_files(
        self, table: str, *, part: str | None = None, shard: int | None = None, as_of_run: int | None = None
    ) -> list[DataFile]:
        """The data files of a table that live after a run (the last one by default), oldest first."""
        where = (
            "WHERE table_name IN (?1, ?5) AND (?2 IS NULL OR part = ?2) AND (?3 IS NULL OR shard = ?3) "
            "AND (?4 IS NULL AND removed IS NULL OR added <= ?4 AND (removed IS NULL OR removed > ?4)) "
            "ORDER BY added, shard, path"
        )
        former = FORMER_TABLES.get(table, table)
        return catalogue.select(self._connection, DataFile, "data_file", where, table, part, shard, as_of_run, former)

    def read(
        self,
        table: str,
        *,
        part: str | None = None,
        shards: Collection[int] | None = None,
        columns: Sequence[str] | None = None,
        schema: pa.Schema | None = None,
        as_of_run: int | None = None,
        where: pc.Expression | NamedRows | None = None,
    ) -> pa.Table:
        """The rows of a table after a run: of one part, of some shards, of some columns, those that `where` picks.

        Rows of other shards may come with those of files that hold several. Without data files a table of `schema` with
        no rows.
        """
        from pipeline.store import datafiles

        files = self.live_files(table, part=part, as_of_run=as_of_run)
        if shards is not None:
            files = [file for file in files if file.shard is None or file.shard in shards]
        return datafiles.read(self._root, files, columns=columns, schema=schema, where=where, shards=shards)

    def earlier_feed(self, sha256: str) -> FeedRow | None:
        """The earlier feed that makes one with these bytes a duplicate: a record of it took effect or is held."""
        where = "WHERE sha256 = ? AND effect > 0 AND format <> ? ORDER BY feed LIMIT 1"
        feeds = catalogue.select(self._connection, FeedRow, "feed", where, sha256, NEVER_DUPLICATE)
        return feeds[0] if feeds else None

    def unremoved_entries(self) -> set[tuple[bytes, str]]:
        """Inbox entries that were read and could not be removed, for `InboxRules.already_read`."""
        rows = self._connection.execute("SELECT entry, identity FROM feed WHERE cleared = 0")
        return {(row["entry"], row["identity"]) for row in rows}

    def reports(self, run: int) -> list[ReportRow]:
        """The manifest of a run."""
        return catalogue.select(self._connection, ReportRow, "report", "WHERE run = ? ORDER BY path", run)

    def feeds(self, run: int) -> list[FeedRow]:
        """The feeds of a run, in order of work."""
        return catalogue.select(self._connection, FeedRow, "feed", "WHERE run = ? ORDER BY feed", run)

    def feeds_by_number(self, numbers: Iterable[int]) -> dict[int, FeedRow]:
        """Feeds of any run by their numbers."""
        where = "WHERE feed IN (SELECT value FROM json_each(?))"
        numbers_json = json.dumps([int(number) for number in numbers])
        feeds = catalogue.select(self._connection, FeedRow, "feed", where, numbers_json)
        return {feed.feed: feed for feed in feeds}

    def feeds_named(self, names: Iterable[str]) -> list[FeedRow]:
        """Feeds of any run that have one of these names, in order of work."""
        where = "WHERE name IN (SELECT value FROM json_each(?)) ORDER BY feed"
        return catalogue.select(self._connection, FeedRow, "feed", where, json.dumps([*names]))

    def closed_refusals(self) -> dict[int, str]:
        """The feeds that were refused whole and that somebody closed by hand: when, by the number of the feed."""
        closed = {name.partition(CLOSED_REFUSAL)[2]: at for name, at in self.meta().items()}
        return {int(number): at for number, at in closed.items() if number}

    def rejected_files(self) -> list[ReportRow]:
        """Every file of rejected records that a run published, oldest first; also those that are gone."""
        return catalogue.select(self._connection, ReportRow, "report", "WHERE kind = 'rejected' ORDER BY run, path")

    def cleaned_files(self) -> dict[str, int]:
        """The files of rejected records that a run took away: which run, by path."""
        values = self.meta().items()
        return {name.removeprefix(CLEANED): int(run) for name, run in values if name.startswith(CLEANED)}

    def runs(self) -> list[RunRow]:
        """Every committed run, oldest first."""
        return catalogue.select(self._connection, RunRow, "run", "ORDER BY run")

    def periods(self) -> list[PeriodRow]:
        """The closed settlements, oldest first."""
        return catalogue.select(self._connection, PeriodRow, "period", 'ORDER BY "end"')

    def segments(self, as_of_run: int | None = None) -> list[SegmentRow]:
        """The segments that live after a run, the last one by default, in the order of their postings."""
        return segment_files.live_segments(self._connection, as_of_run)

    def counters(self, run: int | None = None) -> dict[str, int]:
        """The named integers of a run, the last one by default."""
        if not run:
            run = self.last_run.run if self.last_run else 0
        rows = self._connection.execute("SELECT name, value FROM counter WHERE run = ? ORDER BY name", [run])
        return {row["name"]: row["value"] for row in rows}

    def meta(self) -> dict[str, str]:
        """Values that runs leave for the next one."""
        return {row["name"]: row["value"] for row in self._connection.execute("SELECT name, value FROM meta")}

    def order_keys(self, names: Iterable[str]) -> dict[str, int]:
        """The keys of those order ids that are in the dictionary."""
        rows = self._connection.execute(
            "SELECT name, key FROM order_name WHERE name IN (SELECT value FROM json_each(?))", [json.dumps(list(names))]
        )
        return {row["name"]: row["key"] for row in rows}

    def order_ids(self, new: Mapping[str, int] | None = None) -> OrderIds:
        """The ids of all orders by their keys; `new`: of ids that are in no dictionary yet."""
        from schemas.order_ids import OrderIds

        rows = self._connection.execute("SELECT name, key FROM order_name")
        return OrderIds.of({row["name"]: row["key"] for row in rows} | dict(new or {}))

    def shards_of(self, order_keys: np.ndarray) -> frozenset[int] | None:
        """The shards of some orders; None where no run has fixed yet how many there are."""
        count = self.meta().get("shards")
        if count is None:
            return None
        from pipeline.store.sharding import Sharding
        from schemas.order_ids import OrderIds

        ids = OrderIds.of(self._names_of_keys(order_keys))
        return frozenset(Sharding(ids, int(count)).shards(order_keys).tolist())

    def order_id_texts(self, order_keys: np.ndarray) -> list[str]:
        """The ids of some orders, one by one: of many `order_ids` makes them at once."""
        from schemas.keys import order_id_of_digits

        names = {key: name for name, key in self._names_of_keys(order_keys).items()}
        return [names.get(key) or order_id_of_digits(key) for key in order_keys.tolist()]

    def _names_of_keys(self, order_keys: np.ndarray) -> dict[str, int]:
        """Those of some orders whose ids are in the dictionary."""
        from schemas.keys import FIRST_DICTIONARY_KEY

        named = order_keys[order_keys >= FIRST_DICTIONARY_KEY].tolist()
        where = "WHERE key IN (SELECT value FROM json_each(?))"
        rows = self._connection.execute(f"SELECT name, key FROM order_name {where}", [json.dumps(named)])  # noqa: S608  ours
        return {row["name"]: row["key"] for row in rows}

    def next_order_key(self) -> int:
        """The first key that no order id of the dictionary has."""
        from schemas.keys import FIRST_DICTIONARY_KEY

        largest = self._connection.execute("SELECT max(key) FROM order_name").fetchone()[0]
        return FIRST_DICTIONARY_KEY if largest is None else int(largest) + 1
