"""The frames of what a run posts and charges."""

from schemas.formats.money_reports import PAYOUTS
from schemas.frames.frame_columns import Frame, code, count, flag, instant, text, yen
from schemas.frames.shared_columns import CURRENCY, FEED, ITEM_KEY, ORDER_KEY, RECORD, SKU
from schemas.stored_tables import ITEM_YEN

_POSTED = (
    text("parcel", "The shipment, as the ledger names it."),
    SKU,
    CURRENCY,
    instant("posted", "When it is posted."),
    instant("transacted", "When it happened."),
)
_OF_ORDER = (
    instant("verified", "When the payment was verified; null if it is not."),
    flag("prepaid", "The buyer pays in advance."),
    flag("refund_due", "Money that came too late is due back."),
    code("order_cause", "Why the order was canceled (statuses.CAUSES), 0 if it is not."),
    flag("closed", "The order was placed closed, because it had ended before our time."),
)
"""What an order says of the charges of its items."""
_SOURCE = (
    instant("received", "When the feed of the record was received; null if no record is known."),
    FEED,
    RECORD,
)
"""Which record an amount comes from."""
_PARCEL = text("parcel", "The shipment; blank if it is of none.")
_SHIPMENT_NUMBER = count("number", "Number of the shipment of the item; 0 if it is of none.")

POSTING_FRAMES = (
    Frame(
        "sale_rows",
        "One row per shipment of an item that is posted now.",
        (
            ORDER_KEY,
            ITEM_KEY,
            *_POSTED,
            count("ordered", "Units of the whole item."),
            count("first_unit", "The first unit of the item that is in the shipment, from 0."),
            count("units", "Units of the item in the shipment."),
            *(yen(name, "Yen of the whole item, tax included.") for name in ITEM_YEN),
            FEED,
            RECORD,
        ),
    ),
    Frame(
        "ledger_entries",
        "One row per shipment or refund, with what all its rows of the ledger have in common.",
        (
            ORDER_KEY,
            ITEM_KEY,
            *_POSTED,
            count("units", "Units of the item in the shipment; -1 for a refund."),
            text("rule", "The rule of the order process that posts it."),
            text("refund", "The refund as ledger and charges name it; blank for a shipment."),
            text("adjustment", "The seller's own id of the refund; blank if there is none."),
            FEED,
            RECORD,
        ),
    ),
    Frame(
        "refund_rows",
        "One row per refund that took effect in the run.",
        (*_POSTED[1:], text("refund", "The refund, as ledger and charges name it.")),
        stored="refunds",
    ),
    Frame(
        "unsettled_ledger",
        "One row per row of the ledger that no closed settlement holds yet, with what its line in a report shows.",
        (
            ORDER_KEY,
            ITEM_KEY,
            SKU,
            text("parcel", "The shipment, as the ledger names it; blank for a refund."),
            code("kind", "The number of the kind of amount."),
            text("transaction_type", "The transaction type of the settlement report."),
            text("amount_type", "The amount type of the settlement report."),
            text("amount_description", "What the settlement report calls it."),
            yen("amount", "Positive when the seller gets it."),
            count("quantity", "Units of the shipment; -1 if it is of none."),
            instant("posted", "When it is posted."),
            FEED,
            RECORD,
            text("refund", "The refund, as the ledger names it; blank for a shipment."),
            text("adjustment", "The seller's own id of the refund; blank if there is none."),
        ),
    ),
    Frame(
        "items_with_orders",
        "One row per item, with what its order says of its charges.",
        (*_OF_ORDER, instant("received", "When the feed that placed the order was received.")),
        stored="items",
    ),
    Frame(
        "shipment_amounts",
        "One row per shipment, with its item and what the buyer pays for it.",
        (*_OF_ORDER, *_SOURCE, _SHIPMENT_NUMBER, _PARCEL, yen("amount", "What the buyer pays for the shipment.")),
        stored="items",
    ),
    Frame("charge_sources", "One row per item: the record that its amount comes from.", _SOURCE),
    Frame(
        "unnamed_charges",
        "One row per amount that a buyer is charged or gets back, before it has its id.",
        (
            ORDER_KEY,
            ITEM_KEY,
            CURRENCY,
            text("kind", "What it is (run_lists.CHARGE_KINDS)."),
            text("name", "Its name within the item, which is used once."),
            text("cause", "Why it is given back; blank for what is charged."),
            yen("amount", "How much it is; never below 0 but for money that is no longer due back."),
            *_SOURCE,
            _SHIPMENT_NUMBER,
            _PARCEL,
        ),
    ),
    Frame("payouts", "One row per settlement that is paid out, as text.", carries=PAYOUTS),
)
"""What is posted and charged."""
