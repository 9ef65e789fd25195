"""Feeds checked in rehearsal: the answers of a run, and a workspace as it was."""

import gzip
import json
import os
from datetime import datetime

import pytest

from pipeline.errors import UsageError
from pipeline.operations import check_feeds
from pipeline.store import Store, reader
from pipeline.workspace.settings import Settings
from tests.support.feed_forms import envelope
from tests.support.shop import DAY, ORDER, SHIPPED, Shop

NOW = datetime.fromisoformat(DAY[1])
BAD = SHIPPED | {"ship-date": "2026-10-05", "quantity": "9"}


@pytest.fixture(scope="module")
def one_order(tmp_path_factory):
    shop = Shop(tmp_path_factory.mktemp("checking") / "shop")
    shop.drop("orders.tsv", ORDER)
    shop.run()
    return shop


@pytest.fixture
def shop(one_order, tmp_path):
    return one_order.copy(tmp_path / "shop")


@pytest.fixture
def feed(shop, tmp_path):
    """Makes a feed outside the workspace."""
    (tmp_path / "mine").mkdir()

    def make(name, *rows, received="2026-10-06T10:00:00+09:00"):
        shop.drop(name, *rows, received=received)
        return (shop.root / "inbox" / name).rename(tmp_path / "mine" / name)

    return make


def check(shop, *files, now=NOW):
    with reader(shop.workspace, Settings.read(shop.workspace.settings_file)) as store:
        checked = check_feeds.check(store, files, now)
    assert json.loads(json.dumps(checked.document)) == checked.document
    return checked


def test_the_answer_is_the_processing_report_of_a_run(shop, feed):
    bad, good = feed("bad.tsv", BAD), feed("good.tsv", SHIPPED)
    checked = check(shop, bad, good)
    for file in (bad, good):
        shop.put(file.name, file.read_bytes(), "2026-10-06T10:00:00+09:00")
    shop.run(DAY[1])
    published = {
        name: (shop.root / f"reports/latest/processing/{name}.report.tsv").read_bytes().decode("utf-8-sig")
        for name in ("bad.tsv", "good.tsv")
    }
    assert dict(checked.answers) == {name: text.replace("\r\n", "\n") for name, text in published.items()}
    assert all(f"{name}\nFeed Processing Summary:" in check_feeds.words(checked) for name in published)


def test_something_refused_is_exit_code_3_and_nothing_refused_is_0(shop, feed):
    assert check(shop, feed("bad.tsv", BAD)).exit_code == 3
    assert check(shop, feed("good.tsv", SHIPPED)).exit_code == 0


def test_a_document_has_the_counts_of_run_json_and_every_line(shop, feed):
    [found] = check(shop, feed("bad.tsv", BAD, SHIPPED | {"tracking-number": "2"})).document["files"]
    assert (found["name"], found["status"], found["records"], found["accepted"], found["rejected"]) == (
        "bad.tsv",
        "applied",
        2,
        1,
        1,
    )
    assert [(line["original-record-number"], line["error-code"], line["line"]) for line in found["lines"]] == [
        (1, "18021", 2)
    ]


def test_nothing_of_the_workspace_changes(shop, feed):
    shop.drop("waiting.tsv", ORDER | {"order-id": "999-0000001-0000002"})
    before = shop.files()
    assert check(shop, feed("good.tsv", SHIPPED)).document["files"][0]["accepted"] == 1
    after = shop.files()
    assert set(after) - set(before) == set()
    assert [name for name in before if before[name] != after[name] and "state/" not in name] == []
    with Store.open(shop.workspace, Settings.read(shop.workspace.settings_file)) as store:
        assert store.head.run == 1
    assert shop.run(DAY[1]).document["feeds"][0]["accepted"] == 1


def test_several_files_are_checked_together_as_a_run_would_take_them(shop, feed):
    new = ORDER | {"order-id": "999-0000001-0000002", "order-item-id": "00000000000201"}
    shipped = SHIPPED | {"order-id": new["order-id"], "order-item-id": new["order-item-id"]}
    found = check(shop, feed("ship.tsv", shipped), feed("new.tsv", new)).document["files"]
    assert {file["name"]: file["accepted"] for file in found} == {"ship.tsv": 1, "new.tsv": 1}


def test_a_record_that_would_be_held_is_told(shop, feed):
    [found] = check(shop, feed("ship.tsv", SHIPPED | {"order-id": "999-0000001-0000009"})).document["files"]
    assert (found["held"], [line["error-code"] for line in found["lines"]]) == (1, ["70013"])


def test_held_records_of_the_store_are_not_answered(shop, feed):
    shop.drop("early.tsv", {"order-id": "999-0000001-0000002", "payment-status": "Verified"})
    shop.run()
    checked = check(shop, feed("new.tsv", ORDER | {"order-id": "999-0000001-0000002"}))
    assert [name for name, _ in checked.answers] == ["new.tsv"]
    assert shop.run(DAY[1]).document["proof"]["held"]["after"] == 1


def test_bytes_that_were_read_before_are_told_as_a_duplicate(shop, feed):
    checked = check(shop, feed("copy.tsv", ORDER))
    [found] = checked.document["files"]
    assert (found["status"], found["lines"][0]["error-code"], checked.exit_code) == ("duplicate", "70207", 0)


def test_a_file_that_no_format_fits_is_refused_whole(shop, tmp_path):
    (tmp_path / "strange.csv").write_text("fruit\tcolour\r\npear\tgreen\r\n")
    checked = check(shop, tmp_path / "strange.csv")
    assert (checked.document["files"][0]["status"], checked.exit_code) == ("refused", 3)


def test_xml_may_be_compressed_and_what_is_no_feed_is_named_with_what_to_do(shop, tmp_path):
    body = f"<SKU>{ORDER['sku']}</SKU><Quantity>4</Quantity>"
    (tmp_path / "stock.xml.gz").write_bytes(gzip.compress(envelope("Inventory", [body]).encode(), mtime=0))
    (tmp_path / "all.zip").write_bytes(b"PK\x03\x04" + bytes(60))
    (tmp_path / "cut.gz").write_bytes(gzip.compress(b"sku\tquantity\n", mtime=0)[:-3])
    checked = check(shop, *(tmp_path / name for name in ("stock.xml.gz", "all.zip", "cut.gz")))
    found = {file["name"]: (file["format"], file["form"], file["status"]) for file in checked.document["files"]}
    assert found["stock.xml.gz"] == ("inventory", "xml", "applied")
    assert {found["all.zip"][2], found["cut.gz"][2]} == {"refused"}
    assert "This is a zip archive: unpack it and drop the files inside" in check_feeds.words(checked)
    assert "This is a damaged .gz file: copy it once more, or pack it again" in check_feeds.words(checked)


def test_a_file_is_taken_whatever_its_age_and_its_name_and_may_be_compressed(shop, tmp_path, feed):
    new = tmp_path / ".feed.part"
    new.write_bytes(gzip.compress(feed("good.tsv", SHIPPED).read_bytes(), mtime=0))
    os.utime(new)
    (tmp_path / "empty.tsv").touch()
    checked = check(shop, new, tmp_path / "empty.tsv")
    assert {file["name"]: (file["accepted"], file["status"]) for file in checked.document["files"]} == {
        ".feed.part": (1, "applied"),
        "empty.tsv": (0, "refused"),
    }


@pytest.mark.parametrize(
    ("name", "what"),
    [("link", "is a link"), ("folder", "is a folder"), ("pipe", "is no regular file"), ("gone", "does not exist")],
)
def test_what_is_no_file_is_a_usage_error(shop, feed, tmp_path, name, what):
    (tmp_path / "link").symlink_to(feed("good.tsv", SHIPPED))
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UsageError, match=what):
        check(shop, tmp_path / name)


def test_two_files_of_one_name_are_checked_one_after_the_other(shop, tmp_path):
    with pytest.raises(UsageError, match=r"two files are called a\.tsv"):
        check(shop, tmp_path / "x" / "a.tsv", tmp_path / "y" / "a.tsv")


def test_a_rehearsal_is_never_before_the_last_run(shop, feed):
    early = datetime.fromisoformat("2026-10-01T00:00:00+09:00")
    checked = check(shop, feed("good.tsv", SHIPPED), now=early)
    assert checked.document["as_of"] == "2026-10-05T14:30:00+00:00"


def test_beside_a_run_that_works_the_state_of_the_run_before_answers(shop, feed):
    alone = check(shop, feed("bad.tsv", BAD))
    with Store.open(shop.workspace, Settings.read(shop.workspace.settings_file)):
        beside = check(shop, feed("bad.tsv", BAD))
        assert not list((shop.root / "state" / "staging").glob("*"))
    assert beside == alone


def test_an_answer_counts_records_from_one_and_lines_as_they_stand_in_the_file(shop, tmp_path):
    heads = ["TemplateType=OrderFulfillment\tVersion=2011.1102", "注文番号\t出荷日\t配送業者コード"]
    rows = ["x\t2026-10-06\tYAMATO", "", f"{ORDER['order-id']}\tsoon\tYAMATO"]
    lines = [*heads, "order-id\tship-date\tcarrier-code", *rows]
    (tmp_path / "ship.txt").write_text("".join(f"{line}\r\n" for line in lines), encoding="cp932", newline="")
    (tmp_path / "fatal.txt").write_text("order-id\tcarrier-code\r\n", encoding="utf-8", newline="")
    found = {
        file["name"]: file["lines"]
        for file in check(shop, tmp_path / "ship.txt", tmp_path / "fatal.txt").document["files"]
    }
    assert [(line["original-record-number"], line["line"], line["error-code"]) for line in found["ship.txt"]] == [
        (1, 4, "70104"),
        (2, 6, "70103"),
    ]
    assert [(line["original-record-number"], line["error-type"]) for line in found["fatal.txt"]] == [(0, "Fatal")]
