"""The frames that the form check passes to the rules."""

from schemas.formats import fields as f
from schemas.frames.frame_columns import Frame, code, count, flag, instant, key, text, yen
from schemas.frames.shared_columns import (
    CURRENCY,
    EVENT_FACTS,
    FEED,
    KEYED_ROW,
    LINE,
    NUMBERED_ROW,
    RECORD,
    SINCE,
    SKU,
    STAGE,
)
from schemas.stored_tables import CONFLICT_TEXT, ITEM_TEXT, ITEM_YEN, ORDER_TEXT, REFUND_YEN

ADDRESS_TEXT = (*CONFLICT_TEXT, f.SHIP_PHONE.name)
"""The columns of an address that may be changed."""
REFUND_FACTS = (
    text("reason", "Why money is refunded, as the feed says it."),
    text("adjustment", "The seller's own id of the refund; blank if there is none."),
    *(yen(name, "Yen that are refunded, or the discount that is taken back.") for name in REFUND_YEN),
)
"""What a refund asks for, besides the facts of an event."""

_ORDER_ROW_TEXT = (*ORDER_TEXT, *ITEM_TEXT)
FEED_COLUMNS = {
    "purchased": f.PURCHASE_DATE.name,
    "paid": f.PAYMENTS_DATE.name,
    "updated": f.LAST_UPDATED.name,
    "earliest_ship": f.EARLIEST_SHIP.name,
    "latest_ship": f.LATEST_SHIP.name,
    "earliest_delivery": f.EARLIEST_DELIVERY.name,
    "latest_delivery": f.LATEST_DELIVERY.name,
    "deadline": f.PAYMENT_DEADLINE.name,
    "cancel_asked": f.BUYER_CANCEL.name,
    "cancel_cause": f.CANCELLATION_CAUSE.name,
    "ordered": f.QUANTITY_PURCHASED.name,
    **ITEM_YEN,
}
"""The narrow facts of order rows that the order feed calls something else, and what it calls them."""

INPUT_FRAMES = (
    Frame(
        "order_rows",
        "A row an item of an order record, of any order format: what the rules need of it beside its wide text.",
        (
            *KEYED_ROW,
            instant("purchased", "When the order was placed; null where the row does not say it."),
            instant("paid", "When payment was verified; null where the row does not say it."),
            instant("updated", "When the marketplace last changed the order; null where the row does not say it."),
            instant("earliest_ship", "From when the order should be shipped; null where the row does not say it."),
            instant("latest_ship", "Until when the order should be shipped; null where the row does not say it."),
            instant("earliest_delivery", "From when it should be delivered; null where the row does not say it."),
            instant("latest_delivery", "Until when it should be delivered; null where the row does not say it."),
            instant("deadline", "Until when it must be paid; null where the row does not say it."),
            code("cancel_asked", "Whether the buyer asks to cancel (statuses.CANCEL_ASKED_NUMBERS); -1: not said."),
            code("cancel_cause", "Why the order is canceled if the row says so (statuses.CAUSES)."),
            SKU,
            CURRENCY,
            count("ordered", "Units that were ordered; -1 where the row does not say it."),
            *(yen(name, "Yen of the whole line, tax included; -1 where the row does not say it.") for name in ITEM_YEN),
            text("order_status", "The status of the order; blank where the row does not say it."),
            text("item_status", "The status of the item; blank where the row does not say it."),
            count("shipped_count", "Units that the marketplace counts as shipped; -1 where that is not known."),
            count("to_ship", "Units that the marketplace counts as still to ship; -1 where that is not known."),
            flag("is_delivered", "The order is delivered."),
            flag("is_foreign", "The marketplace ships the order: it belongs to no order of this workspace."),
            flag("is_ours", "The row says that the seller ships the order."),
            flag("by_sku", "The row is of the all-orders report: without an item id it means items of its SKU."),
            count("row_quantity", "Units that a row of the all-orders report gives; -1 where that is not known."),
            flag("cancels_line", "The row says that nothing is left of its item: a canceled line."),
            flag("may_place", "The row may place an order."),
            flag("is_free", "The row is of a replacement and gives no price: it is of 0 yen."),
            SINCE,
        ),
    ),
    Frame(
        "order_row_text",
        "The wide text of `order_rows`, in the same order of rows: that of the order, and that of the item.",
        tuple(text(name, "As the order feed has it; blank where the row does not say it.") for name in _ORDER_ROW_TEXT),
    ),
    Frame(
        "events",
        "One row per item of a payment, address change, confirmation or cancellation.",
        (*KEYED_ROW, *EVENT_FACTS, STAGE, SINCE),
    ),
    Frame("refund_events", "One row per refund.", (*KEYED_ROW, *EVENT_FACTS, *REFUND_FACTS, STAGE, SINCE)),
    Frame(
        "stock_rows",
        "One row per SKU whose stock a record sets.",
        (
            *NUMBERED_ROW,
            SKU,
            count("quantity", "Units that may be sold; -1 if `on_hand` is given."),
            count("on_hand", "Units on the shelf, including those of open orders; -1 if `quantity` is given."),
        ),
    ),
    Frame(
        "address_requests",
        "One row per address change: what it asks for.",
        (
            FEED,
            RECORD,
            text("message", "The id of the message that asks for it."),
            text("by", "Who asks for it."),
            *(text(name, "The new value; blank if the old one stays.") for name in ADDRESS_TEXT),
        ),
    ),
    Frame(
        "merged_rows",
        "One row per promotion row that was added to the first row of its item.",
        (FEED, RECORD, LINE, key("first", "The record of the first row.")),
    ),
)
"""What the form check passes to the rules."""
