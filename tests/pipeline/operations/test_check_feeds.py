"""Feeds checked in rehearsal: the answers of a run, and a workspace as it was."""

import gzip
import json
import os
from datetime import datetime

import pytest

from pipeline.cli.check_text import answers_text
from pipeline.errors import UsageError
from pipeline.operations.check_feeds import check_feeds
from pipeline.store import order_tables
from tests.support.feed_forms import xml_feed
from tests.support.seller_workspace import CONFIRMATION, ORDER, RUN_TIMES, SellerWorkspace

NOW = datetime.fromisoformat(RUN_TIMES[1])
BAD = CONFIRMATION | {"ship-date": "2026-10-05", "quantity": "9"}


@pytest.fixture(scope="module")
def ordered_workspace(tmp_path_factory):
    workspace = SellerWorkspace(tmp_path_factory.mktemp("checking") / "shop")
    workspace.drop("orders.tsv", ORDER)
    workspace.run()
    return workspace


@pytest.fixture
def workspace(ordered_workspace, tmp_path):
    return ordered_workspace.copy(tmp_path / "shop")


@pytest.fixture
def outside_feed(workspace, tmp_path):
    """Makes a feed outside the workspace."""
    (tmp_path / "mine").mkdir()

    def make(name, *rows, received="2026-10-06T10:00:00+09:00"):
        workspace.drop(name, *rows, received=received)
        return (workspace.root / "inbox" / name).rename(tmp_path / "mine" / name)

    return make


def check_documents(workspace, *files, now=NOW):
    with workspace.reader() as store:
        checked = check_feeds(store, files, now)
    assert json.loads(json.dumps(checked.document)) == checked.document
    return checked


def test_the_answer_is_the_processing_report_of_a_run(workspace, outside_feed):
    bad, good = outside_feed("bad.tsv", BAD), outside_feed("good.tsv", CONFIRMATION)
    checked = check_documents(workspace, bad, good)
    for file in (bad, good):
        workspace.put(file.name, file.read_bytes(), "2026-10-06T10:00:00+09:00")
    workspace.run(RUN_TIMES[1])
    published = {
        name: (workspace.root / f"reports/latest/processing/{name}.report.tsv").read_bytes().decode("utf-8-sig")
        for name in ("bad.tsv", "good.tsv")
    }
    assert dict(checked.answers) == {name: text.replace("\r\n", "\n") for name, text in published.items()}
    assert all(f"{name}\nFeed Processing Summary:" in answers_text(checked) for name in published)


def test_something_refused_is_exit_code_3_and_nothing_refused_is_0(workspace, outside_feed):
    assert check_documents(workspace, outside_feed("bad.tsv", BAD)).exit_code == 3
    assert check_documents(workspace, outside_feed("good.tsv", CONFIRMATION)).exit_code == 0


def test_a_document_has_the_counts_of_run_json_and_every_line(workspace, outside_feed):
    [files] = check_documents(
        workspace, outside_feed("bad.tsv", BAD, CONFIRMATION | {"tracking-number": "2"})
    ).document["files"]
    assert (files["name"], files["status"], files["records"], files["accepted"], files["rejected"]) == (
        "bad.tsv",
        "applied",
        2,
        1,
        1,
    )
    assert [(line["original-record-number"], line["error-code"], line["line"]) for line in files["lines"]] == [
        (1, "18021", 2)
    ]


def test_nothing_of_the_workspace_changes(workspace, outside_feed):
    workspace.drop("waiting.tsv", ORDER | {"order-id": "999-0000001-0000002"})
    before = workspace.files()
    assert check_documents(workspace, outside_feed("good.tsv", CONFIRMATION)).document["files"][0]["accepted"] == 1
    after = workspace.files()
    assert set(after) - set(before) == set()
    assert [name for name in before if before[name] != after[name] and "state/" not in name] == []
    with workspace.open_store() as store:
        assert store.last_run.run == 1
    assert workspace.run(RUN_TIMES[1]).document["feeds"][0]["accepted"] == 1


def test_several_files_are_checked_together_as_a_run_would_take_them(workspace, outside_feed):
    new = ORDER | {"order-id": "999-0000001-0000002", "order-item-id": "00000000000201"}
    shipped = CONFIRMATION | {"order-id": new["order-id"], "order-item-id": new["order-item-id"]}
    files = check_documents(workspace, outside_feed("ship.tsv", shipped), outside_feed("new.tsv", new)).document[
        "files"
    ]
    assert {file["name"]: file["accepted"] for file in files} == {"ship.tsv": 1, "new.tsv": 1}


def test_a_record_that_would_be_held_is_told(workspace, outside_feed):
    [files] = check_documents(
        workspace, outside_feed("ship.tsv", CONFIRMATION | {"order-id": "999-0000001-0000009"})
    ).document["files"]
    assert (files["held"], [line["error-code"] for line in files["lines"]]) == (1, ["70013"])


def test_held_records_of_the_store_are_not_answered(workspace, outside_feed):
    workspace.drop("early.tsv", {"order-id": "999-0000001-0000002", "payment-status": "Verified"})
    workspace.run()
    checked = check_documents(workspace, outside_feed("new.tsv", ORDER | {"order-id": "999-0000001-0000002"}))
    assert [name for name, _ in checked.answers] == ["new.tsv"]
    assert workspace.run(RUN_TIMES[1]).document["proof"]["held"]["after"] == 1


def test_the_stock_that_a_file_sets_is_less_what_all_open_orders_hold(workspace, outside_feed):
    """Two units are promised to an order that no file names: of three on the shelf one is left for the two asked."""
    stock = outside_feed("stock.tsv", {"sku": ORDER["sku"], "on-hand": "3"}, received="2026-10-06T10:00:00+09:00")
    new = ORDER | {"order-id": "999-0000001-0000002", "purchase-date": "2026-10-06T10:30:00+09:00"}
    placed = outside_feed("new.tsv", new | {"payments-date": ""}, received="2026-10-06T11:00:00+09:00")
    files = check_documents(workspace, stock, placed).document["files"]
    lines = {file["name"]: [line["error-code"] for line in file["lines"]] for file in files}
    assert lines == {"stock.tsv": [], "new.tsv": ["70012"]}


def test_orders_that_no_file_names_are_not_read(workspace, outside_feed):
    """Of two hundred open orders as many rows are read as of one."""
    others = [
        ORDER | {"order-id": f"999-0000009-{number:07}", "order-item-id": f"{number:014}"} for number in range(1, 201)
    ]
    workspace.drop("many.tsv", *others)
    workspace.run()
    file = outside_feed("good.tsv", CONFIRMATION)
    with pytest.MonkeyPatch.context() as patch:
        read = []
        whole = order_tables.joined_state
        patch.setattr(order_tables, "joined_state", lambda *parts: read.append(whole(*parts)) or read[-1])
        assert check_documents(workspace, file).exit_code == 0
    assert [len(state.orders) for state in read] == [1]


def test_bytes_that_were_read_before_are_told_as_a_duplicate(workspace, outside_feed):
    checked = check_documents(workspace, outside_feed("copy.tsv", ORDER))
    [files] = checked.document["files"]
    assert (files["status"], files["lines"][0]["error-code"], checked.exit_code) == ("duplicate", "70207", 0)


def test_a_file_that_no_format_fits_is_refused_whole(workspace, tmp_path):
    (tmp_path / "strange.csv").write_text("fruit\tcolour\r\npear\tgreen\r\n")
    checked = check_documents(workspace, tmp_path / "strange.csv")
    assert (checked.document["files"][0]["status"], checked.exit_code) == ("refused", 3)


def test_xml_may_be_compressed_and_what_is_no_feed_is_named_with_what_to_do(workspace, tmp_path):
    body = f"<SKU>{ORDER['sku']}</SKU><Quantity>4</Quantity>"
    (tmp_path / "stock.xml.gz").write_bytes(gzip.compress(xml_feed("Inventory", [body]).encode(), mtime=0))
    (tmp_path / "all.zip").write_bytes(b"PK\x03\x04" + bytes(60))
    (tmp_path / "cut.gz").write_bytes(gzip.compress(b"sku\tquantity\n", mtime=0)[:-3])
    checked = check_documents(workspace, *(tmp_path / name for name in ("stock.xml.gz", "all.zip", "cut.gz")))
    files = {file["name"]: (file["format"], file["form"], file["status"]) for file in checked.document["files"]}
    assert files["stock.xml.gz"] == ("inventory", "xml", "applied")
    assert {files["all.zip"][2], files["cut.gz"][2]} == {"refused"}
    assert "This is a zip archive: unpack it and drop the files inside" in answers_text(checked)
    assert "This is a damaged .gz file: copy it again, or compress it again" in answers_text(checked)


def test_a_file_is_taken_whatever_its_age_and_its_name_and_may_be_compressed(workspace, tmp_path, outside_feed):
    new = tmp_path / ".feed.part"
    new.write_bytes(gzip.compress(outside_feed("good.tsv", CONFIRMATION).read_bytes(), mtime=0))
    os.utime(new)
    (tmp_path / "empty.tsv").touch()
    checked = check_documents(workspace, new, tmp_path / "empty.tsv")
    assert {file["name"]: (file["accepted"], file["status"]) for file in checked.document["files"]} == {
        ".feed.part": (1, "applied"),
        "empty.tsv": (0, "refused"),
    }


@pytest.mark.parametrize(
    ("name", "what"),
    [("link", "is a link"), ("folder", "is a folder"), ("pipe", "is not a regular file"), ("gone", "does not exist")],
)
def test_what_is_no_file_is_a_usage_error(workspace, outside_feed, tmp_path, name, what):
    (tmp_path / "link").symlink_to(outside_feed("good.tsv", CONFIRMATION))
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UsageError, match=what):
        check_documents(workspace, tmp_path / name)


def test_two_files_of_one_name_are_checked_one_after_the_other(workspace, tmp_path):
    with pytest.raises(UsageError, match=r"two files have the name a\.tsv"):
        check_documents(workspace, tmp_path / "x" / "a.tsv", tmp_path / "y" / "a.tsv")


def test_a_rehearsal_is_never_before_the_last_run(workspace, outside_feed):
    early = datetime.fromisoformat("2026-10-01T00:00:00+09:00")
    checked = check_documents(workspace, outside_feed("good.tsv", CONFIRMATION), now=early)
    assert checked.document["as_of"] == "2026-10-05T14:30:00+00:00"


def test_beside_a_run_that_works_the_state_of_the_run_before_answers(workspace, outside_feed):
    alone = check_documents(workspace, outside_feed("bad.tsv", BAD))
    with workspace.open_store():
        beside = check_documents(workspace, outside_feed("bad.tsv", BAD))
        assert not list((workspace.root / "state" / "staging").glob("*"))
    assert beside == alone


def test_an_answer_counts_records_from_one_and_lines_as_they_stand_in_the_file(workspace, tmp_path):
    heads = ["TemplateType=OrderFulfillment\tVersion=2011.1102", "注文番号\t出荷日\t配送業者コード"]
    rows = ["x\t2026-10-06\tYAMATO", "", f"{ORDER['order-id']}\tsoon\tYAMATO"]
    lines = [*heads, "order-id\tship-date\tcarrier-code", *rows]
    (tmp_path / "ship.txt").write_text("".join(f"{line}\r\n" for line in lines), encoding="cp932", newline="")
    (tmp_path / "fatal.txt").write_text("order-id\tcarrier-code\r\n", encoding="utf-8", newline="")
    files = {
        file["name"]: file["lines"]
        for file in check_documents(workspace, tmp_path / "ship.txt", tmp_path / "fatal.txt").document["files"]
    }
    assert [(line["original-record-number"], line["line"], line["error-code"]) for line in files["ship.txt"]] == [
        (1, 4, "70104"),
        (2, 6, "70103"),
    ]
    assert [(line["original-record-number"], line["error-type"]) for line in files["fatal.txt"]] == [(0, "Fatal")]
