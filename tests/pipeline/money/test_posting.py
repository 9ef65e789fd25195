"""The refunds of a run are posted after its parcels, from what all runs so far have posted of their items."""

from functools import partial

from pipeline.money import posting
from pipeline.money.read_fee_schedule import read_fee_schedule
from pipeline.operations.init_workspace import SAMPLES
from pipeline.steps.account import sold_before
from pipeline.store import Store
from tests.support.order_states import VERIFIED, at, order_state

SCHEDULE = read_fee_schedule((SAMPLES / "fees.toml").read_text("utf-8"))
TWO = {"ordered": 2, "shipped": 2, "price": 4400}
FIRST = {"number": 1, "received": "06 20:00"}
SECOND = {"number": 2, "first_unit": 1, "received": "08 20:00", "record": 2}
BOTH = [FIRST | {"posted_run": 1}, SECOND]
HALF = {"price": 1100, "adjustment": "RA-1", "received": "07 20:00"}


def post_run(stored_workspace, state, run, since=None):
    with Store.open(stored_workspace.workspace, stored_workspace.settings) as store:
        return posting.post(partial(sold_before, store), state, run, since, SCHEDULE, stored_workspace.settings.tz)


def post_first_shipment(stored_workspace, *others):
    """The ledger of a run that posted the first parcel of two, and what stands beside it."""
    sold = post_run(stored_workspace, order_state((1, VERIFIED, [TWO], [FIRST]), *others), 1).ledger
    stored_workspace.put(ledger=sold.to_dict("records"))


def posted_amounts(rows):
    return list(zip(rows["transaction_type"], rows["amount_description"], rows["amount"], strict=True))


def test_a_refund_is_posted_from_what_earlier_runs_and_this_one_have_sold(stored_workspace):
    post_first_shipment(stored_workspace, (2, VERIFIED, [{"price": 990, "shipped": 1}], [{}]))
    earned = post_run(
        stored_workspace, order_state((1, VERIFIED, [TWO], BOTH, [HALF, HALF | {"number": 2, "record": 2}])), 2
    )
    assert posted_amounts(earned.ledger) == [
        ("Order", "Principal", 2000),
        ("Order", "Tax", 200),
        ("Order", "Commission", -330),
        *[
            ("Refund", "Principal", -1000),
            ("Refund", "Tax", -100),
            ("Refund", "Commission", 165),
            ("Refund", "RefundCommission", -17),
        ]
        * 2,
    ]
    assert earned.overdrawn_items == 0


def test_a_refund_counts_those_of_earlier_runs(stored_workspace):
    post_first_shipment(stored_workspace)
    stored_workspace.put(
        ledger=post_run(stored_workspace, order_state((1, VERIFIED, [TWO], [BOTH[0]], [HALF])), 2).ledger.to_dict(
            "records"
        )
    )
    rest = HALF | {"number": 2, "run": 3}
    state = order_state((1, VERIFIED, [TWO | {"shipped": 1}], [BOTH[0]], [HALF, rest]))
    assert posted_amounts(post_run(stored_workspace, state, 3).ledger) == [
        ("Refund", "Principal", -1000),
        ("Refund", "Tax", -100),
        ("Refund", "Commission", 165),
        ("Refund", "RefundCommission", -17),
    ]
    beyond = order_state((1, VERIFIED, [TWO | {"shipped": 1}], [BOTH[0]], [HALF, rest | {"price": 1101}]))
    assert post_run(stored_workspace, beyond, 3).overdrawn_items == 1


def test_a_refund_is_posted_neither_before_the_last_run_nor_before_its_sale(stored_workspace):
    post_first_shipment(stored_workspace)
    state = order_state((1, VERIFIED, [TWO], BOTH, [HALF]))
    for since, posted in ((None, "08 20:00"), (at("06 23:30"), "08 20:00"), (at("09 23:30"), "09 23:30")):
        earned = post_run(stored_workspace, state, 2, since)
        refund_rows = earned.ledger[earned.ledger["transaction_type"] == "Refund"]
        assert refund_rows["posted"].unique().tolist() == [at(posted)]
        assert refund_rows["transacted"].unique().tolist() == [at("07 20:00")]
        assert earned.refunds["posted"].tolist() == [at(posted)]
    late = order_state((1, VERIFIED, [TWO | {"shipped": 1}], [BOTH[0]], [HALF | {"received": "09 20:00"}]))
    assert post_run(stored_workspace, late, 2, at("06 23:30")).refunds["posted"].tolist() == [at("09 20:00")]


def test_a_refund_has_the_id_of_its_charge_and_that_of_the_seller(stored_workspace):
    post_first_shipment(stored_workspace)
    earned = post_run(stored_workspace, order_state((1, VERIFIED, [TWO | {"shipped": 1}], [BOTH[0]], [HALF])), 2)
    assert earned.ledger["refund"].unique().tolist() == ["refund-1"]
    assert earned.ledger["adjustment"].unique().tolist() == ["RA-1"]
    assert earned.ledger[["order_key", "item_key", "sku", "currency"]].drop_duplicates().to_numpy().tolist() == [
        [99_900_000_010_000_001, 10_000_000_000_001, "MUG-02", "JPY"]
    ]


def test_refunds_of_other_runs_are_not_posted_again_and_nothing_is_read_for_them(stored_workspace):
    state = order_state((1, VERIFIED, [TWO], [shipment | {"posted_run": 1} for shipment in BOTH], [HALF]))
    earned = posting.post(None, state, 3, None, SCHEDULE, stored_workspace.settings.tz)
    assert (len(earned.ledger), len(earned.refunds), earned.overdrawn_items) == (0, 0, 0)
