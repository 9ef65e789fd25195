"""A difference that no rule explains is found, wherever it is planted."""

import json

import pyarrow as pa
import pytest

from benchmarks.night import agreement, faults, known_differences, shipments
from benchmarks.night.agreement import UnexplainedError
from benchmarks.night.columns import CANCELLATIONS, ORDERS, SETTLEMENT, SHIPMENTS, UNSHIPPED

IDS = ("900-0000000-0000001", "900-0000000-0000002")
PAID = "2026-05-20T10:00:00+09:00"
PROMISE = "2026-05-22T23:59:59+09:00"


def flat(path, columns, rows):
    lines = ["\t".join(columns), *("\t".join(row.get(name, "") for name in columns) for row in rows)]
    path.write_text("\n".join(lines) + "\n", "utf-8")


class Side:
    """The results of a night with two items; one cell can be another."""

    def __init__(self, folder, settlement):
        self.folder = folder
        items = [{"order-id": order, "order-item-id": "1", "sku": "A", "payments-date": PAID} for order in IDS]
        self.orders = [dict(row, **{"order-status": "Unshipped"}) for row in items]
        self.unshipped = [dict(row, **{"promise-date": PROMISE, "verge-of-lateShipment": "false"}) for row in items]
        self.amounts = [
            {"order-id": order, "order-item-code": "1", "amount-description": kind, "amount": "10",
             "posted-date": "2026-06-01"} for order in IDS for kind in ("Principal", "Tax")
        ]  # fmt: skip
        self.settlement = settlement

    def write(self):
        self.folder.mkdir()
        flat(self.folder / "orders.tsv", ORDERS, self.orders)
        flat(self.folder / "unshipped-orders.tsv", UNSHIPPED, self.unshipped)
        flat(self.folder / self.settlement, SETTLEMENT, self.amounts)


@pytest.fixture
def sides(tmp_path):
    return Side(tmp_path / "ours", "settlement-open.tsv"), Side(tmp_path / "peer", "settlement.tsv")


def differences(sides, ours=(), theirs=None, *, parcel_again=False):
    """Write both and compare; ours: refusals of the order feed, theirs: counts of the peer."""
    mine, other = sides
    mine.write()
    other.write()
    codes = [{"code": code, "type": "Error", "count": count} for code, count in ours]
    document = {"feeds": [{"name": "orders.tsv", "records": 10, "codes": codes}]}
    (mine.folder / "run.json").write_text(json.dumps(document))
    (other.folder / "counts.json").write_text(json.dumps(theirs or {}))
    feeds = mine.folder.parent
    spelt = {"order-id": IDS[0], "cancellation-reason-code": "BuyerCancelled"}
    flat(feeds / "orders.tsv", ORDERS, [{"order-id": IDS[1], "purchase-date": faults.DAY_ALONE}])
    parcel = {"order-id": IDS[0], "order-item-id": "1", "ship-date": "2026-06-01", "tracking-number": "T-1"}
    again = [dict.fromkeys(SHIPMENTS, "") | parcel] if parcel_again else []
    flat(feeds / "ship.tsv", SHIPMENTS, again)
    shipments.write_messages(feeds / "ship.xml", pa.Table.from_pylist([dict.fromkeys(SHIPMENTS, "") | parcel]))
    flat(feeds / "cancel.tsv", CANCELLATIONS, [dict.fromkeys(CANCELLATIONS, "x"), spelt])
    return agreement.compare(mine.folder, other.folder, feeds)


def test_equal_results_do_not_differ(sides):
    assert differences(sides) == []


@pytest.mark.parametrize(("rows", "column"), [("orders", "sku"), ("unshipped", "sku"), ("unshipped", "promise-date")])
def test_a_cell_that_differs_is_found(sides, rows, column):
    getattr(sides[1], rows)[1][column] = "2026-05-23T23:59:59+09:00"
    with pytest.raises(UnexplainedError, match=f"{column}: 1"):
        differences(sides)


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize("rows", ["orders", "unshipped"])
def test_a_row_that_one_side_lacks_is_found(sides, side, rows):
    getattr(sides[side], rows)[1]["order-id"] = "900-0000000-0000003"
    with pytest.raises(UnexplainedError, match="rows that only"):
        differences(sides)


@pytest.mark.parametrize("side", [0, 1])
def test_an_amount_that_differs_or_is_missing_is_found(sides, side):
    sides[side].amounts[0]["amount"] = "11"
    del sides[side].amounts[3]
    with pytest.raises(UnexplainedError, match="amounts of items"):
        differences(sides)


def test_a_record_with_another_code_is_found(sides):
    with pytest.raises(UnexplainedError, match="records with 70101"):
        differences(sides, ours=[(70101, 1)])


@pytest.mark.parametrize("side", [0, 1])
def test_an_order_with_a_day_alone_may_be_taken_by_one_side(sides, side):
    del sides[side].orders[1]
    assert [(item.rule, item.count) for item in differences(sides)] == [(known_differences.DAY, 1)]


def test_a_parcel_that_is_confirmed_again_may_be_shipped_twice_by_the_peer(sides):
    sides[1].amounts[0]["amount"] = "20"
    sides[0].unshipped[0] |= {"quantity-shipped": "1"}
    sides[1].unshipped[0] |= {"quantity-shipped": "2"}
    found = differences(sides, parcel_again=True)
    assert [(item.rule, item.count) for item in found] == [(known_differences.AGAIN, 1)] * 2


def test_a_parcel_of_another_order_explains_nothing(sides):
    sides[1].amounts[2]["amount"] = "20"
    with pytest.raises(UnexplainedError, match="amounts of items: 1"):
        differences(sides, parcel_again=True)


def test_what_a_rule_explains_is_counted_under_it(sides):
    mine, other = sides
    del mine.unshipped[0]
    mine.unshipped[0] |= {"promise-date": "2026-06-02T23:59:59+09:00", "verge-of-lateShipment": "true"}
    other.unshipped[1]["promise-date"] = mine.unshipped[0]["promise-date"]
    mine.orders[1] |= {"order-status": "Canceled"}
    other.orders[1] |= {"order-status": "Canceled", "buyer-name": "見本 太郎"}
    found = differences(sides, ours=[(70105, 2)], theirs={"orders 70104": 2})
    assert {item.rule: item.count for item in found} == {
        known_differences.NO_BUYER: 1, known_differences.MISSPELT: 1, known_differences.TOMORROW: 1,
        known_differences.CODES[0].rule: 2,
    }  # fmt: skip
