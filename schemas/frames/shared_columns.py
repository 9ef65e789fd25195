"""Columns that several frames have in common."""

from schemas.frames.frame_columns import code, count, instant, key, text

FEED = key("feed", "Number of the feed in the store.")
RECORD = key("record", "Number of the record in its feed.")
LINE = count("line", "Line of the file where the record begins, 0 for the whole file.")
RECEIVED = instant("received", "When the feed was received.")
SEQ = key("seq", "Position of the feed in the order of work; negative for held records.")
ORDER_ID = text("order_id", "The order id in the record.")
ITEM_ID = text("item_id", "The item id in the record; blank for the whole order.")
ORDER_KEY = key("order_key", "The order; -1 if the record names none.")
ITEM_KEY = key("item_key", "The item in its order; -1 for the whole order.")
ORDER_ITEM_ID = text("order_item_id", "The id of the item.")
SKU = text("sku", "The seller's own article number.")
STAGE = code("stage", "The stage that the row belongs to (statuses.Stage).")
SINCE = instant("since", "`as_of` of the run that first held the record; null for a record of this run.")
CAUSE = code("cause", "Why it is canceled or refunded (statuses.CAUSES), 0 if it is not.")
CURRENCY = text("currency", "Always JPY.")

NUMBERED_ROW = (FEED, RECORD, LINE, RECEIVED, SEQ)
"""Where a row is from."""
KEYED_ROW = (*NUMBERED_ROW, ORDER_ID, ORDER_KEY, ITEM_ID, ITEM_KEY)
"""Where a row is from, and which order and item it is about."""
EVENT_FACTS = (
    code("event", "What the row asks for (statuses.Event)."),
    count("quantity", "Units that it asks for; -1 means all that are open."),
    instant("at", "When it happened, as the record says."),
    text("ref", "What identifies the shipment; only for confirmations."),
    text("joint", "What identifies the shipment in its order, across items; only for confirmations."),
    text("said", "All that is said of the shipment, by which a repeat is known; only for confirmations."),
    text("carrier", "The carrier; only for confirmations."),
    text("tracking", "The tracking number; only for confirmations."),
    text("method", "The ship method; only for confirmations."),
    CAUSE,
    text("attempt", "What identifies the payment attempt; only for payments."),
)
"""What an event asks for."""
