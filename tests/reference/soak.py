"""Many random histories through the product's rules and through the model: `python -m tests.reference.soak N SEED`."""

from __future__ import annotations

import sys
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.replay import Product

from .histories import histories
from .model import Model
from .order import HERE
from .records import Run

ORDER = ("status", "verified_at", "cut_off", "deadline", "prepaid", "cause")
ITEM = ("ordered", "shipped", "canceled", "cause")
PARCEL = ("units", "carrier", "tracking", "method", "shipped_on")


def agree(history: list[Run]) -> None:
    """Fail where the product and the model differ: after each run of the history all that the product knows.

    Nothing is reinstated: the product does not yet know who decides.
    """
    model, product = Model(authority=HERE), Product()
    for run in history:
        model.run(run)
        product.run(run)
        assert sorted(product.outcomes) == sorted(model.outcomes)
        assert sorted(product.released) == sorted(model.released)
        assert product.orders() == told_of_orders(model.orders())
        assert product.parcels() == told_of_parcels(model.parcels())
        assert product.stock() == model.stock()


def told_of_orders(orders: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Of what the model knows of orders, what the product tells as well."""
    return {
        key: {column: order[column] for column in ORDER}
        | {"items": {name: {column: item[column] for column in ITEM} for name, item in order["items"].items()}}
        for key, order in orders.items()
    }


def told_of_parcels(parcels: dict[Any, list[dict[str, Any]]]) -> dict[Any, list[dict[str, Any]]]:
    """The same of parcels."""
    return {key: [{column: each[column] for column in PARCEL} for each in of_item] for key, of_item in parcels.items()}


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
