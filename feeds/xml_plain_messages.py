"""Plain messages of an XML feed, read from its bytes; where a few are not plain, these alone are read as elements.

Nothing is refused here: what is refused, or cannot be read in parts, is left to the reader of the whole feed. That the
feed is well formed is not decided by looking at its bytes alone: a parser goes through all of it as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.parsers import expat

import numpy as np
import pandas as pd
import pyarrow as pa

from feeds.problems import RefusedError, no_problems
from feeds.xml_elements import elements_of
from feeds.xml_envelope_parts import MESSAGE_END
from feeds.xml_message_rows import MessageRows
from feeds.xml_plain_rows import PlainRows
from feeds.xml_tag_texts import NotPlainError, require
from schemas.columns import ENVELOPE, Table

FEWEST_BYTES = 256 * 1024
"""A part that is not plain is read in halves down to this size."""
ENVELOPE_END = f"</{ENVELOPE}>".encode()


class PlainMessages:
    """Reads blocks of whole messages in order; head: what comes before the first one, of so many elements."""

    def __init__(self, table: Table, head: bytes, head_elements: int) -> None:
        self._table = table
        self._head = head
        self._head_elements = head_elements
        self._rows = PlainRows(table)
        self._record = 0
        self._line = head.count(b"\n")
        self._is_plain = True
        # The text is UTF-8 by now, whatever its declaration says. Without handlers nothing is made of what it reads.
        self._parser = expat.ParserCreate("UTF-8")
        self._parse(head)

    def rows(self, block: bytes) -> Iterator[tuple[pa.Table, pd.DataFrame]]:
        """The rows of a block as columns of the frame `feed_text`, and their problems. Raises NotPlainError.

        After a block without a plain part no other is looked for.
        """
        self._parse(block)
        if not self._is_plain:
            yield self._element_rows(block)
            return
        self._is_plain = False
        yield from self._rows_of_part(block)

    def check_tail(self, tail: bytes) -> None:
        """Require that the feed ends after the last message, and nothing is said there. Raises NotPlainError."""
        self._parse(tail, is_last=True)
        try:
            require(sum(1 for _ in elements_of([self._head + tail])) == self._head_elements)
        except RefusedError:
            raise NotPlainError from None

    def _rows_of_part(self, block: bytes) -> Iterator[tuple[pa.Table, pd.DataFrame]]:
        """The rows of a block that is plain, or else of its halves."""
        rows = self._plain_rows(block)
        half = block.rfind(MESSAGE_END, 0, len(block) // 2) + len(MESSAGE_END)
        if rows is not None:
            yield rows, no_problems()
        elif len(block) <= FEWEST_BYTES or half < len(MESSAGE_END):
            yield self._element_rows(block)
        else:
            yield from self._rows_of_part(block[:half])
            yield from self._rows_of_part(block[half:])

    def _plain_rows(self, block: bytes) -> pa.Table | None:
        """The rows of a block, None where it is not plain."""
        try:
            rows = self._rows.rows(block, self._record, self._line)
        except NotPlainError:
            return None
        self._is_plain = True
        self._pass_by(block, rows["record"][-1].as_py())
        return rows

    def _element_rows(self, block: bytes) -> tuple[pa.Table, pd.DataFrame]:
        """The rows of a block by its elements, as if it stood alone between head and end."""
        rows = MessageRows(self._table)
        rows.record = self._record
        lines_before = self._line - self._head.count(b"\n")
        try:
            for place, (element, line) in enumerate(elements_of([self._head + block + ENVELOPE_END])):
                if place >= self._head_elements:
                    require(element.tag == "Message")
                    rows.add_message(element, line + lines_before)
        except RefusedError:
            raise NotPlainError from None
        self._pass_by(block, rows.record)
        _, text, problems = rows.take_frames()
        return pa.Table.from_pandas(text, preserve_index=False).replace_schema_metadata(), problems

    def _parse(self, piece: bytes, *, is_last: bool = False) -> None:
        """Require that the feed is well formed so far. Raises NotPlainError."""
        try:
            self._parser.Parse(piece, is_last)
        except expat.ExpatError:
            raise NotPlainError from None

    def _pass_by(self, block: bytes, record: int) -> None:
        """Go on after a block whose last record this is."""
        self._record = record
        self._line += int(np.count_nonzero(np.frombuffer(block, np.uint8) == ord("\n")))
