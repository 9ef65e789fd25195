"""The model's own account of the selling plan, with a pocket calculator."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.reference_model.plan_fees import PlanAccount, with_tax
from tests.reference_model.records import Plan, Run

TOKYO = ZoneInfo("Asia/Tokyo")
START = datetime(2026, 10, 20, 9, tzinfo=TOKYO)


def month_fees(*runs):
    """(run, day, yen) of every monthly fee; runs: after how many days, under which plan."""
    account = PlanAccount(TOKYO)
    return [
        (number, f"{fee.posted:%m-%d}", fee.amount)
        for number, (days, plan) in enumerate(runs, 1)
        for fee in account.run(number, Run(START + timedelta(days=days), (), plan), [])
    ]


def test_months_that_begin_between_two_runs_cost_a_fee_each():
    assert month_fees((0, Plan()), (5, Plan()), (45, Plan())) == [(3, "11-01", -4900), (3, "12-01", -4900)]


def test_the_first_run_and_one_after_a_plan_without_fee_cost_nothing():
    assert month_fees((0, Plan(0)), (20, Plan()), (45, Plan(5900))) == [(3, "12-01", -5900)]


def test_tax_is_half_up():
    assert [with_tax(fee, Plan(is_taxed=True)) for fee in (0, 4, 5, 4905)] == [0, 4, 6, 5396]
