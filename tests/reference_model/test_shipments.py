"""Confirmations and cancellations in the reference model."""

import pytest

from tests.histories.answers import (
    ACCEPTED,
    UNCHANGED,
    all_answers,
    item_quantities,
    last_answer,
    order_status,
    rejected,
    warned,
)
from tests.histories.builders import (
    ITEM_A,
    ITEM_B,
    ORDER_ID,
    at,
    cancellation,
    confirmation,
    feed,
    model_after,
    model_day_by_day,
    order,
    paid_order,
    payment,
    runs_of_two_items,
)


def model_of_two_items(*later):
    """An order of two items, paid; then one run for each of the feeds, each of one record."""
    return model_after(*runs_of_two_items(*later))


def test_a_blank_item_ships_everything_open():
    model = model_of_two_items(confirmation())
    assert (item_quantities(model), item_quantities(model, ITEM_B), order_status(model)) == (
        (2, 2, 0, ""),
        (2, 2, 0, ""),
        "Shipped",
    )


def test_an_item_without_quantity_ships_its_rest_and_the_order_is_partially_shipped():
    model = model_of_two_items(confirmation(ITEM_A))
    assert (item_quantities(model), order_status(model)) == ((2, 2, 0, ""), "PartiallyShipped")


def test_a_quantity_beyond_open_is_refused():
    assert last_answer(model_of_two_items(confirmation(ITEM_A, "3"))) == rejected(18021)


def test_a_quantity_without_item_needs_an_order_of_one_item():
    assert last_answer(model_of_two_items(confirmation("", "1"))) == rejected(70101)
    assert item_quantities(model_day_by_day(paid_order(), confirmation("", "1"))) == (2, 1, 0, "")


def test_a_pending_order_does_not_ship_and_an_unknown_item_comes_first():
    assert last_answer(model_day_by_day(order(), confirmation())) == rejected(70001)
    assert last_answer(model_day_by_day(order(), confirmation("99999999999999"))) == rejected(18028)


def test_the_same_parcel_ships_nothing_more():
    model = model_day_by_day(paid_order(), confirmation(ITEM_A, "1"), confirmation(ITEM_A, "1"), confirmation(ITEM_A))
    assert all_answers(model)[1:] == [ACCEPTED, UNCHANGED, UNCHANGED]
    assert item_quantities(model)[1] == 1


def test_another_tracking_number_is_another_parcel_while_something_is_open():
    model = model_day_by_day(paid_order(), confirmation(ITEM_A, "1"), confirmation(ITEM_A, "1", "T2"))
    assert [(shipment["units"], shipment["tracking"]) for shipment in model.shipments()[ORDER_ID, ITEM_A]] == [
        (1, "T1"),
        (1, "T2"),
    ]


def test_an_edit_overwrites_with_values_keeps_for_blanks_and_deletes_for_null():
    changed = confirmation(ITEM_A, carrier_code="sagawa", tracking="NULL", parcel_id="7")
    model = model_day_by_day(paid_order(), confirmation(ITEM_A, "1", parcel_id="7", ship_method="Cool"), changed)
    (edited,) = model.shipments()[ORDER_ID, ITEM_A]
    assert last_answer(model) == ACCEPTED
    assert [edited[name] for name in ("units", "carrier", "tracking", "method")] == [1, "SAGAWA", "", "Cool"]


def test_with_nothing_open_an_unknown_parcel_edits_the_last_one_and_names_it():
    model = model_day_by_day(
        paid_order(),
        confirmation(ITEM_A),
        confirmation(ITEM_A, "2", "T2"),
        confirmation(ITEM_A, "", "T1"),
        confirmation(ITEM_A, "3", "T3"),
    )
    assert all_answers(model)[1:] == [ACCEPTED, warned(70019), UNCHANGED, rejected(18021)]
    assert [shipment["tracking"] for shipment in model.shipments()[ORDER_ID, ITEM_A]] == ["T2"]


def test_without_tracking_a_parcel_is_known_by_date_carrier_and_quantity():
    model = model_day_by_day(
        paid_order(),
        confirmation(ITEM_A, "1", ""),
        confirmation(ITEM_A, "1", "NULL"),
        confirmation(ITEM_A, "1", "", ship_date="2026-10-06"),
    )
    assert [outcome for outcome, _ in all_answers(model)[1:]] == ["accepted", "unchanged", "accepted"]
    assert item_quantities(model)[1] == 2


def test_a_whole_order_record_ships_items_without_the_parcel_and_edits_those_that_have_it():
    model = model_of_two_items(confirmation(ITEM_A, "1"), confirmation(ship_method="Cool"))
    assert (item_quantities(model)[1], item_quantities(model, ITEM_B)[1]) == (1, 2)
    assert model.shipments()[ORDER_ID, ITEM_A][0]["method"] == "Cool"


def test_a_whole_order_record_with_nothing_open_edits_the_last_parcels():
    model = model_of_two_items(confirmation(), confirmation(tracking="T2"), confirmation(tracking="T2"))
    assert all_answers(model)[2:] == [ACCEPTED, warned(70019), UNCHANGED]
    assert [model.shipments()[ORDER_ID, key][0]["tracking"] for key in (ITEM_A, ITEM_B)] == ["T2", "T2"]


def test_the_cut_off_decides_by_the_instant_received():
    placed = (at(5, 18), [feed(paid_order(), received=at(5))])
    in_time = (at(45), [feed(confirmation(), received=at(35, 23, 59))])
    too_late = (at(45), [feed(confirmation(), received=at(36, 0, 0))])
    assert last_answer(model_after(placed, in_time)) == ACCEPTED
    assert last_answer(model_after(placed, too_late)) == rejected(70004)


def test_after_the_cut_off_a_known_parcel_may_be_edited_and_no_other():
    edits = (
        confirmation(ITEM_A, ship_method="Cool"),
        confirmation(ship_method="Mail"),
        confirmation(ITEM_A, "", "T2"),
        confirmation("", "", "T2"),
    )
    runs = [
        (at(5, 18), [feed(paid_order(), received=at(5))]),
        (at(6), [feed(confirmation(ITEM_A, "1"), received=at(6))]),
    ]
    runs += [(at(37 + n), [feed(edit, received=at(37 + n))]) for n, edit in enumerate(edits)]
    assert all_answers(model_after(*runs))[2:] == [ACCEPTED, ACCEPTED, rejected(70004), rejected(70004)]


def test_the_clock_cancels_what_is_open_after_the_cut_off_and_shipped_units_stay():
    placed = (at(5, 18), [feed(paid_order(), received=at(5))])
    part = (at(6), [feed(confirmation(ITEM_A, "1"), received=at(6))])
    lost, waived = model_after(placed, (at(36), [])), model_after(placed, part, (at(36), []))
    assert (order_status(lost), item_quantities(lost)) == ("Canceled", (2, 0, 2, "ConfirmationDeadline"))
    assert (order_status(waived), item_quantities(waived)) == ("Shipped", (2, 1, 1, "ConfirmationDeadline"))
    assert order_status(model_after(placed, (at(35, 23, 59), []))) == "Unshipped"


def test_a_confirmation_of_a_canceled_order_or_item_is_refused():
    assert last_answer(model_day_by_day(paid_order(), cancellation(), confirmation())) == rejected(70002)
    assert last_answer(model_of_two_items(cancellation(ITEM_A), confirmation(ITEM_A))) == rejected(70002)


@pytest.mark.parametrize(
    ("ship_date", "clamped"), [("2026-10-04", at(5, 0)), ("2026-10-07", at(6)), ("2026-10-06T12:00:01+09:00", at(6))]
)
def test_a_ship_date_outside_the_window_is_clamped_and_warned_of(ship_date, clamped):
    model = model_day_by_day(paid_order(), confirmation(ITEM_A, ship_date=ship_date))
    assert last_answer(model) == ("warning", (70010,))
    assert model.shipments()[ORDER_ID, ITEM_A][0]["shipped_on"] == clamped


def test_a_ship_date_on_the_purchase_day_is_in_the_window_and_an_edit_ignores_it():
    model = model_day_by_day(paid_order(), confirmation(ITEM_A), confirmation(ITEM_A, ship_date="2026-12-24"))
    assert all_answers(model)[1:] == [ACCEPTED, UNCHANGED]
    assert model.shipments()[ORDER_ID, ITEM_A][0]["shipped_on"] == at(5, 0)


def test_one_bad_row_refuses_the_whole_record():
    model = model_of_two_items(
        (confirmation(ITEM_A), confirmation(ITEM_B, "9")), (confirmation(ITEM_A), confirmation(ITEM_B))
    )
    assert all_answers(model)[2:] == [rejected(18021), ACCEPTED]


def test_of_the_faults_of_several_rows_the_most_general_is_named():
    assert last_answer(model_of_two_items((confirmation(ITEM_A, "9"), confirmation("99999999999999")))) == rejected(
        18028
    )


def test_other_carriers_are_kept_by_name():
    model = model_day_by_day(paid_order(), confirmation(carrier_code="other", carrier_name="Akane"))
    assert model.shipments()[ORDER_ID, ITEM_A][0]["carrier"] == "Other:Akane"


def test_a_whole_order_is_canceled_and_canceling_again_is_unchanged():
    model = model_of_two_items(cancellation(), cancellation(), cancellation(ITEM_A, "9"))
    assert all_answers(model)[2:] == [ACCEPTED, UNCHANGED, UNCHANGED]
    assert (order_status(model), model.orders()[ORDER_ID]["cause"]) == ("Canceled", "Seller")


def test_a_named_item_is_canceled_in_part_or_whole():
    model = model_of_two_items(
        cancellation(ITEM_A, "1", "BuyerCanceled"),
        cancellation(ITEM_A, "2"),
        cancellation(ITEM_A),
        cancellation(ITEM_A),
    )
    assert all_answers(model)[2:] == [ACCEPTED, rejected(18021), ACCEPTED, UNCHANGED]
    assert (item_quantities(model), item_quantities(model, ITEM_B)) == ((2, 0, 2, "Seller"), (2, 0, 0, ""))


def test_after_a_confirmation_the_whole_order_and_the_shipped_item_may_not_be_canceled():
    model = model_of_two_items(confirmation(ITEM_A, "1"), cancellation(), cancellation(ITEM_A), cancellation(ITEM_B))
    assert all_answers(model)[3:] == [rejected(70003), rejected(70003), ACCEPTED]


def test_a_cancellation_of_a_pending_order_or_a_strange_item_is_refused():
    assert last_answer(model_day_by_day(order(), cancellation())) == rejected(70001)
    assert last_answer(model_day_by_day(order(), cancellation("99999999999999"))) == rejected(18028)


def test_an_acknowledgement_changes_nothing():
    model = model_day_by_day(order(), cancellation(status_code="Success", merchant_order_id="M-1"))
    assert (last_answer(model), order_status(model)) == (ACCEPTED, "Pending")


def test_the_rows_of_a_cancellation_apply_together():
    model = model_of_two_items(
        (cancellation(ITEM_A), cancellation(ITEM_B, "9")), (cancellation(ITEM_A), cancellation(ITEM_B))
    )
    assert all_answers(model)[2:] == [rejected(18021), ACCEPTED]
    assert order_status(model) == "Canceled"


def test_fraud_stops_a_verified_order_until_something_has_shipped():
    assert item_quantities(model_day_by_day(paid_order(), payment("Fraud"))) == (2, 0, 2, "Fraud")
    assert last_answer(model_day_by_day(paid_order(), confirmation(ITEM_A, "1"), payment("Fraud"))) == rejected(70006)


@pytest.mark.parametrize("service", ["NextDay", "sameday", "SCHEDULED", "Next"])
def test_a_strict_service_shipped_after_its_latest_ship_date_was_missed(service):
    known = paid_order(ship_service_level=service, latest_ship_date="2026-10-06")
    assert last_answer(model_day_by_day(known, confirmation(ship_date="2026-10-06"))) == ACCEPTED
    late = model_day_by_day(known, paid_order(), confirmation(ship_date="2026-10-07"))
    assert last_answer(late) == ("warning", (70017,))
    assert [shipment["late"] for shipment in late.shipments()[ORDER_ID, ITEM_A]] == [True]


def test_without_a_latest_ship_date_the_promise_decides_and_other_services_are_never_missed():
    known = paid_order(ship_service_level="NextDay")
    assert (
        last_answer(model_day_by_day(known, paid_order(), paid_order(), confirmation(ship_date="2026-10-07")))
        == ACCEPTED
    )
    assert last_answer(model_day_by_day(known, paid_order(), paid_order(), confirmation(ship_date="2026-10-08"))) == (
        "warning",
        (70017,),
    )
    standard = paid_order(ship_service_level="Standard")
    assert (
        last_answer(model_day_by_day(standard, paid_order(), paid_order(), confirmation(ship_date="2026-10-08")))
        == ACCEPTED
    )


def test_a_parcel_may_be_warned_of_several_things_and_its_edits_of_none():
    known = paid_order(
        ship_service_level="NextDay", latest_ship_date="2026-10-06", is_buyer_requested_cancellation="Yes"
    )
    model = model_day_by_day(
        known, paid_order(), confirmation(ship_date="2026-10-20"), confirmation(ship_method="Yu-Pack")
    )
    assert all_answers(model)[2:] == [("warning", (70010, 70017, 70018)), ACCEPTED]


def test_a_buyer_who_has_not_asked_is_warned_of_nowhere():
    assert (
        last_answer(model_day_by_day(paid_order(is_buyer_requested_cancellation="false"), confirmation())) == ACCEPTED
    )


@pytest.mark.parametrize(("has_asked", "by_buyer"), [("true", True), ("false", False), ("", False)])
def test_a_cancellation_for_the_buyer_counts_as_his_only_when_he_had_asked(has_asked, by_buyer):
    model = model_day_by_day(
        paid_order(is_buyer_requested_cancellation=has_asked), cancellation(reason="BuyerCanceled")
    )
    assert (item_quantities(model), model.known[ORDER_ID].items[ITEM_A].asked) == ((2, 0, 2, "BuyerCanceled"), by_buyer)
