"""Amounts of refunds: parts that go back, less discounts taken back."""

import pandas as pd

from pipeline.lifecycle.refunded import net
from schemas.state import REFUND_YEN


def test_discounts_taken_back_lower_what_a_refund_comes_to():
    money = pd.DataFrame([[1000, 300, 200, 100, 50], [0, 0, 0, 0, 0]], columns=list(REFUND_YEN))
    assert net(money).tolist() == [1350, 0]
