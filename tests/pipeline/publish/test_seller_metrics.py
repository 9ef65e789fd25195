"""The seller's figures (order process, 10.2)."""

import json
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.order_state import OrderState
from pipeline.publish.seller_metrics import count_metrics, metrics_document
from schemas.statuses import CANCELED_BY, CAUSE, CAUSES, UNREQUESTED_BUYER_CANCEL
from schemas.stored_frames import empty
from tests.support.order_states import VERIFIED, at, order_state

TOKYO = ZoneInfo("Asia/Tokyo")
AS_OF = at("10 23:30")
NOTHING = OrderState.empty()
NONE = empty("metrics")
SHIPPED = {"shipped": 1}
CANCEL, TRACKING, LATE = "pre-fulfilment-cancel-rate", "valid-tracking-rate", "late-shipment-rate-30-days"


def count_orders(state, earlier=NOTHING, before=NONE, as_of=AS_OF):
    return count_metrics(before, earlier, state, TOKYO, as_of)


def metrics_of(*orders, as_of=AS_OF):
    return metrics_document(count_orders(order_state(*orders), as_of=as_of), as_of, TOKYO)


def many_orders(number, facts=VERIFIED, item=None, *boxes, first=1):
    return [(first + n, facts, [item or {}], boxes) for n in range(number)]


def counts_by_day(state, **more):
    """(day, measure, bucket) -> count."""
    return count_orders(state, **more).set_index(["day", "measure", "bucket"])["count"].to_dict()


def test_an_order_counts_on_the_business_day_of_its_verification():
    late_evening = {"verified": pd.Timestamp("2026-10-05T14:59:59Z")}
    assert counts_by_day(order_state((1, late_evening, [{}]))) == {("2026-10-05", "verified", 0): 1}
    assert list(counts_by_day(order_state((1, {"verified": pd.Timestamp("2026-10-05T15:00:00Z")}, [{}])))) == [
        ("2026-10-06", "verified", 0)
    ]


def test_what_a_confirmed_order_adds():
    boxes = [{"number": 1, "received": "07 20:00"}, {"number": 2, "tracking": "", "late": True}]
    order = (1, VERIFIED, [{"ordered": 3, "shipped": 3}], boxes)
    day = "2026-10-05"
    assert counts_by_day(order_state(order)) == {
        (day, "verified", 0): 1,
        (day, "confirmed", 0): 1,
        (day, "late", 0): 1,
        (day, "parcels", 0): 2,
        (day, "tracked", 0): 1,
        (day, "days", 1): 1,
    }


def test_pending_orders_and_those_placed_closed_count_nowhere():
    closed = VERIFIED | {"cause": CAUSE["BeforeOurTime"]}
    assert count_orders(order_state((1, {}, [{}]), (2, closed, [{"canceled": 1}]))).empty


def test_what_was_confirmed_elsewhere_is_neither_a_parcel_nor_a_confirmation():
    assert list(
        counts_by_day(order_state((1, VERIFIED, [SHIPPED], [{"elsewhere": True, "tracking": "", "late": True}])))
    ) == [("2026-10-05", "verified", 0)]


@pytest.mark.parametrize("cause", range(1, len(CAUSES)))
def test_the_cancel_rate_counts_what_the_seller_did_or_left_undone(cause):
    state = order_state((1, VERIFIED, [{"ordered": 3, "shipped": 1, "canceled": 1, "cause": cause}]))
    assert (("2026-10-05", "canceled", 0) in counts_by_day(state)) == (CANCELED_BY[cause] == "seller")


def test_an_order_with_two_canceled_items_is_one_canceled_order():
    items = [{"item": n, "canceled": 1, "cause": UNREQUESTED_BUYER_CANCEL} for n in (1, 2)]
    assert counts_by_day(order_state((1, VERIFIED, items)))["2026-10-05", "canceled", 0] == 1


def test_an_order_that_changes_moves_the_counters_and_is_not_counted_twice():
    was, now = (
        order_state((1, VERIFIED, [{}])),
        order_state((1, VERIFIED, [{"canceled": 1, "cause": UNREQUESTED_BUYER_CANCEL}])),
    )
    first = count_orders(was)
    second = count_orders(now, earlier=was, before=first)
    pd.testing.assert_frame_equal(second, count_orders(now))
    pd.testing.assert_frame_equal(count_orders(was, earlier=now, before=second), first)


def test_a_day_is_dropped_after_a_month():
    state = order_state((1, VERIFIED, [{}]))
    last = pd.Timestamp("2026-11-04T23:30:00+09:00").tz_convert("UTC")
    metrics = count_orders(state, earlier=state, before=count_orders(state), as_of=last)
    assert metrics["day"].tolist() == ["2026-10-05"]
    assert count_orders(state, earlier=state, before=metrics, as_of=last + pd.Timedelta(1, "h")).empty


def test_a_rate_shows_its_parts_its_limit_and_how_many_are_left():
    canceled = {"canceled": 1, "cause": CAUSE["NoInventory"]}
    document = metrics_of(*many_orders(78), *many_orders(2, VERIFIED, canceled, first=79))[CANCEL]
    assert document == {
        "days": 7, "numerator": 2, "denominator": 80, "rate_bp": 250, "limit_bp": 250, "limit": "at most", "left": 0,
    }  # fmt: skip
    over = metrics_of(*many_orders(79), *many_orders(3, VERIFIED, canceled, first=80))[CANCEL]
    assert (over["rate_bp"], over["left"]) == (366, -1)


def test_tracking_must_reach_its_limit_and_is_counted_in_parcels():
    bare = {"tracking": ""}
    document = metrics_of(*many_orders(38, VERIFIED, SHIPPED, {}), *many_orders(2, VERIFIED, SHIPPED, bare, first=39))[
        TRACKING
    ]
    assert (document["numerator"], document["denominator"], document["rate_bp"], document["left"]) == (38, 40, 9500, 0)
    over = metrics_of(*many_orders(1, VERIFIED, SHIPPED, bare))[TRACKING]
    assert (over["rate_bp"], over["left"], over["limit"]) == (0, -1, "at least")


def test_late_shipments_are_a_part_of_the_orders_with_a_confirmation():
    late = metrics_of(
        *many_orders(5), *many_orders(3, VERIFIED, SHIPPED, {}, first=6), (9, VERIFIED, [SHIPPED], [{"late": True}])
    )[LATE]
    assert (late["numerator"], late["denominator"], late["rate_bp"], late["left"]) == (1, 4, 2500, -1)


def test_each_figure_looks_back_over_its_own_days_ending_at_as_of():
    week = at("11 23:30")
    assert metrics_of(*many_orders(1), as_of=week)[CANCEL]["denominator"] == 1
    assert metrics_of(*many_orders(1), as_of=week + pd.Timedelta(1, "h"))[CANCEL]["denominator"] == 0
    document = metrics_of(*many_orders(1, VERIFIED, SHIPPED, {}), as_of=at("15 12:00"))
    assert (document["late-shipment-rate-10-days"]["denominator"], document[LATE]["denominator"]) == (0, 1)


def test_days_to_confirmation_are_the_smallest_that_cover_half_and_nine_tenths():
    days = [0] * 4 + [1] * 4 + [2, 9]
    orders = [(n, VERIFIED, [SHIPPED], [{"received": f"{5 + waited:02} 23:00"}]) for n, waited in enumerate(days, 1)]
    document = metrics_of(*orders, as_of=at("20 12:00"))["days-to-confirmation"]
    assert document == {"days": 30, "orders": 10, "median": 1, "percentile_90": 2}


def test_without_orders_rates_are_unknown_and_the_defect_rate_is_never_0():
    document = metrics_document(NONE, AS_OF, TOKYO)
    assert document[CANCEL] | {"rate_bp": None, "left": 0, "numerator": 0, "denominator": 0} == document[CANCEL]
    assert document["days-to-confirmation"]["median"] is None
    assert (document["estimate"], document["order-defect-rate"]) == (True, "not in the feeds")
    assert json.loads(json.dumps(document)) == document


order = st.fixed_dictionaries(
    {
        "verified": st.sampled_from([None, "01 09:00", "05 19:30", "06 23:59", "07 00:00"]),
        "shipped": st.integers(0, 2),
        "canceled": st.integers(0, 1),
        "cause": st.integers(0, len(CAUSES) - 1),
        "late": st.booleans(),
        "elsewhere": st.booleans(),
        "tracking": st.sampled_from(["", "0000-0001"]),
        "received": st.sampled_from(["07 20:00", "08 09:00"]),
    }
)


def state_of_orders(states):
    """A book of these orders; a shipped one has a parcel a unit."""
    parcel = ("late", "elsewhere", "tracking", "received")
    return order_state(
        *(
            (
                number,
                {"verified": facts["verified"]},
                [{"ordered": 3, **{name: facts[name] for name in ("shipped", "canceled", "cause")}}],
                [{"number": n + 1, **{name: facts[name] for name in parcel}} for n in range(facts["shipped"])],
            )
            for number, facts in states.items()
        )
    )


@given(st.lists(st.dictionaries(st.integers(1, 4), order, max_size=3), min_size=1, max_size=4))
def test_counting_run_by_run_equals_counting_the_final_book_at_once(runs):
    states, metrics, earlier = {}, NONE, NOTHING
    for changed in runs:
        states |= changed
        later = state_of_orders(dict(sorted(states.items())))
        metrics, earlier = count_orders(later, earlier=earlier, before=metrics), later
    pd.testing.assert_frame_equal(metrics, count_orders(state_of_orders(dict(sorted(states.items())))))
