"""Amounts that belong to no order: a row of the ledger for each, and of none the ledger without a row."""

import pandas as pd

from pipeline.money.account_rows import AccountAmount, account_rows
from pipeline.money.amount_kinds import PLAN_FEE

NIGHT = pd.Timestamp("2026-10-05T14:30Z").as_unit("us")


def test_of_no_amounts_there_is_what_is_left_of_one_without_its_row():
    one = account_rows(PLAN_FEE, [AccountAmount(-4900, NIGHT)], "6.7")
    assert one["amount"].tolist() == [-4900]
    pd.testing.assert_frame_equal(account_rows(PLAN_FEE, [], "6.7"), one.iloc[:0], check_index_type=False)
