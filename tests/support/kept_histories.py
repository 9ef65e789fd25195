"""The product's rules after the first runs of a history, kept for the next history that begins so.

Most histories of the tests begin with the same paid order. Frames are not changed in place, so that what is kept and
what goes on from it may share them. While a test has put something else in the place of a rule or a constant, nothing
is kept and nothing kept is used.
"""

from __future__ import annotations

import sys
from collections import OrderedDict
from copy import copy
from typing import TYPE_CHECKING

from tests.support import product_rules

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.reference_model.records import Run

MOST_KEPT = 120
"""How many beginnings are kept: those used last."""
_KEPT: OrderedDict[tuple[str, ...], product_rules.ProductRules] = OrderedDict()
_PRODUCT = ("feeds", "pipeline", "reports", "schemas")
_AS_WRITTEN = [
    (module, dict(vars(module))) for name, module in sys.modules.items() if name.partition(".")[0] in _PRODUCT
]
"""The modules of the product and what each of their names is, before any test has begun."""


def rules_after(runs: Sequence[Run], **settings: object) -> product_rules.ProductRules:
    """The product's rules after these runs; settings as of ProductRules."""
    if not is_as_written():
        product = product_rules.ProductRules(**settings)
        for run in runs:
            product.run(run)
        return product
    names = (repr((settings, product_rules.ZONE)), *map(repr, runs))
    known = next((count for count in range(len(runs), 0, -1) if names[: count + 1] in _KEPT), 0)
    product = branch_of(_KEPT[names[: known + 1]]) if known else product_rules.ProductRules(**settings)
    for count, run in enumerate(runs[known:], known + 1):
        product.run(run)
        _KEPT[names[: count + 1]] = branch_of(product)
    for count in range(1, known + 1):
        if names[: count + 1] in _KEPT:
            _KEPT.move_to_end(names[: count + 1])
    while len(_KEPT) > MOST_KEPT:
        _KEPT.popitem(last=False)
    return product


def is_as_written() -> bool:
    """Whether every name of the product's modules is what it was when they were loaded."""
    return all(vars(module).get(name) is value for module, names in _AS_WRITTEN for name, value in names.items())


def branch_of(product: product_rules.ProductRules) -> product_rules.ProductRules:
    """The same rules, to go on from: what the one does from here on the other does not see."""
    branch = copy(product)
    lists = {name: copy(value) for name, value in vars(product).items() if isinstance(value, list | dict)}
    vars(branch).update(lists)
    return branch
