"""The frames by which questions are answered: rejects, orders that are listed, a pick list."""

from schemas.frames.frame_columns import Frame, count, flag, text
from schemas.frames.shared_columns import ITEM_ID, ORDER_ID

_PICK_LINE = (count("line", "Line of the file, from 1."), ORDER_ID, ITEM_ID)

QUESTION_FRAMES = (
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
