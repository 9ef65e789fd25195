"""Many random worlds through the product's rules and through the model: `python -m tests.histories.soak N FIRST`."""

from __future__ import annotations

import sys

from tests.histories.worlds import seeded_world
from tests.reference_model.model import Model
from tests.reference_model.order import MARKETPLACE
from tests.reference_model.plan_fees import RunPlanFee
from tests.reference_model.records import Run
from tests.support.product_rules import ProductRules


def agree(history: list[Run], authority: str = MARKETPLACE, grace_hours: int = 0) -> None:
    """Fail where the product and the model differ: after each run of the history all that either of them knows."""
    model = Model(authority=authority, grace_hours=grace_hours)
    product = ProductRules(authority, grace_hours)
    for run in history:
        model.run(run)
        product.run(run)
        assert sorted(product.outcomes) == sorted(model.outcomes)
        assert sorted(product.released) == sorted(model.released)
        assert product.orders() == model.orders()
        assert product.shipments() == model.shipments()
        assert product.refunds() == model.refunds()
        assert product.stock() == model.stock()
        assert sorted(product.charges) == sorted(charge for charge in model.charges if charge.amount)
        assert sorted(product.notices) == sorted(model.notices)
        assert sorted(product.plan_fees, key=RunPlanFee.place) == sorted(model.plan_fees, key=RunPlanFee.place)


def agree_on(number: int) -> None:
    """Compare the world of this number."""
    authority, grace_hours, history = seeded_world(number)
    agree(history, authority, grace_hours)


def soak(count: int, first: int) -> int:
    """How many worlds from this number on agree; raises at the first that does not."""
    for number in range(first, first + count):
        agree_on(number)
    return count


if __name__ == "__main__":
    wanted, chosen = (int(word) for word in sys.argv[1:])
    sys.stdout.write(f"{soak(wanted, chosen)} worlds agreed (from number {chosen})\n")
