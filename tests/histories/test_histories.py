"""What holds in the reference model after any history, and what any history keeps to."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from hypothesis import given

from tests.histories.builders import feed, model_after
from tests.histories.feed_rows import SKUS
from tests.histories.histories import OPENING, histories
from tests.reference_model.model import Model
from tests.reference_model.records import INVENTORY, Run


@given(histories())
def test_any_history_leaves_each_record_one_outcome_and_each_order_whole(history):
    model = Model()
    for run in history:
        model.run(run)
    records = [
        (n, file.name, number) for n, run in enumerate(history, 1) for file in run.files for number in file.records
    ]
    assert sorted(record.record_id for record in model.outcomes) == sorted(set(records))
    held = {record.record_id for record in model.outcomes if record.outcome == "held"}
    waiting = {(entry.record.run, entry.record.file, entry.record.number) for entry in model.held}
    assert {record.record_id for record in model.released} | waiting == held
    for key, known in model.orders().items():
        for name, quantities in known["items"].items():
            units = sum(shipment["units"] for shipment in model.shipments().get((key, name), []))
            assert quantities["ordered"] >= quantities["shipped"] + quantities["canceled"]
            assert units == quantities["shipped"]


@given(histories())
def test_any_history_goes_forward_in_time_and_drops_no_feed_twice(history):
    since = None
    for run in history:
        assert since is None or since < run.as_of
        assert all((since is None or since < file.received) and file.received <= run.as_of for file in run.files)
        assert len({file.name for file in run.files}) == len(run.files)
        assert all(1 <= len(file.rows) == len(file.records) for file in run.files)
        since = run.as_of


@given(histories())
def test_the_stock_of_any_history_is_what_was_fed_less_what_is_open_or_shipped(history):
    rows = [{"sku": sku, "quantity": "100"} for sku in SKUS]
    model = model_after((OPENING - timedelta(days=9), [feed(*rows, received=OPENING - timedelta(days=9))]))
    for run in history:
        model.run(Run(run.as_of, tuple(with_restocking(file) for file in run.files if file.table != INVENTORY)))
    units = Counter()
    for known in model.known.values():
        for item in known.items.values():
            units[item.facts["sku"]] += item.open + item.shipped
    assert model.stock() == {sku: 100 - units[sku] for sku in SKUS}


def with_restocking(file):
    """The same feed without the reasons that put nothing back, of a cancellation or of a refund."""
    reasons = {"cancellation-reason-code": "BuyerCanceled", "adjustment-reason-code": "CustomerReturn"}
    return replace(file, rows=tuple(row | _putting_back(row, reasons) for row in file.rows))


def _putting_back(row, reasons):
    return {name: other for name, other in reasons.items() if row.get(name) in {"NoInventory", "ProductOutofStock"}}
