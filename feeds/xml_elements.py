"""The bytes of an XML feed to its elements, one after the other, with everything that is dangerous kept out.

No DTD is parsed, no entity but the five of XML is known, nothing from outside is loaded, and an element of a namespace
(an XInclude is one) is not passed over but refuses the feed. A feed that is not well formed to its end is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

from feeds.decode import DecodedText
from feeds.nearest_format import unknown_message
from feeds.problems import RefusedError, file_problem
from feeds.xml_lines import MessageLines
from schemas import codes
from schemas.columns import ENVELOPE

BLOCK = 4 * 1024 * 1024
LONGEST_MESSAGE = 16 * 1024 * 1024
HARMLESS_NAMESPACES = ("http://www.w3.org/2001/XMLSchema-instance", "http://www.w3.org/2001/XMLSchema")
"""Namespaces that tools declare at the root, of which nothing is ever used but attributes."""
_XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace"
_PROLOG = re.compile(rb"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*", re.DOTALL)
_READ_TAGS = ("MerchantIdentifier", "MessageType", "Message")
_EVENT_TAGS = (*_READ_TAGS, *(f"{{{namespace}}}*" for namespace in (*HARMLESS_NAMESPACES, _XML_NAMESPACE)))
# "internal" and not False: with False lxml drops text silently.
_SAFE_PARSER: dict[str, Any] = {
    "encoding": "utf-8",
    "resolve_entities": "internal",
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "huge_tree": False,
    "recover": False,
    "remove_comments": True,
    "remove_pis": True,
}


def read_elements(text: DecodedText) -> Iterator[tuple[etree._Element, int]]:
    """The elements of a feed, as of `elements_of`."""
    yield from elements_of(text.blocks(BLOCK))


def elements_of(blocks: Iterable[bytes]) -> Iterator[tuple[etree._Element, int]]:
    """The elements that matter directly below the envelope, in order; each is dropped once the next is asked for.

    With each comes the line on which it begins, 0 where it is no Message. Raises RefusedError, also after the first
    elements: then nothing of the feed holds.
    """
    parser: Any = etree.XMLPullParser(events=("start", "end", "start-ns"), tag=_EVENT_TAGS, **_SAFE_PARSER)
    messages = MessageLines()
    open_lines: list[int] = []
    pending = 0
    line = 1
    for place, block in enumerate(blocks):
        if place == 0:
            _check_prolog(block)
        _parse(parser, block)
        messages.add_block(block)
        pending += len(block)
        for event, element, first_line in _placed_events(parser, messages, open_lines):
            pending = 0
            if event == "start-ns":
                _check_namespace(element[1], block, line)
            elif _is_ours(element):
                yield element, first_line
                _release(element)
        if pending > LONGEST_MESSAGE:
            raise RefusedError(file_problem(codes.FEED_TOO_LARGE))
        line += block.count(b"\n")
    root = _parse(parser, None)
    if root.tag != ENVELOPE:
        raise unknown_message(root.tag)


def malformed_feed(line: int) -> RefusedError:
    """The refusal of a feed that is not well formed, or that holds what no feed may hold, at a line."""
    return RefusedError(file_problem(codes.XML_MALFORMED, value=str(line), line=line))


def _parse(parser: Any, block: bytes | None) -> Any:
    """Give the parser a block, or None for the end, which returns the root."""
    try:
        return parser.close() if block is None else parser.feed(block)
    except etree.XMLSyntaxError as error:
        raise malformed_feed(error.lineno or 1) from None


def _placed_events(parser: Any, messages: MessageLines, open_lines: list[int]) -> Iterator[tuple[str, Any, int]]:
    """Namespaces and ends of elements that the parser has met, with the line on which a Message began.

    open_lines: those of the elements that have begun and not ended, outermost first.
    """
    for event, element in parser.read_events():
        if event == "start":
            open_lines.append(messages.next_line() if element.tag == "Message" else 0)
        else:
            yield event, element, open_lines.pop() if event == "end" else 0


def _check_prolog(block: bytes) -> None:
    """Before the envelope only the declaration, comments and instructions may stand; a DOCTYPE is never parsed."""
    prolog = _PROLOG.match(block)
    end = prolog.end() if prolog else 0
    if block.startswith((b"<!", b"<?"), end):
        raise malformed_feed(block.count(b"\n", 0, end) + 1)


def _check_namespace(namespace: str, block: bytes, line: int) -> None:
    """What stands in a namespace is unknown to us, and a message or a quantity that is passed over would be lost."""
    if namespace and namespace not in HARMLESS_NAMESPACES:
        raise malformed_feed(line + block.count(b"\n", 0, max(block.find(namespace.encode()), 0)))


def _is_ours(element: Any) -> bool:
    """Whether an element stands directly below the envelope, the MerchantIdentifier in its header."""
    if element.tag not in _READ_TAGS:
        raise malformed_feed(element.sourceline or 0)
    parent = element.getparent()
    if element.tag == "MerchantIdentifier" and parent is not None and parent.tag == "Header":
        parent = parent.getparent()
    return parent is not None and parent.tag == ENVELOPE and parent.getparent() is None


def _release(element: etree._Element) -> None:
    """Free the memory of a message and of all that stands before it."""
    parent = element.getparent()
    if element.tag != "Message" or parent is None:
        return
    element.clear()
    while element.getprevious() is not None:
        del parent[0]
