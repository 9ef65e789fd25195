"""Settlement periods: half-open, without a gap, and no yen is lost or paid twice."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.money.settlement_periods import UNSETTLED, FinalRows, LedgerPosition, close_ended
from pipeline.workspace.settings import SettlementSettings as Terms
from schemas.keys import FIRST_DICTIONARY_KEY
from schemas.order_ids import OrderIds
from tests.support.settlement_frames import rows_of
from tests.support.shipments import ORDER_KEYS, TOKYO, ledger_rows

ANCHOR = datetime.fromisoformat("2026-09-28T00:00:00+09:00")
TERMS = Terms(anchor=ANCHOR)
NEW = LedgerPosition()
IDS = OrderIds.of({name: key for name, key in ORDER_KEYS.items() if key >= FIRST_DICTIONARY_KEY})
FIRST_END = "2026-10-11T15:00:00Z"


def utc(text):
    return pd.Timestamp(text).tz_convert("UTC").as_unit("us")


def close_at(as_of, *rows, last=NEW, terms=TERMS, zone=TOKYO):
    return close_ended(unsettled(*rows), terms, zone, utc(as_of), last, IDS)


def unsettled(*rows):
    return ledger_rows(*rows)[list(UNSETTLED)]


def posting_row(moment, amount, **other):
    return {"posted": moment, "amount": amount} | other


def balance_rows(settlement):
    own = rows_of(settlement)[rows_of(settlement)["transaction_type"] == "other-transaction"]
    return list(zip(own["amount_description"], own["amount"], own["posted"], strict=True))


def test_a_period_is_closed_by_the_first_run_at_its_end_and_paid_two_days_later():
    closing = close_at(FIRST_END, posting_row("2026-10-06T10:30:00Z", 1870))
    first, still = closing.settlements
    assert (first.settlement_id, first.start, first.end) == (
        "OM-20261012", utc("2026-09-28T00:00+09:00"), utc("2026-10-12T00:00+09:00"),
    )  # fmt: skip
    assert (first.deposit_at, first.total, first.closed) == (utc("2026-10-14T00:00+09:00"), 1870, True)
    assert rows_of(first)["amount"].tolist() == [1870]
    assert (still.settlement_id, still.start, still.closed) == ("OM-20261026", first.end, False)
    assert (still.total, len(rows_of(still))) == (0, 0)
    assert closing.position == LedgerPosition(first.end, 0)


def test_before_its_end_a_period_is_open_and_shows_what_it_holds_so_far():
    closing = close_at("2026-10-11T14:59:59.999999Z", posting_row("2026-10-06T10:30:00Z", -5))
    (still,) = closing.settlements
    assert (still.settlement_id, still.closed, still.total, still.carried_forward) == ("OM-20261012", False, -5, 0)
    assert balance_rows(still) == []
    assert rows_of(still)["amount"].tolist() == [-5]
    assert closing.position == NEW


def test_a_posting_at_the_very_end_belongs_to_the_next_period():
    closing = close_at(FIRST_END, posting_row("2026-10-11T14:59:59.999999Z", 10), posting_row(FIRST_END, 200))
    assert [settlement.total for settlement in closing.settlements] == [10, 200]
    assert [rows_of(settlement)["amount"].tolist() for settlement in closing.settlements] == [[10], [200]]


def test_without_any_posting_the_period_of_the_day_is_open_and_nothing_is_fixed():
    closing = close_at("2026-12-24T00:00:00Z")
    (still,) = closing.settlements
    assert (still.start, still.end) == (utc("2026-12-21T00:00+09:00"), utc("2027-01-04T00:00+09:00"))
    assert (still.total, still.closed, rows_of(still).columns.tolist()) == (0, False, list(UNSETTLED))
    assert closing.position == NEW


@pytest.mark.parametrize(
    ("moment", "settlement_id"),
    [
        ("2026-09-27T14:59:59Z", "OM-20260928"),
        ("2026-09-27T15:00:00Z", "OM-20261012"),
        ("2020-02-29T00:00Z", "OM-20200309"),
    ],
)
def test_the_first_period_holds_the_earliest_posting_on_either_side_of_the_anchor(moment, settlement_id):
    later = posting_row("2026-10-30T00:00:00Z", 7)
    assert close_at("2026-12-01T00:00:00Z", later, posting_row(moment, 5)).settlements[0].settlement_id == settlement_id


def test_a_balance_below_the_minimum_is_carried_forward_and_opens_the_next_file():
    closing = close_at(
        "2026-10-25T15:00:00Z", posting_row("2026-10-06T00:00Z", -300), posting_row("2026-10-20T00:00Z", 1000)
    )
    first, second, _ = closing.settlements
    start, middle = utc("2026-09-28T00:00+09:00"), utc("2026-10-12T00:00+09:00")
    assert (first.total, first.brought_forward, first.carried_forward) == (0, 0, -300)
    assert balance_rows(first) == [("Balance carried forward", 300, start)]
    assert (second.total, second.brought_forward, second.carried_forward) == (700, -300, 0)
    assert balance_rows(second) == [("Balance brought forward", -300, middle)]
    assert closing.position.carried_forward == 0


def test_what_is_carried_reaches_the_open_period_and_the_next_run():
    terms = replace(TERMS, minimum_yen=500)
    closing = close_at(FIRST_END, posting_row("2026-10-06T00:00Z", 499), posting_row(FIRST_END, 1), terms=terms)
    first, still = closing.settlements
    assert (first.total, first.carried_forward) == (0, 499)
    assert (still.brought_forward, still.carried_forward, still.total) == (499, 0, 500)
    assert closing.position == LedgerPosition(utc(FIRST_END), 499)
    later = close_at("2026-10-25T15:00:00Z", posting_row(FIRST_END, 1), last=closing.position, terms=terms)
    assert (later.settlements[0].total, later.settlements[0].brought_forward) == (500, 499)


def test_a_period_with_nothing_but_a_carried_balance_has_a_file_and_an_empty_one_has_none():
    rows = [posting_row("2026-10-06T00:00Z", -300)]
    closing = close_at("2026-11-22T15:00:00Z", *rows)
    assert [settlement.settlement_id for settlement in closing.settlements] == [
        "OM-20261012", "OM-20261026", "OM-20261109", "OM-20261123", "OM-20261207",
    ]  # fmt: skip
    brought, carried = balance_rows(closing.settlements[1])
    assert (brought[:2], carried[:2]) == (("Balance brought forward", -300), ("Balance carried forward", 300))
    quiet = close_at("2026-11-22T15:00:00Z", posting_row("2026-10-06T00:00Z", 300))
    assert [settlement.settlement_id for settlement in quiet.settlements] == ["OM-20261012", "OM-20261207"]
    assert quiet.position == LedgerPosition(utc("2026-11-22T15:00:00Z"), 0)


def test_a_balance_of_zero_is_neither_paid_nor_carried():
    rows = (posting_row("2026-10-06T00:00Z", -300), posting_row("2026-10-07T00:00Z", 300))
    for minimum in (0, 1):
        closing = close_at(FIRST_END, *rows, terms=replace(TERMS, minimum_yen=minimum))
        first = closing.settlements[0]
        assert (first.total, first.carried_forward, len(rows_of(first))) == (0, 0, 2)


def test_a_row_of_a_balance_belongs_to_no_order_and_has_the_form_of_the_ledger():
    first = close_at(FIRST_END, posting_row("2026-10-06T00:00Z", -300)).settlements[0]
    row = first.balances.iloc[0]
    assert row[["sku", "parcel"]].tolist() == [""] * 2
    assert row[["order_key", "item_key", "quantity", "feed", "record"]].tolist() == [-1] * 5
    assert (row["amount_type"], row["currency"], row["rule"]) == ("other-transaction", "JPY", "6.4")
    assert row["transacted"] == row["posted"]
    assert first.balances.dtypes.tolist() == ledger_rows().dtypes.tolist()
    assert rows_of(first).dtypes.tolist() == unsettled().dtypes.tolist()


def test_a_posting_older_than_the_last_closed_period_is_paid_with_the_next():
    last = LedgerPosition(utc(FIRST_END), 0)
    closing = close_at("2026-10-25T15:00:00Z", posting_row("2026-10-01T00:00Z", 40), last=last)
    assert (closing.settlements[0].settlement_id, closing.settlements[0].total) == ("OM-20261026", 40)


def test_days_are_counted_in_the_business_zone_when_clocks_change():
    berlin = ZoneInfo("Europe/Berlin")
    terms = Terms(anchor=datetime(2026, 10, 12, tzinfo=berlin), deposit_lag_days=14)
    first = close_at("2026-10-31T00:00Z", posting_row("2026-10-20T00:00Z", 5), terms=terms, zone=berlin).settlements[0]
    assert (first.start, first.end) == (utc("2026-10-11T22:00Z"), utc("2026-10-25T23:00Z"))
    assert (first.settlement_id, first.deposit_at) == ("OM-20261026", utc("2026-11-08T23:00Z"))


def test_rows_stand_by_posting_order_item_parcel_and_kind_and_refunds_after_the_parcels():
    first, second, named = "999-0000001-0000001", "999-0000001-0000002", "A99-0000001-0000003"
    late = "2026-10-05T00:00:00Z"
    wanted = [
        posting_row("2026-10-04T00:00:00Z", 1, order_id=second),
        posting_row(late, 2, order_id=""),
        posting_row(late, 3, order_id=first, kind=11),
        posting_row(late, 4, order_id=first, parcel="2", kind=10, feed=1, record=9),
        posting_row(late, 5, order_id=first, parcel="2", kind=10, feed=2, record=1),
        posting_row(late, 6, order_id=first, parcel="2", kind=10, feed=2, record=3),
        posting_row(late, 7, order_id=first, parcel="10"),
        posting_row(late, 8, order_id=first, parcel="", kind=110),
        posting_row(late, 9, order_id=first, parcel="", kind=142),
        posting_row(late, 10, order_id=first, item_key=10_000_000_000_002),
        posting_row(late, 11, order_id=second),
        posting_row(late, 12, order_id=named),
    ]
    for rows in (wanted[:-1], wanted):
        ledger = rows_of(close_at("2026-10-06T00:00Z", *reversed(rows)).settlements[0])
        assert ledger["amount"].tolist() == list(range(1, len(rows) + 1))
        assert ledger.index.tolist() == list(range(len(rows)))


def test_shipments_stand_by_their_numbers_not_as_text():
    moment = "2026-10-05T00:00:00Z"
    numbers = [100, 2, 33, 10, 1, 9]
    rows = [posting_row(moment, number, parcel=str(number)) for number in numbers]
    ledger = rows_of(close_at("2026-10-06T00:00Z", *rows, posting_row(moment, -1, parcel="")).settlements[0])
    assert ledger["amount"].tolist() == [*sorted(numbers), -1]


def test_a_period_across_the_anchor_of_another_zone_is_named_by_the_day_of_its_end():
    terms = Terms(anchor=datetime(2026, 10, 1, 18, tzinfo=UTC), cycle_days=1, deposit_lag_days=0)
    first = close_at("2026-10-03T00:00Z", posting_row("2026-10-01T20:00Z", 5), terms=terms).settlements[0]
    assert (first.settlement_id, first.deposit_at) == ("OM-20261003", utc("2026-10-02T18:00Z"))


moments = st.integers(0, 50 * 24).map(lambda hours: utc("2026-09-01T00:00Z") + pd.Timedelta(hours=hours))
histories = st.lists(st.tuples(moments, st.integers(-3000, 3000).filter(bool)), max_size=12)
runs = st.lists(moments, min_size=1, max_size=4, unique=True).map(sorted)


def close_run_by_run(history, dates, terms):
    """Every closed settlement, the last open one and the position, by a run at each date, postings as they come."""
    last, waiting, closed = NEW, [], []
    for before, as_of in pairwise([utc("2000-01-01T00:00Z"), *dates]):
        waiting += [posting_row(moment, yen) for moment, yen in history if before < moment <= as_of]
        closing = close_ended(unsettled(*waiting), terms, TOKYO, as_of, last, IDS)
        last = closing.position
        waiting = [row for row in waiting if last.closed_until is None or row["posted"] >= last.closed_until]
        closed += closing.settlements[:-1]
    return closed, closing.settlements[-1], last


FACTS = ("settlement_id", "start", "end", "deposit_at", "total", "closed", "brought_forward", "carried_forward")


def is_same(first, second):
    facts = [
        ([getattr(settlement, name) for name in FACTS], rows_of(settlement).to_dict("list"), settlement.balance_pos)
        for settlement in (first, second)
    ]
    return facts[0] == facts[1]


terms_of = st.builds(
    Terms, cycle_days=st.sampled_from([4, 14]), anchor=st.just(ANCHOR), minimum_yen=st.sampled_from([0, 1, 2000])
)


@given(histories, runs, terms_of)
def test_no_yen_is_lost_or_paid_twice(history, dates, terms):
    closed, still, last = close_run_by_run(history, dates, terms)
    known = sum(yen for moment, yen in history if moment <= dates[-1])
    assert sum(settlement.total for settlement in closed) + still.total == known
    assert still.brought_forward == last.carried_forward
    for settlement in [*closed, still]:
        assert settlement.total == rows_of(settlement)["amount"].sum()
        assert rows_of(settlement)["amount"].dtype == "int64"
        assert settlement.total >= 0 or not settlement.closed


@given(histories, runs, terms_of)
def test_several_periods_closed_at_once_are_those_closed_one_by_one(history, dates, terms):
    closed, still, last = close_run_by_run(history, dates, terms)
    at_once, still_at_once, last_at_once = close_run_by_run(history, dates[-1:], terms)
    assert len(closed) == len(at_once)
    assert all(map(is_same, closed, at_once))
    assert is_same(still, still_at_once)
    assert last == last_at_once


@given(histories, runs, terms_of)
def test_periods_follow_each_other_and_hold_what_was_posted_in_them(history, dates, terms):
    closed, still, _ = close_run_by_run(history, dates, terms)
    in_order = [*closed, still]
    assert all(earlier.end <= later.start for earlier, later in pairwise(in_order))
    assert still.start <= dates[-1] < still.end
    for settlement in in_order:
        posted = rows_of(settlement)["posted"]
        assert ((posted >= settlement.start) & (posted < settlement.end)).all()
        assert (settlement.end - settlement.start).days == terms.cycle_days


@given(histories, st.integers(0, 12), runs, terms_of)
def test_rows_that_are_added_up_count_as_the_rows_do(history, many, dates, terms):
    rows = [posting_row(moment, yen) for moment, yen in sorted(history)]
    whole = close_ended(unsettled(*rows), terms, TOKYO, dates[-1], NEW, IDS)
    first = [row for row in rows if row["posted"] < whole.settlements[0].end]
    final, rest = first[:many], [*first[many:], *rows[len(first) :]]
    sums = FinalRows(len(final), sum(row["amount"] for row in final), final[0]["posted"] if final else None)
    closing = close_ended(unsettled(*rest), terms, TOKYO, dates[-1], NEW, IDS, sums)
    assert closing.position == whole.position
    for part, all_of_it in zip(closing.settlements, whole.settlements, strict=True):
        assert [getattr(part, name) for name in FACTS] == [getattr(all_of_it, name) for name in FACTS]
        after = rows_of(all_of_it)["amount"].tolist()[len(all_of_it.balances) + part.final.count :]
        assert rows_of(part)["amount"].tolist()[len(part.balances) :] == after
