"""The frames that the form check leaves to the rules."""

from schemas.formats import fields as f
from schemas.formats.inventory_feed import INVENTORY
from schemas.formats.order_feed import ORDERS
from schemas.frames.frame_columns import Frame, count, flag, key, text, yen
from schemas.frames.shared_columns import EVENT_FACTS, FEED, KEYED_ROW, LINE, NUMBERED_ROW, RECORD, SINCE, SKU, STAGE
from schemas.stored_tables import CONFLICT_TEXT, REFUND_YEN

ADDRESS_TEXT = (*CONFLICT_TEXT, f.SHIP_PHONE.name)
"""The columns of an address that may be changed."""
REFUND_FACTS = (
    text("reason", "Why money is given back, in the word of the feed."),
    text("adjustment", "The seller's own id of the refund; blank where there is none."),
    *(yen(name, "Yen that are given back, or of a discount that is taken back.") for name in REFUND_YEN),
)
"""What a refund asks for beside the facts of an event."""

INPUT_FRAMES = (
    Frame(
        "order_rows",
        "A row an item of an order record, of any order format.",
        (
            *KEYED_ROW,
            text("says", "The status of the order; blank where nothing is said."),
            text("item_says", "The status of the item; blank where nothing is said."),
            count("counted", "Units that the marketplace counts as shipped; -1 where that is not known."),
            flag("delivered", "The order is delivered."),
            flag("foreign", "The marketplace ships the order: it is nobody's here."),
            flag("by_sku", "The row means the items of its SKU."),
            flag("places", "The row may place an order."),
            SINCE,
        ),
        carries=ORDERS,
    ),
    Frame(
        "events",
        "A row an item of a payment, address change, confirmation or cancellation.",
        (*KEYED_ROW, *EVENT_FACTS, STAGE, SINCE),
    ),
    Frame("refund_events", "A row a refund.", (*KEYED_ROW, *EVENT_FACTS, *REFUND_FACTS, STAGE, SINCE)),
    Frame(
        "stock_rows",
        "A row a SKU whose stock a record sets.",
        (
            *NUMBERED_ROW,
            SKU,
            count("quantity", "Units that may be sold; -1 where `on_hand` is given."),
            count("on_hand", "Units on the shelf, those of open orders among them; -1 where `quantity` is given."),
        ),
        carries=INVENTORY,
    ),
    Frame(
        "address_requests",
        "A row an address change: what it asks for.",
        (
            FEED,
            RECORD,
            text("message", "The id of the message that asks for it."),
            text("by", "Who asks for it."),
            *(text(name, "The new value; blank for one that stays.") for name in ADDRESS_TEXT),
        ),
    ),
    Frame(
        "merged_rows",
        "A row a promotion row that was added to the first row of its item.",
        (FEED, RECORD, LINE, key("first", "The record of the first row.")),
    ),
)
"""What the form check leaves to the rules."""
