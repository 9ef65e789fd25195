"""SKUs that the fee schedule leaves to its default fee category or tax class. Order process, step 6.8.

By name or prefix three of four have a class; the last takes the default:

>>> assign = Assignment(default="other", sku={"MUG": "other"}, sku_prefix={"TEA-": "food"})
>>> [_takes_default(sku, assign) for sku in ("TEA-1", "MUG", "TEA-2", "MUG-02")]
[False, False, False, True]
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pipeline.money.fee_schedule import Assignment, FeeSchedule


class DefaultTerms(NamedTuple):
    """The defaults that are used for a SKU, blank where it has one of its own."""

    sku: str
    category: str
    tax_class: str


def default_terms(skus: Iterable[str], schedule: FeeSchedule) -> list[DefaultTerms]:
    """The SKUs that have a default fee category or tax class, each once, sorted."""
    terms = (
        DefaultTerms(sku, _default(sku, schedule.assign), _default(sku, schedule.tax_assign))
        for sku in sorted(set(skus))
    )
    return [of_sku for of_sku in terms if of_sku.category or of_sku.tax_class]


def _default(sku: str, assign: Assignment) -> str:
    return assign.default if _takes_default(sku, assign) else ""


def _takes_default(sku: str, assign: Assignment) -> bool:
    """Whether a SKU is neither named nor has a prefix that is."""
    return sku not in assign.sku and not sku.startswith(tuple(assign.sku_prefix))
