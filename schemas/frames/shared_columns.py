"""Columns that several frames have in common."""

from schemas.frames.frame_columns import code, count, instant, key, text

FEED = key("feed", "Number of the feed in the store.")
RECORD = key("record", "Number of the record in its feed.")
LINE = count("line", "Line of the file where the record begins, 0 for the whole file.")
RECEIVED = instant("received", "When the feed was received.")
SEQ = key("seq", "Place of the feed in the order of work; held ones are negative.")
ORDER_ID = text("order_id", "The order as the record names it.")
ITEM_ID = text("item_id", "The item as the record names it; blank for the whole order.")
ORDER_KEY = key("order_key", "The order; -1 where the record names none.")
ITEM_KEY = key("item_key", "The item in its order; -1 for the whole order.")
ORDER_ITEM_ID = text("order_item_id", "The id of the item.")
SKU = text("sku", "What the seller calls the product.")
STAGE = code("stage", "The stage that the row belongs to (statuses.Stage).")
SINCE = instant("since", "`as_of` of the run that first held the record; null for a record of this run.")
CAUSE = code("cause", "Why it is canceled or refunded (statuses.CAUSES), 0 where it is not.")
CURRENCY = text("currency", "Always JPY.")

NUMBERED_ROW = (FEED, RECORD, LINE, RECEIVED, SEQ)
"""Where a row came from."""
KEYED_ROW = (*NUMBERED_ROW, ORDER_ID, ORDER_KEY, ITEM_ID, ITEM_KEY)
"""Where a row came from, and which order and item it names."""
EVENT_FACTS = (
    code("event", "What the row asks for (statuses.Event)."),
    count("quantity", "Units that it asks for; -1 means all that are open."),
    instant("at", "When it happened, as the record says."),
    text("ref", "What names the shipment; blank but for confirmations."),
    text("carrier", "The carrier; blank but for confirmations."),
    text("tracking", "The tracking number; blank but for confirmations."),
    text("method", "The ship method; blank but for confirmations."),
    CAUSE,
    text("attempt", "What names the payment attempt; blank but for payments."),
)
"""What an event asks for."""
