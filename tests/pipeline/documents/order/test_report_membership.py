"""Why an order is in a report or not."""

from pipeline.documents.order.order_document import order_document
from pipeline.queries.orders.load_history import load_history
from pipeline.store import open_reader
from schemas.statuses import CAUSE
from tests.support.order_answers import settings_of, show_order


def report_reasons(folder, number="0000001"):
    reports = show_order(folder, number).document["reports"]
    assert list(reports) == ["orders", "unshipped-orders", "pending-orders", "canceled-orders"]
    return {name: report["why"] for name, report in reports.items()}, {name for name in reports if reports[name]["in"]}


def test_a_pending_order_is_in_the_pending_report_alone(demo):
    why, inside = report_reasons(demo, "0000029")
    assert inside == {"pending-orders"}
    assert why["orders"] == why["unshipped-orders"] == "not in: payment is not verified"


def test_an_open_order_is_in_the_orders_report_of_its_run_and_in_the_unshipped_report(demo):
    why, inside = report_reasons(demo, "0000030")
    assert inside == {"orders", "unshipped-orders"}
    assert (why["orders"], why["unshipped-orders"]) == ("in: reported by run 9", "in: 1 unit to ship")


def test_a_canceled_order_is_in_the_list_of_the_run_that_canceled_it(demo):
    why, inside = report_reasons(demo, "0000007")
    assert inside == {"canceled-orders"}
    assert why["canceled-orders"] == "in: reported by run 5"
    assert why["orders"] == "not in: canceled before its payment was verified"


def test_a_shipped_order_is_in_no_list_any_more(demo):
    why, inside = report_reasons(demo, "0000001")
    assert inside == {"orders"}
    assert why["unshipped-orders"] == "not in: nothing left to ship"


def test_an_order_that_was_placed_closed_is_in_no_report(stored_workspace):
    before = CAUSE["BeforeOurTime"]
    items = [{"item_key": 101, "sku": "MUG-02", "ordered": 2, "canceled": 2, "cause": before}]
    stored_workspace.put(**stored_workspace.order(1, items=items, cause=before, verified=None))
    why, inside = report_reasons(stored_workspace.root)
    assert inside == set()
    assert set(why.values()) == {"not in: already closed when it arrived"}


def test_the_reasons_agree_with_the_reports_that_the_last_run_published(demo):
    folder = demo / "reports" / "latest"
    names = ("unshipped-orders", "pending-orders")
    published = {name: (folder / f"{name}.tsv").read_text("utf-8-sig") for name in names}
    workspace, settings = settings_of(demo)
    with open_reader(workspace, settings) as store:
        known = store.read("orders", columns=["order_key"])["order_key"].to_numpy()
        ids = store.order_ids().texts(known).to_pylist()
        assert len(known) > 20
        for order_key, order_id in zip(known.tolist(), ids, strict=True):
            reports = order_document(load_history(store, order_key), settings)["reports"]
            listed_in = {name for name in names if order_id in published[name]}
            assert listed_in == {name for name in names if reports[name]["in"]}
