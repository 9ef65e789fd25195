"""Whether a line may ship: only what is verified, open, in time and listed by the marketplace."""

import pandas as pd
import pytest

from schemas.statuses import CAUSE
from tests.support.order_answers import SOON, answer_codes, pick_list_answers

KEY = 99900000010000001
ITEMS = [
    {"item_key": 101, "sku": "MUG-02", "ordered": 3, "shipped": 1},
    {"item_key": 102, "sku": "TEA-001", "ordered": 1, "shipped": 1},
    {"item_key": 103, "sku": "PEN-7", "ordered": 1, "canceled": 1, "cause": CAUSE["NoInventory"], "canceled_at": SOON},
]


def pick_list(*rows):
    """A pick list of (order, item, quantity): orders and items by their last digits."""
    heads = "order-id\torder-item-id\tquantity"
    full = [
        "\t".join([f"999-0000001-{row[0]:07}", f"{row[1]:014}" if row[1] else "", str(row[2]) if row[2] else ""])
        for row in rows
    ]
    return "\n".join([heads, *full]) + "\n"


def only_answer(folder, *row, **how):
    [line] = pick_list_answers(folder, pick_list(row), **how)
    return line["answer"], line["code"], line["reason"]


def test_a_verified_order_with_something_open_ships(stored_workspace):
    stored_workspace.put(**stored_workspace.order(1))
    assert only_answer(stored_workspace.root, 1, 0, 0) == ("ship", "", "")
    assert only_answer(stored_workspace.root, 1, 101, 2) == ("ship", "", "")


@pytest.mark.parametrize(
    ("facts", "code", "reason"),
    [
        ({"verified": None}, "order-pending", "Pending: payment is not verified"),
        ({"not_in_marketplace": SOON}, "do-not-ship-yet", "Missing from the marketplace's list since 2026-10-07"),
        (
            {"cut_off": SOON - pd.Timedelta(1, "us")},
            "confirmed-too-late",
            "The cut-off 2026-10-07 has passed: you would not be paid",
        ),
    ],
)
def test_an_order_that_may_not_ship_is_told_with_its_reason(stored_workspace, facts, code, reason):
    stored_workspace.put(**stored_workspace.order(1, **facts))
    assert only_answer(stored_workspace.root, 1, 101, 1) == ("do-not-ship", code, reason)


@pytest.mark.parametrize("facts", [{"cut_off": SOON}, {"cut_off": SOON - pd.Timedelta(1, "D"), "waived": True}])
def test_at_the_cut_off_it_still_ships_and_after_it_where_it_does_not_bind(stored_workspace, facts):
    stored_workspace.put(**stored_workspace.order(1, **facts))
    assert only_answer(stored_workspace.root, 1, 0, 0)[0] == "ship"


def test_a_buyers_wish_to_cancel_is_a_note(stored_workspace):
    stored_workspace.put(**stored_workspace.order(1, cancel_asked=1))
    expected = ("ship", "buyer-asked-to-cancel", "Note: the buyer has asked to cancel")
    assert only_answer(stored_workspace.root, 1, 0, 0) == expected


def test_a_canceled_order_is_told_with_cause_and_day(demo):
    assert only_answer(demo, 9, 0, 0) == ("do-not-ship", "order-canceled", "Canceled on 2026-10-08: NoInventory")
    assert only_answer(demo, 9, 0, 0, language="ja")[2] == "2026年10月8日(木)にキャンセルされています(出品者・在庫なし)"


def test_what_has_left_already_does_not_ship_again(demo):
    assert only_answer(demo, 1, 0, 0) == ("do-not-ship", "already-shipped", "Everything has already been shipped")


@pytest.mark.parametrize(
    ("item", "quantity", "code"),
    [
        (101, 0, ""),
        (101, 2, ""),
        (101, 3, "quantity-too-large"),
        (102, 0, "already-shipped"),
        (103, 1, "order-canceled"),
        (104, 1, "order-unknown"),
        (0, 2, ""),
        (0, 3, "quantity-too-large"),
    ],
)
def test_a_line_with_an_item_is_held_against_what_is_open_on_it(stored_workspace, item, quantity, code):
    stored_workspace.put(**stored_workspace.order(1, items=ITEMS))
    assert only_answer(stored_workspace.root, 1, item, quantity)[1] == code


def test_a_canceled_item_of_a_living_order_is_told_with_its_own_cause(stored_workspace):
    stored_workspace.put(**stored_workspace.order(1, items=ITEMS))
    assert only_answer(stored_workspace.root, 1, 103, 0)[2] == "Canceled on 2026-10-07: NoInventory"


def test_lines_of_the_same_item_add_up(stored_workspace):
    stored_workspace.put(**stored_workspace.order(1, items=ITEMS))
    answers = pick_list_answers(stored_workspace.root, pick_list((1, 101, 1), (1, 101, 1), (1, 101, 1)))
    assert answer_codes(answers) == ["", "", "quantity-too-large"]
    assert answers[2]["reason"] == "This and earlier lines ask for 3 units; 2 still to ship"


def test_lines_without_items_add_up_over_the_order(stored_workspace):
    stored_workspace.put(**stored_workspace.order(1, items=ITEMS))
    assert answer_codes(pick_list_answers(stored_workspace.root, pick_list((1, 0, 1), (1, 101, 1), (1, 0, 1)))) == [
        "",
        "",
        "quantity-too-large",
    ]


def test_lines_without_quantities_may_repeat_an_order_of_several_items(stored_workspace):
    stored_workspace.put(**stored_workspace.order(1, items=ITEMS))
    assert answer_codes(pick_list_answers(stored_workspace.root, pick_list((1, 0, 0), (1, 0, 0), (1, 101, 0)))) == [
        "",
        "",
        "",
    ]


@pytest.mark.parametrize("quantity", ["\uff12", "0", "1.0", "-1", "two", "1e5", "1000000"])
def test_a_quantity_must_be_a_whole_number_in_plain_digits(stored_workspace, quantity):
    stored_workspace.put(**stored_workspace.order(1))
    answers = pick_list_answers(stored_workspace.root, f"order-id\tquantity\n999-0000001-0000001\t{quantity}\n")
    assert answer_codes(answers) == ["number-invalid"]


@pytest.mark.parametrize(
    "order_id", ["", "5.83564E+13", "9.99E+17", "999-0000001-000000", "99900000010000001", "999-0000001-0000001x"]
)
def test_a_blank_or_mangled_order_id_does_not_ship(stored_workspace, order_id):
    stored_workspace.put(**stored_workspace.order(1))
    [line] = pick_list_answers(stored_workspace.root, f"order-id\tsku\n{order_id}\tA\n")
    assert (line["answer"], line["code"]) == ("do-not-ship", "id-mangled")
    assert line["order_id"] == order_id


@pytest.mark.parametrize("cell", ["見本 太郎", "taro@example.invalid", "090-0000-9999", "〒000-0001"])
def test_what_slipped_into_a_column_of_ids_is_not_repeated(stored_workspace, cell):
    stored_workspace.put(**stored_workspace.order(1))
    [line] = pick_list_answers(stored_workspace.root, f"order-id\torder-item-id\n{cell}\t{cell}\n")
    assert (line["code"], line["order_id"]) == ("id-mangled", "…")
    assert cell not in str(line)


def test_a_mangled_item_id_does_not_ship(stored_workspace):
    stored_workspace.put(**stored_workspace.order(1))
    [line] = pick_list_answers(stored_workspace.root, "order-id\torder-item-id\n999-0000001-0000001\t9.99E+13\n")
    assert (line["answer"], line["code"]) == ("do-not-ship", "id-mangled")
    assert line["reason"] == "The order item id is damaged"


def test_an_order_that_nobody_knows_does_not_ship(stored_workspace):
    expected = ("do-not-ship", "order-unknown", "No order with this id is known")
    assert only_answer(stored_workspace.root, 1, 0, 0) == expected
    stored_workspace.put(**stored_workspace.order(2))
    assert only_answer(stored_workspace.root, 1, 0, 0) == expected


def test_a_pending_order_comes_before_everything_else_that_is_wrong(stored_workspace):
    stored_workspace.put(**stored_workspace.order(1, verified=None, not_in_marketplace=SOON, cancel_asked=1))
    assert only_answer(stored_workspace.root, 1, 999, 77)[1] == "order-pending"
