"""The feeds of the demo: what is committed is what the stories say, and nobody in them is real."""

import re
import tomllib
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from pipeline.workspace import settings
from tests.samples import demo_folder, later_records, stories
from tests.support.demo_feeds import BY_PATH, committed_feeds, demo_runs, feed_files, feed_rows, feed_text
from tests.support.paths import DEMO

NUMBERS = {*range(1, 31)}
STRANGERS = {91, 92}
FLAT = [path for path in BY_PATH if not path.endswith(".xml")]
TO_COME = {
    *("payment-deadline", "promise-date", "earliest-ship-date", "latest-ship-date", "earliest-delivery-date"),
    "latest-delivery-date",
}
EXPECTED = re.compile(r"<Expected(\w+)>.*?</Expected\1>", re.DOTALL)
LATE = {
    "2026-11-05/refunds-20261030.tsv": datetime.fromisoformat("2026-10-30T20:00:00+09:00"),
    "2026-11-05/confirmations-20261104.tsv": datetime.fromisoformat("2026-11-04T23:00:00+09:00"),
}


def test_the_committed_feeds_are_what_the_stories_give(tmp_path):
    demo_folder.write_demo(tmp_path)
    written = {path.relative_to(tmp_path).as_posix(): path.read_bytes() for path in sorted(tmp_path.glob("*/*"))}
    assert written == committed_feeds()


@pytest.mark.parametrize("path", BY_PATH)
def test_a_feed_has_the_encoding_and_the_line_ends_that_it_declares(path):
    feed, raw = BY_PATH[path], (DEMO / path).read_bytes()
    assert raw.decode(feed.encoding).encode(feed.encoding) == raw
    assert raw.startswith(b"\xef\xbb\xbf") == (feed.encoding == "utf-8-sig")
    assert raw.startswith(b"\xff\xfe") == (feed.encoding == "utf-16-le")
    assert set(re.findall("\r\n|\n|\r", feed_text(path))) == {feed.line_end}


def test_the_windows_files_can_be_read_as_nothing_else():
    japanese = [path for path, feed in BY_PATH.items() if feed.encoding == "cp932" and not feed_text(path).isascii()]
    assert japanese
    for path in japanese:
        with pytest.raises(UnicodeDecodeError):
            (DEMO / path).read_bytes().decode("utf-8")


@pytest.mark.parametrize("path", FLAT)
def test_every_row_of_a_flat_feed_has_as_many_cells_as_its_header(path):
    assert len({line.count("\t") for line in feed_text(path).splitlines()}) == 1
    assert feed_rows(path)


def test_every_order_of_the_stories_occurs_and_no_other():
    numbers = {int(number) for path in BY_PATH for number in re.findall(r"999-0000001-(\d{7})", feed_text(path))}
    assert numbers == NUMBERS | STRANGERS
    assert set(stories.ORDERS) == NUMBERS - {20}
    assert set(later_records.STRANGERS) == STRANGERS


def test_an_item_id_has_fourteen_digits_and_belongs_to_one_line():
    ids = [
        stories.item_id(order.number, line)
        for order in stories.ORDERS.values()
        for line in range(1, len(order.lines) + 1)
    ]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"\d{14}", item) for item in ids)


@pytest.mark.parametrize("path", BY_PATH)
def test_no_address_number_or_name_could_be_anybodys(path):
    content = feed_text(path)
    assert all(mail.endswith("@example.invalid") for mail in re.findall(r"[^\s<>]*@[^\s<>]*", content))
    cleaned = re.sub(r"999-0000001-\d{7}|0000-0000-\d{4}|000-0000-00\d\d|000-00\d\d|\d{4}-\d\d-\d\d", "", content)
    assert not re.findall(r"\d{2,4}-\d{2,4}-\d{3,4}|(?<!\d)\d{3}-\d{4}(?!\d)|(?<!\d)0\d{9,10}(?!\d)", cleaned)


def test_every_buyer_is_called_a_sample():
    buyers = {order.buyer for order in stories.ORDERS.values()}
    assert all(
        re.search("見本|例示|架空|仮名", name) for name in buyers | {later_records.NEW_ADDRESS["recipient-name"]}
    )


def test_the_runs_take_every_feed_once():
    feeds = [feed["file"] for run in demo_runs().values() for feed in run.get("feed", [])]
    assert sorted(feeds) == sorted(BY_PATH)
    assert all(path.startswith(f"{run['as_of'].date()}/") for run in demo_runs().values() for path in feed_files(run))


def test_the_runs_are_those_of_the_demo():
    days = {name: run["as_of"].isoformat()[:16] for name, run in demo_runs().items()}
    assert days == {
        "R1": "2026-10-05T23:30",
        "R2": "2026-10-06T23:30",
        "R3": "2026-10-07T23:30",
        "R4": "2026-10-08T23:30",
        "R5": "2026-10-09T23:30",
        "R5b": "2026-10-09T23:50",
        "R6": "2026-10-13T23:30",
        "R7": "2026-10-29T23:30",
        "R8": "2026-11-05T23:30",
    }
    assert not feed_files(demo_runs()["R7"])
    assert all(run["as_of"].utcoffset() == timedelta(hours=9) for run in demo_runs().values())


def test_feeds_come_in_the_evening_before_their_run():
    for run in demo_runs().values():
        for feed in run.get("feed", []):
            at = feed["received"]
            received = (
                at.date() == run["as_of"].date() and "19:00" <= at.strftime("%H:%M") <= "20:30"  # local by its offset
            )
            assert received or at == LATE[feed["file"]]


def test_nothing_is_told_before_it_has_happened():
    for feed in [feed for run in demo_runs().values() for feed in run.get("feed", [])]:
        moments = [datetime.fromisoformat(moment) for moment in dates_in(feed["file"])]
        assert all((m if m.tzinfo else m.replace(tzinfo=stories.JST)) <= feed["received"] for m in moments)


def dates_in(path):
    """Every date and instant of a feed that is not an expectation."""
    if path.endswith(".xml"):
        return re.findall(r"2026-\d\d-\d\dT[\d:]+\+\d\d:\d\d", EXPECTED.sub("", feed_text(path)))
    cells = [cell for row in feed_rows(path) for name, cell in row.items() if name not in TO_COME]
    return [cell for cell in cells if re.fullmatch(r"2026-\d\d-\d\d(T[\d:]+\+\d\d:\d\d)?", cell)]


def test_the_workspace_of_the_demo_has_valid_settings():
    options = tomllib.loads((DEMO / "ordermill.toml").read_text("utf-8"))
    read = settings.Settings.from_values(options, "ordermill.toml")
    assert (read.zone, read.shards, read.inbox.settle_seconds) == ("Asia/Tokyo", 4, 0)
    assert read.settlement == settings.SettlementSettings(
        cycle_days=14,
        anchor=datetime.fromisoformat("2026-09-28T00:00:00+09:00"),
        deposit_lag_days=2,
        minimum_yen=1,
    )


def test_the_readme_tells_every_order_and_every_file():
    page = (DEMO.parent / "README.md").read_text("utf-8")
    assert {int(number) for number in re.findall(r"\*\*(\d\d)\*\*", page)} == NUMBERS | STRANGERS
    assert not [path for path in BY_PATH if Path(path).name not in page]
