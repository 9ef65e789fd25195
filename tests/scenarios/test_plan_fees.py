"""The selling plan through whole runs: posted on every 1st after the first run, settled, told again the same."""

import pytest

from pipeline.queries.get_report import get_report
from pipeline.store import catalogue
from pipeline.store.reader import PLAN_CHARGED_UNTIL
from schemas.stored_frames import as_frame
from schemas.stored_tables import SCHEMAS
from tests.support.order_answers import show_order
from tests.support.seller_workspace import CONFIRMATION, ORDER, SellerWorkspace

SETTINGS = "[inbox]\nsettle_seconds = 0\n[settlement]\nanchor = 2026-09-28\n"
RUNS = ("2026-10-31T23:59:59+09:00", "2026-11-01T00:00:00+09:00", "2026-12-20T23:30:00+09:00")
pytestmark = pytest.mark.usefixtures("kept_runs")


def set_plan(workspace, **changes):
    """Other values in the fee schedule."""
    path = workspace.folders.fees_file
    lines = path.read_text("utf-8").splitlines(keepends=True)
    for key, value in changes.items():
        assert any(line.startswith(f"{key} = ") for line in lines)
        lines = [f"{key} = {value}\n" if line.startswith(f"{key} = ") else line for line in lines]
    path.write_text("".join(lines), "utf-8")


def fees_of(workspace):
    """(instant, yen) of every monthly fee in the ledger, in the order of the runs."""
    with workspace.open_store() as store:
        ledger = as_frame(store.read("ledger", schema=SCHEMAS["ledger"]))
    rows = ledger[ledger["amount_description"] == "Subscription Fee"]
    posted = rows["posted"].dt.tz_convert("Asia/Tokyo").dt.strftime("%m-%d %H:%M")
    return list(zip(posted, rows["amount"], strict=True))


@pytest.fixture
def shop(tmp_path):
    return SellerWorkspace(tmp_path / "shop", SETTINGS)


def test_every_first_after_the_first_run_costs_the_fee_once(shop):
    for as_of in RUNS:
        shop.run(as_of)
    assert fees_of(shop) == [("11-01 00:00", -4900), ("12-01 00:00", -4900)]


def test_a_period_with_nothing_but_a_fee_has_a_settlement(shop):
    for as_of in RUNS:
        shop.run(as_of)
    settlements = shop.closed_settlements()
    assert list(settlements) == [f"settlement-OM-{day}.tsv" for day in ("20261109", "20261123", "20261207")]
    summary, row, carried = settlements["settlement-OM-20261109.tsv"]
    assert summary["total-amount"] == "0"
    assert {name: text for name, text in carried.items() if text} == {
        "settlement-id": "OM-20261109",
        "transaction-type": "other-transaction",
        "marketplace-name": "Amazon.co.jp",
        "amount-type": "other-transaction",
        "amount-description": "Subscription Fee",
        "amount": "-4900",
        "posted-date": "2026-11-01",
        "posted-date-time": "2026-11-01 00:00:00 JST",
    }
    assert (row["amount-description"], row["amount"]) == ("Balance carried forward", "4900")


def test_a_workspace_of_an_earlier_version_pays_from_the_first_after_its_next_run(shop):
    shop.run("2026-10-05T23:30:00+09:00")
    connection = catalogue.connect(shop.folders.state / "catalogue.sqlite")
    connection.execute("DELETE FROM meta WHERE name = ?", [PLAN_CHARGED_UNTIL])
    connection.close()
    shop.run("2026-11-20T23:30:00+09:00")
    assert fees_of(shop) == []
    shop.run("2026-12-20T23:30:00+09:00")
    assert fees_of(shop) == [("12-01 00:00", -4900)]


def test_a_plan_that_begins_or_changes_is_charged_from_the_next_first(shop):
    set_plan(shop, monthly_yen=0)
    shop.run("2026-10-05T23:30:00+09:00")
    set_plan(shop, monthly_yen=4900)
    shop.run("2026-11-10T23:30:00+09:00")
    assert fees_of(shop) == []
    set_plan(shop, monthly_yen=5900, mode='"added"')
    shop.run("2026-12-10T23:30:00+09:00")
    assert fees_of(shop) == [("12-01 00:00", -6490)]


def test_a_fee_by_the_unit_is_in_the_settlement_and_in_the_answer_about_the_order(shop):
    set_plan(shop, monthly_yen=0, per_unit_yen=100)
    shop.drop("orders.tsv", ORDER)
    shop.drop("ship.tsv", CONFIRMATION | {"ship-date": "2026-10-05"})
    shop.run("2026-10-05T23:30:00+09:00")
    amounts = {row["amount-description"]: row["amount"] for row in shop.report("settlement-open.tsv")[1:]}
    assert amounts == {"Principal": "4000", "Tax": "400", "Commission": "-660", "FixedClosingFee": "-200"}
    document, text = show_order(shop.root, "0000001")
    assert document["money"]["plan_unit_fee"] == 200
    assert "plan fee by the unit" in text


def test_reports_of_a_run_with_a_fee_are_made_again_byte_for_byte(shop):
    for as_of in RUNS:
        shop.run(as_of)
    for run, name in ((2, "settlement-open.tsv"), (3, "settlement-OM-20261109.tsv"), (3, "settlement-open.tsv")):
        [path] = (shop.root / "reports").glob(f"*/run-{run}/{name}")
        content = path.read_bytes()
        path.unlink()
        with shop.reader() as store:
            assert get_report(store, name, run).data == content
