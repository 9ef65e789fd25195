"""The refunds of a run with what a posting and a charge say of them."""

import pandas as pd

from pipeline.money.refund_rows import refund_rows
from schemas.stored_frames import empty
from tests.support.order_states import VERIFIED, at, order_state

ITEM = {"ordered": 2, "shipped": 2, "price": 4400}
REFUND = {"price": 1100, "adjustment": "RA-1", "received": "07 20:00"}


def test_without_refunds_the_frame_has_its_columns_all_the_same():
    rows = refund_rows(order_state((1, VERIFIED, [ITEM])), 2, empty("ledger"), at("06 23:30"))
    some = refund_rows(order_state((1, VERIFIED, [ITEM], [], [REFUND])), 2, empty("ledger"), None)
    pd.testing.assert_series_equal(rows.dtypes, some.dtypes)
