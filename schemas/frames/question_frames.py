"""The frames by which questions are answered: rejects, orders that are listed, a pick list."""

from schemas.frames.frame_columns import Frame, count, flag, key, text
from schemas.frames.shared_columns import ITEM_ID, ITEM_KEY, LINE, ORDER_ID, ORDER_KEY, RECORD

_PICK_LINE = (count("line", "Line of the file, from 1."), ORDER_ID, ITEM_ID)

QUESTION_FRAMES = (
    Frame(
        "rejects",
        "One row per rejected record, or a feed that was refused whole.",
        (
            key("run", "The run that rejected it."),
            key("number", "Number of the feed in the store."),
            text("feed", "The name of the feed."),
            RECORD,
            LINE,
            ORDER_ID,
            ITEM_ID,
            text("mark", "What names the rejection: run, feed and record."),
            text("format", "The format of the feed."),
            flag("single", "The record is one row and no conflict: a later record of its key stands for it."),
            key("resolved", "The run that applied the record when it was dropped back by its mark; 0 if none did."),
            key("again", "The run that rejected it again when it was dropped back; 0 if none did."),
            key("settled", "The run that applied a record of the same format and key; 0 if none did."),
            key("later", "The run that applied one of the same format, order and item; 0 if none did."),
            text("closed", "When somebody closed it by hand, as ISO 8601; blank if nobody did."),
            text("file", "Where it lies to be corrected."),
        ),
    ),
    Frame(
        "applied_records",
        "One row per record that took effect on an order that a reject names.",
        (ORDER_KEY, ITEM_KEY, key("run", "The run that applied it."), text("format", "The format of its feed.")),
    ),
    Frame(
        "order_flags",
        "One row per order that is listed: what to look out for.",
        (
            flag("do-not-ship-yet", "Something of it is open that may not be shipped yet."),
            flag("gone-from-pending", "The marketplace no longer lists the order as Pending."),
            flag("verge-of-cancellation", "Its cut-off is near."),
            flag("buyer-asked-to-cancel", "The buyer has asked to cancel it."),
            flag("stale-pending", "It has been Pending for long, and nothing says how long it may be."),
        ),
    ),
    Frame(
        "pick_lines",
        "One row per line of a pick list, as text.",
        (*_PICK_LINE, text("quantity", "Units to ship; blank if the list does not say.")),
    ),
    Frame(
        "checked_lines",
        "One row per line of a pick list: what speaks against shipping it.",
        (
            *_PICK_LINE,
            text("code", "A key of order_words.PICK_LIST_ANSWERS; blank if nothing speaks against it."),
            text("value", "What the answer names."),
            text("limit", "What would have been right."),
        ),
    ),
)
"""What questions about orders are answered from."""
