"""Columns that a file may have besides those of its format: seller, why a record was rejected, how long it is held."""

from __future__ import annotations

from schemas.columns import Column, Kind

SELLER_ID = "seller-id"
"""The seller of a row of a flat file; known in every format. Blank: the seller of the workspace."""
REJECTION_MARK = "refused"
"""Names the rejection that a record corrects: run, feed, record. Kept with the text, it never counts as a value."""
REASON_COLUMNS = (
    Column("line", Kind.COUNT, doc="Physical line of the feed."),
    Column("code", doc="The codes of what was wrong, separated by spaces."),
    Column("error", doc="What was wrong, in words."),
    Column(REJECTION_MARK, doc="Run, feed and record of the rejection; do not change it."),
)
REASON_NAMES = tuple(column.name for column in REASON_COLUMNS)
"""The columns that a file of rejected records has besides those of the feed; known in every format."""
HELD_COLUMNS = (
    Column("line", Kind.COUNT, doc="Physical line of the feed."),
    Column("code", doc="70013: it is held."),
    Column("waits-since", Kind.MOMENT, doc="`as_of` of the run that first held it."),
    Column("until", Kind.DAY, doc="The business day on which it is tried for the last time; empty: no such day."),
    Column("feed", doc="Name of the feed file."),
    Column("run", Kind.COUNT, doc="The run that first held it."),
    Column("record", Kind.COUNT),
)
