"""Many random histories through the product's rules and through the model: `python -m tests.reference.soak N SEED`."""

from __future__ import annotations

import sys

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.replay import Product

from .histories import histories
from .model import Model
from .order import MARKETPLACE
from .records import Run


def agree(history: list[Run], authority: str = MARKETPLACE, grace_hours: int = 0) -> None:
    """Fail where the product and the model differ: after each run of the history all that either of them knows."""
    model = Model(authority=authority, grace_hours=grace_hours)
    product = Product(authority, grace_hours)
    for run in history:
        model.run(run)
        product.run(run)
        assert sorted(product.outcomes) == sorted(model.outcomes)
        assert sorted(product.released) == sorted(model.released)
        assert product.orders() == model.orders()
        assert product.parcels() == model.parcels()
        assert product.stock() == model.stock()


def soak(count: int, number: int) -> int:
    """How many histories of this seed agreed; raises at the first that does not, as it was drawn."""
    agreed = 0

    @seed(number)
    @settings(
        max_examples=count,
        phases=[Phase.generate],
        derandomize=False,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(histories())
    def compare(history: list[Run]) -> None:
        nonlocal agreed
        agree(history)
        agreed += 1

    compare()
    return agreed


if __name__ == "__main__":
    wanted, chosen = (int(word) for word in sys.argv[1:])
    sys.stdout.write(f"{soak(wanted, chosen)} histories agreed (seed {chosen})\n")
