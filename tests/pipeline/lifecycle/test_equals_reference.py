"""The vectorised rules against the row-by-row model: any history ends the same in both.

Many more histories than this: `python -m tests.reference.soak 1000 7`.
"""

from hypothesis import given

from tests.reference.histories import histories
from tests.reference.soak import agree


@given(histories())
def test_vectorised_rules_equal_the_reference_model(history):
    agree(history)
