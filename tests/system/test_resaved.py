"""Feeds that somebody opened in LibreOffice and saved again: what broke is named, what has one reading is put right."""

import subprocess
from datetime import datetime

import pytest

from pipeline.operations.check_feeds import check_feeds
from tests.support.paths import DEMO
from tests.support.seller_workspace import CONFIRMATION, ORDER, RUN_TIMES, SellerWorkspace

pytestmark = pytest.mark.system

ORDERS, CONFIRMATIONS = DEMO / "2026-10-05" / "orders-20261005.tsv", DEMO / "2026-10-08" / "confirmations-20261008.tsv"
AT_NINE = "2026-10-08T21:00:00+09:00"
GUESSING = "Text - txt - csv (StarCalc):9,34,76,1,,1041,false,true"
"""Opened by a double click: quotes are quotes, types are guessed as in Japan, days and numbers among them."""
PLAIN = "tsv:Text - txt - csv (StarCalc):9,34,76,1,,0,false,true,false"
IN_QUOTES = "tsv:Text - txt - csv (StarCalc):9,34,76,1,,0,true,true,false"
AS_TEXT = "Text - txt - csv (StarCalc):9,0,76,1," + "/".join(f"{column}/2" for column in range(1, 61))
BARE = "tsv:Text - txt - csv (StarCalc):9,0,76,1,,0,false,true,false"
"""Opened and saved as docs/spreadsheets.md says: every column is text, nothing is a quote."""
GUESSED = ("sku",)
"""Columns of the sample that come back changed though any text is right for them."""


@pytest.fixture(scope="module")
def resave(tmp_path_factory):
    """A feed opened in LibreOffice and saved as it suggests: the bytes of the new file."""
    folder = tmp_path_factory.mktemp("resaved")

    def reopen(feed, how, opened=GUESSING):
        program = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
        arguments = [f"--infilter={opened}", "--convert-to", how, "--outdir", folder / "out", feed]
        subprocess.run([*program, *arguments], check=True, timeout=120, capture_output=True)
        return (folder / "out" / feed.name).read_bytes()

    return reopen


def check_codes(workspace, name, content, tmp_path, *, repair):
    """(record, code) of every line that `check` has to say, by record."""
    file = tmp_path / name
    file.write_bytes(content)
    with workspace.reader() as store:
        checked = check_feeds(store, [file], datetime.fromisoformat(RUN_TIMES[2]), repair=repair)
    lines = checked.document["files"][0]["lines"]
    return [(line["original-record-number"], line["error-code"]) for line in lines]


def without_columns(rows, names):
    return [{name: value for name, value in row.items() if name not in names} for row in rows]


def test_a_feed_saved_in_quotes_is_refused_whole_and_with_repair_is_what_it_was(resave, tmp_path):
    content = resave(ORDERS, IN_QUOTES)
    before, after = SellerWorkspace(tmp_path / "before"), SellerWorkspace(tmp_path / "after")
    assert check_codes(after, "orders.tsv", content, tmp_path, repair=False) == [(0, "70209")]
    assert check_codes(after, "orders.tsv", content, tmp_path, repair=True) == [(0, "70211")]
    before.put("orders.tsv", ORDERS.read_bytes())
    before.run()
    after.put("orders.tsv", content)
    after.run(repair=True)
    assert len(before.report("orders.tsv")) > 10
    assert without_columns(after.report("orders.tsv"), GUESSED) == without_columns(before.report("orders.tsv"), GUESSED)
    assert [row["product-name"] for row in after.report("orders.tsv")].count('"お徳用 ねじ 3/4') == 1


@pytest.mark.parametrize("feed", [ORDERS, CONFIRMATIONS], ids=lambda feed: feed.name)
def test_a_feed_opened_as_text_and_saved_without_quotes_is_what_it_was(resave, feed):
    assert resave(feed, BARE, AS_TEXT).decode("utf-8-sig").splitlines() == feed.read_text("utf-8-sig").splitlines()


def test_cells_quoted_only_where_they_must_are_a_warning_and_with_repair_are_what_they_were(resave, tmp_path):
    content = resave(ORDERS, PLAIN)
    workspace = SellerWorkspace(tmp_path / "shop")
    assert check_codes(workspace, "orders.tsv", content, tmp_path, repair=False) == [(0, "70210")]
    assert check_codes(workspace, "orders.tsv", content, tmp_path, repair=True) == [(0, "70211")]


def test_confirmations_that_were_saved_again_confirm_what_they_did_or_are_refused(resave, tmp_path):
    workspace = SellerWorkspace(tmp_path / "shop")
    for folder in ("2026-10-05", "2026-10-06", "2026-10-07"):
        for file in sorted((DEMO / folder).glob("orders*.t*")):
            workspace.put(file.name, file.read_bytes())
    workspace.run()
    copy = workspace.copy(tmp_path / "copy")
    workspace.put("ship.tsv", CONFIRMATIONS.read_bytes(), AT_NINE)
    copy.put("ship.tsv", resave(CONFIRMATIONS, IN_QUOTES), AT_NINE)
    was, now = (feed_result(place.run("2026-10-08T23:30:00+09:00", repair=True)) for place in (workspace, copy))
    assert was == {"records": 13, "rejected": 2, "codes": {70103, 70105, 70111}}
    # The spreadsheet wrote 9.99E+13 out in full: a sound id, but of no item.
    assert now == {"records": 13, "rejected": 2, "codes": {70103, 18028, 70211}}


def feed_result(result):
    [feed] = result.document["feeds"]
    codes = {code["code"] for code in feed["codes"]}
    return {"records": feed["records"], "rejected": feed["rejected"], "codes": codes}


ZEROS = ORDER | {
    "order-item-id": "99900000000101",
    "ship-postal-code": "0600001",
    "ship-phone-number": "0312345678",
    "payment-deadline": "2026年10月8日",
    "quantity-purchased": "２",
}
CUT = ZEROS | {"order-id": "999-0000001-0000002", "order-item-id": "00000000000102"}


def test_what_the_spreadsheet_took_for_figures_is_named_put_right_or_refused_and_never_lost(resave, tmp_path):
    workspace = SellerWorkspace(tmp_path / "shop")
    workspace.drop("zeros.tsv", ZEROS, CUT)
    (workspace.root / "inbox" / "zeros.tsv").rename(tmp_path / "zeros.tsv")
    content = resave(tmp_path / "zeros.tsv", PLAIN)
    assert b"\t600001\t312345678\t10/08/2026" in content
    deadlines = content.replace(b"10/08/2026", "2026年10月8日".encode())
    named = check_codes(workspace, "zeros.tsv", deadlines, tmp_path, repair=False)
    assert named == [(1, "70103"), (1, "70105"), (1, "70112"), (2, "70105"), (2, "70103"), (2, "70105"), (2, "70112")]
    workspace.put("zeros.tsv", deadlines)
    result = workspace.run(repair=True)
    assert feed_result(result) == {"records": 2, "rejected": 1, "codes": {70105, 70111}}
    [order] = workspace.report("orders.tsv")
    assert (order["ship-postal-code"], order["ship-phone-number"]) == ("0600001", "0312345678")
    [refused] = workspace.report("run-1_zeros.tsv", "rejected")
    assert (refused["order-item-id"], refused["ship-postal-code"], refused["code"]) == ("102", "0600001", "70105")


def test_a_number_of_many_digits_comes_back_as_an_exponent_and_is_refused(resave, tmp_path):
    workspace = SellerWorkspace(tmp_path / "shop")
    workspace.drop("orders.tsv", ORDER)
    workspace.run()
    workspace.drop("ship.tsv", CONFIRMATION | {"tracking-number": "123456789012345678"}, received=RUN_TIMES[1])
    (workspace.root / "inbox" / "ship.tsv").rename(tmp_path / "ship.tsv")
    content = resave(tmp_path / "ship.tsv", PLAIN)
    assert b"1.23456789012346E+017" in content
    assert (1, "70105") in check_codes(workspace, "ship.tsv", content, tmp_path, repair=True)


def test_a_day_that_the_spreadsheet_shows_with_its_year_last_is_refused_in_spite_of_repair(resave, tmp_path):
    workspace = SellerWorkspace(tmp_path / "shop")
    workspace.drop("days.tsv", ZEROS)
    (workspace.root / "inbox" / "days.tsv").rename(tmp_path / "days.tsv")
    workspace.put("days.tsv", resave(tmp_path / "days.tsv", PLAIN))
    assert feed_result(workspace.run(repair=True)) == {"records": 1, "rejected": 1, "codes": {70103, 70111}}
