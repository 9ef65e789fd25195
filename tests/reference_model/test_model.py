"""Order of work, held records, form errors and repeats in the reference model."""

import pytest

from tests.histories.answers import (
    ACCEPTED,
    HELD,
    UNCHANGED,
    all_answers,
    item_quantities,
    last_answer,
    order_status,
    rejected,
)
from tests.histories.builders import (
    ITEM_A,
    ITEM_B,
    ORDER_ID,
    at,
    cancellation,
    confirmation,
    feed,
    inventory,
    model_after,
    order,
    paid_order,
    payment,
)


def test_stages_decide_before_the_instants_received():
    files = [
        feed(confirmation(), received=at(5, 9)),
        feed(payment("Verified"), received=at(5, 10)),
        feed(order(), received=at(5, 11)),
    ]
    model = model_after((at(5, 18), files))
    assert (all_answers(model), order_status(model)) == ([ACCEPTED] * 3, "Shipped")


def test_inside_a_stage_received_decides_and_at_one_instant_a_confirmation_before_the_cancellation_of_its_order():
    placed = (at(5, 18), [feed(paid_order(), received=at(5))])

    def later(cancel_hour, cancel_name):
        canceled = feed(cancellation(), received=at(6, cancel_hour), name=cancel_name)
        return order_status(
            model_after(placed, (at(6, 18), [feed(confirmation(), received=at(6), name="m"), canceled]))
        )

    assert later(11, "z") == "Canceled"
    assert [later(12, "a"), later(12, "z"), later(13, "a")] == ["Shipped"] * 3


@pytest.mark.parametrize(("one", "other", "last"), [("a", "b", "T2"), ("b", "a", "T1")])
def test_at_one_instant_the_name_decides_between_two_confirmations(one, other, last):
    files = [
        feed(confirmation(tracking_number="T1"), received=at(6), name=one),
        feed(confirmation(tracking_number="T2"), received=at(6), name=other),
    ]
    model = model_after((at(5, 18), [feed(paid_order(), received=at(5))]), (at(6, 18), files))
    assert [parcel["tracking"] for parcel in model.shipments()[ORDER_ID, ITEM_A]] == [last]


def test_a_record_of_an_unknown_order_waits_and_is_tried_first():
    early = (at(5, 18), [feed(confirmation(quantity="1"), received=at(5, 11))])
    known = (at(6, 18), [feed(cancellation(), received=at(6, 9)), feed(paid_order(), received=at(6))])
    model = model_after(early, known)
    assert all_answers(model)[0] == HELD
    assert model.released == [(2, 1, "shipment confirmation.txt", 1, "accepted", ())]
    assert last_answer(model) == ACCEPTED
    assert item_quantities(model) == (2, 1, 0, "")


def test_a_held_record_is_tried_on_the_seventh_day_and_then_expires():
    early = (at(5, 9), [feed(payment("Verified"), received=at(5, 8))])
    assert model_after(early, (at(11, 23), [])).released == []
    assert model_after(early, (at(12, 0), [])).released == [(2, 1, "payments.txt", 1, "rejected", (18028,))]
    in_time = model_after(early, (at(12, 0), [feed(order(), received=at(11, 23))]))
    assert in_time.released == [(2, 1, "payments.txt", 1, "accepted", ())]


def test_a_record_is_settled_once():
    early = (at(5, 18), [feed(payment("Verified"), received=at(5, 11))])
    model = model_after(early, (at(6), [feed(order(), received=at(6))]), (at(20), []))
    assert [entry[:2] for entry in model.released] == [(2, 1)]


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        (order(quantity="1.0"), (70102,)),
        (order(quantity="1e5", sku=""), (70101, 70102)),
        (order(purchase_date="2026/13/40"), (70103,)),
        (confirmation(ship_date="2026/13/40"), (70103,)),
        (confirmation(ITEM_A, "0", ship_date=""), (70101, 70102)),
        (confirmation(carrier_code=""), (70101,)),
        (confirmation(carrier_code="Other"), (70101,)),
        (payment(""), (70101,)),
        (cancellation(ITEM_A, "1e5"), (70102,)),
        (inventory(quantity=""), (70101,)),
        (inventory(quantity="-1"), (70102,)),
    ],
)
def test_a_form_error_refuses_the_record_with_all_its_codes(row, codes):
    model = model_after((at(5, 18), [feed(row, received=at(5))]))
    assert (all_answers(model), model.orders()) == ([rejected(*codes)], {})


def test_a_form_error_in_one_row_refuses_its_record_alone():
    model = model_after(
        (at(5, 18), [feed(paid_order(), paid_order(ITEM_B, "1.0"), paid_order(), received=at(5), records=(1, 1, 2))])
    )
    assert all_answers(model) == [rejected(70102), ACCEPTED]


def test_equal_records_of_one_feed_count_once_even_if_the_first_was_refused():
    placed = (at(5, 18), [feed(order(), order(), received=at(5))])
    refused = (at(6, 18), [feed(confirmation(), confirmation(), received=at(6))])
    assert all_answers(model_after(placed, refused)) == [ACCEPTED, UNCHANGED, rejected(70001), UNCHANGED]


def test_one_key_with_two_values_refuses_every_record_that_names_it():
    rows = (
        confirmation(ITEM_A, "1"),
        confirmation(ITEM_A, "2"),
        confirmation(ITEM_A, "1"),
        confirmation(ITEM_A, "1", "T2"),
    )
    placed = (at(5, 18), [feed(paid_order(), received=at(5))])
    assert all_answers(model_after(placed, (at(6, 18), [feed(*rows, received=at(6))])))[1:] == [rejected(70014)] * 3 + [
        ACCEPTED
    ]


def test_one_key_with_two_values_inside_a_record_refuses_it_and_equal_rows_count_once():
    def of_rows(*rows):
        return all_answers(model_after((at(5, 18), [feed(*rows, received=at(5), records=(1,) * len(rows))])))

    assert of_rows(paid_order(), paid_order(quantity="3")) == [rejected(70014)]
    assert of_rows(paid_order(), paid_order(ITEM_B), paid_order()) == [ACCEPTED]


def test_values_are_compared_by_meaning_and_not_by_spelling():
    same = order() | {"purchase-date": "2026-10-05T01:00:00Z", "product-name": ""}
    assert all_answers(model_after((at(5, 18), [feed(order(), same, received=at(5))]))) == [ACCEPTED, UNCHANGED]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ((payment("Pending", payment_reference="P1"), payment("Verified", payment_reference="P1")), 70014),
        ((payment("Pending", payment_reference="P1"), payment("Verified", payment_reference="P2")), 70013),
        ((payment("Pending"), payment("Verified", payment_date="2026-10-05T11:00:00+09:00")), 70013),
        ((cancellation(ITEM_A), cancellation(ITEM_A, "1")), 70014),
        ((cancellation(), cancellation(ITEM_A)), 70013),
        ((confirmation(ITEM_A, "1", ""), confirmation(ITEM_A, "2", "")), 70013),
        ((confirmation(ITEM_A, "1", parcel_id="1"), confirmation(ITEM_A, "1", "T2", parcel_id="1")), 70014),
    ],
)
def test_each_table_has_its_own_single_key(rows, code):
    model = model_after((at(5, 18), [feed(*rows, received=at(5))]))
    assert [codes for _, codes in all_answers(model)] == [(code,), (code,)]


def test_an_inventory_feed_names_a_sku_once():
    model = model_after((at(5, 18), [feed(inventory(quantity="1"), inventory(quantity="2"), received=at(5))]))
    assert (all_answers(model), model.stock()) == ([rejected(70014)] * 2, {})


def test_a_run_without_files_still_lets_time_pass():
    assert order_status(model_after((at(5, 18), [feed(paid_order(), received=at(5))]), (at(60), []))) == "Canceled"
