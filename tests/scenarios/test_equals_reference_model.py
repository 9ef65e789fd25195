"""The vectorised rules against the row-by-row model: any worlds that meet in one workspace end the same in both.

Many more worlds than this, each alone: `python -m tests.histories.soak 1000 7`.
"""

import pytest
from hypothesis import given, settings

from tests.histories.histories import histories
from tests.histories.soak import agree
from tests.histories.streets import DIGITS, crowds, street

STREETS = (0, 8, 16, 24, 32, 40, 48)
"""The numbers of the first of the eight worlds of each."""
MOST_RUNS = 9


@settings(max_examples=3)
@given(crowds())
def test_vectorised_rules_equal_the_reference_model(history):
    agree(history)


@settings(max_examples=2)
@given(histories())
def test_vectorised_rules_equal_the_reference_model_for_few_orders(history):
    agree(history)


@pytest.mark.parametrize("number", STREETS)
def test_every_kind_of_record_and_both_authorities_end_the_same_in_both(number):
    authority, grace_hours, history = street(number, MOST_RUNS, DIGITS)
    agree(history, authority, grace_hours)
