"""The same records give the same reports, in whatever form they come. Order process, 8.2.

What legitimately differs is said here and nowhere else: run.json names the bytes, form and encoding of each feed; an
answer to XML may be XML; where records are told in other feeds or messages, their numbers are others.
"""

from zoneinfo import ZoneInfo

import numpy as np
import pytest

import feeds
from tests.support.golden_demo import published_files
from tests.support.record_forms import FIRST_RUN, SECOND_RUN, FeedForm, record_key, run_in_form

FORMS = {
    "as it is": FeedForm(),
    "flat, CP932, CRLF, gz": FeedForm(encoding="cp932", end="CRLF", packed=True),
    "XML, UTF-16, CRLF, gz": FeedForm(xml=True, encoding="utf-16", end="CRLF", packed=True),
    "XML, marked, items together": FeedForm(xml=True, encoding="utf-8-sig", grouped=True),
}
OF_THE_FILE = ("sha256", "form", "encoding")
NUMBERED = {"charges.tsv": ("feed", "record")}
"""Columns of reports about orders that name the record behind a row."""
ABOUT_RECORDS = ("processing", "rejected", "rejected-all.tsv", "held")
FEEDS = {
    f"{number}-{name}": feed
    for number, some in enumerate((FIRST_RUN, SECOND_RUN), 1)
    for (name, _), feed in some.items()
}


@pytest.fixture(scope="module")
def run_of_form(tmp_path_factory):
    """The workspace and the run.jsons of a form, each played once."""
    runs_by_form = {}

    def of(name, parts=None):
        if name not in runs_by_form:
            folder = tmp_path_factory.mktemp("same") / "shop"
            runs_by_form[name] = run_in_form(folder, FORMS[name], parts)
        return runs_by_form[name]

    return of


def comparable_files(workspace, xml):
    """What was published, run.json apart; answers only where they have the form of the feed in both."""
    contents = {
        name: content for name, content in published_files(workspace.root).items() if not name.endswith("run.json")
    }
    return {name: content for name, content in contents.items() if not xml or "/processing/" not in name}


def run_facts(document):
    """run.json without what it tells of the files themselves."""
    facts = {
        name: value for name, value in document.items() if name not in {"started", "finished", "timings", "versions"}
    }
    feeds = [{name: value for name, value in feed.items() if name not in OF_THE_FILE} for feed in document["feeds"]]
    reports = [report for report in document["reports"] if "/processing/" not in report["name"]]
    return facts | {"feeds": feeds, "reports": reports}


def order_reports(workspace):
    """The reports of orders, stock and money as rows, without the columns that name a record."""
    contents = {}
    for name, content in published_files(workspace.root).items():
        *_, folder, file = name.split("/")
        if file.endswith(".tsv") and not {folder, file, name.split("/")[0]} & set(ABOUT_RECORDS):
            heads, *rows = [line.split("\t") for line in content.decode("utf-8-sig").splitlines()]
            positions = [place for place, head in enumerate(heads) if head not in NUMBERED.get(file, ())]
            contents[name] = [[row[place] for place in positions] for row in [heads, *rows]]
    return contents


def test_the_records_are_rich_enough_to_tell_forms_apart(run_of_form):
    workspace, (first, second) = run_of_form("as it is")
    ends = {
        name: sum(feed[name] for feed in first["feeds"] + second["feeds"])
        for name in first["proof"]["records"]
        if name != "in"
    }
    assert min(ends.values()) > 0
    assert second["released"]
    reports = order_reports(workspace)
    filled = {name.split("/")[-1] for name, rows in reports.items() if len(rows) > 1}
    wanted = {"orders", "unshipped-orders", "pending-orders", "canceled-orders", "charges", "inventory", "notices"}
    assert {f"{name}.tsv" for name in wanted} <= filled
    assert {row[8] for row in reports["reports/2026-10-06/run-1/orders.tsv"][1:]} == {"マグ <大> & \"碗\" '㈱髙' ～①"}


@pytest.mark.parametrize("name", ["flat, CP932, CRLF, gz", "XML, UTF-16, CRLF, gz"])
def test_the_same_records_publish_the_same_bytes_in_every_form(run_of_form, name):
    (plain, documents), (other, others) = run_of_form("as it is"), run_of_form(name)
    xml = FORMS[name].xml
    assert comparable_files(other, xml) == comparable_files(plain, xml)
    assert [run_facts(document) for document in others] == [run_facts(document) for document in documents]
    assert FORMS[name].encoding in {feed["encoding"] for feed in others[0]["feeds"]}
    assert {feed["form"] for feed in others[1]["feeds"]} == {"xml" if xml else "tsv"}


def in_three_parts(name, rows):
    """The records of a feed in three, those of one order together; the names turn the order of the parts around."""
    keys = list(dict.fromkeys(map(record_key, rows)))
    part = dict(zip(keys, np.arange(len(keys)) % 3, strict=True))
    parts = [[row for row in rows if part[record_key(row)] == number] for number in range(3)]
    return [(f"{9 - number}-{name}", some) for number, some in enumerate(parts) if some]


def test_records_in_several_files_and_items_in_one_message_are_what_they_are_one_by_one(run_of_form):
    (plain, documents), (other, others) = (
        run_of_form("as it is"),
        run_of_form("XML, marked, items together", in_three_parts),
    )
    assert order_reports(other) == order_reports(plain)
    for first_document, other_documents in zip(documents, others, strict=True):
        assert len(other_documents["feeds"]) > len(first_document["feeds"])
        for name in ("metrics", "watch"):
            assert other_documents[name] == first_document[name]
        assert other_documents["proof"]["orders"] == first_document["proof"]["orders"]
    assert others[0]["proof"]["records"]["in"] < documents[0]["proof"]["records"]["in"]


@pytest.mark.parametrize("name", FEEDS)
@pytest.mark.parametrize(
    ("encoding", "end"),
    [("utf-8", "CRLF"), ("utf-8-sig", "LF"), ("utf-16", "CRLF"), ("cp932", "LF"), ("cp932", "CRLF")],
)
def test_a_feed_reads_the_same_in_every_form(tmp_path, name, encoding, end):
    table, rows = FEEDS[name]
    plain = read_content(tmp_path / "plain", FeedForm().bytes_of(table, rows))
    for xml in (False, True) if table.message else (False,):
        content = FeedForm(xml=xml, encoding=encoding, end=end).bytes_of(table, rows)
        other = read_content(tmp_path / f"xml {xml}", content)
        assert (other.table, other.form) == (table, "xml" if xml else "tsv")
        assert other.encoding == ("utf-8" if content.isascii() and not xml else encoding)
        own = ["message-id"] if xml else []
        assert other.typed.drop(columns=own).equals(plain.typed.drop(columns=own))
        assert other.problems.equals(plain.problems)
        assert other.repeats.tolist() == plain.repeats.tolist()


def read_content(path, content):
    path.write_bytes(content)
    return feeds.read(path, zone=ZoneInfo("Asia/Tokyo"))
