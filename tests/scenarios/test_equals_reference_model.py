"""The vectorised rules against the row-by-row model: any world ends the same in both.

Many more worlds than this: `python -m tests.histories.soak 1000 7`.
"""

import pytest
from hypothesis import given, settings

from tests.histories.histories import histories
from tests.histories.soak import agree, agree_on

WORLDS = 12


@settings(max_examples=8)
@given(histories())
def test_vectorised_rules_equal_the_reference_model(history):
    agree(history)


@pytest.mark.parametrize("number", range(WORLDS))
def test_every_kind_of_record_and_both_authorities_end_the_same_in_both(number):
    agree_on(number)
