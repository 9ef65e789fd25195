"""Records one by one do what rounds do with them, whatever they are."""

from unittest.mock import patch

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.lifecycle.events import apply_events, record_queue
from pipeline.lifecycle.events.apply_events import FIRST_ROUNDS
from schemas.statuses import Event
from tests.histories.builders import (
    ITEM_A,
    ITEM_B,
    at,
    cancellation,
    confirmation,
    feed,
    order,
    paid_order,
    payment,
    run_on,
)
from tests.histories.streets import DIGITS, street
from tests.reference_model.records import Run
from tests.support.product_rules import ProductRules

MOST_RUNS = 3
ALL_IN_ROUNDS, ALL_IN_QUEUE = (10**9, 0), (0, 10**9)
apply_by_product = apply_events.apply
CVS = {"payment_method": "CVS"}
CANCELED_ITEMS = (
    *((ITEM_A, "1"), (ITEM_B, "9"), (ITEM_B, "1"), (ITEM_B, ""), (ITEM_B, "1")),
    *(("12345678901234", "1"), ("", "1"), ("0" + ITEM_A, "1")),
)
PAID, UNPAID, FAILED = "250-1111111-1111111", "250-2222222-2222222", "250-3333333-3333333"


class BothWays:
    """The rules for events, tried in rounds and in the queue on whatever they are called with, and what they met."""

    def __init__(self):
        self.met = set()

    def apply(self, *arguments, **options):
        in_rounds = self.applied(ALL_IN_ROUNDS, *arguments, **options)
        in_queue = self.applied(ALL_IN_QUEUE, *arguments, **options)
        others = frames(in_queue)
        for name, expected in frames(in_rounds).items():
            pd.testing.assert_frame_equal(others[name], expected, obj=name)
        return in_rounds

    def applied(self, limits, *arguments, **options):
        with (
            patch.object(apply_events, "FIRST_ROUNDS", limits[0]),
            patch.object(apply_events, "FEW_RECORDS", limits[1]),
            patch.object(record_queue, "_apply_record", self.noted(record_queue._apply_record)),
        ):
            return apply_by_product(*arguments, **options)

    def noted(self, apply_record):
        def apply(events, row, places, arrays, results, canceled):
            is_applied = apply_record(events, row, places, arrays, results, canceled)
            if is_applied:
                self.met.add((int(events.event[row]), int(results.code[row])))
            return is_applied

        return apply


def frames(result):
    """Every frame of a result by its name; units of orders in the order of the orders, each order's as they came."""
    state = {name: getattr(result.state, name) for name in result.state.__dataclass_fields__}
    units = {"canceled": result.canceled, "reinstated": result.reinstated}
    ordered = {name: frame.sort_values("order_key", kind="stable", ignore_index=True) for name, frame in units.items()}
    return {"rows": result.rows, **state, **ordered}


def rules_of_street(number):
    """The events of a street, which have to end as in rounds; what went through the queue one by one."""
    authority, grace_hours, history = street(number, MOST_RUNS, DIGITS)
    return met_in([(run.as_of, run.files) for run in history], authority=authority, grace_hours=grace_hours)


def met_in(runs, **options):
    product, both = ProductRules(**options), BothWays()
    with patch.object(apply_events, "apply", both.apply):
        for as_of, files in runs:
            product.run(Run(as_of, tuple(files)))
    return both.met


@given(st.integers(0, 10**6))
@settings(max_examples=4)
def test_records_of_any_street_end_as_in_rounds(number):
    assert rules_of_street(number)


def test_confirmations_end_by_every_rule_as_in_rounds():
    rows = [
        *(confirm(ITEM_A, "1", "T1"), confirm(ITEM_A, "1", "T1"), confirm(ITEM_A, "9", "T2")),
        *(confirm("12345678901234", "1"), confirm("", "1"), confirm("0" + ITEM_A, "1")),
        *(confirm(ITEM_A, "2", "T3", parcel_id="7"), confirm(ITEM_A, "2", "T4", parcel_id="7")),
        *(confirm(ITEM_A, "2", "T5"), confirm(ITEM_A, "2", "NULL"), confirm(ITEM_A, "9", "T6")),
    ]
    unpaid = confirm(ITEM_A, "1", "T1", order_id=UNPAID)
    late = [confirm(item, "1", "T9") for item in (ITEM_A, ITEM_B)]
    met = met_in([known_orders(), files_on(6, *rows, unpaid), files_on(41, *late), files_on(42, *late)])
    expected = {0, 18021, 18028, 70001, 70004, 70101, 70105}
    assert codes_of(met, Event.CONFIRM) == expected


def test_cancellations_end_by_every_rule_as_in_rounds():
    shipped = confirm(ITEM_A, "1", "T1")
    rows = [cancel(item, quantity, "BuyerCanceled") for item, quantity in CANCELED_ITEMS]
    others = [confirm(ITEM_B, "1", "T8"), cancel(ITEM_A, "1", "Other", order_id=FAILED)]
    unpaid = cancel(ITEM_A, "1", "NoInventory", order_id=UNPAID)
    met = met_in([known_orders(), files_on(6, shipped), files_on(7, *rows, unpaid), files_on(8, *others)])
    assert codes_of(met, Event.CANCEL) == {0, 5000, 18021, 18028, 70001, 70003, 70101, 70105}
    assert codes_of(met, Event.CONFIRM) == {0, 70002}


def test_payments_end_by_every_rule_as_in_rounds():
    late, early = "2026-10-12T00:00:00+09:00", "2026-10-04T00:00:00+09:00"
    unpaid = [payment("Retrying", order_id=UNPAID, payment_reference=name) for name in ("1", "2", "2")]
    unpaid += [payment("Verified", order_id=UNPAID, payment_date=date) for date in (early, late)]
    paid = [payment(status, order_id=PAID) for status in ("Verified", "Retrying", "Failed")]
    again = [payment("Verified", order_id=FAILED), payment("Retrying", order_id=FAILED)]
    failed = payment("Failed", order_id=FAILED)
    met = met_in([known_orders(), files_on(6, failed), files_on(12, *unpaid, *paid, *again)])
    assert codes_of(met, Event.VERIFY) == {5000, 70002, 70005, 70103}
    assert codes_of(met, Event.ATTEMPT) == {0, 5000, 70002, 70006}


def files_on(day, *rows):
    """A run on a day of October, with a feed for each row: in one feed a second row of the same words is no record."""
    return at(day, 18), [feed(row, received=at(day), name=f"{number:02}.txt") for number, row in enumerate(rows)]


def confirm(item, quantity, tracking="T1", **more):
    return confirmation(item, quantity, tracking, **{"order_id": PAID} | more)


def cancel(item, quantity, reason="BuyerCanceled", **more):
    return cancellation(item, quantity, reason, **{"order_id": PAID} | more)


def test_an_order_of_many_records_takes_the_first_rounds_and_no_more():
    rounds = []

    def counted(events, rows, *more):
        rounds.append(len(rows))
        return apply_round(events, rows, *more)

    apply_round = apply_events._apply_round
    confirmations = [confirm(ITEM_A, "1", f"T{number}") for number in range(200)]
    product = ProductRules()
    with patch.object(apply_events, "_apply_round", counted):
        for as_of, files in [known_orders(), run_on(6, *confirmations)]:
            product.run(Run(as_of, tuple(files)))
    assert (len(product.outcomes), len(rounds)) == (204, FIRST_ROUNDS)


def known_orders():
    """A paid order of two items and two that wait for their payment."""
    rows = [paid_order(ITEM_A, "3", order_id=PAID), paid_order(ITEM_B, "2", order_id=PAID)]
    return run_on(5, *rows, *(order(ITEM_A, "2", order_id=name, **CVS) for name in (UNPAID, FAILED)))


def codes_of(met, event):
    return {code for met_event, code in met if met_event == event}
