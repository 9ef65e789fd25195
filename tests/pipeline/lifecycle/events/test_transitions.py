"""The table of what each event meets in each status, and the moves of a status that one run may make."""

import pytest

from pipeline.lifecycle.events.transitions import OK, STATUS_MOVES, TRANSITIONS
from schemas import codes
from schemas.statuses import Event, Status

PAID = (Status.UNSHIPPED, Status.PARTIALLY_SHIPPED, Status.SHIPPED)
ACTS = (Event.VERIFY, Event.ATTEMPT, Event.FAIL, Event.FRAUD, Event.CONFIRM, Event.CANCEL)


def transition_effects(event, *statuses):
    return {int(TRANSITIONS[event, status]) for status in statuses}


def test_only_payment_may_act_on_a_pending_order():
    for event in (Event.VERIFY, Event.ATTEMPT, Event.FAIL, Event.FRAUD):
        assert transition_effects(event, Status.PENDING) == {OK}
    for event in (Event.CONFIRM, Event.CANCEL):
        assert transition_effects(event, Status.PENDING) == {codes.ORDER_PENDING}
        assert transition_effects(event, *PAID) == {OK}


def test_nothing_takes_effect_on_a_canceled_order():
    assert OK not in {code for event in ACTS for code in transition_effects(event, Status.CANCELED)}


@pytest.mark.parametrize("event", [Event.FAIL, Event.FRAUD, Event.CANCEL])
def test_ending_an_ended_order_again_is_unchanged(event):
    assert transition_effects(event, Status.CANCELED) == {codes.UNCHANGED}


@pytest.mark.parametrize("event", [Event.VERIFY, Event.ATTEMPT, Event.CONFIRM])
def test_carrying_on_with_a_canceled_order_is_refused(event):
    assert transition_effects(event, Status.CANCELED) == {codes.ORDER_CANCELED}


def test_a_verified_order_is_not_verified_again_and_can_not_fail():
    assert transition_effects(Event.VERIFY, *PAID) == {codes.UNCHANGED}
    assert transition_effects(Event.FAIL, *PAID) == transition_effects(Event.ATTEMPT, *PAID) == {codes.ALREADY_VERIFIED}


def test_fraud_stops_a_verified_order_until_something_ships():
    assert transition_effects(Event.FRAUD, Status.UNSHIPPED) == {OK}
    assert transition_effects(Event.FRAUD, Status.PARTIALLY_SHIPPED, Status.SHIPPED) == {codes.ALREADY_VERIFIED}


def test_an_acknowledgement_is_welcome_in_every_status():
    assert transition_effects(Event.ACKNOWLEDGE, *Status) == {OK}


def test_what_is_verified_never_waits_for_its_payment_again_and_a_new_item_may_bring_a_canceled_order_back():
    assert {before for before, after in STATUS_MOVES if after == Status.PENDING} == {Status.PENDING, Status.CANCELED}
    assert {after for before, after in STATUS_MOVES if before == Status.CANCELED} == set(Status)


def test_what_has_shipped_is_never_unshipped_or_canceled():
    shipped = (Status.PARTIALLY_SHIPPED, Status.SHIPPED)
    assert {after for before, after in STATUS_MOVES if before in shipped} == set(shipped)
