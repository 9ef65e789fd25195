"""Step 4.3, edits: tracking numbers that are replaced, and records that repeat. Order process, 4.3.14 to 4.3.16."""

import pytest

from tests.histories.answers import ACCEPTED, UNCHANGED, all_answers, item_quantities, last_answer, warned
from tests.histories.builders import ITEM_A, ITEM_B, confirmation, model_day_by_day, paid_order
from tests.support.product_runs import message_values, product_day_by_day, product_of_two_items, stored_shipments

FIRST, SECOND = confirmation(ITEM_A, "2"), confirmation(ITEM_A, "2", "T2")
REPLACED = warned(70019)
ADVICE_BLANK = (5000, "", "", "")


def tracking_after(*rows):
    """The answers to confirmations of an order of two units, a run a day, alike in the rules and the model; numbers."""
    history = (paid_order(), *rows)
    product, model = product_day_by_day(*history), model_day_by_day(*history)
    assert all_answers(product) == all_answers(model)
    assert item_quantities(product) == item_quantities(model)
    return all_answers(product)[1:], [number for (number,) in stored_shipments(product, "tracking")]


def last_line(*rows):
    return message_values(product_day_by_day(paid_order(), *rows))


def test_a_number_that_replaces_another_is_told_with_both():
    assert tracking_after(FIRST, SECOND) == ([ACCEPTED, REPLACED], ["T2"])
    assert last_line(FIRST, SECOND) == [(70019, "", "T1", "T2")]


def test_the_same_record_again_turns_nothing_back_and_says_what_stands():
    assert tracking_after(FIRST, SECOND, FIRST, SECOND) == ([ACCEPTED, REPLACED, UNCHANGED, UNCHANGED], ["T2"])
    assert last_line(FIRST, SECOND, FIRST) == [(5000, "", "T2", "3")]
    assert last_line(FIRST, SECOND, FIRST, SECOND) == [ADVICE_BLANK]


@pytest.mark.parametrize("change", [{"ship_date": "2026-10-06"}, {"carrier_code": "SAGAWA"}, {"ship_method": "Cool"}])
def test_a_record_that_differs_in_one_value_brings_the_old_number_back(change):
    back = confirmation(ITEM_A, "2", **change)
    assert tracking_after(FIRST, SECOND, back, SECOND) == ([ACCEPTED, REPLACED, REPLACED, UNCHANGED], ["T1"])
    assert last_line(FIRST, SECOND, back, SECOND) == [(5000, "", "T1", "4")]


def test_blanks_and_null_are_values_of_a_record_too():
    known = confirmation(ITEM_A, "2", "T1", parcel_id="7")
    blank, null = known | {"tracking-number": ""}, known | {"tracking-number": "NULL"}
    assert tracking_after(known, null, blank, known) == ([ACCEPTED, ACCEPTED, UNCHANGED, UNCHANGED], [""])
    assert last_line(known, null, known) == [(5000, "", "NULL", "3")]
    assert tracking_after(blank, known, null) == ([ACCEPTED, ACCEPTED, ACCEPTED], [""])


def test_what_differs_may_be_the_carrier_alone():
    other = FIRST | {"carrier-code": "SAGAWA"}
    assert tracking_after(FIRST, other, FIRST) == ([ACCEPTED, ACCEPTED, UNCHANGED], ["T1"])
    assert last_line(FIRST, other, FIRST) == [(5000, "", "SAGAWA", "3")]


def test_every_number_of_a_shipment_with_an_id_names_it_where_no_id_is_given():
    known = confirmation(ITEM_A, "1", "T1", parcel_id="7")
    renumbered = known | {"tracking-number": "T2"}
    later = [confirmation(ITEM_A, "1", number, ship_date="2026-10-06") for number in ("T2", "T1", "T3")]
    answers, numbers = tracking_after(known, renumbered, *later)
    assert (answers, numbers) == ([ACCEPTED, REPLACED, UNCHANGED, REPLACED, ACCEPTED], ["T1", "T3"])


def test_a_number_that_names_one_shipment_does_not_come_to_name_another():
    first, second = (confirmation(ITEM_A, "1", f"T{n}", parcel_id=str(n)) for n in (1, 2))
    renumbered = first | {"tracking-number": "T2"}
    by_number = confirmation(ITEM_A, "1", "T2", carrier_code="SAGAWA")
    product = product_day_by_day(paid_order(), first, second, renumbered, by_number)
    assert stored_shipments(product, "carrier", "tracking") == [("YAMATO", "T2"), ("SAGAWA", "T2")]
    assert tracking_after(first, second, renumbered, by_number)[1] == ["T2", "T2"]


def test_a_whole_order_replaces_the_numbers_of_its_items_with_one_line():
    product = product_of_two_items(confirmation(), confirmation(tracking="T2"), confirmation())
    assert all_answers(product)[2:] == [ACCEPTED, REPLACED, UNCHANGED]
    assert message_values(product) == [(5000, "", "T2", "3")]
    assert stored_shipments(product, "tracking") == [("T2",), ("T2",)]


def test_an_item_that_has_had_a_record_is_not_turned_back_while_another_ships_by_it():
    first = confirmation(ITEM_A)
    product = product_of_two_items(first, confirmation(ITEM_A, tracking="T2"), confirmation(), confirmation())
    assert all_answers(product)[2:] == [ACCEPTED, REPLACED, REPLACED, UNCHANGED]
    assert item_quantities(product, ITEM_B)[1] == 2


@pytest.mark.parametrize(
    ("old", "shown"), [("山田 090-1234", "…"), ("a@b", "…"), ("1" * 41, "1" * 39 + "…"), ("1" * 40, "1" * 40)]
)
def test_a_number_is_quoted_as_far_as_it_may_be(old, shown):
    [line] = last_line(confirmation(ITEM_A, "2", old), SECOND)
    assert line == (70019, "", shown, "T2")


def test_the_run_of_an_edit_is_kept_for_each_text():
    carrier = SECOND | {"carrier-code": "SAGAWA", "ship-date": "2026-10-06"}
    assert last_line(FIRST, SECOND, carrier, FIRST) == [(5000, "", "T2", "3")]
    product = product_day_by_day(paid_order(), FIRST, SECOND, carrier)
    assert stored_shipments(product, "tracking_run", "carrier_run", "method_run") == [(3, 4, 0)]
    assert last_answer(product) == ACCEPTED
