"""The fee schedule: dated fees and tax classes, and which SKU has which. Read from fees.toml.

Rates are basis points, amounts whole yen. An entry is in force from its day until the next entry of the same id.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.model.yen import WHOLE_BP
from pipeline.money.toml_schedule import ScheduleError, ScheduleFile, ScheduleValue
from schemas.columns import CURRENCY, MOST_YEN

__all__ = ["OPEN", "Assignment", "Category", "FeeSchedule", "ScheduleError", "TaxClass", "read"]

OPEN = 1 << 62
RATES = ("standard", "reduced", "exempt")


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


def read(text: str, name: str = "fees.toml") -> FeeSchedule:
    """The schedule in the text of a fees.toml.

    Raises ScheduleError, naming file, line and key, for what is no TOML and for every unknown, missing, double or wrong
    key, tiers with a gap or an overlap, two entries of one id and day, and an assignment to an id that has no entry.
    """
    keys = ScheduleFile(name, text).read().table(
        "schema", "currency", "category", "assign", "tax_class", "tax_assign", "tax", "plan", "refund",
        marketplace="", rounding={}, fee_tax={}, points={}, promotion={},
    )  # fmt: skip
    keys["schema"].whole(1, 1)
    keys["currency"].choice(CURRENCY)
    _rounding(keys["rounding"])
    categories = tuple(map(_category, keys["category"].list()))
    tax_classes = tuple(map(_tax_class, keys["tax_class"].list()))
    _once(keys["category"], categories)
    _once(keys["tax_class"], tax_classes)
    tax = keys["tax"].table("rates_bp", "split_rows")
    return FeeSchedule(
        source=ScheduleFile(name, text),
        marketplace="" if keys["marketplace"].value == "" else keys["marketplace"].text(),
        categories=categories,
        assign=_assignment(keys["assign"], categories),
        tax_classes=tax_classes,
        tax_assign=_assignment(keys["tax_assign"], tax_classes),
        rates_bp=_rates(tax["rates_bp"]),
        split_rows=tax["split_rows"].flag(),
        fee_tax=_fee_tax(keys["fee_tax"]),
        plan=_plan(keys["plan"]),
        refund=_refund(keys["refund"]),
        points_reduce_fee_base=keys["points"].table(reduce_fee_base=True)["reduce_fee_base"].flag(),
        promotion_reduces_fee_base=keys["promotion"].table(reduces_fee_base=True)["reduces_fee_base"].flag(),
    )


def _rounding(place: ScheduleValue) -> None:
    keys = place.table(fee="half_up", tax_in_price="floor", basis="unit")
    keys["fee"].choice("half_up")
    keys["tax_in_price"].choice("floor")
    keys["basis"].choice("unit")


def _category(place: ScheduleValue) -> Category:
    keys = place.table("id", "valid_from", "tiers", min_yen=0, closing_yen=0)
    return Category(
        id=keys["id"].text(),
        valid_from=keys["valid_from"].day(),
        tiers=_tiers(keys["tiers"].list()),
        min_yen=_yen(keys["min_yen"]),
        closing_yen=_yen(keys["closing_yen"]),
    )


def _tiers(places: Sequence[ScheduleValue]) -> tuple[Tier, ...]:
    tables = [place.table("rate_bp", up_to=None) for place in places]
    *bounded, last = tables
    if last["up_to"].value is not None:
        raise last["up_to"].must("left out in the last tier, or there is a gap above it")
    bounds = [keys["up_to"].whole(1, MOST_YEN) for keys in bounded]
    for keys, below, bound in zip(bounded, [0, *bounds], bounds, strict=False):
        if bound <= below:
            raise keys["up_to"].must(f"more than the {below} of the tier before, or they overlap")
    return tuple(Tier(bound, _rate(keys["rate_bp"])) for bound, keys in zip([*bounds, OPEN], tables, strict=True))


def _tax_class(place: ScheduleValue) -> TaxClass:
    keys = place.table("id", "valid_from", "rate")
    return TaxClass(keys["id"].text(), keys["valid_from"].day(), keys["rate"].choice(*RATES))


def _once(places: ScheduleValue, entries: Sequence[Category | TaxClass]) -> None:
    seen = set()
    for place, entry in zip(places.list(), entries, strict=True):
        if (entry.id, entry.valid_from) in seen:
            day = place.table(**place.value)["valid_from"]
            raise day.must(f"another day: a second entry of {entry.id} would overlap the first")
        seen.add((entry.id, entry.valid_from))


def _assignment(place: ScheduleValue, entries: Sequence[Category | TaxClass]) -> Assignment:
    keys = place.table("default", sku={}, sku_prefix={})
    found = Assignment(keys["default"].text(), keys["sku"].texts(), keys["sku_prefix"].texts())
    keys["default"].choice(*dict.fromkeys(entry.id for entry in entries))
    for key in ("sku", "sku_prefix"):
        for each in keys[key].table(**keys[key].value).values():
            each.choice(*dict.fromkeys(entry.id for entry in entries))
    return found


def _rates(place: ScheduleValue) -> dict[str, int]:
    keys = place.table("standard", "reduced")
    return {name: _rate(keys[name]) for name in ("standard", "reduced")} | {"exempt": 0}


def _fee_tax(place: ScheduleValue) -> FeeTax:
    keys = place.table(mode="none", rate_bp=1000)
    return FeeTax(keys["mode"].choice("none", "added"), _rate(keys["rate_bp"]))


def _plan(place: ScheduleValue) -> SellingPlan:
    keys = place.table("kind", "monthly_yen", "per_unit_yen")
    kind = keys["kind"].choice("professional", "individual")
    return SellingPlan(kind, _yen(keys["monthly_yen"]), _yen(keys["per_unit_yen"]))


def _refund(place: ScheduleValue) -> RefundFees:
    keys = place.table("admin_share_bp", "admin_cap_yen", "return_closing_on")
    when = keys["return_closing_on"].choice("full")
    return RefundFees(_rate(keys["admin_share_bp"]), _yen(keys["admin_cap_yen"]), when)


def _rate(place: ScheduleValue) -> int:
    return place.whole(0, WHOLE_BP)


def _yen(place: ScheduleValue) -> int:
    return place.whole(0, MOST_YEN)
