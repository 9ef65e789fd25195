"""Reading: the last run, the runs before it, and what the catalogue knows of them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from pipeline.errors import FailureError
from pipeline.store import PeriodRow, Store
from schemas.keys import FIRST_DICTIONARY_KEY
from schemas.stored_tables import LATER_COLUMNS, SCHEMAS
from tests.support.paths import files_below


def test_a_retired_file_is_gone_now_and_still_there_in_history(store_runner):
    with store_runner.open() as store:
        for number in (1, 2, 3):
            store_runner.run(store, number=number)
        assert store_runner.items(store) == [3]
        assert [store_runner.items(store, as_of_run=run) for run in (0, 1, 2, 3)] == [[], [1], [2], [3]]
        assert store.read("journal")["event"].to_pylist() == [1, 2, 3]


def test_only_the_shards_and_columns_asked_for_are_read(store_runner):
    with store_runner.open() as store:
        batch, closing = store_runner.fill(store)
        batch.write("items", "open", 4, pa.table({"item": [40], "status": ["Pending"]}))
        batch.commit(closing)
        batch.publish()
        assert store_runner.items(store, part="open", shards=[4]) == [40]
        assert store_runner.items(store, shards=[]) == []
        assert store.read("items", shards=[4], columns=["status"]).to_pydict() == {"status": ["Pending"]}
        assert [file.shard for file in store.live_files("items", shard=3)] == [3]
        with pytest.raises(FailureError, match="has no column status"):
            store.read("items", columns=["status"])


def test_a_column_that_its_table_has_got_later_is_filled_in(store_runner, monkeypatch):
    monkeypatch.setitem(SCHEMAS, "items", pa.schema([("item", pa.int64()), ("mark", pa.int64())]))
    monkeypatch.setitem(LATER_COLUMNS, "items", {"mark": 7})
    with store_runner.open() as store:
        store_runner.run(store)
        assert store.read("items", columns=["mark", "item"]).to_pydict() == {"mark": [7], "item": [1]}
        assert store.read("items", columns=["mark"], where=pc.field("item") == 1).to_pydict() == {"mark": [7]}
        batch, closing = store_runner.fill(store)
        batch.write("items", "open", 4, pa.table({"item": [40], "mark": [1]}))
        batch.commit(closing)
        assert store.read("items", columns=["item", "mark"]).to_pylist()[-1] == {"item": 40, "mark": 1}


def test_a_table_without_files_reads_as_no_rows_of_its_schema(store_runner):
    schema = pa.schema([("key", pa.int64()), ("name", pa.large_string())])
    with store_runner.open() as store:
        assert store.read("orders", schema=schema).schema == schema
        assert store.read("orders", schema=schema, columns=["name"]).schema.names == ["name"]
        assert store.read("orders").num_rows == 0


def test_rows_come_back_in_the_types_of_the_schema(store_runner):
    with store_runner.open() as store:
        store_runner.run(store)
        assert store.read("items", schema=pa.schema([("item", pa.int32())])).schema.types == [pa.int32()]


def test_order_ids_of_another_form_have_keys_in_the_dictionary(store_runner):
    with store_runner.open() as store:
        assert store.next_order_key() == 10**17
        store_runner.run(store, order_names={"abc-1234567-7654321": 10**17})
        assert store.next_order_key() == 10**17 + 1
        assert store.order_keys(["abc-1234567-7654321", "xyz-1234567-7654321"]) == {"abc-1234567-7654321": 10**17}


def test_closed_periods_come_back_oldest_first(store_runner):
    start = datetime(2026, 9, 1, tzinfo=UTC)
    rows = [
        PeriodRow(f"OM-{n}", start + timedelta(n), start + timedelta(n + 14), start + timedelta(n + 16), 5, 0, -1, 1)
        for n in (14, 0)
    ]
    with store_runner.open() as store:
        store_runner.run(store, periods=rows)
        assert store.periods() == rows[::-1]


def test_the_manifest_names_every_published_file_with_its_hash(store_runner):
    with store_runner.open() as store:
        store_runner.run(store)
        manifest = {report.path: report.sha256 for report in store.reports(1)}
    links = {"reports/latest", "reports/latest.txt", "reports/today", "reports/today.txt"}
    assert manifest == {path: sha256 for path, sha256 in store_runner.published().items() if path not in links}


def test_old_data_files_go_when_they_leave_the_history(store_runner):
    store_runner.settings = replace(store_runner.settings, history=replace(store_runner.settings.history, keep_runs=2))
    with store_runner.open() as store:
        for number in range(1, 6):
            store_runner.run(store, number=number)
        assert [store_runner.items(store, as_of_run=run) for run in (3, 4, 5)] == [[3], [4], [5]]
        assert store_runner.items(store, as_of_run=2) == []
    assert len(files_below(store_runner.workspace.state / "data" / "items")) == 3


def test_a_damaged_data_file_is_named(store_runner):
    with store_runner.open() as store:
        store_runner.run(store)
        path = store_runner.workspace.root / store.live_files("items")[0].path
        path.write_bytes(b"PAR1")
        with pytest.raises(FailureError, match=path.name):
            store_runner.items(store)


def test_reading_beside_a_run_sees_the_last_published_one(store_runner):
    with Store.open_read_only(store_runner.workspace, store_runner.settings) as reading_store:
        assert (reading_store.last_run, reading_store.running_since) == (None, None)
    with store_runner.open() as store:
        store_runner.run(store, number=1, counters={"pending": 4})
        batch, closing = store_runner.fill(store, number=2)
        batch.commit(closing)
        with Store.open_read_only(store_runner.workspace, store_runner.settings) as reading_store:
            assert (reading_store.last_run.run, reading_store.counters(), store_runner.items(reading_store)) == (
                1,
                {"pending": 4},
                [1],
            )
            assert reading_store.running_since is not None


def test_rows_are_picked_while_they_are_read(store_runner):
    with store_runner.open() as store:
        batch, closing = store_runner.fill(store)
        batch.write("items", "open", 4, pa.table({"item": [40, 41]}))
        batch.commit(closing)
        assert store_runner.items(store, where=pc.field("item") > 1) == [40, 41]
        assert store_runner.items(store, where=pc.field("item") == 41) == [41]
        assert store_runner.items(store, where=pc.field("item") == 2) == []


def test_feeds_are_found_by_their_numbers_whatever_run_took_them(store_runner):
    with store_runner.open() as store:
        for name in ("a.tsv", "b.tsv"):
            store_runner.drop(name, name.encode())
            store_runner.run(store)
        assert {number: feed.name for number, feed in store.feeds_by_number([1, 2, 9]).items()} == {
            1: "a.tsv",
            2: "b.tsv",
        }
        assert store.root == store_runner.workspace.root


def test_ids_of_orders_are_those_of_the_dictionary_and_of_the_run(store_runner):
    known, new = {"A12-0000000-0000001": FIRST_DICTIONARY_KEY}, {"99A-0000001-0000001": FIRST_DICTIONARY_KEY + 1}
    with store_runner.open() as store:
        store_runner.run(store, order_names=known)
        keys = np.array([FIRST_DICTIONARY_KEY + 1, 99_900_000_010_000_002, FIRST_DICTIONARY_KEY])
        expected = ["99A-0000001-0000001", "999-0000001-0000002", "A12-0000000-0000001"]
        assert store.order_ids(new).texts(keys).to_pylist() == expected
        assert store.order_ids().texts(keys[1:]).to_pylist() == expected[1:]
