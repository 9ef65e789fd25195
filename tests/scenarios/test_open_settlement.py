"""Night after night the open settlement copies its earlier lines, and is what the whole ledger gives.

Orders ship night by night, some at the very instant of a run; one is priced late, one refunded before it ships, one in
the next period; ids have letters and 15 digits; names are not all in the encoding; periods end one and several at once.
"""

import json

import pandas as pd
import pytest

from pipeline.publish.from_store import report_data_of, settings_of
from pipeline.publish.report_set import write_reports
from pipeline.publish.report_writer import ReportWriter
from pipeline.store.staging import Staging
from tests.support.seller_workspace import CONFIRMATION, ORDER, SellerWorkspace

SETTINGS = "[inbox]\nsettle_seconds = 0\n[report]\nencoding = '{}'\n[settlement]\nanchor = 2026-09-28\n{}"
IDS = ("999-0000001-{:07}", "A99-0000001-{:07}", "9_9-0000001-{:07}")
BARE = ("order-id", "order-item-id", "purchase-date", "sku", "quantity-purchased")
NIGHTS = (
    *("2026-10-05T23:30", "2026-10-06T23:30", "2026-10-06T23:30", "2026-10-07T23:30", "2026-10-11T23:30"),
    *("2026-10-12T00:00", "2026-10-13T23:30", "2026-10-14T23:30", "2026-11-20T23:30", "2026-11-21T23:30"),
)
"""The first period ends with the sixth run and the next ones with the ninth; the second and third run are at once."""
CHANGED = {3: ("cp932", ""), 6: ("cp932", "timezone = 'UTC'\n"), 7: ("utf-8", "minimum_yen = 100000\n")}
"""The settings from a night on."""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    workspace = SellerWorkspace(tmp_path_factory.mktemp("nights") / "shop", SETTINGS.format("utf-8-sig", ""))
    for night, moment in enumerate(NIGHTS):
        if night in CHANGED:
            workspace.folders.settings_file.write_text("shards = 2\n" + SETTINGS.format(*CHANGED[night]))
        drop_orders(workspace, night, f"{moment}:00+09:00")
        workspace.run(f"{moment}:00+09:00")
    return workspace


def drop_orders(workspace, night, moment):
    """Three orders that ship this night: an hour before the run, at its instant, and after their refund came."""
    before = (pd.Timestamp(moment) - pd.Timedelta(1, "h")).isoformat()
    orders = [order(night, number, before) for number in range(len(IDS))]
    bare = {
        name: orders[0][name] for name in ("order-id", "order-item-id", "purchase-date", "sku", "quantity-purchased")
    }
    workspace.drop(f"orders-{night}.tsv", *orders[1:], received=before)
    workspace.drop(f"bare-{night}.tsv", bare, received=before)
    if night:
        workspace.drop(f"priced-{night}.tsv", order(night - 1, 0, before), received=before)
        workspace.drop(f"back-{night}.tsv", refund(order(night - 1, 1, before), 1100), received=before)
    workspace.drop(f"early-{night}.tsv", refund(orders[2], 1300), received=before)
    workspace.drop(f"ship-{night}.tsv", *map(shipped, orders[:2]), received=before)
    workspace.drop(f"late-{night}.tsv", shipped(orders[2]), received=moment)


def order(night, number, moment):
    item = "770000000010011" if number == 1 else ORDER["order-item-id"]
    placed = {"purchase-date": moment, "payments-date": moment, "sku": ("MUG-02", "TEA-😀", "髙-01")[number]}
    return ORDER | placed | {"order-id": IDS[number].format(night), "order-item-id": item}


def shipped(row):
    named = {name: row[name] for name in ("order-id", "order-item-id")}
    return CONFIRMATION | named | {"ship-date": row["purchase-date"][:10]}


def refund(row, yen):
    named = {name: row[name] for name in ("order-id", "order-item-id")}
    return named | {"adjustment-reason-code": "CustomerReturn", "item-price-adj": str(yen)}


def settlements_of(folder):
    return {path.name: path.read_bytes() for path in folder.rglob("settlement-*.tsv")}


def test_every_settlement_is_made_again_from_the_ledger_byte_for_byte(workspace, tmp_path):
    with workspace.open_store() as store:
        for run in store.runs():
            staging = Staging(tmp_path / str(run.run), run.run, run.day)
            settings = settings_of(run)
            writer = ReportWriter(staging, settings, pd.Timestamp(run.as_of).as_unit("us"))
            write_reports(writer, report_data_of(store, run, writer, tmp_path / f"lines-{run.run}"))
            folder = workspace.root / run.folder
            assert settlements_of(folder) == settlements_of(staging.folder)
            of_settlements = [cell for cell in lost(folder) if "/settlement-" in cell["report"]]
            assert of_settlements == [cell for cell in writer.unencodable if "/settlement-" in cell["report"]]


def lost(folder):
    return json.loads((folder / "run.json").read_text("utf-8"))["unencodable"]


def test_the_nights_had_what_they_should_have_had(workspace):
    files = settlements_of(workspace.root / "reports")
    totals = [int(data.split(b"\t")[23 + 4]) for name, data in files.items() if name != "settlement-open.tsv"]
    open_total = int(workspace.report("settlement-open.tsv")[0]["total-amount"])
    assert len(totals) == 3
    assert lost(workspace.root / "reports/2026-10-11/run-5")
    for kind in (b"Balance carried forward", b"Balance brought forward", b"Principal", b"RefundCommission"):
        assert any(kind in data for data in files.values())
    with workspace.open_store() as store:
        assert [segment.added for segment in store.segments()] == [9, 10]
        assert sum(totals) + open_total == sum(store.read("ledger", columns=["amount"])["amount"].to_pylist())


def test_a_rehearsal_shows_the_open_settlement_and_keeps_no_segment(workspace, tmp_path):
    other = workspace.copy(tmp_path / "shop")
    before = sorted((other.root / "state/data/segment").iterdir())
    rehearsed = other.run("2026-11-22T23:30:00+09:00", dry_run=True)
    assert sorted((other.root / "state/data/segment").iterdir()) == before
    real = other.run("2026-11-22T23:30:00+09:00")
    [there, here] = (
        [row for row in result.document["reports"] if "settlement" in row["name"]] for result in (rehearsed, real)
    )
    assert there == here != []
