"""Files in rejected/ go when they are old enough and every record in them is corrected, and never before."""

import signal
import subprocess
import sys

import pytest

from pipeline.errors import FailureError
from pipeline.queries.get_report import get_report
from tests.support.paths import ROOT
from tests.support.seller_workspace import CONFIRMATION, ORDER, SellerWorkspace

FIRST, CORRECTED = "2026-10-05T23:30:00+09:00", "2026-10-06T23:30:00+09:00"
TOO_EARLY, IN_TIME, LATER = "2026-11-03T23:30:00+09:00", "2026-11-04T00:10:00+09:00", "2026-11-20T23:30:00+09:00"
SETTINGS = "[inbox]\nsettle_seconds = 0\n[rejected]\nkeep_days = 30\n"
SHIP = CONFIRMATION | {"ship-date": "2026-10-05", "quantity": "x"}
SECOND = {"order-id": "999-0000001-0000002", "order-item-id": "00000000000201"}
NAME = "rejected/run-1_ship.tsv"

pytestmark = pytest.mark.usefixtures("kept_runs")


def reject_two(workspace):
    """A run that rejects both confirmations of a feed."""
    workspace.drop("orders.tsv", ORDER, ORDER | SECOND)
    workspace.drop("ship.tsv", SHIP, SHIP | SECOND | {"tracking-number": "0000-0002"})
    workspace.run(FIRST)


def correct(workspace, records=2, as_of=CORRECTED):
    """A run in which the first of the rejected records come back with a quantity."""
    head, *rows = (workspace.root / NAME).read_text("utf-8-sig").splitlines()
    text = "\r\n".join([head, *(row.replace("\tx\t", "\t1\t") for row in rows[:records])])
    workspace.put("again.tsv", text.encode(), received=as_of)
    workspace.run(as_of)


@pytest.fixture
def shop(tmp_path):
    shop = SellerWorkspace(tmp_path / "shop", SETTINGS)
    reject_two(shop)
    return shop


def is_there(shop):
    return (shop.root / NAME).exists()


def test_a_file_goes_in_the_first_run_so_many_days_later_and_run_json_says_so(shop):
    correct(shop)
    assert shop.run(TOO_EARLY).document["cleaned"] == []
    assert is_there(shop)
    [entry] = shop.run(IN_TIME).document["cleaned"]
    assert not is_there(shop)
    assert (entry["name"], entry["run"], entry["rows"], len(entry["sha256"])) == (NAME, 1, 2, 64)
    assert shop.run(LATER).document["cleaned"] == []
    with shop.reader() as store:
        assert store.cleaned_files() == {NAME: 4}
        assert [row.path for row in store.rejected_files()] == [NAME]


def test_a_file_with_an_open_record_stays_however_old_it_is(shop):
    correct(shop, records=1)
    assert shop.run(LATER).document["cleaned"] == []
    assert is_there(shop)


def test_a_record_that_is_rejected_again_keeps_both_files_until_it_is_corrected(shop):
    shop.put("worse.tsv", (shop.root / NAME).read_bytes(), received=CORRECTED)
    shop.run(CORRECTED)
    other = shop.copy(shop.root.with_name("other"))
    assert other.run(LATER).document["cleaned"] == []
    correct(shop, as_of="2026-10-07T23:30:00+09:00")
    cleaned = shop.run(LATER).document["cleaned"]
    assert [entry["name"] for entry in cleaned] == [NAME, "rejected/run-2_worse.tsv"]
    assert list((shop.root / "rejected").iterdir()) == []


def test_a_file_that_was_edited_goes_too_and_a_folder_of_its_name_stays(shop):
    correct(shop)
    (shop.root / NAME).write_text("edited")
    shop.run(IN_TIME)
    assert not is_there(shop)


def test_a_folder_in_the_place_of_the_file_stays(shop):
    correct(shop)
    (shop.root / NAME).unlink()
    (shop.root / NAME).mkdir()
    assert shop.run(IN_TIME).exit_code == 0
    assert (shop.root / NAME).is_dir()


def test_by_default_nothing_goes_and_the_new_key_alone_is_no_news(tmp_path):
    shop = SellerWorkspace(tmp_path / "shop")
    reject_two(shop)
    correct(shop)
    shop.run(LATER)
    assert is_there(shop)
    assert "rejected" not in shop.settings.as_json()
    assert shop.run(LATER).run is None
    path = shop.folders.settings_file
    path.write_text(path.read_text() + "[rejected]\nkeep_days = 0\n")
    assert shop.run(LATER).run is None
    path.write_text(path.read_text().replace("keep_days = 0", "keep_days = 10"))
    assert [entry["name"] for entry in shop.run(LATER).document["cleaned"]] == [NAME]


def test_a_dry_run_names_what_would_go_and_keeps_it(shop):
    correct(shop)
    assert [entry["name"] for entry in shop.run(LATER, dry_run=True).document["cleaned"]] == [NAME]
    assert is_there(shop)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Records rejected then: 2 (rejected/run-1_ship.tsv, cleaned in run 3)"),
        ("ja", "前回エラーになったデータは2件(rejected/run-1_ship.tsv、実行3で削除済み)です"),
    ],
)
def test_the_answer_to_a_duplicate_says_which_run_took_the_file_away(tmp_path, language, said):
    shop = SellerWorkspace(tmp_path / "shop", f'language = "{language}"\n{SETTINGS}')
    feed = reject_three(shop)
    for as_of in (LATER, "2026-11-21T23:30:00+09:00"):
        shop.put("ship.tsv", feed, received=as_of)
        shop.run(as_of)
        answer = (shop.root / "reports/latest/processing/ship.tsv.report.tsv").read_text("utf-8-sig")
        assert said in answer


def reject_three(shop):
    """Two of three confirmations are rejected, so that the feed, which is returned, is a duplicate later."""
    third = {"order-id": "999-0000001-0000003", "order-item-id": "00000000000301", "tracking-number": "0000-0003"}
    shop.drop("orders.tsv", ORDER, ORDER | SECOND, ORDER | third)
    rows = (SHIP, SHIP | SECOND | {"tracking-number": "0000-0002"}, SHIP | third | {"quantity": "1"})
    shop.drop("ship.tsv", *rows)
    feed = (shop.root / "inbox" / "ship.tsv").read_bytes()
    shop.run(FIRST)
    correct(shop)
    return feed


def test_a_report_that_was_cleaned_says_so(shop):
    correct(shop)
    shop.run(LATER)
    with shop.reader() as store, pytest.raises(FailureError, match="was cleaned in run 3"):
        get_report(store, "rejected/run-1_ship.tsv", 1)


KILLED = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from pipeline.run import run
from pipeline.store import batch, publication
from pipeline.workspace.folders import Workspace

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

place, folder, as_of = sys.argv[1:]
if place == "before the commit":
    batch.Batch.commit = die
elif place == "before the file":
    publication._remove_cleaned_files = die
elif place == "after the file":
    publication._point_links = die
run(Workspace(Path(folder)), datetime.fromisoformat(as_of))
"""


@pytest.mark.parametrize("place", ["before the commit", "before the file", "after the file"])
def test_a_run_killed_around_the_cleaning_takes_the_file_away_or_never_was(shop, place):
    correct(shop)
    killed = subprocess.run([sys.executable, "-c", KILLED, place, shop.root, LATER], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert is_there(shop) == (place != "after the file")
    with shop.open_store() as store:
        was_committed = store.last_run.run == 3
        assert store.cleaned_files() == ({NAME: 3} if was_committed else {})
    assert was_committed == (place != "before the commit")
    assert is_there(shop) != was_committed
    shop.run(LATER)
    assert not is_there(shop)
