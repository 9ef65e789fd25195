"""The bytes of an XML feed to its elements, one after the other, with everything that is dangerous kept out.

No DTD is parsed, no entity but the five of XML is known, nothing from outside is loaded, and an element of a namespace
(an XInclude is one) is not passed over but refuses the feed. A feed that is not well formed to its end is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from feeds.decode import DecodedText
from feeds.problems import RefusedError, of_file
from feeds.recognise import unrecognised
from schemas import codes

ROOT = "AmazonEnvelope"
BLOCK = 4 * 1024 * 1024
LONGEST_MESSAGE = 16 * 1024 * 1024
HARMLESS = ("http://www.w3.org/2001/XMLSchema-instance", "http://www.w3.org/2001/XMLSchema")
"""Namespaces that tools declare at the root, of which nothing is ever used but attributes."""
_XML = "http://www.w3.org/XML/1998/namespace"
_PROLOG = re.compile(rb"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*", re.DOTALL)
_OURS = ("MerchantIdentifier", "MessageType", "Message")
_WANTED = (*_OURS, *(f"{{{namespace}}}*" for namespace in (*HARMLESS, _XML)))
# "internal" and not False: with False lxml drops text silently.
_SAFE: dict[str, Any] = {
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


def elements(text: DecodedText) -> Iterator[etree._Element]:
    """The elements that matter directly below the envelope, in order; each is dropped once the next is asked for.

    Raises RefusedError, also after the first elements: then nothing of the feed holds.
    """
    parser: Any = etree.XMLPullParser(events=("end", "start-ns"), tag=_WANTED, **_SAFE)
    waiting, line = 0, 1
    for place, block in enumerate(text.blocks(BLOCK)):
        if place == 0:
            _check_prolog(block)
        _feed(parser, block)
        waiting += len(block)
        for event, element in parser.read_events():
            waiting = 0
            if event == "start-ns":
                _check_namespace(element[1], block, line)
            elif _is_ours(element):
                yield element
                _drop(element)
        if waiting > LONGEST_MESSAGE:
            raise RefusedError(of_file(codes.FEED_TOO_LARGE))
        line += block.count(b"\n")
    root = _feed(parser, None)
    if root.tag != ROOT:
        raise unrecognised(root.tag)


def line_of(element: Any) -> int:
    """The physical line on which an element begins."""
    return element.sourceline or 0


def malformed(line: int) -> RefusedError:
    """The refusal of a feed that is not well formed, or that holds what no feed may hold, at a line."""
    return RefusedError(of_file(codes.XML_MALFORMED, value=str(line), line=line))


def _feed(parser: Any, block: bytes | None) -> Any:
    """Give the parser a block, or None for the end, which returns the root."""
    try:
        return parser.close() if block is None else parser.feed(block)
    except etree.XMLSyntaxError as error:
        raise malformed(error.lineno or 1) from None


def _check_prolog(block: bytes) -> None:
    """Before the envelope only the declaration, comments and instructions may stand; a DOCTYPE is never parsed."""
    found = _PROLOG.match(block)
    end = found.end() if found else 0
    if block.startswith((b"<!", b"<?"), end):
        raise malformed(block.count(b"\n", 0, end) + 1)


def _check_namespace(namespace: str, block: bytes, line: int) -> None:
    """What stands in a namespace is unknown to us, and a message or a quantity that is passed over would be lost."""
    if namespace and namespace not in HARMLESS:
        raise malformed(line + block.count(b"\n", 0, max(block.find(namespace.encode()), 0)))


def _is_ours(element: etree._Element) -> bool:
    if element.tag not in _OURS:
        raise malformed(line_of(element))
    above = element.getparent()
    if element.tag == "MerchantIdentifier" and above is not None and above.tag == "Header":
        above = above.getparent()
    return above is not None and above.tag == ROOT and above.getparent() is None


def _drop(element: etree._Element) -> None:
    above = element.getparent()
    if element.tag != "Message" or above is None:
        return
    element.clear()
    while element.getprevious() is not None:
        del above[0]
