"""What holds in the reference model in any world, and what random worlds reach at all."""

from collections import Counter

from hypothesis import given

from tests.histories.worlds import seeded_world, worlds
from tests.reference_model.charges import total
from tests.reference_model.model import Model
from tests.reference_model.tables import ADDRESSES, ALL_ORDERS, ORDER_TABLES, PAYMENTS, REFUNDS

REACHED = {
    *("70002 by record", "70005 by record", "70005 by payment", "70007 as a warning", "70008", "70015", "70016"),
    *("70016 by payment", "70017", "70018", "5000 by report", "held all-orders row", "foreign", "redirected"),
    *("delivered", "waived", "invited", "warned", "not_in_marketplace", "gone_from_pending", "presumed", "asked"),
    *("refund_due", "elsewhere", "late", "reported again", "parked", "refund taken back"),
    *("charge", "prepaid-capture", "refund-due"),
    *("order-confirmation", "order-notice", "order-reinstated", "dates-revised", "order-canceled"),
    *("shipment-confirmed", "verge-of-cancellation", "stop-shipment", "marketplace-disagrees"),
    *("feedback-invitation", "address-changed"),
    *("70009", "18021 by refund", "70002 by refund", "70014 by refund", "5000 by refund", "held refund", "refunded"),
    *("refunded twice", "refund that waited", "units of a refund", "refund of nothing"),
    *("plan fee of a month", "plan fee of units", "plan fee given back"),
}
FLAGS = ("waived", "warned", "invited", "delivered", "refund_due", "not_in_marketplace", "gone_from_pending")


def models_after_runs(world):
    """The model after each run of a world, and the run."""
    authority, grace_hours, history = world
    model = Model(authority=authority, grace_hours=grace_hours)
    for run in history:
        before = {key: dict(order["items"]) for key, order in model.orders().items()}
        model.run(run)
        yield model, run, before


@given(worlds())
def test_any_world_leaves_each_record_one_outcome_and_each_order_whole(world):
    model, records = None, []
    for model, run, _ in models_after_runs(world):
        records += [(model.number, file.name, number) for file in run.files for number in set(file.records)]
        for key, order in model.orders().items():
            for name, item in order["items"].items():
                units = sum(shipment["units"] for shipment in model.shipments().get((key, name), []))
                assert units == item["shipped"] <= item["ordered"] - item["canceled"]
                assert 0 <= item["presumed"] <= item["canceled"]
    assert sorted(record.record_id for record in model.outcomes) == sorted(records)
    held = {record.record_id for record in model.outcomes if record.outcome == "held"}
    waiting = {(entry.record.run, entry.record.file, entry.record.number) for entry in model.held}
    assert {record.record_id for record in model.released} | waiting == held


@given(worlds())
def test_in_any_world_a_pending_order_is_reported_nowhere_and_nothing_of_it_leaves(world):
    for model, _, _ in models_after_runs(world):
        for key, order in model.orders().items():
            if order["status"] == "Pending":
                assert not any(item["reported"] or item["shipped"] for item in order["items"].values())
                assert not any(charge.order_id == key and charge.kind == "prepaid-capture" for charge in model.charges)
            elif order["verified_at"] is not None:
                assert all(item["reported"] for item in order["items"].values())


@given(worlds())
def test_in_any_world_an_item_is_charged_what_was_shipped_of_it_and_no_more_than_its_price(world):
    model = [model for model, _, _ in models_after_runs(world)][-1]
    charged, captured = Counter(), Counter()
    for charge in model.charges:
        item_of_order = charge.order_id, charge.item_id
        charged[item_of_order] += charge.amount if charge.kind == "charge" else 0
        captured[item_of_order] += charge.amount if charge.kind == "prepaid-capture" else 0
    for order in model.known.values():
        for item in order.items.values():
            price = total(item)
            assert 0 <= charged[order.key, item.key] + captured[order.key, item.key] <= price
            assert charged[order.key, item.key] < price or not price or item.shipped == item.ordered


def marks_of_world(world):
    """The marks of REACHED that a world comes to."""
    for model, run, before in models_after_runs(world):
        tables = {file.name: file.table for file in run.files}
        for record in model.outcomes:
            if record.run == model.number:
                yield from marks_of_record(tables[record.file], record.outcome, record.codes)
        yield from marks_of_orders(model, before)
    yield from (entry.kind for entry in [*model.charges, *model.notices])
    yield from map(mark_of_plan_fee, model.plan_fees)
    yield from ["foreign"] if model.foreign else []
    yield from ["refund taken back"] if any(charge.amount < 0 for charge in model.charges) else []


def mark_of_plan_fee(fee):
    if not fee.order_id:
        return "plan fee of a month"
    return "plan fee of units" if fee.amount < 0 else "plan fee given back"


def marks_of_record(table, outcome, codes):
    for code in codes:
        yield str(code)
        yield from [f"{code} by record"] if table in ORDER_TABLES else []
        yield from [f"{code} by payment"] if table == PAYMENTS else []
        yield from [f"{code} by report"] if table in ORDER_TABLES[1:] else []
        yield from [f"{code} by refund"] if table == REFUNDS else []
        yield from [f"{code} as a warning"] if outcome == "warning" else []
    yield from ["held all-orders row"] if table == ALL_ORDERS and outcome == "held" else []
    yield from ["held refund"] if table == REFUNDS and outcome == "held" else []
    yield from ["redirected"] if table == ADDRESSES and outcome == "accepted" else []
    yield from ["parked"] if table == ALL_ORDERS and outcome == "warning" else []


def marks_of_orders(model, before):
    for key, order in model.orders().items():
        yield from [flag for flag in FLAGS if order[flag]]
        yield from ["asked"] if any(item.asked for item in model.known[key].items.values()) else []
        for item in model.known[key].items.values():
            yield from ["refunded"] if item.refunds else []
            yield from ["refunded twice"] if len(item.refunds) > 1 else []
            yield from ["refund that waited"] if any(refund.record_run < refund.run for refund in item.refunds) else []
            yield from ["refund of nothing"] if any(not any(refund.amounts) for refund in item.refunds) else []
            yield from ["units of a refund"] if item.cause == "CouldNotShip" else []
        for name, item in order["items"].items():
            yield from ["presumed"] if item["presumed"] else []
            reported = before.get(key, {}).get(name, {}).get("reported", 0)
            yield from ["reported again"] if 0 < reported < item["reported"] else []
    for parcel in (parcel for parcels in model.shipments().values() for parcel in parcels):
        yield from [mark for mark in ("elsewhere", "late") if parcel[mark]]


def test_four_hundred_worlds_reach_every_code_and_every_event():
    marks = {mark for number in range(400) for mark in marks_of_world(seeded_world(number))}
    assert not REACHED - marks


def test_a_number_always_stands_for_the_same_world():
    assert seeded_world(7) == seeded_world(7) != seeded_world(8)
