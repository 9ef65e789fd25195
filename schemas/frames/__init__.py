"""The frames that pass between the steps of a run, declared like the stored tables.

A stored frame refers to its table (schemas.stored_tables). `schemas.stored_frames.empty` makes a frame without rows,
`schemas.frame_checks` compares a frame with its declaration.
"""

from schemas.frames.event_frames import EVENT_FRAMES
from schemas.frames.feed_frames import FEED_FRAMES
from schemas.frames.frame_columns import Frame
from schemas.frames.input_frames import INPUT_FRAMES
from schemas.frames.posting_frames import POSTING_FRAMES
from schemas.frames.question_frames import QUESTION_FRAMES
from schemas.frames.result_frames import LINE_FRAMES, RESULT_FRAMES
from schemas.stored_tables import BY_ORDER

_STORED = (
    *(Frame(name, "Part of the order state.", stored=name) for name in BY_ORDER),
    Frame("order_text", "Wide text of orders.", stored="order_text"),
    Frame("item_text", "Wide text of items.", stored="item_text"),
    Frame("stock", "The balance of each tracked SKU.", stored="inventory"),
    Frame("journal", "What a run did, one row per record and item.", stored="journal"),
    Frame("answer_lines", "Every line of the answers of a run.", stored="answer_lines"),
    Frame("held", "Records that wait for their order.", stored="held"),
    Frame("ledger", "What the seller receives and pays.", stored="ledger"),
    Frame("unassigned", "SKUs for which a default fee category or tax class was used.", stored="unassigned"),
    Frame("charges", "What buyers are charged and refunded.", stored="charges"),
    Frame("notices", "The notices to buyers and sellers.", stored="notices"),
    Frame("canceled", "The cancellations of a run, with what a seller needs to know about them.", stored="canceled"),
    Frame("metrics", "The counters of the seller's figures.", stored="metrics"),
)
"""Frames that are stored as they are."""

FRAMES = {
    frame.name: frame
    for frame in (
        *FEED_FRAMES,
        *INPUT_FRAMES,
        *EVENT_FRAMES,
        *RESULT_FRAMES,
        *POSTING_FRAMES,
        *LINE_FRAMES,
        *QUESTION_FRAMES,
        *_STORED,
    )
}
"""The declaration of every frame, by name."""
