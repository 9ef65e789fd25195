"""AmazonEnvelope XML as a stream of messages, flattened into the columns of the flat form, one row per item.

A feed that is not well formed to its last tag is refused whole (feeds.xml_elements). The rows of plain messages are
found in the bytes (feeds.xml_plain_messages): they are the same, and come much sooner.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pyarrow as pa
from lxml import etree

from feeds.decode import DecodedText
from feeds.problems import RefusedError, concat_problems, file_problem
from feeds.recognise import format_of_message
from feeds.xml_elements import elements_of, read_elements
from feeds.xml_envelope_parts import EnvelopeParts
from feeds.xml_message_rows import MessageRows, text_of
from feeds.xml_plain_cells import blank_cells
from feeds.xml_plain_messages import ENVELOPE_END, PlainMessages
from feeds.xml_tag_texts import NotPlainError, require
from schemas import codes
from schemas.columns import Table

CHUNK_ROWS = 50_000
PLAIN_BLOCK = 1024 * 1024
"""So many bytes are searched at once: their tags fit into the cache of a processor."""
_PLACES = ("record", "line")
_Chunk = tuple[Table, pd.DataFrame, pd.DataFrame]


def read_chunks(text: DecodedText, seller: str = "") -> Iterator[_Chunk]:
    """Frames of text (frame `feed_text`) and their problems (frame `problems`).

    `record` is the position of the Message, `line` where it begins. seller: refuses a feed of another one, unless it is
    a report of the marketplace. At least one frame comes, if without rows. Raises RefusedError, also after the first
    frames: then nothing of the feed holds.
    """
    record = 0
    try:
        for chunk in plain_chunks(text, seller):
            yield chunk
            record = int(chunk[1]["record"].iloc[-1])
    except NotPlainError:
        is_read = False
    else:
        is_read = True
    if not is_read:
        yield from element_chunks(text, seller, record)


def plain_chunks(text: DecodedText, seller: str = "") -> Iterator[_Chunk]:
    """The frames of a feed that is plain, at least in parts. It refuses nothing.

    Raises NotPlainError, also after the first frames: these hold, and `element_chunks` has those after them.
    """
    parts = EnvelopeParts(text.blocks(PLAIN_BLOCK))
    envelope = _Envelope(seller)
    head_elements = envelope.read_head(parts.head)
    messages = PlainMessages(envelope.table(), parts.head, head_elements)
    waiting: list[tuple[pa.Table, pd.DataFrame]] = []
    for block in parts.messages():
        for rows in messages.rows(block):
            waiting.append(rows)
            if sum(len(text) for text, _ in waiting) >= CHUNK_ROWS:
                yield _frames(envelope.table(), waiting)
                waiting = []
    messages.check_tail(parts.tail)
    if waiting:
        yield _frames(envelope.table(), waiting)


def element_chunks(text: DecodedText, seller: str = "", record: int = 0) -> Iterator[_Chunk]:
    """The frames of any feed after a record, made element by element. Raises RefusedError like `read_chunks`."""
    rows: MessageRows | None = None
    envelope = _Envelope(seller)
    for element, line in read_elements(text):
        if element.tag != "Message":
            envelope.read_element(element)
            continue
        rows = rows or MessageRows(envelope.table())
        envelope.check_seller(rows.table)
        rows.add_message(element, line)
        if rows.record <= record:
            rows.drop_rows()
        if len(rows.rows) >= CHUNK_ROWS:
            yield rows.take_frames()
    rows = rows or MessageRows(envelope.table())
    envelope.check_seller(rows.table)
    yield rows.take_frames()


def seller_of(text: DecodedText) -> str:
    """The MerchantIdentifier of a feed, "" where none stands before the first message. Raises RefusedError."""
    for element, _ in read_elements(text):
        if element.tag == "MerchantIdentifier":
            return text_of(element)
        if element.tag == "Message":
            break
    return ""


class _Envelope:
    """What is said beside the messages; seller: ours, "" for any."""

    def __init__(self, seller: str) -> None:
        self._seller = seller
        self._message_type = ""
        self._is_foreign = False

    def read_element(self, element: etree._Element) -> None:
        """Take in a MerchantIdentifier or a MessageType."""
        if element.tag == "MerchantIdentifier":
            self._is_foreign |= bool(self._seller) and text_of(element) not in {self._seller, ""}
        else:
            self._message_type = text_of(element)

    def read_head(self, head: bytes) -> int:
        """Take in all that comes before the first message; how many elements. Raises NotPlainError."""
        count = 0
        try:
            for element, _ in elements_of([head + ENVELOPE_END]):
                require(element.tag != "Message")
                self.read_element(element)
                count += 1
            self.check_seller(self.table())
        except RefusedError:
            raise NotPlainError from None
        return count

    def table(self) -> Table:
        """The format of the messages. Raises RefusedError."""
        return format_of_message(self._message_type)

    def check_seller(self, table: Table) -> None:
        """Refuse a feed that names another seller; what the marketplace itself writes is not asked."""
        if self._is_foreign and not table.from_marketplace:
            raise RefusedError(file_problem(codes.WRONG_SELLER))


def _frames(table: Table, rows: list[tuple[pa.Table, pd.DataFrame]]) -> _Chunk:
    """Columns of text and problems of parts as one frame of each; a column that is in no part is blank."""
    texts, problems = zip(*rows, strict=True)
    blank = pd.Series(blank_cells(sum(map(len, texts))), dtype="str")
    places = {name: pa.concat_tables([text.select([name]) for text in texts])[name].to_pandas() for name in _PLACES}
    filled = set().union(*(text.column_names for text in texts))
    cells = {name: _joined_cells(texts, name) if name in filled else blank for name in ("message-id", *table.names)}
    return table, pd.DataFrame(places | cells), concat_problems(list(problems))


def _joined_cells(texts: tuple[pa.Table, ...], name: str) -> pd.Series:
    """The cells of a column of all parts, blank in those that have none."""
    pieces = [text[name] if name in text.column_names else blank_cells(len(text)) for text in texts]
    chunks = [chunk for piece in pieces for chunk in (piece.chunks if isinstance(piece, pa.ChunkedArray) else [piece])]
    return pd.Series(pa.concat_arrays(chunks), dtype="str")
