"""Where a workspace stands, in lines for people."""

from datetime import UTC, datetime, timedelta

import pytest

from pipeline.cli.status_text import status_text
from pipeline.workspace.settings import Settings

FINISHED = datetime(2026, 10, 5, 15, 0, tzinfo=UTC)
RUN = {
    "run": 1,
    "as_of": "2026-10-05T14:30:00+00:00",
    "started": "2026-10-05T15:00:00+00:00",
    "finished": "2026-10-05T15:00:00+00:00",
    "exit_code": 3,
    "folder": "reports/2026-10-05/run-1",
    "covers": {"from": None, "to": "2026-10-05T14:30:00+00:00"},
}
DOCUMENT = {
    "workspace": "/books",
    "in_progress": False,
    "in_progress_since": None,
    "recovered": [],
    "run": RUN,
    "too_old": False,
    "held": 0,
    "counters": {},
    "watch": {},
    "inbox": {"folder": "/books/inbox", "waiting": [], "cannot-remove": []},
    "rejected": [],
}


def text(**facts):
    return status_text(DOCUMENT | facts, Settings(), FINISHED + timedelta(hours=1))


def test_a_workspace_without_a_run_says_what_to_do():
    assert "none yet: drop feeds into the inbox, then run `ordermill run`" in text(run=None, too_old=True)
    assert "covers" not in text(run=None, too_old=True)


def test_the_last_run_is_told_with_its_instant_its_end_and_its_folder():
    last_run = "1, as of 2026-10-05 23:30 JST, finished 60 minutes ago, exit code 3, reports/2026-10-05/run-1"
    assert last_run in text()
    assert "more than 26 hours ago" not in text()
    assert "more than 26 hours ago" in text(too_old=True)


def test_the_time_that_the_last_run_covers_begins_with_the_run_before():
    assert "covers     everything up to 2026-10-05 23:30 JST" in text()
    covers = {"from": "2026-10-05T14:30:00+00:00", "to": "2026-10-07T14:30:00+00:00"}
    assert "covers     2026-10-05 23:30 JST to 2026-10-07 23:30 JST" in text(run=RUN | {"covers": covers})


@pytest.mark.parametrize(("count", "whose"), [(1, "1 record waiting for its"), (2, "2 records waiting for their")])
def test_held_records_wait_for_their_order_or_shipment(count, whose):
    assert f"{whose} order or shipment" in text(held=count)


def test_counters_are_a_table():
    assert "known        7" in text(counters={"known": 7})


def test_files_in_the_inbox_are_counted_and_those_that_cannot_be_removed_are_named():
    inbox = {"folder": "/books/inbox", "waiting": ["b.tsv", "注文.tsv"], "cannot-remove": ["a.tsv"]}
    assert "2 files waiting in /books/inbox, 1 file read but not removable: a.tsv" in text(inbox=inbox)


def test_the_newest_files_of_refused_records_are_named():
    names = [f"run-{run}_a.tsv" for run in (10, 11, 2, 9)]
    assert "4 files in rejected/, the newest: run-11_a.tsv, run-10_a.tsv, run-9_a.tsv" in text(rejected=names)


def test_what_is_to_be_watched_is_told_where_there_is_something():
    watch = {"stale-pending": {"count": 1234, "orders": []}, "unpriced": {"count": 2}, "foreign": {"count": 0}}
    assert "to watch   1,234 stale-pending, 2 unpriced\n" in f"{text(watch=watch)}\n"
    assert "to watch" not in text(watch={"foreign": {"count": 0}})


def test_live_files_are_listed_only_when_asked_for():
    file = {"table": "orders", "part": "open", "shard": 3, "rows": 1, "path": "state/x.parquet"}
    assert text(files=[file]).splitlines()[-1].split() == ["orders", "open", "3", "1", "state/x.parquet"]
    assert text(files=[file | {"shard": None}]).splitlines()[-1].split() == ["orders", "open", "1", "state/x.parquet"]
    assert "shard" not in text()


def test_a_run_that_was_cut_short_is_told():
    assert "run 1, which had been interrupted" in text(recovered=[1])


def test_beside_a_run_in_progress_that_is_said():
    status_lines = text(in_progress=True, in_progress_since="2026-10-05T16:00:00+00:00")
    assert "run in progress since 2026-10-06 01:00 JST; this shows the run before it" in status_lines
