"""The frames in which the rules say what became of the records, and what they hand on."""

from schemas.frames.frame_columns import Frame, code, count, flag, instant, key, text
from schemas.frames.shared_columns import (
    CAUSE,
    FEED,
    ITEM_ID,
    ITEM_KEY,
    LINE,
    ORDER_ID,
    ORDER_KEY,
    RECEIVED,
    RECORD,
    SEQ,
    SKU,
    STAGE,
)

LINE_FRAMES = (
    Frame(
        "order_lines",
        "A row an item of an order that a report shows: narrow facts; beside these it has wide text.",
        (
            ORDER_KEY,
            ITEM_KEY,
            code("status", "The status of the order (statuses.Status)."),
            count("ordered", "Units that were ordered."),
            count("shipped", "Units that are shipped."),
            count("canceled", "Units that are canceled."),
            instant("verified_at", "When the payment was verified; null where it is not."),
            instant("promise_at", "The latest instant at which the order should be shipped."),
            instant("warned_from", "From when the report warns of the cut-off; null where nothing is warned of."),
            instant("canceled_at", "When the order was canceled; null where it is not."),
            flag("waived", "The cut-off does not bind."),
            instant("not_in_marketplace", "When the marketplace was first seen not to list the order; null otherwise."),
            instant("reported_at", "When the item was first reported; null where it is not."),
            key("reported_run", "The run that first reported the item; 0 where none has."),
        ),
    ),
)
"""What the reports read of the orders."""

RESULT_FRAMES = (
    Frame(
        "record_outcomes",
        "A row a record: how it ended.",
        (FEED, RECORD, code("outcome", "How the record ended (statuses.Outcome).")),
    ),
    Frame(
        "messages",
        "A row a line of an answer.",
        (
            FEED,
            RECORD,
            LINE,
            text("column", "The column that it is about; blank for the whole record."),
            code("code", "What it says (schemas.codes)."),
            text("value", "What the record has there, as far as it may be shown."),
            text("limit", "What would have been right."),
            ORDER_ID,
            ITEM_ID,
        ),
    ),
    Frame(
        "unit_changes",
        "A row an event and item of which it cancels or brings back units, inside the rules.",
        (
            key("row", "Place of the event."),
            key("item", "Place of the item."),
            count("units", "Units that are canceled or come back."),
            CAUSE,
        ),
    ),
    Frame(
        "changed_units",
        "A row an item of which a record canceled or brought back units, with the place of the record in the work.",
        (
            ORDER_KEY,
            ITEM_KEY,
            SKU,
            count("units", "Units that are canceled or come back."),
            CAUSE,
            RECEIVED,
            STAGE,
            SEQ,
            FEED,
            RECORD,
        ),
    ),
    Frame(
        "cancellations",
        "A row an item of a cancellation of the run, by a record or by the clock.",
        (
            ORDER_KEY,
            ITEM_KEY,
            SKU,
            count("units", "Units that were canceled."),
            CAUSE,
            instant("at", "When they were canceled."),
            FEED,
            RECORD,
        ),
    ),
    Frame(
        "stock_movements",
        "A row a movement of the stock of a SKU.",
        (
            SKU,
            count("units", "Units added to the stock; below 0 where they leave it."),
            count("open_units", "Units added to those of open orders; below 0 where they are no longer open."),
            instant("at", "When it happened."),
            STAGE,
            SEQ,
            RECORD,
            key("row", "Place of the order row that placed the units; -1 for any other movement."),
        ),
    ),
)
"""What the rules say of the records, and what they hand on."""
