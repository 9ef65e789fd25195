"""Read the fee schedule from the text of a fees.toml: every key is checked, a fault names file, line and key."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.money.fee_schedule import (
    OPEN,
    Assignment,
    Category,
    FeeSchedule,
    FeeTax,
    RefundFees,
    SellingPlan,
    TaxClass,
    Tier,
)
from pipeline.money.toml_schedule import ScheduleFile, ScheduleValue
from schemas.columns import CURRENCY, MOST_YEN, WHOLE_BP

LONGEST_MARKETPLACE = 100
TAX_RATES = ("standard", "reduced", "exempt")


def read_fee_schedule(text: str, name: str = "fees.toml") -> FeeSchedule:
    """The schedule in the text of a fees.toml.

    Raises ScheduleError, naming file, line and key, for what is no TOML and for every unknown, missing, double or wrong
    key, tiers with a gap or an overlap, two entries of one id and day, and an assignment to an id that has no entry.
    """
    file = ScheduleFile(name, text)
    keys = _checked_keys(file)
    categories = tuple(map(_category, keys["category"].entries()))
    tax_classes = tuple(map(_tax_class, keys["tax_class"].entries()))
    _check_unique(keys["category"], categories)
    _check_unique(keys["tax_class"], tax_classes)
    tax = keys["tax"].table("rates_bp", "split_rows")
    return FeeSchedule(
        source=file,
        marketplace=_marketplace(keys["marketplace"]),
        categories=categories,
        assign=_assignment(keys["assign"], categories),
        tax_classes=tax_classes,
        tax_assign=_assignment(keys["tax_assign"], tax_classes),
        rates_bp=_tax_rates(tax["rates_bp"]),
        split_rows=tax["split_rows"].flag(),
        fee_tax=_fee_tax(keys["fee_tax"]),
        plan=_selling_plan(keys["plan"]),
        refund=_refund_fees(keys["refund"]),
        points_reduce_fee_base=keys["points"].table(reduce_fee_base=True)["reduce_fee_base"].flag(),
        promotion_reduces_fee_base=keys["promotion"].table(reduces_fee_base=True)["reduces_fee_base"].flag(),
    )


def _checked_keys(file: ScheduleFile) -> dict[str, ScheduleValue]:
    """The keys of the file; those that have but one value so far are checked."""
    keys = file.read().table(
        "schema", "currency", "category", "assign", "tax_class", "tax_assign", "tax", "plan", "refund",
        marketplace="", rounding={}, fee_tax={}, points={}, promotion={},
    )  # fmt: skip
    keys["schema"].whole_number(1, 1)
    keys["currency"].choice(CURRENCY)
    _check_rounding(keys["rounding"])
    return keys


def _marketplace(value: ScheduleValue) -> str:
    """The name of the marketplace, as settlements show it in a column of text; empty if it is not given."""
    name = "" if value.value == "" else value.text()
    if len(name) > LONGEST_MARKETPLACE or not name.isprintable():
        raise value.must_be(f"a name on one line, of at most {LONGEST_MARKETPLACE} characters")
    return name


def _check_rounding(value: ScheduleValue) -> None:
    keys = value.table(fee="half_up", tax_in_price="floor", basis="unit")
    keys["fee"].choice("half_up")
    keys["tax_in_price"].choice("floor")
    keys["basis"].choice("unit")


def _category(value: ScheduleValue) -> Category:
    keys = value.table("id", "valid_from", "tiers", min_yen=0, closing_yen=0)
    return Category(
        id=keys["id"].text(),
        valid_from=keys["valid_from"].day(),
        tiers=_tiers(keys["tiers"].entries()),
        min_yen=_yen(keys["min_yen"]),
        closing_yen=_yen(keys["closing_yen"]),
    )


def _tiers(values: Sequence[ScheduleValue]) -> tuple[Tier, ...]:
    tables = [value.table("rate_bp", up_to=None) for value in values]
    *bounded, last = tables
    if last["up_to"].value is not None:
        raise last["up_to"].must_be("left out in the last tier, or there is a gap above it")
    bounds = [keys["up_to"].whole_number(1, MOST_YEN) for keys in bounded]
    for keys, below, bound in zip(bounded, [0, *bounds], bounds, strict=False):
        if bound <= below:
            raise keys["up_to"].must_be(f"more than the {below} of the tier before, or they overlap")
    return tuple(Tier(bound, _rate(keys["rate_bp"])) for bound, keys in zip([*bounds, OPEN], tables, strict=True))


def _tax_class(value: ScheduleValue) -> TaxClass:
    keys = value.table("id", "valid_from", "rate")
    return TaxClass(keys["id"].text(), keys["valid_from"].day(), keys["rate"].choice(*TAX_RATES))


def _check_unique(values: ScheduleValue, entries: Sequence[Category | TaxClass]) -> None:
    """Two entries of one id and day are an error; values: the list that the entries were read from."""
    seen = set()
    for value, entry in zip(values.entries(), entries, strict=True):
        if (entry.id, entry.valid_from) in seen:
            day = value.table(**value.value)["valid_from"]
            raise day.must_be(f"another day: a second entry of {entry.id} would overlap the first")
        seen.add((entry.id, entry.valid_from))


def _assignment(value: ScheduleValue, entries: Sequence[Category | TaxClass]) -> Assignment:
    keys = value.table("default", sku={}, sku_prefix={})
    assignment = Assignment(keys["default"].text(), keys["sku"].texts(), keys["sku_prefix"].texts())
    known_ids = dict.fromkeys(entry.id for entry in entries)
    keys["default"].choice(*known_ids)
    for key in ("sku", "sku_prefix"):
        for assigned in keys[key].table(**keys[key].value).values():
            assigned.choice(*known_ids)
    return assignment


def _tax_rates(value: ScheduleValue) -> dict[str, int]:
    keys = value.table("standard", "reduced")
    return {name: _rate(keys[name]) for name in ("standard", "reduced")} | {"exempt": 0}


def _fee_tax(value: ScheduleValue) -> FeeTax:
    keys = value.table(mode="none", rate_bp=1000)
    return FeeTax(keys["mode"].choice("none", "added"), _rate(keys["rate_bp"]))


def _selling_plan(value: ScheduleValue) -> SellingPlan:
    keys = value.table("kind", "monthly_yen", "per_unit_yen")
    kind = keys["kind"].choice("professional", "individual")
    return SellingPlan(kind, _yen(keys["monthly_yen"]), _yen(keys["per_unit_yen"]))


def _refund_fees(value: ScheduleValue) -> RefundFees:
    keys = value.table("admin_share_bp", "admin_cap_yen", "return_closing_on")
    when = keys["return_closing_on"].choice("full")
    return RefundFees(_rate(keys["admin_share_bp"]), _yen(keys["admin_cap_yen"]), when)


def _rate(value: ScheduleValue) -> int:
    return value.whole_number(0, WHOLE_BP)


def _yen(value: ScheduleValue) -> int:
    return value.whole_number(0, MOST_YEN)
