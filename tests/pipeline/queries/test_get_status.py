import json
import os
from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest

from pipeline.errors import FailureError
from pipeline.inbox.entries import identity_of
from pipeline.operations.init_workspace import init_workspace
from pipeline.queries.get_status import get_status
from pipeline.store import RunClosing, Store
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Settings
from schemas.stored_tables import SCHEMAS
from tests.support.stored_workspace import stored_table

AS_OF = datetime(2026, 10, 5, 14, 30, tzinfo=UTC)
FINISHED = datetime(2026, 10, 5, 15, 0, tzinfo=UTC)
SOON = FINISHED + timedelta(hours=1)


@pytest.fixture
def workspace(tmp_path):
    init_workspace(tmp_path / "books")
    return Workspace.find(tmp_path / "books")


def commit_run(store, *, held=0, exit_code=0, number=1):
    """A run with two rows for each of the held records, one open order and one refused feed, up to the commit."""
    batch = store.begin(AS_OF + timedelta(days=number - 1))
    rows = [{"feed": 1, "record": record // 2, "table": "payments", "values": ["1"]} for record in range(2 * held)]
    batch.write("held", "all", None, pa.Table.from_pylist(rows, SCHEMAS["held"]))
    batch.write("orders", "open", 3, stored_table("orders", [{"order_key": 1}]))
    path = batch.begin_file("rejected", f"run-{number}_a.tsv")
    path.write_bytes(b"refused")
    batch.finish_file(path, 1)
    batch.commit(RunClosing(exit_code, FINISHED, FINISHED + timedelta(days=number - 1), counters={"known": 7}))
    return batch


def publish_run(workspace, **wanted):
    with Store.open(workspace, Settings()) as store:
        commit_run(store, **wanted).publish()


def status_document(workspace, now=SOON, **how):
    """The document, which must be fit for JSON."""
    document = get_status(workspace, Settings(), now, **how)
    assert json.loads(json.dumps(document)) == document
    return document


def test_a_workspace_without_a_run_needs_one(workspace):
    document = status_document(workspace)
    assert (document["version"], document["run"], document["too_old"], document["exit_code"]) == (1, None, True, 3)


def test_the_last_run_is_told_with_its_instant_its_end_and_its_folder(workspace):
    publish_run(workspace, exit_code=3)
    document = status_document(workspace)
    assert document["run"] == {
        "run": 1,
        "as_of": "2026-10-05T14:30:00+00:00",
        "started": "2026-10-05T15:00:00+00:00",
        "finished": "2026-10-05T15:00:00+00:00",
        "exit_code": 3,
        "folder": "reports/2026-10-05/run-1",
        "covers": {"from": None, "to": "2026-10-05T14:30:00+00:00"},
    }
    assert (document["too_old"], document["exit_code"]) == (False, 0)


def test_held_records_are_counted_not_their_rows(workspace):
    publish_run(workspace, held=2)
    document = status_document(workspace)
    assert document["held"] == 2


def test_counters_of_the_last_run_are_shown(workspace):
    publish_run(workspace)
    document = status_document(workspace)
    assert document["counters"] == {"known": 7}


def test_feeds_wait_in_the_inbox_but_temporary_files_folders_and_links_do_not(workspace):
    for name in ("b.tsv", "注文.tsv", "a.part", ".hidden"):
        (workspace.default_inbox / name).touch()
    (workspace.default_inbox / "folder").mkdir()
    (workspace.default_inbox / "link.tsv").symlink_to(workspace.default_inbox / "b.tsv")
    document = status_document(workspace)
    assert document["inbox"] == {
        "folder": str(workspace.default_inbox),
        "waiting": ["b.tsv", "注文.tsv"],
        "cannot-remove": [],
    }


def test_a_feed_that_was_read_and_cannot_be_removed_does_not_wait(workspace, monkeypatch):
    path = workspace.default_inbox / "b.tsv"
    path.write_text("order-id\r\n")
    entry = (os.fsencode(path.name), identity_of(path.lstat()))
    monkeypatch.setattr(Store, "unremoved_entries", lambda _: {entry})
    document = status_document(workspace)
    assert (document["inbox"]["waiting"], document["inbox"]["cannot-remove"]) == ([], ["b.tsv"])


def test_an_inbox_that_is_gone_is_a_failure(workspace):
    workspace.default_inbox.rmdir()
    with pytest.raises(FailureError, match=r"the inbox .* cannot be read"):
        status_document(workspace)


def test_files_in_the_folder_of_rejected_records_say_nothing_of_what_is_open(workspace):
    publish_run(workspace)
    document = status_document(workspace)
    assert (workspace.rejected / "run-1_a.tsv").exists()
    assert (document["rejected"], document["open"]) == ([], {"feeds": 0, "records": 0, "by_feed": []})


def test_live_files_are_listed_only_when_asked_for(workspace):
    publish_run(workspace, number=1)
    assert "files" not in status_document(workspace)
    document = status_document(workspace, files=True)
    [file] = document["files"]
    assert (file["table"], file["part"], file["shard"], file["rows"]) == ("orders", "open", 3, 1)
    assert (workspace.root / file["path"]).is_file()


def test_a_run_that_was_cut_short_is_completed(workspace):
    with Store.open(workspace, Settings()) as store:
        commit_run(store)
    assert not (workspace.rejected / "run-1_a.tsv").exists()
    document = status_document(workspace)
    assert document["recovered"] == [1]
    assert (workspace.rejected / "run-1_a.tsv").is_file()
    assert status_document(workspace)["recovered"] == []


def test_beside_a_run_in_progress_the_run_before_is_shown_and_nothing_is_recovered(workspace):
    publish_run(workspace)
    with Store.open(workspace, Settings()) as store:
        commit_run(store, number=2)
        os.utime(workspace.state / "lock", (SOON.timestamp(),) * 2)
        document = status_document(workspace)
        assert (document["in_progress"], document["in_progress_since"]) == (True, "2026-10-05T16:00:00+00:00")
        assert (document["run"]["run"], document["recovered"]) == (1, [])
        assert not (workspace.rejected / "run-2_a.tsv").exists()


def publish_run_json(workspace, text):
    """A run whose run.json says this."""
    with Store.open(workspace, Settings()) as store:
        batch = store.begin(AS_OF)
        path = batch.begin_file("run", "run.json")
        path.write_text(text)
        batch.finish_file(path, 0)
        batch.commit(RunClosing(0, FINISHED, FINISHED))
        batch.publish()


def test_what_is_to_be_watched_is_told_as_the_last_run_counted_it(workspace):
    lists = {"count": 1234, "orders": ["999-0000001-0000001"]}
    publish_run_json(workspace, json.dumps({"watch": {"stale-pending": lists, "unpriced": 2, "foreign": 0}}))
    document = status_document(workspace)
    assert document["watch"] == {
        "stale-pending": lists,
        "unpriced": {"count": 2, "orders": []},
        "foreign": {"count": 0, "orders": []},
    }


@pytest.mark.parametrize("text", ["{}", "no json", ""])
def test_where_the_last_run_says_nothing_of_it_nothing_is_to_be_watched(workspace, text):
    publish_run_json(workspace, text)
    document = status_document(workspace)
    assert document["watch"] == {}
    (workspace.root / "reports/2026-10-05/run-1/run.json").unlink()
    assert status_document(workspace)["watch"] == {}


def test_the_time_that_the_last_run_covers_begins_with_the_run_before(workspace):
    publish_run(workspace)
    publish_run(workspace, number=3)
    document = status_document(workspace, SOON + timedelta(days=2))
    assert document["run"]["covers"] == {"from": "2026-10-05T14:30:00+00:00", "to": "2026-10-07T14:30:00+00:00"}
