"""Address changes in the reference model."""

import pytest

from tests.histories.answers import ACCEPTED, UNCHANGED, all_answers, last_answer, notice_kinds, rejected
from tests.histories.builders import (
    FULL,
    ORDER_ID,
    address_change,
    at,
    cancellation,
    confirmation,
    feed,
    model_after,
    model_day_by_day,
    order,
    paid_order,
)

NEW = ("青木 花", "渋谷 9-8-7", "", "", "", "", "150-0002")


def test_an_address_change_replaces_the_recipient_as_a_whole_but_keeps_country_and_phone():
    known = paid_order(ship_address_2="101", ship_city="目黒区", ship_country="JP", ship_phone_number="1")
    model = model_day_by_day(known, address_change())
    assert (last_answer(model), model.orders()[ORDER_ID]["recipient"]) == (ACCEPTED, (*NEW, "JP"))
    assert model.known[ORDER_ID].facts["ship-phone-number"] == "1"
    move = model_day_by_day(known, address_change(ship_country="US", ship_phone_number="2"))
    assert (move.orders()[ORDER_ID]["recipient"][-1], move.known[ORDER_ID].facts["ship-phone-number"]) == ("US", "2")


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        (address_change(by=""), (70008,)),
        (address_change(message=""), (70008,)),
        (address_change(message="", ship_address_1=""), (70008, 70101)),
        (address_change(by="seller"), (70106,)),
        (address_change(recipient_name=""), (70101,)),
    ],
)
def test_who_asked_and_the_reference_must_be_named(row, codes):
    assert last_answer(model_day_by_day(paid_order(), row)) == rejected(*codes)


def test_an_address_changes_only_while_something_is_open_and_verified():
    assert last_answer(model_day_by_day(order(), address_change())) == rejected(70001)
    assert last_answer(model_day_by_day(paid_order(), cancellation(), address_change())) == rejected(70002)
    assert last_answer(model_day_by_day(paid_order(), confirmation(), address_change())) == rejected(70003)
    assert last_answer(model_day_by_day(address_change())) == ("held", (70013,))


def test_the_same_message_again_and_the_present_address_change_nothing():
    there, back = (
        address_change(),
        address_change("M2", ship_address_1=FULL["ship-address-1"], ship_postal_code="153-0042"),
    )
    model = model_day_by_day(paid_order(), there, there, address_change("M9"), back, there)
    assert all_answers(model)[1:] == [ACCEPTED, UNCHANGED, UNCHANGED, ACCEPTED, UNCHANGED]
    assert model.orders()[ORDER_ID]["recipient"][1] == FULL["ship-address-1"]


def test_the_same_message_with_another_address_is_another_change():
    model = model_day_by_day(paid_order(), address_change(), address_change(ship_address_1="渋谷 1"))
    assert (last_answer(model), model.orders()[ORDER_ID]["recipient"][1]) == (ACCEPTED, "渋谷 1")


def test_another_phone_number_alone_is_a_change():
    assert (
        last_answer(model_day_by_day(paid_order(), address_change(), address_change("M2", ship_phone_number="3")))
        == ACCEPTED
    )


def test_one_message_stands_once_in_a_feed():
    rows = (address_change(), address_change(ship_address_1="渋谷 1"))
    model = model_after((at(5, 18), [feed(paid_order(), received=at(5))]), (at(6, 18), [feed(*rows, received=at(6))]))
    assert all_answers(model)[1:] == [rejected(70014)] * 2


def test_an_order_record_may_bear_any_address_the_order_ever_had_and_brings_none_of_it_back():
    known = paid_order(ship_address_2="101")
    new = known | {"ship-address-1": "渋谷 9-8-7", "ship-address-2": "", "ship-postal-code": "150-0002"}
    mixed = known | {"ship-address-1": "渋谷 9-8-7"}
    model = model_day_by_day(known, address_change(), known, new, mixed, paid_order(ship_address_1="別"))
    assert all_answers(model)[2:] == [UNCHANGED, UNCHANGED, rejected(70007), rejected(70007)]
    assert model.orders()[ORDER_ID]["recipient"] == (*NEW, "")


def test_addresses_change_before_parcels_leave():
    files = [feed(address_change(), received=at(6, 13)), feed(confirmation(), received=at(6))]
    model = model_after((at(5, 18), [feed(paid_order(), received=at(5))]), (at(6, 18), files))
    assert all_answers(model)[1:] == [ACCEPTED, ACCEPTED]


def test_the_seller_hears_of_a_change_to_what_was_already_reported():
    assert notice_kinds(model_day_by_day(paid_order(), address_change()), 2) == ["address-changed"]
    model = model_after((at(5, 18), [feed(paid_order(), received=at(5)), feed(address_change(), received=at(5, 13))]))
    assert "address-changed" not in notice_kinds(model)
