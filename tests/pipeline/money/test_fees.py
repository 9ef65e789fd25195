"""Commission and closing fee: per unit, the same however an order is packed."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.money.fee_schedule import OPEN, Tier
from pipeline.money.fees import closing_fee, commission, fee_base, refund_fee, unit_fee
from pipeline.money.rates import category_positions
from schemas.columns import MOST_YEN
from tests.support.shipments import (
    MANY,
    SCHEDULE,
    TOKYO,
    half_up,
    item_shipments,
    item_values,
    schedule_with,
    shipment_sizes,
    unit_shares,
)

BOOK = {"sku": "BOOK-C", "price": 1650}
ADDED = ('mode = "none"\nrate', 'mode = "added"\nrate')


def category_places(frame, schedule):
    return category_positions(frame["sku"], frame["posted"], schedule, TOKYO)


def commissions(frame, schedule=SCHEDULE):
    return commission(frame, category_places(frame, schedule), schedule).tolist()


def closing_fees(frame, schedule=SCHEDULE):
    return closing_fee(frame["units"].to_numpy(), category_places(frame, schedule), schedule).tolist()


def health_fee(base):
    fee = unit_fee(np.array([base]), np.array([len(MANY.categories) - 2]), MANY.categories)
    return fee.tolist()[0]


def test_points_and_discounts_lower_the_fee_base_unless_switched_off():
    item = {
        "price": 10_000,
        "shipping": 500,
        "gift_wrap": 300,
        "points": 200,
        "item_discount": 1000,
        "ship_discount": 50,
    }
    frame = item_shipments(item, [1])
    assert fee_base(frame, SCHEDULE).tolist() == [9_550]
    assert fee_base(frame, schedule_with(("reduce_fee_base = true", "reduce_fee_base = false"))).tolist() == [9_750]
    assert fee_base(frame, schedule_with(("reduces_fee_base = true", "reduces_fee_base = false"))).tolist() == [10_600]
    assert fee_base(item_shipments(item | {"points": 99_999}, [1]), SCHEDULE).tolist() == [0]


@pytest.mark.parametrize(
    ("item", "fee"), [({"price": 3_808}, 571), ({"price": 51_308}, 7_696), ({"price": 10_000, "points": 200}, 1_470)]
)
def test_the_commission_is_that_of_the_official_examples(item, fee):
    assert commissions(item_shipments(item, [1])) == [fee]


def test_the_rate_is_that_of_the_tier_that_holds_the_whole_base():
    assert MANY.categories[-2].tiers == (Tier(750, 500), Tier(1500, 800), Tier(OPEN, 1000))
    assert [health_fee(750), health_fee(751), health_fee(1500), health_fee(1501)] == [38, 60, 120, 150]


def test_no_commission_is_below_the_minimum():
    assert [health_fee(0), health_fee(1), health_fee(600), health_fee(610)] == [30, 30, 30, 31]


def test_the_tier_is_chosen_by_the_unit_and_not_by_the_parcel():
    assert commissions(item_shipments({"sku": "HEALTH", "price": 1_400}, [2]), MANY) == [2 * 35]


def test_a_closing_fee_is_charged_for_every_unit_of_the_category():
    assert closing_fees(item_shipments(BOOK | {"price": 4950}, [1, 2])) == [140, 280]
    assert closing_fees(item_shipments({"price": 2200}, [1])) == [0]


def test_tax_added_to_fees_is_rounded_half_up_by_the_row():
    schedule = schedule_with(ADDED)
    assert commissions(item_shipments({"price": 2_300}, [1]), schedule) == [345 + 35]
    assert commissions(item_shipments({"price": 2_280}, [1]), schedule) == [342 + 34]
    assert closing_fees(item_shipments(BOOK, [1]), schedule) == [140 + 14]


def naive_unit_fee(base, entry):
    rate = next(tier.rate_bp for tier in entry.tiers if base <= tier.up_to)
    return max(half_up(Fraction(base * rate, 10_000)), entry.min_yen)


@given(item_values, shipment_sizes)
def test_counting_two_kinds_of_units_equals_a_loop_over_all_units(item, sizes):
    frame = item_shipments(item, sizes)
    entries = category_places(frame, MANY)
    base = max(
        item["price"] + item["shipping"] + item["gift_wrap"]
        - item["points"] - item["item_discount"] - item["ship_discount"], 0,
    )  # fmt: skip
    fees = [naive_unit_fee(unit_price, MANY.categories[entries[0]]) for unit_price in unit_shares(base, sum(sizes))]
    expected = [sum(fees[sum(sizes[:n]) : sum(sizes[: n + 1])]) for n in range(len(sizes))]
    assert commissions(frame, MANY) == expected


@given(item_values, shipment_sizes)
def test_any_packing_costs_the_same_in_all(item, sizes):
    parts, whole = item_shipments(item, sizes), item_shipments(item, [sum(sizes)])
    assert sum(commissions(parts, MANY)) == commissions(whole, MANY)[0]
    assert sum(closing_fees(parts, MANY)) == closing_fees(whole, MANY)[0]


@given(st.integers(0, 999_999_999_999), st.integers(1, 999_999), st.sampled_from(["MUG-02", "HEALTH", "BOOK-C"]))
def test_the_largest_amounts_and_counts_stay_exact(price, units, sku):
    entry = MANY.categories[category_places(item_shipments({"sku": sku}, [1]), MANY)[0]]
    low, higher = divmod(price, units)
    expected = (units - higher) * naive_unit_fee(low, entry) + higher * naive_unit_fee(low + 1, entry)
    fee = commission(
        *(frame := item_shipments({"sku": sku, "price": price}, [units]), category_places(frame, MANY)), MANY
    )
    assert fee.tolist() == [expected]
    assert fee.dtype == np.int64


def test_a_parcel_of_a_million_units_at_the_highest_fees_does_not_overflow():
    default = "valid_from = 2019-10-01\ntiers = [{ rate_bp = 1500 }]\n\n# sell.amazon.co.jp/pricing: 15"
    schedule = schedule_with(ADDED, (default, f"min_yen = {MOST_YEN}\nclosing_yen = {MOST_YEN}\n{default}"))
    frame = item_shipments({"price": 5}, [999_999])
    fee = 999_999 * MOST_YEN
    with_tax = fee + half_up(Fraction(fee, 10))
    assert (commissions(frame, schedule), closing_fees(frame, schedule)) == ([with_tax], [with_tax])


@given(st.integers(0, MOST_YEN))
def test_the_fee_of_a_refund_is_the_same_before_tax_however_fees_are_taxed(commission_yen):
    plain, taxed = SCHEDULE, schedule_with(ADDED)
    returned = np.array([commission_yen], dtype=np.int64)
    with_tax = np.array([commission_yen + half_up(Fraction(commission_yen, 10))], dtype=np.int64)
    fee = min(500, half_up(Fraction(commission_yen, 10)))
    assert refund_fee(returned, plain).tolist() == [fee]
    assert refund_fee(with_tax, taxed).tolist() == [fee + half_up(Fraction(fee, 10))]
