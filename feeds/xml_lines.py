"""The lines on which the messages of an XML feed begin, counted in its bytes: libxml2 keeps 16 bits of a line."""

from __future__ import annotations

import re
from collections import deque

_OPENINGS = re.compile(
    rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|(?P<message><Message(?=[\s/>]))|(?P<cut><!--|<!\[CDATA\[|<\?)",
    re.DOTALL,
)
"""A message, and what may hold the text of one without being one; `cut`: that whose end is not there yet."""
_LONGEST_OPENING = len(b"<![CDATA[")


class MessageLines:
    """Hands out the line of each start tag `Message` of a well-formed text, in the order of the text.

    The text comes in blocks that may end anywhere. A `<` inside a value of an attribute is not well formed, so that
    only comments, CDATA sections and instructions are passed over.
    """

    def __init__(self) -> None:
        self._line = 1
        self._rest = b""
        self._lines: deque[int] = deque()

    def add_block(self, block: bytes) -> None:
        """Find the messages that begin in a block."""
        text = self._rest + block
        place = 0
        end = 0
        for opening in _OPENINGS.finditer(text):
            if opening["cut"]:
                self._pass_over(text, place, opening.start())
                return
            if opening["message"]:
                self._line += text.count(b"\n", place, opening.start())
                self._lines.append(self._line)
                place = opening.start()
            end = opening.end()
        last = text.rfind(b"<", max(end, len(text) - _LONGEST_OPENING))
        self._pass_over(text, place, len(text) if last < 0 else last)

    def next_line(self) -> int:
        """The line of the next message."""
        return self._lines.popleft()

    def _pass_over(self, text: bytes, start: int, end: int) -> None:
        """Count the lines of a part of the text; what comes after it waits for the next block."""
        self._line += text.count(b"\n", start, end)
        self._rest = text[end:]
