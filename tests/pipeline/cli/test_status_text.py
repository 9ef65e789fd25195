"""Where a workspace stands, in lines for people."""

from datetime import UTC, datetime, timedelta

import pytest

from pipeline.cli.status_text import needs_text, status_text
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
    "read_only": False,
    "unpublished": None,
    "recovered": [],
    "run": RUN,
    "too_old": False,
    "held": 0,
    "counters": {},
    "watch": {},
    "inbox": {"folder": "/books/inbox", "waiting": [], "cannot-remove": []},
    "stuck": [],
    "rejected": [],
    "open": {"feeds": 0, "records": 0, "by_feed": []},
    "to_ship": {
        "day": "2026-10-06",
        **{name: {"count": 0, "orders": []} for name in ("all", "today", "overdue", "auto_cancel")},
    },
    "rates": [],
    "settlement": {"last": None, "next_deposit_day": "2026-10-14"},
    "codes": [],
}
BEFORE_THE_FIRST_RUN = {"run": None, "too_old": True}


SHIP = {"count": 4, "orders": ["999-0000001-0000001", "999-0000001-0000002", "999-0000001-0000003", "x"]}
RATE = {
    "name": "late-shipment-rate-30-days",
    "days": 30,
    "numerator": 1,
    "denominator": 3,
    "rate_bp": 3333,
    "limit_bp": 400,
    "limit": "at most",
    "left": -1,
}
REFUSED = {
    "feeds": 1,
    "records": 12,
    "by_feed": [
        {
            "run": 2,
            "file": "archive/2026-10-05/0_a.tsv",
            "feed": "a.tsv",
            "whole": True,
            "records": 0,
            "codes": [{"code": 70201, "name": "file-unreadable", "count": 1}],
        },
        {
            "run": 3,
            "file": "rejected/run-3_b.tsv",
            "feed": "b.tsv",
            "whole": False,
            "records": 12,
            "codes": [{"code": 70101, "name": "value-missing", "count": 12}],
        },
    ],
}


def text(language="en", **facts):
    return status_text(DOCUMENT | facts, Settings(language=language), FINISHED + timedelta(hours=1))


def quiet_text(**facts):
    return needs_text(DOCUMENT | facts, Settings(), FINISHED + timedelta(hours=1))


def facts_of(shown):
    """The facts by their labels."""
    return {label: fact for label, _, fact in (line.partition("  ") for line in shown.splitlines())}


def test_what_is_refused_and_open_is_told_by_feed_with_its_codes():
    assert facts_of(text())["open"].strip() == "nothing rejected or refused is open"
    shown = text(open=REFUSED)
    assert facts_of(shown)["open"].strip() == "1 feed refused whole, 12 records rejected"
    lines = [line.split(maxsplit=3) for line in shown.splitlines()]
    assert ["2", "a.tsv", "whole", "70201 file-unreadable    archive/2026-10-05/0_a.tsv"] in lines
    assert ["3", "b.tsv", "12", "70101 value-missing x12  rejected/run-3_b.tsv"] in lines


def test_what_is_to_ship_and_what_is_canceled_by_itself_is_told():
    ship = DOCUMENT["to_ship"] | {"all": SHIP, "today": {"count": 1, "orders": ["x"]}, "overdue": SHIP}
    assert facts_of(text(to_ship=ship))["to ship"].strip() == (
        "1 today (2026-10-06), 4 overdue, 4 in all; "
        "overdue: 999-0000001-0000001, 999-0000001-0000002, 999-0000001-0000003, …"
    )
    assert "auto-cancel" not in text()
    near = DOCUMENT["to_ship"] | {"auto_cancel": {"count": 1, "orders": ["999-0000001-0000009"]}}
    assert facts_of(text(to_ship=near))["auto-cancel"].strip() == "1 order within 7 days: 999-0000001-0000009"


def test_rates_stand_with_their_limits_and_the_distance():
    assert "shipped late, 30 days  33.33 % (1 of 3)  at most 4 %  passed by 1" in text(rates=[RATE])
    good = RATE | {"numerator": 99, "denominator": 100, "rate_bp": 9900, "limit_bp": 9500, "limit": "at least"}
    tracking = good | {"name": "valid-tracking-rate", "left": 4}
    assert "99 % (99 of 100)  at least 95 %  4 more" in text(rates=[tracking])
    assert "nothing to count  at most 4 %" in text(rates=[RATE | {"rate_bp": None, "left": 0}])


def test_settlement_and_next_deposit_are_told():
    last = {"id": "OM-20261005", "total": 12345, "deposit_day": "2026-10-07", "run": 1}
    facts = facts_of(text(settlement={"last": last, "next_deposit_day": "2026-10-07"}))
    assert facts["settlement"].strip() == "OM-20261005: 12,345 yen, deposit 2026-10-07"
    assert facts["next deposit"].strip() == "2026-10-07"


def test_codes_of_the_last_run_have_names_and_counts():
    shown = text(codes=[{"code": 70004, "name": "confirmed-too-late", "type": "Error", "count": 3}])
    assert [line.split() for line in shown.splitlines()][-2:] == [
        ["code", "name", "count"],
        ["70004", "confirmed-too-late", "3"],
    ]


def test_what_no_run_will_take_is_named_with_the_reason():
    stuck = [{"name": "a.tsv", "reason": "cannot-remove"}, {"name": "b.lnk", "reason": "link"}]
    assert "a.tsv: read, but cannot be removed, b.lnk: a link, never read" in text(stuck=stuck)


def test_quiet_is_only_what_somebody_has_to_do():
    assert quiet_text() == ""
    assert quiet_text(rates=[RATE | {"left": 1}], held=3, codes=[{"code": 1, "name": "x", "count": 1}]) == ""
    shown = quiet_text(open=REFUSED, rates=[RATE], too_old=True)
    assert [*facts_of(shown)][:2] == ["last run", "open"]
    assert ("a.tsv" in shown, "passed by 1" in shown, "held" in shown) == (True, True, False)
    overdue = DOCUMENT["to_ship"] | {"overdue": SHIP}
    assert [*facts_of(quiet_text(to_ship=overdue))] == ["to ship"]


def test_everything_is_said_in_japanese_too():
    last = {"id": "OM-20261005", "total": 12345, "deposit_day": "2026-10-07", "run": 1}
    shown = text(
        "ja", open=REFUSED, rates=[RATE], settlement={"last": last, "next_deposit_day": "2026-10-21"}, recovered=[1]
    )
    assert "OM-20261005:12,345円、入金日2026年10月7日(水)" in shown
    assert "本日(2026年10月6日(火))0件、期限超過0件、全部で0件" in shown
    assert "ファイル全体1件、データ12件" in shown
    assert "出荷遅延率(30日)  33.33%(3件中1件)  4%以下  1件超過" in shown
    shown += text("ja", counters={"known": 7}, watch={"unpriced": {"count": 2, "orders": []}})
    assert "登録された注文     7" in shown
    assert "2 価格不明" in shown
    english = {"workspace", "last run", "open", "to ship", "held", "inbox", "settlement", "rate", "until", "records"}
    assert not [word for word in english if f"\n{word}" in shown]


def test_a_workspace_without_a_run_says_what_to_do():
    assert "none yet: drop feeds into the inbox, then run `ordermill run`" in text(**BEFORE_THE_FIRST_RUN)
    assert "covers" not in text(**BEFORE_THE_FIRST_RUN)


def test_the_last_run_is_told_with_its_instant_its_end_and_its_folder():
    last_run = "1, as of 2026-10-05 23:30 JST, finished 60 minutes ago, exit code 3, reports/2026-10-05/run-1"
    assert last_run in text()
    assert "more than 26 hours ago" not in text()
    assert "more than 26 hours ago" in text(too_old=True)


def test_the_time_that_the_last_run_covers_begins_with_the_run_before():
    assert facts_of(text())["covers"].strip() == "everything up to 2026-10-05 23:30 JST"
    covers = {"from": "2026-10-05T14:30:00+00:00", "to": "2026-10-07T14:30:00+00:00"}
    assert (
        facts_of(text(run=RUN | {"covers": covers}))["covers"].strip() == "2026-10-05 23:30 JST to 2026-10-07 23:30 JST"
    )


@pytest.mark.parametrize(("count", "whose"), [(1, "1 record waiting for its"), (2, "2 records waiting for their")])
def test_held_records_wait_for_their_order_or_shipment(count, whose):
    assert f"{whose} order or shipment" in text(held=count)


def test_counters_are_a_table():
    assert "known        7" in text(counters={"known": 7})


def test_files_in_the_inbox_are_counted_and_those_that_cannot_be_removed_are_named():
    inbox = {"folder": "/books/inbox", "waiting": ["b.tsv", "注文.tsv"], "cannot-remove": ["a.tsv"]}
    assert "2 files waiting in /books/inbox, 1 file read but not removable: a.tsv" in text(inbox=inbox)


def test_what_is_to_be_watched_is_told_where_there_is_something():
    watch = {"stale-pending": {"count": 1234, "orders": []}, "unpriced": {"count": 2}, "foreign": {"count": 0}}
    assert facts_of(text(watch=watch))["to watch"].strip() == "1,234 stale-pending, 2 unpriced"
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
