"""Every rule module opens with an example, and what it says comes out does."""

import doctest
from importlib import import_module

import pytest

LIFECYCLE = (
    *("deadlines", "first_report", "overdue", "reminders", "snapshots", "stock", "unit_counts"),
    *("orders.fact_conflicts", "orders.placement", "orders.status_updates"),
    *("events.address_change", "events.cancellation", "events.ship_date", "events.shipment"),
    *("events.transitions", "events.verification", "refunds.refund_limits"),
)
MONEY = ("charges", "fees", "refund_postings", "sale_postings", "settlement_periods")
MODEL = ("instants", "sorted_keys", "yen")
RULES = (
    *(f"pipeline.lifecycle.{name}" for name in LIFECYCLE),
    *(f"pipeline.money.{name}" for name in MONEY),
    *(f"pipeline.model.{name}" for name in MODEL),
)


@pytest.mark.parametrize("name", RULES)
def test_the_example_of_a_rule_holds(name):
    module = import_module(name)
    assert ">>>" in module.__doc__
    assert doctest.testmod(module).failed == 0
