"""The frames of one feed: its rows as text and as values, and what is wrong with them."""

from schemas.frames.frame_columns import Frame, code, key, text
from schemas.frames.shared_columns import LINE, RECORD

_FEED_ROW = (RECORD, LINE, text("message-id", "The MessageID of the row's message; blank if it has none."))

FEED_FRAMES = (
    Frame("feed_links", "One row per acknowledgement that names its order in two ways.", (RECORD,), stored="links"),
    Frame("feed_text", "One row per row of a feed, with every column of its format as text.", _FEED_ROW),
    Frame("typed_feed", "The same rows, with every column of the format as schemas.column_kinds reads it.", _FEED_ROW),
    Frame(
        "problems",
        "One row per problem of the form check.",
        (
            key("record", "Number of the record in its feed, 0 for the file itself."),
            LINE,
            text("column", "The column it is about; blank for the whole record."),
            code("code", "What is wrong (schemas.codes)."),
            text("value", "The value in the record, as far as it may be shown."),
            text("limit", "What would have been right."),
            key("item", "Which row of its record it is about, from 1; 0 for the whole record."),
        ),
    ),
)
"""What is read of a feed."""
