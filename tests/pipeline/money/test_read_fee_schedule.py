"""fees.toml: what is read, and that every fault names file, line and key."""

from datetime import date

import pytest

from pipeline.errors import ScheduleError
from pipeline.money.fee_schedule import (
    OPEN,
    Assignment,
    Category,
    FeeTax,
    RefundFees,
    SellingPlan,
    TaxClass,
    Tier,
)
from pipeline.money.read_fee_schedule import read_fee_schedule
from tests.support.shipments import EXAMPLE, SCHEDULE, schedule_with

SMALL = """\
schema = 1
currency = "JPY"

[[category]]
id = "all"
valid_from = 2025-04-15
tiers = [
    { up_to = 750, rate_bp = 500 },  # the cheap ones
    { rate_bp = 1000 },
]

[[category]]
id = "books"
valid_from = 2025-04-15
tiers = [{ rate_bp = 1500 }]

[assign]
default = "all"

[[tax_class]]
id = "standard"
valid_from = 2019-10-01
rate = "standard"

[tax_assign]
default = "standard"

[tax]
rates_bp = { standard = 1000, reduced = 800 }
split_rows = true

[plan]
kind = "professional"
monthly_yen = 4900
per_unit_yen = 0

[refund]
admin_share_bp = 1000
admin_cap_yen = 500
return_closing_on = "full"
"""


def test_the_example_for_japan_is_read_whole():
    books_category = Category("books", date(2025, 4, 15), (Tier(OPEN, 1500),), 0, 140)
    health = (Tier(750, 500), Tier(1500, 800), Tier(OPEN, 1000))
    assert books_category in SCHEDULE.categories
    assert Category("beauty-health", date(2025, 10, 31), health, 30, 0) in SCHEDULE.categories
    assert SCHEDULE.assign.sku == {"BOOK-C": "books"}
    assert TaxClass("reduced", date(2019, 10, 1), "reduced") in SCHEDULE.tax_classes
    assert SCHEDULE.tax_assign == Assignment("standard", {"TEA-001": "reduced"}, {})
    assert SCHEDULE.rates_bp == {"standard": 1000, "reduced": 800, "exempt": 0}
    assert (SCHEDULE.plan, SCHEDULE.refund) == (SellingPlan("professional", 4900, 0), RefundFees(1000, 500, "full"))
    assert (SCHEDULE.fee_tax, SCHEDULE.split_rows) == (FeeTax("none", 1000), True)
    assert (SCHEDULE.points_reduce_fee_base, SCHEDULE.promotion_reduces_fee_base) == (True, True)
    assert SCHEDULE.marketplace == "Amazon.co.jp"


def test_the_example_says_that_it_is_one():
    assert "EXAMPLE" in EXAMPLE.splitlines()[0]


def test_what_may_be_left_out_has_its_default():
    schedule = read_fee_schedule(SMALL)
    assert (schedule.marketplace, schedule.fee_tax) == ("", FeeTax("none", 1000))
    assert (schedule.points_reduce_fee_base, schedule.promotion_reduces_fee_base) == (True, True)
    assert schedule.assign == Assignment("all", {}, {})
    assert schedule.categories[1] == Category("books", date(2025, 4, 15), (Tier(OPEN, 1500),), 0, 0)


def test_every_switch_can_be_set():
    schedule = read_fee_schedule(
        SMALL + '[points]\nreduce_fee_base = false\n[fee_tax]\nmode = "added"\nrate_bp = 800\n'
    )
    assert (schedule.points_reduce_fee_base, schedule.fee_tax) == (False, FeeTax("added", 800))
    schedule = read_fee_schedule(
        SMALL.replace('"professional"', '"individual"') + "[promotion]\nreduces_fee_base = false\n"
    )
    assert (schedule.promotion_reduces_fee_base, schedule.plan.kind) == (False, "individual")
    assert not schedule_with(("split_rows = true", "split_rows = false")).split_rows


FAULTS = {
    "unknown key of the file": ("schema = 1", "schema = 1\nrate_date = 1", 2, "rate_date", "unknown key"),
    "misspelt key": ('id = "books"', 'id = "books"\nmin_yn = 3', 14, "category.min_yn", "did you mean min_yen?"),
    "unknown key in a tier": ("up_to = 750,", "upto = 750,", 7, "category.tiers.upto", "did you mean up_to?"),
    "missing key": ('return_closing_on = "full"\n', "", 37, "refund", "return_closing_on is missing"),
    "missing table": ("[assign]\ndefault", "[points]\nreduce_fee_base", 1, "top level", "assign is missing"),
    "key twice": ('id = "books"', 'id = "books"\nid = "all"', 14, "id", "Cannot overwrite a value"),
    "table twice": ("[refund]", "[plan]", 37, "[plan]", "Cannot declare"),
    "file cut off": ('"full"\n', '"full"\nrates = [', 41, "rates", "Invalid value"),
    "no TOML": ('kind = "professional"', "kind = professional", 33, "kind", "Invalid value"),
    "gap above the last tier": ("{ rate_bp = 1000 }", "{ up_to = 900, rate_bp = 1 }", 7, "category.tiers.up_to", "gap"),
    "open tier before the last": ("up_to = 750, ", "", 7, "category.tiers.up_to", "whole number"),
    "tiers that overlap": (
        "{ rate_bp = 1000 },", "{ up_to = 750, rate_bp = 800 }, { rate_bp = 1000 },",
        7, "category.tiers.up_to", "more than the 750 of the tier before",
    ),
    "no tiers": ("tiers = [{ rate_bp = 1500 }]", "tiers = []", 15, "category.tiers", "not empty"),
    "two entries of one day": ('id = "books"', 'id = "all"', 14, "category.valid_from", "overlap"),
    "assigned to nothing": ('default = "all"', 'default = "al"', 18, "assign.default", '"all" or "books"'),
    "SKU assigned to nothing": (
        'default = "all"', 'default = "all"\nsku = { X = "cds" }', 19, "assign.sku.X", 'not "cds"',
    ),
    "prefix assigned to nothing": (
        'default = "all"', 'default = "all"\n[assign.sku_prefix]\nX = "all"\nY = "cds"',
        21, "assign.sku_prefix.Y", "cds",
    ),
    "empty prefix": (
        'default = "all"', 'default = "all"\nsku_prefix = { "" = "all" }', 19, "assign.sku_prefix", "empty",
    ),
    "rates that are no table": ("{ standard = 1000, reduced = 800 }", "1000", 29, "tax.rates_bp", "table"),
    "table instead of list": ("[[tax_class]]", "[tax_class]", 20, "tax_class", "a list"),
    "fraction of a rate": ("standard = 1000", "standard = 10.5", 29, "tax.rates_bp.standard", "whole number"),
    "yes as a number": ("monthly_yen = 4900", "monthly_yen = true", 34, "plan.monthly_yen", "whole number"),
    "rate above one": ("admin_share_bp = 1000", "admin_share_bp = 10001", 38, "refund.admin_share_bp", "0 to 10000"),
    "negative amount": ("admin_cap_yen = 500", "admin_cap_yen = -1", 39, "refund.admin_cap_yen", "-1"),
    "number as a switch": ("split_rows = true", "split_rows = 1", 30, "tax.split_rows", "true or false"),
    "text as a day": ("2019-10-01", '"2019-10-01"', 22, "tax_class.valid_from", "without quotes"),
    "instant as a day": ("2019-10-01", "2019-10-01T00:00:00Z", 22, "tax_class.valid_from", "without quotes"),
    "unknown tax rate": ('rate = "standard"', 'rate = "none"', 23, "tax_class.rate", '"exempt"'),
    "empty id": ('id = "books"', 'id = ""', 13, "category.id", "not empty"),
    "number as a text": ('id = "books"', "id = 4", 13, "category.id", "double quotes"),
    "other currency": ('"JPY"', '"USD"', 2, "currency", '"JPY"'),
    "later form of the file": ("schema = 1", "schema = 2", 1, "schema", "2"),
    "fees by the line": ('"JPY"', '"JPY"\n[rounding]\nbasis = "line"', 4, "rounding.basis", '"unit"'),
    "tax rounded up": ('"JPY"', '"JPY"\n[rounding]\ntax_in_price = "up"', 4, "rounding.tax_in_price", '"floor"'),
    "fees rounded down": ('"JPY"', '"JPY"\n[rounding]\nfee = "floor"', 4, "rounding.fee", '"half_up"'),
    "unknown fee tax": ('"JPY"', '"JPY"\n[fee_tax]\nmode = "on"', 4, "fee_tax.mode", '"added"'),
    "unknown plan": ('"professional"', '"free"', 33, "plan.kind", '"individual"'),
    "number as marketplace": ('"JPY"', '"JPY"\nmarketplace = 5', 3, "marketplace", "double quotes"),
    "no number as marketplace": ('"JPY"', '"JPY"\nmarketplace = 0', 3, "marketplace", "double quotes"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_names_file_line_and_key(fault):
    old, new, line, key, words = FAULTS[fault]
    with pytest.raises(ScheduleError) as caught:
        read_fee_schedule(SMALL.replace(old, new, 1), "my fees.toml")
    error = caught.value
    assert (error.file, error.line, error.key) == ("my fees.toml", line, key)
    assert str(error).startswith(f"my fees.toml, line {line}, {key}: ")
    assert words in str(error)


def test_lines_are_counted_in_files_with_windows_line_ends_too():
    with pytest.raises(ScheduleError, match=r"line 13, category\.id"):
        read_fee_schedule(SMALL.replace('"books"', "4").replace("\n", "\r\n"))
