"""The results of the rules: what became of the records, and what they pass on."""

from schemas.frames.frame_columns import Frame, code, count, flag, instant, key, text
from schemas.frames.shared_columns import (
    CAUSE,
    FEED,
    ITEM_ID,
    ITEM_KEY,
    KEYED_ROW,
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
        "One row per item of an order that a report shows: narrow facts; it also has wide text.",
        (
            ORDER_KEY,
            ITEM_KEY,
            code("status", "The status of the order (statuses.Status)."),
            count("ordered", "Units that were ordered."),
            count("shipped", "Units that are shipped."),
            count("canceled", "Units that are canceled."),
            instant("verified_at", "When the payment was verified; null if it is not."),
            instant("promise_at", "The latest instant at which the order should be shipped."),
            instant("warned_from", "From when the report warns of the cut-off; null if it does not warn."),
            instant("canceled_at", "When the order was canceled; null if it is not."),
            flag("waived", "The order is not bound by its cut-off."),
            instant(
                "not_in_marketplace", "When the marketplace was first found not to list the order; null otherwise."
            ),
            instant("reported_at", "When the item was first reported; null if it is not."),
            key("reported_run", "The run that first reported the item; 0 if none has."),
        ),
    ),
    Frame("report_rows", "One row per row of a report, with the columns of the format that it is written in."),
    Frame(
        "unencodable_cells",
        "One row per cell of a written file that its encoding cannot hold.",
        (key("row", "The row, from 1 below the heading."), text("column", "The heading of the column.")),
    ),
    Frame(
        "answer_rows",
        "One row per line of the answer to a feed, with the columns of report_formats.PROCESSING.",
        (
            text("message-id", "The MessageID of the record; blank if it has none of its own."),
            text("sku", "What a record without an order is about."),
        ),
    ),
)
"""What the reports read and write."""

RESULT_FRAMES = (
    Frame(
        "record_outcomes",
        "One row per record: how it ended.",
        (FEED, RECORD, code("outcome", "How the record ended (statuses.Outcome).")),
    ),
    Frame(
        "messages",
        "One row per line of an answer.",
        (
            FEED,
            RECORD,
            LINE,
            text("column", "The column it is about; blank for the whole record."),
            code("code", "What it says (schemas.codes)."),
            text("value", "The value in the record, as far as it may be shown."),
            text("limit", "What would have been right."),
            ORDER_ID,
            ITEM_ID,
        ),
    ),
    Frame(
        "order_results",
        "A row of an order record, with what became of it.",
        (
            *KEYED_ROW,
            code("event", "What the row asks for (statuses.Event)."),
            STAGE,
            code("outcome", "How the row ended (statuses.Outcome)."),
            code("code", "What the answer says of it (schemas.codes), 0 for nothing."),
            text("column", "The column that contradicts what is known; blank where none does."),
            count("value", "The number that the message shows as what the record has: units, or microseconds."),
            count("limit", "The number that it shows as what would have been right: a cause, or microseconds."),
            count("units", "Units that the row placed."),
            count("shipped_units", "Units that are shipped, as the row says of an order that others shipped."),
            flag("places", "It placed its item."),
            text("unpriced", "The money column that it lacks, of a verified item that it placed; blank for none."),
            flag("is_idle_line", "It is a canceled line, and canceled nothing."),
            flag("changed", "It changed anything."),
            flag("paid_late", "It says that the order was paid after its deadline."),
            flag("reopened", "It brought its order back to life."),
            text("note", "The dates that it revised, before and after; blank for none."),
        ),
    ),
    Frame(
        "order_effects",
        "A row an effect of an order record beside placing, in the order in which they took effect.",
        (
            FEED,
            RECORD,
            SEQ,
            RECEIVED,
            ORDER_KEY,
            ITEM_KEY,
            code("event", "What took effect (statuses.Event)."),
            count("units", "Units that it shipped, canceled or brought back."),
            CAUSE,
            instant("moment", "When things stood so, as the record says."),
            instant("verified", "When payment was verified; null where the record does not say it."),
        ),
    ),
    Frame(
        "unit_changes",
        "One row per event and item whose units it cancels or brings back, inside the rules.",
        (
            key("row", "Place of the event."),
            key("item", "Place of the item."),
            count("units", "Units that are canceled or come back."),
            CAUSE,
        ),
    ),
    Frame(
        "changed_units",
        "One row per item whose units a record canceled or brought back, with its place in the order of work.",
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
        "One row per canceled item of the run, canceled by a record or by the clock.",
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
        "One row per movement of the stock of a SKU.",
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
"""What the rules say about the records, and what they pass on."""
