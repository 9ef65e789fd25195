"""What a refund posts: stories with a pocket calculator, and sums that hold for every item, packing and refund."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.money.cross_check import count_overdrawn_items
from pipeline.money.refund_postings import refund_postings
from pipeline.money.sale_postings import LEDGER
from schemas.stored_frames import empty
from schemas.stored_tables import REFUND_YEN
from tests.reference_model import refund_ledger
from tests.support.refund_histories import (
    EMPTY_LEDGER,
    FEE,
    amounts_by_kind,
    amounts_by_part,
    is_refundable,
    net_amount,
    numbered_refunds,
    post_history,
    refund_amounts,
    refund_plans,
    refund_rows,
    sale_ledger,
    thousandths,
)
from tests.support.refund_histories import refundable_amounts as left_of
from tests.support.shipments import ITEM, MANY, SCHEDULE, item_values, schedule_with, shipment_sizes

TEA = {"sku": "TEA-001", "price": 2_160, "gift_wrap": 330, "points": 100}
MUG = {"price": 2_200}
BOOK = {
    "sku": "BOOK-C", "price": 11_000, "shipping": 550, "gift_wrap": 330, "item_discount": 1_100, "ship_discount": 220,
    "points": 60,
}  # fmt: skip
WHOLE_BOOK = {name: BOOK[name] for name in REFUND_YEN}


def test_a_mug_that_is_given_back_nets_to_the_refund_fee():
    mug = sale_ledger(MUG, [1])
    rows = refund_amounts(mug, {"price": 2_200})
    assert rows == [("Principal", -2_000), ("Tax", -200), ("Commission", 330), ("RefundCommission", -33)]
    assert mug["amount"].sum() + sum(amount for _, amount in rows) == -33


def test_one_tin_of_two_goes_back_at_eight_percent():
    """Commission 358 and 100 points, by 1,080 of 2,490 yen: 155.28 and 43.37; a tenth of 155 is 15.5."""
    assert refund_amounts(sale_ledger(TEA, [2]), {"price": 1_080}) == [
        ("Principal", -1_000),
        ("Tax", -80),
        ("PointsGranted", 43),
        ("Commission", 155),
        ("RefundCommission", -16),
    ]


def test_one_tin_with_half_of_its_wrap_takes_half_of_everything():
    assert refund_amounts(sale_ledger(TEA, [1, 1]), {"price": 1_080, "gift_wrap": 165}) == [
        ("Principal", -1_000),
        ("Tax", -80),
        ("GiftWrap", -150),
        ("GiftWrapTax", -15),
        ("PointsGranted", 50),
        ("Commission", 179),
        ("RefundCommission", -18),
    ]


@pytest.mark.parametrize(
    ("price", "fee", "cap", "returned_fee"),
    [(1_000, 150, 500, 15), (3_808, 571, 500, 57), (51_308, 7_696, 500, 500), (51_308, 7_696, 1_000, 770)],
)
def test_the_marketplaces_own_examples(price, fee, cap, returned_fee):
    schedule = schedule_with(("admin_cap_yen = 500", f"admin_cap_yen = {cap}"))
    rows = refund_amounts(sale_ledger({"price": price}, [1]), {"price": price}, schedule=schedule)
    assert rows[2:] == [("Commission", fee), ("RefundCommission", -returned_fee)]
    assert sum(amount for _, amount in rows) == -price + fee - returned_fee


def test_every_kind_comes_back_with_the_sign_of_a_refund():
    rows = refund_postings(refund_rows(WHOLE_BOOK, sku="BOOK-C"), sale_ledger(BOOK, [1]), SCHEDULE)
    assert list(zip(rows["kind"], rows["amount_description"], rows["amount"], strict=True)) == [
        (110, "Principal", -10_000),
        (111, "Tax", -1_000),
        (112, "Shipping", -500),
        (113, "ShippingTax", -50),
        (114, "GiftWrap", -300),
        (115, "GiftWrapTax", -30),
        (120, "Principal", 1_000),
        (121, "TaxDiscount", 100),
        (122, "Shipping", 200),
        (123, "TaxDiscount", 20),
        (130, "PointsGranted", 60),
        (140, "Commission", 1_575),
        (141, "VariableClosingFee", 140),
        (142, "RefundCommission", -158),
    ]
    assert rows["transaction_type"].unique().tolist() == ["Refund"]


def test_a_closing_fee_comes_back_with_the_last_of_the_money_only():
    item = sale_ledger({"sku": "BOOK-C", "price": 1_650}, [1])
    rows = refund_amounts(item, {"price": 1_649}, {"price": 1})
    assert [amount for name, amount in rows if name == "VariableClosingFee"] == [140]
    assert rows[-2:] == [("Tax", -1), ("VariableClosingFee", 140)]
    assert "VariableClosingFee" not in dict(refund_amounts(item, {"price": 1_649}))


def test_all_of_the_money_is_back_when_the_discount_was_left_out_of_the_refund():
    item = sale_ledger({"sku": "BOOK-C", "price": 1_650, "item_discount": 150}, [1])
    assert dict(refund_amounts(item, {"price": 1_500}))["VariableClosingFee"] == 140
    assert dict(refund_amounts(item, {"price": 1_500}))["Commission"] == 225


def test_what_cost_nothing_in_all_returns_its_fees_with_its_last_part():
    free = sale_ledger({"sku": "BOOK-C", "price": 1_650, "item_discount": 1_650}, [1])
    first, last = {"price": 650, "item_discount": 650}, {"price": 1_000, "item_discount": 1_000}
    assert "VariableClosingFee" not in dict(refund_amounts(free, first))
    assert refund_amounts(free, first, last)[-1] == ("VariableClosingFee", 140)


def test_a_refund_of_no_yen_posts_nothing():
    gift = sale_ledger({"sku": "BOOK-C", "price": 0}, [1])
    assert gift["kind"].tolist() == [41]
    assert refund_amounts(gift, {}) == []


def test_the_last_refund_takes_what_is_left_to_the_yen():
    rows = refund_amounts(sale_ledger({"price": 1_000}, [1]), *[{"price": 333}] * 3, {"price": 1})
    assert [amount for name, amount in rows if name == "Tax"] == [-29, -30, -30, -1]
    assert [amount for name, amount in rows if name == "Commission"] == [50, 50, 50]
    assert [amount for name, amount in rows if name == "Principal"] == [-304, -303, -303]


def test_a_refund_is_worked_out_with_the_rates_of_its_sale():
    sale = sale_ledger(MUG, [1])
    everything = 'id = "everything-else"\nvalid_from = 2019-10-01\ntiers = [{ rate_bp = '
    dearer = schedule_with((everything + "1500", everything + "3000"))
    assert refund_amounts(sale, {"price": 2_200}, schedule=dearer) == refund_amounts(sale, {"price": 2_200})
    inclusive = schedule_with(("split_rows = true", "split_rows = false"))
    assert refund_amounts(sale_ledger(MUG, [1], inclusive), {"price": 1_100}) == [
        ("Principal", -1_100),
        ("Commission", 165),
        ("RefundCommission", -17),
    ]


def test_where_fees_are_taxed_the_refund_fee_and_its_cap_are_meant_without():
    taxed = schedule_with(('[fee_tax]\nmode = "none"', '[fee_tax]\nmode = "added"'))
    assert refund_amounts(sale_ledger(MUG, [1], taxed), {"price": 2_200}, schedule=taxed)[2:] == [
        ("Commission", 363),
        ("RefundCommission", -36),
    ]
    dear = refund_amounts(sale_ledger({"price": 51_308}, [1], taxed), {"price": 51_308}, schedule=taxed)
    assert dear[2:] == [("Commission", 7_696 + 770), ("RefundCommission", -550)]


def test_a_later_parcel_never_takes_back_what_was_returned():
    """A full refund of the first parcel returns its closing fee, and the second parcel has one of its own."""
    item = {"sku": "BOOK-C", "price": 3_300}
    ledger, refunds = post_history(item, [1, 1], [[(1000, 0, 0, 0, 0)], [(500, 0, 0, 0, 0)]], SCHEDULE)
    rows = ledger[ledger["kind"] > 100]
    assert [refund["price"] for refund in refunds] == [1_650, 825]
    assert rows.loc[rows["kind"] == 141, "amount"].tolist() == [140]
    assert rows.loc[rows["kind"] == 140, "amount"].tolist() == [248, 124]


def test_rows_name_order_item_record_both_dates_and_ids_but_no_parcel_and_no_quantity():
    refunds = refund_rows({"price": 2_200, "adjustment": "RA-7", "feed": 9, "record": 4})
    refunds = refunds.assign(posted=pd.Timestamp("2026-11-05T14:30:00Z").as_unit("us"))
    row = refund_postings(refunds, sale_ledger(MUG, [1]), SCHEDULE).iloc[0]
    assert row[["order_key", "item_key", "sku", "parcel", "feed", "record", "rule", "currency"]].tolist() == [
        99_900_000_010_000_001, 10_000_000_000_001, "MUG-02", "", 9, 4, "6.6", "JPY",
    ]  # fmt: skip
    assert (row["quantity"], row["adjustment"]) == (-1, "RA-7")
    assert row["refund"] == "refund-1"
    assert (row["posted"], row["transacted"]) == (
        pd.Timestamp("2026-11-05T14:30:00Z"),
        pd.Timestamp("2026-10-30T11:00:00Z"),
    )


@pytest.mark.parametrize("refunds", [[], [{"price": 100}, {"price": 2_000}]])
def test_the_frame_is_that_of_the_ledger_with_whole_numbers_only(refunds):
    rows = refund_postings(numbered_refunds(*refunds), sale_ledger(MUG, [1]), SCHEDULE)
    pd.testing.assert_series_equal(rows.dtypes, empty("ledger").dtypes)
    assert tuple(rows.columns) == LEDGER
    assert rows.index.tolist() == list(range(len(rows)))
    assert len(rows) == 4 * len(refunds)


def test_the_frames_given_are_left_as_they_were():
    frames = numbered_refunds({"price": 100}), sale_ledger(MUG, [1])
    before = [frame.copy(deep=True) for frame in frames]
    refund_postings(*frames, SCHEDULE)
    for frame, old in zip(frames, before, strict=True):
        pd.testing.assert_frame_equal(frame, old)


def test_refunds_of_many_items_do_not_mix_and_stand_by_item_and_number():
    other = {"item_key": ITEM["item_key"] + 1}
    both = pd.concat([sale_ledger(MUG, [1]), sale_ledger(BOOK, [1]).assign(**other)], ignore_index=True)
    third, first = {"price": 1_000, "number": 3} | other, {"price": 300, "number": 1}
    second = {"price": 500, "number": 2}
    together = refund_postings(refund_rows(third, second, first), both, SCHEDULE)
    alone = [refund_postings(refund_rows(*refunds), both, SCHEDULE) for refunds in ([first, second], [third])]
    pd.testing.assert_frame_equal(together, pd.concat(alone, ignore_index=True))
    assert together["refund"].str[-1].drop_duplicates().tolist() == ["1", "2", "3"]


@given(item_values, shipment_sizes, refund_plans)
def test_no_history_gives_back_more_than_was_charged(item, sizes, plan):
    ledger, applied = post_history(item, sizes, plan)
    every, refundable = amounts_by_kind(ledger), left_of(ledger)
    assert all(yen >= 0 for yen in refundable.values())
    assert count_overdrawn_items(refund_rows(*applied), ledger) == 0
    assert {code for code in every if code > 100} <= {FEE} | {code + 100 for code in every}
    for fee in (30, 40, 41):
        assert 0 <= every.get(fee + 100, 0) <= -every.get(fee, 0)
    returned = amounts_by_part({code - 100: -amount for code, amount in every.items()})
    assert returned == {part: sum(refund[part] for refund in applied) for part in REFUND_YEN}
    assert ledger["amount"].dtype == np.int64
    assert (ledger["amount"] != 0).all()


@given(item_values, shipment_sizes, refund_plans)
def test_by_row_no_more_comes_back_than_was_sold_where_a_unit_costs_a_yen(item, sizes, plan):
    item = item | {part: item[part] and item[part] + sum(sizes) for part in REFUND_YEN}
    every = amounts_by_kind(post_history(item, sizes, plan)[0])
    for code in (*range(10, 16), *range(20, 24)):
        there, back = every.get(code, 0), every.get(code + 100, 0)
        assert 0 <= abs(back) <= abs(there)
        assert there * back <= 0


@given(item_values, shipment_sizes, refund_plans)
def test_when_all_is_given_back_every_kind_is_zero_but_the_refund_fee(item, sizes, plan):
    ledger, applied = post_history(item, sizes, plan)
    rest = left_of(ledger)
    assume(net_amount(rest) >= 0 and any(rest.values()))
    last = refund_rows(rest | {"number": len(applied) + 1})
    every = amounts_by_kind(pd.concat([ledger, refund_postings(last, ledger, MANY)], ignore_index=True))
    fee = every.pop(FEE, 0)
    assert {code: every.get(code, 0) + every.get(code + 100, 0) for code in every if code < 100} == dict.fromkeys(
        (code for code in every if code < 100), 0
    )
    assert sum(every.values()) == 0
    assert -500 * (len(applied) + 1) <= fee <= 0


@given(item_values, shipment_sizes, st.lists(st.tuples(*[thousandths] * 5), min_size=2, max_size=4), st.booleans())
def test_several_refunds_return_what_one_of_their_total_does_but_for_the_fee(item, sizes, shares, at_once):
    sale = sale_ledger(item, sizes, MANY)
    pieces, most = [], left_of(sale)
    for share in shares:
        refund = {part: most[part] * thousandth // 1000 for part, thousandth in zip(REFUND_YEN, share, strict=True)}
        if is_refundable(refund, most):
            pieces.append(refund)
            most = {part: most[part] - refund[part] for part in REFUND_YEN}
    together = {part: sum(piece[part] for piece in pieces) for part in REFUND_YEN}
    whole = amounts_by_kind(refund_postings(numbered_refunds(together), sale, MANY))
    several = posted_totals(pieces, sale, at_once=at_once)
    fees = whole.pop(FEE, 0), several.pop(FEE, 0)
    assert {code: yen for code, yen in several.items() if yen} == whole
    assert abs(fees[0]) <= abs(fees[1]) + len(pieces)


def posted_totals(pieces, sale, *, at_once):
    """What these refunds post, all in one run or each in a run of its own."""
    refunds = numbered_refunds(*pieces)
    if at_once:
        return amounts_by_kind(refund_postings(refunds, sale, MANY))
    ledger = sale
    for number in range(len(refunds)):
        rows = refund_postings(refunds.iloc[[number]], ledger, MANY)
        ledger = pd.concat([ledger, rows], ignore_index=True)
    return amounts_by_kind(ledger[ledger["kind"] > 100])


@given(item_values, shipment_sizes, refund_plans)
def test_histories_post_what_the_plain_rules_say(item, sizes, plan):
    ledger, applied = post_history(item, sizes, plan)
    refund_by_record = {refund["record"]: refund for refund in applied}
    so_far = {}
    back = ledger["kind"] > 100
    piece = (ledger["record"].where(back, 0).diff().fillna(0) != 0).cumsum()
    for _, rows in ledger.groupby(piece, sort=True, dropna=False):
        amounts = amounts_by_kind(rows)
        if min(amounts) > 100:
            refund = refund_by_record[rows["record"].iloc[0]]
            expected = refund_ledger.refund_postings(so_far, refund, Fraction(1, 10), 500)
            assert amounts == {code: yen for code, yen in expected.items() if yen}
        so_far = {code: so_far.get(code, 0) + amounts.get(code, 0) for code in (*so_far, *amounts)}


def test_what_was_never_sold_goes_back_without_fees():
    assert refund_amounts(EMPTY_LEDGER, {"price": 100}) == [("Principal", -100)]
