"""The demo publishes the same bytes every time, on every machine (cases 40)."""

import tomllib

import pytest

from pipeline import past
from pipeline.demo import play
from pipeline.settings import Settings
from pipeline.start import SAMPLES
from pipeline.store import Store
from pipeline.workspace import Workspace
from tests.golden_demo import kept, published


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("golden") / "demo"
    play(folder, lambda _: None)
    return folder


def test_every_published_file_of_the_demo_has_its_golden_bytes(demo):
    now, golden = published(demo), kept()
    assert sorted(now) == sorted(golden)
    assert [name for name in now if now[name] != golden[name]] == []


def test_the_inbox_of_the_demo_is_empty_and_every_feed_is_in_the_archive(demo):
    assert list((demo / "inbox").iterdir()) == []
    runs = tomllib.loads((SAMPLES / "runs.toml").read_text("utf-8"))["run"]
    dropped = sum(len(run.get("feed", [])) + ("mend" in run) for run in runs)
    assert len([path for path in (demo / "archive").rglob("*") if path.is_file()]) == dropped


def test_an_order_without_verified_payment_is_never_in_a_report_of_the_demo_that_people_act_on(demo):
    waiting = {
        "R1": ("02", "03", "04", "05", "06", "07", "08", "18"),
        "R2": ("03", "05", "06", "07", "08", "18"),
        "R3": ("06", "07", "08"),
    }
    days = {"R1": "2026-10-05/run-1", "R2": "2026-10-06/run-2", "R3": "2026-10-07/run-3"}
    for name, numbers in waiting.items():
        folder = demo / "reports" / days[name]
        acted_on = (folder / "orders.tsv").read_text("utf-8-sig") + (folder / "unshipped-orders.tsv").read_text(
            "utf-8-sig"
        )
        assert [number for number in numbers if f"999-0000001-00000{number}" in acted_on] == []
        pending = (folder / "pending-orders.tsv").read_text("utf-8-sig")
        assert [number for number in numbers if f"999-0000001-00000{number}" not in pending] == []


def test_every_report_of_every_run_of_the_demo_can_be_made_again_byte_for_byte(demo, tmp_path):
    workspace = Workspace.find(demo)
    with Store.open(workspace, Settings.read(workspace)) as store:
        for run in store.runs():
            made = past.render(store, run, tmp_path / str(run.run))
            reports = {row.path: row.sha256 for row in store.reports(run.run) if row.kind in {"run", "day"}}
            del reports[f"{run.folder}/run.json"]
            assert {path: row.sha256 for path, (row, _) in made.items()} == reports
