"""The demo publishes the same bytes every time, on every machine. Order process, 16.2."""

import tomllib
from collections import Counter

import pytest

from pipeline.model.order_state import statuses
from pipeline.operations.init_workspace import SAMPLES
from pipeline.publish import from_store
from pipeline.store import Store
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Settings
from schemas.statuses import STATUS_TEXT
from schemas.stored_frames import as_frame
from schemas.stored_tables import SCHEMAS
from tests.support.golden_demo import golden_files, published_files


def test_every_published_file_of_the_demo_has_its_golden_bytes(demo):
    now, golden = published_files(demo), golden_files()
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
    with Store.open(workspace, Settings.read(workspace.settings_file)) as store:
        for run in store.runs():
            folder = from_store.render_reports(store, run, tmp_path / str(run.run))
            reports = {row.path: row.sha256 for row in store.reports(run.run) if row.kind in {"run", "day"}}
            del reports[f"{run.folder}/run.json"]
            assert {path: row.sha256 for path, (row, _) in folder.items()} == reports


@pytest.fixture
def stored_table(demo):
    """A stored table of the demo as it stood after a run, the last one by default."""
    workspace = Workspace.find(demo)
    with Store.open(workspace, Settings.read(workspace.settings_file)) as store:
        yield lambda table, as_of_run=None: as_frame(store.read(table, schema=SCHEMAS[table], as_of_run=as_of_run))


def order_number(order_key):
    return order_key % 100


def statuses_by_order(state, run=None):
    """The status of every order of the stories after a run; a closed order that changed stands once more behind."""
    orders, items = (
        state(name, run).drop_duplicates(keys, keep="last").sort_values(keys, ignore_index=True)
        for name, keys in (("orders", ["order_key"]), ("items", ["order_key", "item_key"]))
    )
    texts = [STATUS_TEXT[status] for status in statuses(orders, items)]
    return dict(zip(order_number(orders["order_key"]), texts, strict=True))


def test_the_parcel_of_13_has_the_wrong_number_then_the_right_one_then_none(stored_table):
    last = 7
    parcels = {run: stored_table("parcels", run) for run in (2, 5, last)}
    by_order = {run: frame[order_number(frame["order_key"]) == 13] for run, frame in parcels.items()}
    assert {run: frame["tracking"].tolist() for run, frame in by_order.items()} == {
        2: ["0000-0000-1310"],
        5: ["0000-0000-1301"],
        last: [""],
    }
    assert (
        by_order[last][["carrier", "units"]].to_numpy().tolist()
        == by_order[2][["carrier", "units"]].to_numpy().tolist()
    )


def test_the_old_address_of_23_stays_in_the_books_beside_the_message_that_changed_it(stored_table):
    had = stored_table("addresses")
    assert set(order_number(had["order_key"])) == {23}
    assert had[["message", "by", "ship-address-1"]].to_numpy().tolist() == [
        ["", "", "見本市例示町23-23"],
        ["MSG-0023", "buyer", "見本市移転町99-1"],
    ]


def test_the_refusals_of_21_are_settled_by_the_mended_file(stored_table):
    settled = stored_table("resolved")
    assert settled["refused"].tolist() == [f"4/confirmations-20261008.tsv/{record}" for record in (5, 8, 12)]
    assert set(settled["run"]) == {6}


def test_the_towels_of_17_and_a_tin_of_28_are_paid_back(stored_table):
    refunds = stored_table("refunds")
    assert order_number(refunds["order_key"]).tolist() == [17, 28]
    assert refunds[["price", "shipping", "gift_wrap", "run"]].to_numpy().tolist() == [[1100, 0, 0, 7], [1080, 0, 0, 9]]
    assert refunds["adjustment"].tolist() == ["SHOP-0017-1", ""]


def test_by_the_thirteenth_of_october_all_orders_but_24_to_27_are_over(stored_table):
    by_order = statuses_by_order(stored_table, 7)
    assert {number: status for number, status in by_order.items() if status not in {"Shipped", "Canceled"}} == {
        24: "Unshipped",
        25: "Unshipped",
        26: "Unshipped",
        27: "PartiallyShipped",
    }


def test_when_the_demo_ends_one_order_is_pending_one_unshipped_and_the_others_are_over(stored_table):
    by_order = statuses_by_order(stored_table)
    assert Counter(by_order.values()) == {"Shipped": 17, "Canceled": 10, "Pending": 1, "Unshipped": 1}
    assert (by_order[29], by_order[30]) == ("Pending", "Unshipped")
    canceled = {number for number, status in by_order.items() if status == "Canceled"}
    assert canceled == {3, 4, 6, 7, 8, 9, 14, 15, 24, 25}
