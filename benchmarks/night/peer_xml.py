"""Confirmations in XML for the peers, the fastest sound way known: pieces of whole messages, each by a style sheet.

A piece that is cut wrongly is ill-formed and fails; it cannot be wrong in silence.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pyarrow as pa
from lxml import etree
from pyarrow import csv

from benchmarks.night.columns import SHIPMENTS

PIECE = 4 << 20
MESSAGE_BEGIN, MESSAGE_END, ENVELOPE_END = b"<Message>", b"</Message>", b"</AmazonEnvelope>"
THREADS, WAITING = 2, 4
OF_ORDER = ("FulfillmentDate", "CarrierCode", "CarrierName", "ShipperTrackingNumber", "ShippingMethod")
SHEET = """<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
<xsl:output method="text" encoding="UTF-8"/>
<xsl:template match="/">
  <xsl:for-each select="AmazonEnvelope/Message/OrderFulfillment">
    <xsl:variable name="order" select="concat({order}, '&#9;')"/>
    <xsl:variable name="parcel" select="concat({parcel}, '&#10;')"/>
    <xsl:if test="not(Item)"><xsl:value-of select="concat($order, '&#9;', $parcel)"/></xsl:if>
    <xsl:for-each select="Item"><xsl:value-of select="concat($order, {item}, '&#9;', {units}, $parcel)"/></xsl:for-each>
  </xsl:for-each>
</xsl:template>
</xsl:stylesheet>"""


def read_messages(path: Path) -> pa.Table:
    """A row (SHIPMENTS) for each item of each message, or one for a message without items."""
    waiting: deque[Future[pa.Table]] = deque()
    tables = []
    with ThreadPoolExecutor(THREADS) as pool:
        for piece in _pieces(path):
            waiting.append(pool.submit(_table, piece))
            if len(waiting) > WAITING:
                tables.append(waiting.popleft().result())
        tables += [piece.result() for piece in waiting]
    return pa.concat_tables(tables)


def _pieces(path: Path) -> Iterator[bytes]:
    """Whole documents of a few thousand messages each."""
    with path.open("rb") as file:
        block = file.read(PIECE)
        start = block.index(MESSAGE_BEGIN)
        head, rest = block[:start], block[start:]
        while more := file.read(PIECE):
            rest += more
            if MESSAGE_END in rest:
                end = rest.rindex(MESSAGE_END) + len(MESSAGE_END)
                yield head + rest[:end] + ENVELOPE_END
                rest = rest[end:]
        yield head + rest


_own = threading.local()


def _table(piece: bytes) -> pa.Table:
    if not hasattr(_own, "sheet"):
        _own.parser = etree.XMLParser(resolve_entities=False, no_network=True)
        _own.sheet = etree.XSLT(etree.XML(_sheet()))
    text = bytes(_own.sheet(etree.fromstring(piece, _own.parser)))
    types: dict[str, Any] = dict.fromkeys(SHIPMENTS, pa.string())
    if not text:
        # The last piece is the end of the envelope alone where the one before it ended with the last message.
        return pa.schema(types.items()).empty_table()
    return csv.read_csv(
        pa.BufferReader(text),
        csv.ReadOptions(column_names=SHIPMENTS, use_threads=False),
        csv.ParseOptions(delimiter="\t", quote_char=False),
        csv.ConvertOptions(column_types=types, strings_can_be_null=False),
    )


def _sheet() -> str:
    parcel = ", ".join(f"'&#9;', {_plain(name)}" for name in _parcel_paths())
    return SHEET.format(
        order=_plain("AmazonOrderID"), parcel=parcel, item=_plain("AmazonOrderItemCode"), units=_plain("Quantity")
    )


def _parcel_paths() -> Iterator[str]:
    for name in OF_ORDER:
        yield name if name == "FulfillmentDate" else f"FulfillmentData/{name}"


def _plain(path: str) -> str:
    """The text of an element with blanks for what would end a cell."""
    return f"translate({path}, '&#9;&#10;&#13;', '   ')"
