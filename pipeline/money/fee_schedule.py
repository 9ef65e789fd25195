"""The fee schedule: dated fees and tax classes, and which SKU has which. It is read from fees.toml (read_fee_schedule).

Rates are basis points, amounts whole yen. An entry is in force from its day until the next entry of the same id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pipeline.money.toml_schedule import ScheduleFile

OPEN = 1 << 62
"""The bound of a last tier, which has none."""


@dataclass(frozen=True)
class Tier:
    """The rate of every unit whose whole fee base is at most `up_to` yen; OPEN in the last tier."""

    up_to: int
    rate_bp: int


@dataclass(frozen=True)
class Category:
    """What is charged for a unit, from a day on: the rate of its tier, at least `min_yen`, and a closing fee."""

    id: str
    valid_from: date
    tiers: tuple[Tier, ...]
    min_yen: int
    closing_yen: int


@dataclass(frozen=True)
class TaxClass:
    """The consumption tax rate of a class from a day on: standard, reduced or exempt."""

    id: str
    valid_from: date
    rate: str


@dataclass(frozen=True)
class Assignment:
    """The id that a SKU has: named itself, else by its longest prefix, else the default."""

    default: str
    sku: Mapping[str, str]
    sku_prefix: Mapping[str, str]


@dataclass(frozen=True)
class SellingPlan:
    """The selling plan: yen a month, yen a unit."""

    kind: str
    monthly_yen: int
    per_unit_yen: int


@dataclass(frozen=True)
class RefundFees:
    """What a refund costs: a share of the commission, at most the cap; when the closing fee is returned."""

    admin_share_bp: int
    admin_cap_yen: int
    return_closing_on: str


@dataclass(frozen=True)
class FeeTax:
    """Consumption tax on fees: none, or added to every fee row."""

    mode: str
    rate_bp: int


@dataclass(frozen=True)
class FeeSchedule:
    """The whole of fees.toml, checked. `rates_bp` holds a rate for each of standard, reduced and exempt."""

    source: ScheduleFile
    marketplace: str
    categories: tuple[Category, ...]
    assign: Assignment
    tax_classes: tuple[TaxClass, ...]
    tax_assign: Assignment
    rates_bp: Mapping[str, int]
    split_rows: bool
    fee_tax: FeeTax
    plan: SellingPlan
    refund: RefundFees
    points_reduce_fee_base: bool
    promotion_reduces_fee_base: bool
