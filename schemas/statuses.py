"""Statuses, events, outcomes and causes: the state of an order, and what can happen to it.

The numbers are stored in narrow state; reports show the texts.
Order process, "Statuses" and "Causes of a cancellation".
"""

from __future__ import annotations

from enum import IntEnum


class Status(IntEnum):
    """The status of an order. Nobody may act on an order that is not verified."""

    PENDING = 0
    UNSHIPPED = 1
    PARTIALLY_SHIPPED = 2
    SHIPPED = 3
    CANCELED = 4


STATUS_TEXT = ("Pending", "Unshipped", "PartiallyShipped", "Shipped", "Canceled")
STATUSES_TO_SHIP = (Status.UNSHIPPED, Status.PARTIALLY_SHIPPED)
"""Statuses of verified orders with something left to ship."""


class Stage(IntEnum):
    """The order of work inside a run. Order process, 8.1."""

    INVENTORY = 0
    ORDERS = 1
    PAYMENTS = 2
    ADDRESSES = 3
    SHIPMENTS = 4
    REFUNDS = 5
    CLOCK = 6


class Event(IntEnum):
    """What one valid record asks for."""

    PLACE = 0
    VERIFY = 1
    ATTEMPT = 2
    FAIL = 3
    FRAUD = 4
    CONFIRM = 5
    CANCEL = 6
    ACKNOWLEDGE = 7
    PAYMENT_DEADLINE = 8
    CUT_OFF = 9
    SHIPPED_ELSEWHERE = 10
    CANCELED_ELSEWHERE = 11
    UPDATE = 12
    REINSTATE = 13
    REDIRECT = 14
    DELIVER = 15
    WARN = 16
    INVITE = 17
    REFUND = 18


class Outcome(IntEnum):
    """How a record ended; if a record did several things, the highest outcome counts."""

    UNCHANGED = 0
    ACCEPTED = 1
    WARNING = 2
    HELD = 3
    REJECTED = 4


OUTCOME_TEXT = ("unchanged", "accepted", "warning", "held", "rejected")

APPLIED_OUTCOMES = (int(Outcome.ACCEPTED), int(Outcome.WARNING))
"""Outcomes of records that took effect."""
GOOD_OUTCOMES = (*APPLIED_OUTCOMES, int(Outcome.UNCHANGED))
"""Outcomes after which nobody has to do anything about a record."""
COUNTED_OUTCOMES = ("accepted", "warning", "unchanged", "held", "rejected")
"""Outcomes in the order in which they are counted for people and in run.json."""
FEED_APPLIED, FEED_REFUSED, FEED_DUPLICATE = "applied", "refused", "duplicate"
"""How a whole feed ended: its records were applied, it could not be read, or its bytes are those of an earlier one."""
NO_CAUSE = 0
CAUSES = (
    "",
    "PaymentFailed",
    "Fraud",
    "PaymentDeadline",
    "Marketplace",
    "ConfirmationDeadline",
    "BeforeOurTime",
    "Seller",
    "NoInventory",
    "BuyerCanceled",
    "ShippingAddressUndeliverable",
    "CustomerExchange",
    "GeneralAdjustment",
    "CarrierCreditDecision",
    "RiskAssessmentInformationNotValid",
    "CarrierCoverageFailure",
    "CustomerReturn",
    "MerchandiseNotReceived",
    "CannotVerifyInformation",
    "PricingError",
    "RejectOrder",
    "WeatherDelay",
    "BuyerCanceled",
    "CouldNotShip",
    "DifferentItem",
    "Abandoned",
    "PriceError",
    "CustomerAddressIncorrect",
    "Exchange",
    "Other",
    "TransactionRecord",
    "Undeliverable",
    "RefusedDelivery",
)
"""The stored number of a cause is its position, so new causes are added at the end."""
UNREQUESTED_BUYER_CANCEL = CAUSES.index("WeatherDelay") + 1
"""BuyerCanceled without a request of the buyer: shown the same, but counted as canceled by the seller."""
CAUSE = {text: number for number, text in enumerate(CAUSES) if number != UNREQUESTED_BUYER_CANCEL}
SELLER_REASONS = CAUSES[CAUSE["NoInventory"] : UNREQUESTED_BUYER_CANCEL]
REFUND_REASONS = (
    "NoInventory",
    "CustomerReturn",
    "GeneralAdjustment",
    "CouldNotShip",
    "DifferentItem",
    "Abandoned",
    "CustomerCancel",
    "PriceError",
    "ProductOutofStock",
    "CustomerAddressIncorrect",
    "Exchange",
    "Other",
    "CarrierCreditDecision",
    "RiskAssessmentInformationNotValid",
    "CarrierCoverageFailure",
    "TransactionRecord",
    "Undeliverable",
    "RefusedDelivery",
)
CAUSE_OF_REFUND = {
    reason: CAUSE[{"CustomerCancel": "BuyerCanceled", "ProductOutofStock": "NoInventory"}.get(reason, reason)]
    for reason in REFUND_REASONS
}
"""The cause of units that a refund cancels, by the reason of the refund. Order process, 4.4.5 and 10.1."""
CLOCK_CAUSES = (CAUSE["PaymentDeadline"], CAUSE["ConfirmationDeadline"])
"""Cancellations by our own clock: in a seller's copy they are only presumed. Order process, "Who decides"."""
_MARKETPLACE = ("PaymentFailed", "Fraud", "PaymentDeadline", "Marketplace")
CANCELED_BY = tuple(
    ""
    if text in {"", "BeforeOurTime"}
    else "marketplace"
    if text in _MARKETPLACE
    else "buyer"
    if text == "BuyerCanceled" and number != UNREQUESTED_BUYER_CANCEL
    else "seller"
    for number, text in enumerate(CAUSES)
)
"""Who canceled, by the number of the cause; what the seller did or failed to do counts in the cancel rate."""
CANCEL_ASKED = 1
CANCEL_ASKED_NUMBERS = {"false": 0, "true": CANCEL_ASKED}
"""Whether the buyer has asked to cancel an order, as stored by what records say; BLANK if no record says it."""
STRICT_SERVICES = ("NextDay", "SameDay", "Scheduled", "Next")
"""Service levels that promise a day, in any case; a later shipment is service-missed. Order process, step 4.3."""

ADVANCE_METHODS = (
    "CVS",
    "ConvenienceStore",
    "Convenience Store",
    "コンビニ",
    "コンビニエンスストア",
    "ATM",
    "EMoney",
    "E-Money",
    "電子マネー",
    "PayEasy",
    "Pay-easy",
    "ペイジー",
    "BankTransfer",
    "Bank Transfer",
    "銀行振込",
)
"""Payment methods by which the buyer pays before the order is verified, in any case. Order process, step 2."""
