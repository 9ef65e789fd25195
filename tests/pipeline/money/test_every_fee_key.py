"""No key of fees.toml is without effect: another value changes what is posted or shown, or is refused."""

import tomllib
from datetime import timedelta
from typing import NamedTuple

import pandas as pd
import pytest

from pipeline.errors import ScheduleError
from pipeline.money.plan_fees import plan_fee_rows
from pipeline.money.read_fee_schedule import read_fee_schedule
from pipeline.money.refund_postings import refund_postings
from pipeline.money.sale_postings import sale_postings
from pipeline.money.unassigned import unassigned_skus
from pipeline.queries.get_status import get_status
from tests.support.refund_histories import numbered_refunds
from tests.support.seller_workspace import CONFIRMATION, ORDER, SellerWorkspace
from tests.support.shipments import EXAMPLE, TOKYO, shipment_rows


def some_schedule():
    """The example with fewer categories, with tax on fees, and with a value for every key."""
    text = (
        EXAMPLE[: EXAMPLE.index("# sell.amazon.co.jp/pricing: music")] + EXAMPLE[EXAMPLE.index("# Which SKU is in") :]
    )
    for old, new in (
        ('{ "CD-" = "music-video-games", "DVD-" = "music-video-games" }', '{ "CD-" = "books" }'),
        ("sku_prefix = {}", 'sku_prefix = { "TEA-1" = "exempt" }'),
        ("tiers = [{ rate", "min_yen = 30\ntiers = [{ up_to = 900, rate_bp = 800 }, { rate"),
        ('mode = "none"\nrate', 'mode = "added"\nrate'),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    return text


BASE = some_schedule()


class Change(NamedTuple):
    """A key of the file, a piece of its text and what stands there instead; refused: the file is no schedule then."""

    key: str
    old: str
    new: str
    refused: bool = False


CHANGES = (
    Change("schema", "schema = 1", "schema = 2", refused=True),
    Change("marketplace", '"Amazon.co.jp"', '"Elsewhere"'),
    Change("currency", 'currency = "JPY"', 'currency = "USD"', refused=True),
    Change("rounding.fee", 'fee = "half_up"', 'fee = "floor"', refused=True),
    Change("rounding.tax_in_price", 'tax_in_price = "floor"', 'tax_in_price = "half_up"', refused=True),
    Change("rounding.basis", 'basis = "unit"', 'basis = "line"', refused=True),
    Change("tax.rates_bp.standard", "standard = 1000", "standard = 2000"),
    Change("tax.rates_bp.reduced", "reduced = 800 }", "reduced = 500 }"),
    Change("tax.split_rows", "split_rows = true", "split_rows = false"),
    Change("fee_tax.mode", 'mode = "added"\nrate', 'mode = "none"\nrate'),
    Change("fee_tax.rate_bp", 'mode = "added"\nrate_bp = 1000', 'mode = "added"\nrate_bp = 500'),
    Change("plan.kind", 'kind = "professional"', 'kind = "individual"'),
    Change("plan.monthly_yen", "monthly_yen = 4900", "monthly_yen = 4901"),
    Change("plan.per_unit_yen", "per_unit_yen = 0", "per_unit_yen = 1"),
    Change("refund.admin_share_bp", "admin_share_bp = 1000", "admin_share_bp = 2000"),
    Change("refund.admin_cap_yen", "admin_cap_yen = 500", "admin_cap_yen = 5"),
    Change("refund.return_closing_on", 'return_closing_on = "full"', 'return_closing_on = "never"', refused=True),
    Change("points.reduce_fee_base", "reduce_fee_base = true", "reduce_fee_base = false"),
    Change("promotion.reduces_fee_base", "reduces_fee_base = true", "reduces_fee_base = false"),
    Change("category.id", 'id = "everything-else"', 'id = "all"', refused=True),
    Change("category.valid_from", "valid_from = 2025-04-15", "valid_from = 2027-04-15"),
    Change("category.tiers.up_to", "up_to = 900", "up_to = 90"),
    Change("category.tiers.rate_bp", "900, rate_bp = 800", "900, rate_bp = 900"),
    Change("category.min_yen", "min_yen = 30", "min_yen = 300"),
    Change("category.closing_yen", "closing_yen = 140", "closing_yen = 141"),
    Change("assign.default", 'default = "everything-else"', 'default = "books"'),
    Change("assign.sku.BOOK-C", '"BOOK-C" = "books"', '"BOOK-C" = "everything-else"'),
    Change("assign.sku_prefix.CD-", '"CD-" = "books"', '"CD-" = "everything-else"'),
    Change("tax_class.id", 'id = "standard"', 'id = "usual"', refused=True),
    Change("tax_class.valid_from", '"standard"\nvalid_from = 2019-10-01', '"standard"\nvalid_from = 2027-10-01'),
    Change("tax_class.rate", 'rate = "exempt"', 'rate = "reduced"'),
    Change("tax_assign.default", 'default = "standard"', 'default = "reduced"'),
    Change("tax_assign.sku.TEA-001", '"TEA-001" = "reduced"', '"TEA-001" = "exempt"'),
    Change("tax_assign.sku_prefix.TEA-1", '"TEA-1" = "exempt"', '"TEA-1" = "reduced"'),
)
"""Every key of the file once, tables and lists through to their values."""


def keys_of(value, path=()):
    """The full name of every value, those of a list under one name."""
    if isinstance(value, dict):
        return {key for name, inner in value.items() for key in keys_of(inner, (*path, name))}
    if isinstance(value, list):
        return {key for inner in value for key in keys_of(inner, path)}
    return {".".join(path)}


def postings(schedule):
    """What some shipments, a refund and a month post under a schedule, what SKUs it names, as plain values."""
    money = {"price": 4_400, "shipping": 550, "gift_wrap": 330, "points": 100, "item_discount": 220, "ordered": 3}
    skus = ("MUG-02", "BOOK-C", "CD-9", "TEA-001", "TEA-1")
    items = [money | {"sku": sku, "units": 3, "item_key": number} for number, sku in enumerate(skus, 1)]
    cheap = {"price": 800, "item_key": 9}
    sales = sale_postings(shipment_rows(*items, cheap, {"price": 50, "item_key": 8}), schedule, TOKYO)
    refunds = numbered_refunds({"price": 2_200, "item_key": 1})
    start = pd.Timestamp("2026-10-20T00:00Z")
    fees = plan_fee_rows(schedule, TOKYO, charged_until=start, since=start, as_of=start + pd.Timedelta(20, "D"))
    rows = pd.concat([sales, refund_postings(refunds, sales, schedule), fees])
    return rows.to_dict("list"), unassigned_skus(pd.Series(skus), schedule).to_dict("list")


def test_every_key_of_the_file_is_tried():
    assert sorted(change.key for change in CHANGES) == sorted(keys_of(tomllib.loads(BASE)))
    assert keys_of(tomllib.loads(EXAMPLE)) <= {change.key for change in CHANGES} | {"assign.sku_prefix.DVD-"}


@pytest.mark.parametrize("change", CHANGES, ids=[change.key for change in CHANGES])
def test_another_value_changes_what_is_posted_or_is_refused(change):
    assert change.old in BASE
    text = BASE.replace(change.old, change.new, 1)
    if change.refused:
        with pytest.raises(ScheduleError):
            read_fee_schedule(text)
    elif change.key == "tax_class.valid_from":
        with pytest.raises(ScheduleError):
            postings(read_fee_schedule(text))
    elif change.key not in SHOWN:
        assert postings(read_fee_schedule(text)) != postings(read_fee_schedule(BASE))


SHOWN = ("marketplace", "plan.kind")


@pytest.mark.parametrize("key", SHOWN)
def test_what_is_not_posted_is_shown(key, tmp_path):
    [change] = [change for change in CHANGES if change.key == key]
    shown = []
    for name, text in (("before", BASE), ("after", BASE.replace(change.old, change.new, 1))):
        shop = SellerWorkspace(tmp_path / name)
        shop.folders.fees_file.write_text(text, "utf-8")
        shop.drop("orders.tsv", ORDER)
        shop.drop("ship.tsv", CONFIRMATION | {"ship-date": "2026-10-05"})
        shop.run()
        with shop.reader() as store:
            now = store.last_run.finished + timedelta(hours=1)
        kind = get_status(shop.folders, shop.settings, now)["plan"]["kind"]
        marketplace = shop.report("settlement-open.tsv")[1]["marketplace-name"]
        shown.append({"marketplace": marketplace, "plan.kind": kind})
    before, after = shown
    assert before[key] != after[key]
