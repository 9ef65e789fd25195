"""The stories about payment: who pays when, and what nobody may ship until then."""

from tests.support.published_demo import (
    SECOND_SETTLEMENT,
    answer_codes,
    answer_message,
    cancellations_of,
    charges_of,
    may_invite,
    notices_to,
    runs_with,
    settled_amounts,
    stock_of,
)

ACTED_ON = ("orders.tsv", "unshipped-orders.tsv")
NEVER = [[], []]


def runs_acted_on(number):
    return [runs_with(number, name) for name in ACTED_ON]


def test_02_is_only_pending_on_monday_and_in_the_orders_report_of_tuesday():
    assert runs_with(2, "pending-orders.tsv") == ["R1"]
    assert runs_acted_on(2) == [["R2"], ["R2"]]
    assert charges_of(2) == [("R3", "charge", 1080)]


def test_03_whose_card_fails_is_canceled_without_a_word_to_the_seller():
    assert runs_with(3, "pending-orders.tsv") == ["R1", "R2"]
    assert (runs_acted_on(3), cancellations_of(3)) == (NEVER, [("R3", "PaymentFailed", "marketplace", "3", "")])
    assert (stock_of("R2", "3-4"), stock_of("R3", "3-4")) == ((92, "active", 0), (95, "active", 0))
    assert (notices_to(3, "seller"), notices_to(3, "buyer")) == ([], [("R3", "order-canceled")])


def test_04_that_is_a_fraud_is_canceled_before_anybody_can_act_on_it():
    assert (runs_acted_on(4), cancellations_of(4)) == (NEVER, [("R2", "Fraud", "marketplace", "2", "")])
    assert (may_invite(4), notices_to(4, "seller"), charges_of(4)) == (["no"], [], [])


def test_05_is_charged_when_it_is_paid_at_the_store_and_not_again_when_it_leaves():
    assert runs_with(5, "pending-orders.tsv") == ["R1", "R2"]
    assert runs_acted_on(5) == [["R3"], ["R3", "R4", "R5", "R5b"]]
    assert charges_of(5) == [("R3", "prepaid-capture", 6600)]
    assert notices_to(5, "buyer") == [
        ("R3", "order-confirmation"),
        ("R6", "shipment-confirmed"),
        ("R7", "feedback-invitation"),
    ]
    assert settled_amounts(5, SECOND_SETTLEMENT) == [("Principal", 6000), ("Tax", 600), ("Commission", -990)]


def test_06_that_is_never_paid_is_canceled_by_the_clock():
    assert runs_with(6, "pending-orders.tsv") == ["R1", "R2", "R3", "R4", "R5", "R5b"]
    assert (runs_acted_on(6), cancellations_of(6)) == (NEVER, [("R6", "PaymentDeadline", "marketplace", "4", "")])
    assert (stock_of("R5b", "1E5"), stock_of("R6", "1E5")) == ((48, "active", 0), (52, "active", 0))


def test_07_that_is_paid_after_its_own_deadline_gets_its_money_back_once():
    assert answer_codes(7) == [("R5", "payments-20261009.txt", "70005"), ("R6", "payments-20261013.tsv", "70002")]
    assert "you may invite the buyer to order again" in answer_message(7, "R6", "payments-20261013.tsv")
    assert (runs_acted_on(7), cancellations_of(7)) == (NEVER, [("R5", "PaymentDeadline", "marketplace", "2", "")])
    assert charges_of(7) == [("R5", "refund-due", 2200)]


def test_08_holds_the_last_lamp_until_its_buyer_stops_paying():
    assert runs_with(8, "pending-orders.tsv") == ["R1", "R2", "R3", "R4", "R5", "R5b"]
    assert (stock_of("R1", "LAMP-9"), stock_of("R5", "LAMP-9")) == ((0, "inactive", 0), (0, "inactive", 0))
    assert (runs_acted_on(8), cancellations_of(8)) == (NEVER, [("R6", "PaymentFailed", "marketplace", "1", "")])
    assert (stock_of("R6", "LAMP-9"), may_invite(8)) == ((1, "active", 0), ["yes"])


def test_18_is_not_shipped_before_it_is_paid_and_ships_by_the_same_row_later():
    assert runs_with(18, "pending-orders.tsv") == ["R1", "R2"]
    assert answer_codes(18) == [("R2", "confirmations-20261006.txt", "70001")]
    assert "Do not ship, even if the buyer contacts you" in answer_message(18, "R2", "confirmations-20261006.txt")
    assert runs_acted_on(18) == [["R3"], ["R3"]]
    assert charges_of(18) == [("R4", "charge", 2160)]


def test_29_waits_for_its_payment_when_the_demo_ends():
    assert runs_with(29, "pending-orders.tsv") == ["R8"]
    assert (runs_acted_on(29), charges_of(29)) == (NEVER, [])
