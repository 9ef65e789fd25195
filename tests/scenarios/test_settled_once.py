"""Every confirmed parcel is paid once, whatever the nights on which it was posted and the periods that closed."""

import pytest

from tests.support.seller_workspace import CONFIRMATION, ORDER, RUN_TIMES, SellerWorkspace

DAYS = ("2026-10-05", "2026-10-11", "2026-10-12", "2026-10-29", "2026-11-20", "2026-12-10")


CLOSED = ("20261012", "20261026", "20261109", "20261123", "20261207")
MONTHS = 2
"""So many months begin after the first run, and each costs the fee of the plan; the last period holds no more."""


@pytest.fixture(scope="module")
def settled_workspace(tmp_path_factory):
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


def test_each_period_with_postings_closes_once(settled_workspace):
    named = [path.name for path in (settled_workspace.root / "reports").rglob("settlement-OM-*.tsv")]
    assert len(set(named)) == len(named)
    assert sorted(named) == [f"settlement-OM-{day}.tsv" for day in CLOSED]


def test_the_totals_of_all_settlements_and_of_the_open_one_are_the_whole_ledger(settled_workspace):
    with settled_workspace.open_store() as store:
        ledger = sum(store.read("ledger")["amount"].to_pylist())
    totals = [
        int(rows[0]["total-amount"])
        for rows in (*settled_workspace.closed_settlements().values(), settled_workspace.report("settlement-open.tsv"))
    ]
    assert ledger == len(DAYS) * (4400 - 660) - MONTHS * 4900
    assert sum(totals) == ledger
    for rows in settled_workspace.closed_settlements().values():
        assert int(rows[0]["total-amount"]) == sum(int(row["amount"]) for row in rows[1:])


def test_a_posting_lies_in_the_period_whose_file_shows_it(settled_workspace):
    for rows in settled_workspace.closed_settlements().values():
        start, end = rows[0]["settlement-start-date"], rows[0]["settlement-end-date"]
        assert [row for row in rows[1:] if not start <= row["posted-date-time"] < end] == []


def test_a_parcel_without_a_known_price_waits_and_is_posted_once_the_price_comes(workspace):
    bare = {name: ORDER[name] for name in ("order-id", "order-item-id", "purchase-date", "sku", "quantity-purchased")}
    workspace.drop("orders.tsv", bare)
    workspace.drop("paid.tsv", {"order-id": ORDER["order-id"], "payment-status": "Verified"})
    workspace.drop("ship.tsv", CONFIRMATION | {"ship-date": "2026-10-05"})
    result = workspace.run()
    assert result.document["watch"]["unpriced"]["count"] == 1
    assert len(workspace.report("settlement-open.tsv")) == 1
    workspace.drop("priced.tsv", ORDER)
    result = workspace.run(RUN_TIMES[1])
    assert result.document["watch"]["unpriced"]["count"] == 0
    amounts = {row["amount-description"]: row["amount"] for row in workspace.report("settlement-open.tsv")[1:]}
    assert amounts == {"Principal": "4000", "Tax": "400", "Commission": "-660"}
