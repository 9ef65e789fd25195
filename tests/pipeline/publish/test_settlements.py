"""Every confirmed parcel is paid once, whatever the nights on which it was posted and the periods that closed."""

import pytest

from tests.support.seller_workspace import CONFIRMATION, ORDER, SellerWorkspace

DAYS = ("2026-10-05", "2026-10-11", "2026-10-12", "2026-10-29", "2026-11-20", "2026-12-10")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    workspace = SellerWorkspace(
        tmp_path_factory.mktemp("money") / "shop", "[inbox]\nsettle_seconds = 0\n[settlement]\nanchor = 2026-09-28\n"
    )
    for number, day in enumerate(DAYS, 1):
        ids = {"order-id": f"999-0000001-{number:07}", "order-item-id": f"{number:014}"}
        placed = {"purchase-date": f"{day}T09:00:00+09:00", "payments-date": f"{day}T09:05:00+09:00"}
        workspace.drop(f"orders-{number}.tsv", ORDER | ids | placed, received=f"{day}T18:00:00+09:00")
        workspace.drop(f"ship-{number}.tsv", CONFIRMATION | ids | {"ship-date": day}, received=f"{day}T19:00:00+09:00")
        assert workspace.run(f"{day}T23:30:00+09:00").exit_code == 0
    return workspace


def test_each_period_with_postings_closes_once(workspace):
    named = [path.name for path in (workspace.root / "reports").rglob("settlement-OM-*.tsv")]
    assert len(set(named)) == len(named)
    assert sorted(named) == [f"settlement-OM-{day}.tsv" for day in ("20261012", "20261026", "20261109", "20261123")]


def test_the_totals_of_all_settlements_and_of_the_open_one_are_the_whole_ledger(workspace):
    with workspace.open_store() as store:
        ledger = sum(store.read("ledger")["amount"].to_pylist())
    totals = [
        int(rows[0]["total-amount"])
        for rows in (*workspace.closed_settlements().values(), workspace.report("settlement-open.tsv"))
    ]
    assert ledger == len(DAYS) * (4400 - 660)
    assert sum(totals) == ledger
    for rows in workspace.closed_settlements().values():
        assert int(rows[0]["total-amount"]) == sum(int(row["amount"]) for row in rows[1:])


def test_a_posting_lies_in_the_period_whose_file_shows_it(workspace):
    for rows in workspace.closed_settlements().values():
        start, end = rows[0]["settlement-start-date"], rows[0]["settlement-end-date"]
        assert [row for row in rows[1:] if not start <= row["posted-date-time"] < end] == []
