"""An envelope cut after messages: its head, blocks of whole messages, its tail. Together they are the text.

The cuts are found by the letters of two tags alone. Where these are no tags (in a comment, say) a part is not well
formed by itself, and whoever reads the parts finds that out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from feeds import xml_elements
from feeds.xml_tag_texts import NotPlainError, require

MESSAGE_START, MESSAGE_END = b"<Message>", b"</Message>"
_SHARE = 4
"""More than this part of the longest message without the end of one is not read in parts."""


class EnvelopeParts:
    """The parts of an envelope, in their order. head: all before the first message; tail: all after the last one.

    blocks: the text, in blocks that may end anywhere. Raises NotPlainError where there is no message.
    """

    def __init__(self, blocks: Iterable[bytes]) -> None:
        self._blocks = iter(blocks)
        self._rest = b""
        self.head = self._cut_head()

    @property
    def tail(self) -> bytes:
        """What comes after the last message, once all messages are read."""
        return self._rest

    def messages(self) -> Iterator[bytes]:
        """Blocks of whole messages: each ends with the end of one."""
        while True:
            cut = self._rest.rfind(MESSAGE_END) + len(MESSAGE_END)
            if cut >= len(MESSAGE_END):
                require(cut <= xml_elements.LONGEST_MESSAGE)
                block, self._rest = self._rest[:cut], self._rest[cut:]
                yield block
            require(len(self._rest) <= xml_elements.LONGEST_MESSAGE // _SHARE)
            following = next(self._blocks, None)
            if following is None:
                return
            self._rest += following

    def _cut_head(self) -> bytes:
        for block in self._blocks:
            self._rest += block
            cut = self._rest.find(MESSAGE_START)
            if cut >= 0:
                head, self._rest = self._rest[:cut], self._rest[cut:]
                return head
            require(len(self._rest) <= xml_elements.LONGEST_MESSAGE // _SHARE)
        raise NotPlainError
