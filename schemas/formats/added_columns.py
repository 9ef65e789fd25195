"""Columns that may stand beside a format's own: the seller, why a record was rejected, how long one is held."""

from __future__ import annotations

from schemas.columns import Column, Kind

SELLER_ID = "seller-id"
"""The seller whom a row of a flat file belongs to; known in every format. Blank: the seller of the workspace."""
REJECTION_MARK = "refused"
"""Names the rejection that a record corrects: run, feed, record. Kept beside the text, it never counts as a value."""
REASON_COLUMNS = (
    Column("line", Kind.COUNT, doc="Physical line of the feed."),
    Column("code", doc="What was wrong, a number each."),
    Column("error", doc="The same in words."),
    Column(REJECTION_MARK, doc="Run, feed and record of the refusal."),
)
REASON_NAMES = tuple(column.name for column in REASON_COLUMNS)
"""The columns that a file of rejected records has beside the feed's own; known in every format."""
HELD_COLUMNS = (
    Column("line", Kind.COUNT, doc="Physical line of the feed."),
    Column("code", doc="70013: it waits."),
    Column("waits-since", Kind.MOMENT, doc="`as_of` of the run that first held it."),
    Column("until", Kind.DAY, doc="The business day on which it is tried for the last time; empty: none."),
    Column("feed", doc="Name of the file."),
    Column("run", Kind.COUNT, doc="The run that first held it."),
    Column("record", Kind.COUNT),
)
