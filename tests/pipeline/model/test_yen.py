"""Rounding and shares: the marketplace's own figures, and what must hold for every amount."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.yen import half_up, included_tax, portion, portion_half_up, share
from schemas.columns import MOST_YEN
from tests.support.shipments import half_up as exactly_half_up
from tests.support.shipments import unit_shares


def amounts_of(*values):
    return np.array(values, dtype=np.int64)


@pytest.mark.parametrize(
    ("rate_bp", "amount", "rounded"),
    [
        (1500, 3_808, 571),
        (1000, 571, 57),
        (1500, 51_308, 7_696),
        (1000, 7_696, 770),
        (1500, 10_000 - 200, 1_470),
        (5000, 191, 96),
        (1500, 1_000, 150),
        (1000, 150, 15),
        (0, 191, 0),
        (10_000, MOST_YEN, MOST_YEN),
    ],
)
def test_rates_round_half_a_yen_up_as_the_marketplace_does(rate_bp, amount, rounded):
    assert half_up(amounts_of(amount), rate_bp).tolist() == [rounded]


@given(st.integers(0, 2 * 10**18), st.integers(0, 10_000))
def test_rates_are_exact_for_every_amount_that_can_occur(amount, rate_bp):
    assert half_up(amounts_of(amount), rate_bp).tolist() == [exactly_half_up(Fraction(amount * rate_bp, 10_000))]


@pytest.mark.parametrize(
    ("amount", "rate_bp", "tax"), [(2_200, 1000, 200), (2_160, 800, 160), (330, 1000, 30), (329, 1000, 29), (500, 0, 0)]
)
def test_the_tax_in_a_price_is_rounded_down(amount, rate_bp, tax):
    assert included_tax(amounts_of(amount), rate_bp).tolist() == [tax]


@given(st.integers(0, MOST_YEN), st.integers(0, 10_000))
def test_the_tax_in_a_price_is_exact_for_every_price(amount, rate_bp):
    assert included_tax(amounts_of(amount), rate_bp).tolist() == [amount * rate_bp // (10_000 + rate_bp)]


@given(st.integers(0, 10_000), st.data())
def test_a_share_is_the_sum_of_the_shares_of_its_units(amount, data):
    count = data.draw(st.integers(1, 30))
    first = data.draw(st.integers(0, count - 1))
    units = data.draw(st.integers(1, count - first))
    shares = share(amounts_of(amount), amounts_of(count), amounts_of(first), amounts_of(units))
    assert shares.tolist() == [sum(unit_shares(amount, count)[first : first + units])]


@given(st.integers(0, MOST_YEN), st.integers(1, 999_999), st.data())
def test_shares_do_not_overflow_and_add_up_to_the_amount(amount, count, data):
    cut = data.draw(st.integers(0, count))
    first, units = amounts_of(0, cut), amounts_of(cut, count - cut)
    shares = share(amounts_of(amount, amount), amounts_of(count, count), first, units)
    assert shares.tolist() == [amount * cut // count, amount - amount * cut // count]
    assert shares.dtype == np.int64


def test_portions_are_rounded_down_or_half_a_yen_up():
    assert portion(amounts_of(160, 30, 7), amounts_of(1_080, 1, 0), amounts_of(2_160, 330, 9)).tolist() == [80, 0, 0]
    assert portion_half_up(amounts_of(358, 191, 5), amounts_of(1_080, 1, 1), amounts_of(2_490, 2, 3)).tolist() == [
        155,
        96,
        2,
    ]


@given(st.integers(0, 10**18), st.integers(1, 3 * MOST_YEN), st.data())
def test_portions_are_exact_for_every_amount_that_can_occur(amount, of, data):
    part = data.draw(st.one_of(st.just(of), st.integers(0, of)))
    assert portion(amounts_of(amount), amounts_of(part), amounts_of(of)).tolist() == [amount * part // of]
    assert portion_half_up(amounts_of(amount), amounts_of(part), amounts_of(of)).tolist() == [
        exactly_half_up(Fraction(amount * part, of))
    ]
