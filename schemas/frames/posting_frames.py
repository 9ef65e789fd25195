"""The frames of what a run posts and charges."""

from schemas.frames.frame_columns import Frame, count, instant, text, yen
from schemas.frames.shared_columns import CURRENCY, FEED, ITEM_KEY, ORDER_ID, ORDER_ITEM_ID, ORDER_KEY, RECORD, SKU
from schemas.stored_tables import ITEM_YEN

_POSTED = (
    text("parcel", "The shipment, as the ledger names it."),
    ORDER_ID,
    ORDER_ITEM_ID,
    SKU,
    CURRENCY,
    instant("posted", "When it is posted."),
    instant("transacted", "When it happened."),
)
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
        "refund_rows",
        "One row per refund that took effect in the run.",
        (*_POSTED[1:], text("adjustment_id", "The refund, as ledger and charges name it.")),
        stored="refunds",
    ),
)
"""What is posted and charged."""
