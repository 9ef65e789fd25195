"""Address changes in the reference model."""

import pytest

from tests.histories.builders import (
    FULL,
    O,
    after,
    answers,
    at,
    cancellation,
    day_by_day,
    feed,
    last,
    noticed,
    order,
    paid,
    parcel,
    redirect,
)

ACCEPTED = ("accepted", ())
UNCHANGED = ("unchanged", (5000,))
NEW = ("青木 花", "渋谷 9-8-7", "", "", "", "", "150-0002")


def rejected(*codes):
    return ("rejected", codes)


def test_an_address_change_replaces_the_recipient_as_a_whole_but_keeps_country_and_phone():
    known = paid(ship_address_2="101", ship_city="目黒区", ship_country="JP", ship_phone_number="1")
    model = day_by_day(known, redirect())
    assert (last(model), model.orders()[O]["recipient"]) == (ACCEPTED, (*NEW, "JP"))
    assert model.known[O].facts["ship-phone-number"] == "1"
    moved = day_by_day(known, redirect(ship_country="US", ship_phone_number="2"))
    assert (moved.orders()[O]["recipient"][-1], moved.known[O].facts["ship-phone-number"]) == ("US", "2")


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        (redirect(by=""), (70008,)),
        (redirect(message=""), (70008,)),
        (redirect(message="", ship_address_1=""), (70008, 70101)),
        (redirect(by="seller"), (70106,)),
        (redirect(recipient_name=""), (70101,)),
    ],
)
def test_who_asked_and_the_reference_must_be_named(row, codes):
    assert last(day_by_day(paid(), row)) == rejected(*codes)


def test_an_address_changes_only_while_something_is_open_and_verified():
    assert last(day_by_day(order(), redirect())) == rejected(70001)
    assert last(day_by_day(paid(), cancellation(), redirect())) == rejected(70002)
    assert last(day_by_day(paid(), parcel(), redirect())) == rejected(70003)
    assert last(day_by_day(redirect())) == ("held", (70013,))


def test_the_same_message_again_and_the_present_address_change_nothing():
    there, back = redirect(), redirect("M2", ship_address_1=FULL["ship-address-1"], ship_postal_code="153-0042")
    model = day_by_day(paid(), there, there, redirect("M9"), back, there)
    assert answers(model)[1:] == [ACCEPTED, UNCHANGED, UNCHANGED, ACCEPTED, UNCHANGED]
    assert model.orders()[O]["recipient"][1] == FULL["ship-address-1"]


def test_the_same_message_with_another_address_is_another_change():
    model = day_by_day(paid(), redirect(), redirect(ship_address_1="渋谷 1"))
    assert (last(model), model.orders()[O]["recipient"][1]) == (ACCEPTED, "渋谷 1")


def test_another_phone_number_alone_is_a_change():
    assert last(day_by_day(paid(), redirect(), redirect("M2", ship_phone_number="3"))) == ACCEPTED


def test_one_message_stands_once_in_a_feed():
    rows = (redirect(), redirect(ship_address_1="渋谷 1"))
    model = after((at(5, 18), [feed(paid(), received=at(5))]), (at(6, 18), [feed(*rows, received=at(6))]))
    assert answers(model)[1:] == [rejected(70014)] * 2


def test_an_order_record_may_bear_any_address_the_order_ever_had_and_brings_none_of_it_back():
    known = paid(ship_address_2="101")
    new = known | {"ship-address-1": "渋谷 9-8-7", "ship-address-2": "", "ship-postal-code": "150-0002"}
    mixed = known | {"ship-address-1": "渋谷 9-8-7"}
    model = day_by_day(known, redirect(), known, new, mixed, paid(ship_address_1="別"))
    assert answers(model)[2:] == [UNCHANGED, UNCHANGED, rejected(70007), rejected(70007)]
    assert model.orders()[O]["recipient"] == (*NEW, "")


def test_addresses_change_before_parcels_leave():
    files = [feed(redirect(), received=at(6, 13)), feed(parcel(), received=at(6))]
    model = after((at(5, 18), [feed(paid(), received=at(5))]), (at(6, 18), files))
    assert answers(model)[1:] == [ACCEPTED, ACCEPTED]


def test_the_seller_hears_of_a_change_to_what_was_already_reported():
    assert noticed(day_by_day(paid(), redirect()), 2) == ["address-changed"]
    model = after((at(5, 18), [feed(paid(), received=at(5)), feed(redirect(), received=at(5, 13))]))
    assert "address-changed" not in noticed(model)
