"""Every rule module opens with an example, and what it says comes out does."""

import doctest
from importlib import import_module

import pytest

from tests.support.paths import ROOT

RULES = ("lifecycle", "money", "model")
WITHOUT_A_RULE = {
    "pipeline.lifecycle.event_stages",
    "pipeline.lifecycle.events.event_results",
    "pipeline.lifecycle.events.order_arrays",
    "pipeline.lifecycle.events.state_after_events",
    "pipeline.lifecycle.lifecycle_input",
    "pipeline.lifecycle.orders.apply_orders",
    "pipeline.lifecycle.orders.order_rows",
    "pipeline.lifecycle.orders.record_arrays",
    "pipeline.lifecycle.orders.update_arrays",
    "pipeline.lifecycle.orders.update_results",
    "pipeline.lifecycle.orders.write_back",
    "pipeline.lifecycle.refunds.refund_arrays",
    "pipeline.lifecycle.run_outcomes",
    "pipeline.lifecycle.stages",
    "pipeline.money.amount_kinds",
    "pipeline.money.fee_schedule",
    "pipeline.money.read_fee_schedule",
    "pipeline.money.toml_schedule",
}
"""They declare data, turn frames into arrays and back, read a file, or call the rules in their order."""


def modules():
    paths = [path for folder in RULES for path in sorted((ROOT / "pipeline" / folder).rglob("*.py"))]
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in paths]
    return [name for name in names if not name.endswith("__init__")]


@pytest.mark.parametrize("name", modules())
def test_the_example_of_a_rule_holds(name):
    module = import_module(name)
    assert doctest.testmod(module).failed == 0
    assert (">>>" in module.__doc__) is not (name in WITHOUT_A_RULE)
