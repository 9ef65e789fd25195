"""What the selling plan costs: once for every month that begins, never backwards, and by the unit."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.money.months import next_month_start
from pipeline.money.plan_fees import month_starts, monthly_fee, plan_fee_rows
from pipeline.money.sale_postings import LEDGER, sale_postings
from schemas.columns import MOST_YEN
from tests.support.refund_histories import amounts_by_kind, post_history, refund_plans
from tests.support.shipments import (
    SCHEDULE,
    TOKYO,
    item_shipments,
    item_values,
    schedule_with,
    shipment_sizes,
)

ADDED = ('mode = "none"\nrate', 'mode = "added"\nrate')
BY_UNIT = ("per_unit_yen = 0", "per_unit_yen = 100")
UNIT_FEE, UNIT_FEE_BACK = 43, 143


def tokyo(text):
    return pd.Timestamp(text, tz=TOKYO).tz_convert("UTC").as_unit("us")


def fees(charged_until, since, as_of, schedule=SCHEDULE, zone=TOKYO):
    """(posted in the zone, amount) of every row."""
    instants = [None if text is None else tokyo(text) for text in (charged_until, since, as_of)]
    rows = plan_fee_rows(schedule, zone, charged_until=instants[0], since=instants[1], as_of=instants[2])
    return [
        (f"{posted.tz_convert(zone):%m-%d %H:%M}", amount)
        for posted, amount in zip(rows["posted"], rows["amount"], strict=True)
    ]


def test_a_month_that_begins_costs_the_fee_at_its_very_start():
    assert fees("2026-10-31 23:59:59", "2026-10-31 23:59:59", "2026-11-01 00:00") == [("11-01 00:00", -4900)]
    assert fees("2026-11-01 00:00", "2026-11-01 00:00", "2026-11-30 23:59") == []


def test_before_a_run_with_the_fee_nothing_is_due():
    assert fees(None, None, "2026-11-01 00:00") == []
    assert fees(None, "2026-09-15", "2026-11-02") == []


def test_missed_months_cost_a_fee_each_at_their_own_start():
    rows = [("11-01 00:00", -4900), ("12-01 00:00", -4900), ("01-01 00:00", -4900)]
    assert fees("2026-10-05", "2026-10-05", "2027-01-10") == rows


def test_nothing_is_posted_before_the_run_before():
    assert fees("2026-10-05", "2026-11-10 12:00", "2026-12-02") == [("11-10 12:00", -4900), ("12-01 00:00", -4900)]


def test_a_plan_without_a_fee_has_no_row():
    assert (
        fees("2026-10-05", "2026-10-05", "2026-12-02", schedule_with(("monthly_yen = 4900", "monthly_yen = 0"))) == []
    )


def test_tax_on_fees_is_added_as_to_all_fees_half_up():
    taxed = schedule_with(ADDED, ("monthly_yen = 4900", "monthly_yen = 4905"))
    assert monthly_fee(taxed) == 4905 + 491
    assert fees("2026-10-05", "2026-10-05", "2026-11-02", taxed) == [("11-01 00:00", -5396)]


def test_a_row_belongs_to_no_order_and_names_its_rule():
    rows = plan_fee_rows(
        SCHEDULE, TOKYO, charged_until=tokyo("2026-10-05"), since=tokyo("2026-10-05"), as_of=tokyo("2026-11-05")
    )
    row = rows.iloc[0]
    assert tuple(rows.columns) == LEDGER
    assert row[["sku", "parcel", "refund", "adjustment"]].tolist() == [""] * 4
    assert row[["order_key", "item_key", "quantity", "feed", "record"]].tolist() == [-1] * 5
    assert row[["transaction_type", "amount_type", "amount_description", "rule", "currency"]].tolist() == [
        "other-transaction", "other-transaction", "Subscription Fee", "6.7", "JPY",
    ]  # fmt: skip
    assert row["transacted"] == row["posted"]


def test_months_begin_by_the_clock_of_the_zone():
    berlin = ZoneInfo("Europe/Berlin")
    after, until = (pd.Timestamp(text, tz="UTC") for text in ("2026-09-30T22:00Z", "2026-11-01T00:00Z"))
    assert month_starts(after, until, berlin) == [pd.Timestamp("2026-10-31T23:00Z")]
    assert next_month_start(after, berlin) == pd.Timestamp("2026-10-31T23:00Z")
    assert next_month_start(until, UTC) == pd.Timestamp("2026-12-01T00:00Z")


instants = st.integers(0, 500 * 24).map(lambda hours: datetime(2026, 9, 1, tzinfo=UTC) + timedelta(hours=hours))


@given(st.lists(instants, min_size=2, max_size=6, unique=True).map(sorted))
def test_every_month_after_the_first_run_costs_one_fee_however_often_it_runs(moments):
    runs = [pd.Timestamp(moment).as_unit("us") for moment in moments]
    rows = [
        row
        for before, as_of in pairwise(runs)
        for row in plan_fee_rows(SCHEDULE, TOKYO, charged_until=before, since=before, as_of=as_of)["posted"]
    ]
    first, last = runs[0].tz_convert(TOKYO), runs[-1].tz_convert(TOKYO)
    months = (last.year - first.year) * 12 + last.month - first.month
    begins_with_one = first == first.normalize() and first.day == 1
    assert len(rows) == len(set(rows)) == months
    assert all(row.tz_convert(TOKYO).day == 1 and runs[0] < row <= runs[-1] for row in rows)
    assert not begins_with_one or runs[0] not in rows


@pytest.mark.parametrize("changes", [(BY_UNIT,), (BY_UNIT, ADDED)])
def test_a_fee_by_the_unit_is_a_row_of_its_own_taxed_as_all_fees(changes):
    rows = sale_postings(item_shipments({"price": 2_200}, [1, 3]), schedule_with(*changes), TOKYO)
    own = rows[rows["kind"] == UNIT_FEE]
    assert own["amount"].tolist() == ([-110, -330] if ADDED in changes else [-100, -300])
    assert set(own["amount_type"] + "/" + own["amount_description"]) == {"ItemFees/FixedClosingFee"}
    assert (
        rows[rows["kind"] != UNIT_FEE]["amount"].sum()
        == sale_postings(item_shipments({"price": 2_200}, [1, 3]), schedule_with(*changes[1:]), TOKYO)["amount"].sum()
    )


@given(item_values, shipment_sizes, st.integers(0, MOST_YEN))
def test_the_fee_by_the_unit_is_that_of_every_unit_however_it_is_packed(item, sizes, yen):
    schedule = schedule_with((BY_UNIT[0], f"per_unit_yen = {yen}"), (ADDED[0], ADDED[1]))
    rows = sale_postings(item_shipments(item | {"sku": "MUG-02"}, sizes), schedule, TOKYO)
    by_parcel = rows[rows["kind"] == UNIT_FEE].set_index("parcel")["amount"].to_dict()
    wanted = {str(place): -(size * yen + half_up_tenth(size * yen)) for place, size in enumerate(sizes, 1)}
    assert by_parcel == {parcel: amount for parcel, amount in wanted.items() if amount}


def half_up_tenth(fee):
    return (fee + 5) // 10


@given(item_values, shipment_sizes, refund_plans)
def test_the_fee_by_the_unit_comes_back_with_the_last_yen_and_only_then(item, sizes, plan):
    item = item | {"sku": "MUG-02"}
    ledger, refunds = post_history(item, sizes, plan, schedule_with(BY_UNIT))
    amounts = amounts_by_kind(ledger)
    assert amounts[UNIT_FEE] == -100 * sum(sizes)
    assert 0 <= amounts.get(UNIT_FEE_BACK, 0) <= -amounts[UNIT_FEE]
    assert amounts.get(UNIT_FEE_BACK, 0) % 100 == 0
    assert refunds or UNIT_FEE_BACK not in amounts
