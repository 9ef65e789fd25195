"""Rows that are found in the bytes of XML are those that its elements give: the same text, problems and refusals."""

import gc
import re
import tracemalloc
from contextlib import ExitStack
from unittest import mock

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds import xml_messages, xml_plain_messages
from feeds.problems import RefusedError, concat_problems
from feeds.xml_tag_texts import NotPlainError
from tests.support.feed_forms import xml_component, xml_feed, xml_payload
from tests.support.paths import DEMO, ROOT
from tests.support.record_forms import (
    ALL_ORDERS,
    CANCELLATIONS,
    CONFIRMATIONS,
    ORDERS,
    PAYLOADS,
    REFUNDS,
    STOCK,
    all_orders_row,
    cancellation_row,
    confirmation_row,
    order_row,
    refund_row,
    stock_row,
)

MESSAGES = {
    CONFIRMATIONS: (
        [confirmation_row(1, quantity="2"), confirmation_row(1, 2, quantity="1")],
        [confirmation_row(2, tracking_number="A & B <C> > 'D' \"E\"")],
        [{"order-id": "999-0000001-0000003", "ship-date": " 2026-10-06\t10:00:00\n", "carrier-code": "  "}],
        [confirmation_row(4, ship_method="宅\r\n急 便"), confirmation_row(4, 2, parcel_id="7")],
    ),
    CANCELLATIONS: (
        [cancellation_row(1, "NoInventory", 1)],
        [cancellation_row(2, "NoInventory", 1), cancellation_row(2, "", 2)],
    ),
    ORDERS: (
        [order_row(1, payment_method_fee="330", is_prime="true", item_promotion_discount="-5"), order_row(1, 2)],
        [order_row(2, shipping_price="", gift_wrap_price="1.00", item_promotion_id="P")],
        [order_row(3, latest_ship_date="2026-10-08T23:59:59+09:00", currency="USD", item_price="0")],
    ),
    ALL_ORDERS: ([all_orders_row(1, "Pending", quantity="1")], [all_orders_row(2, "Shipped", item_price="5")]),
    REFUNDS: ([refund_row(1, "100"), refund_row(1, "5", line=2)], [refund_row(2, "", shipping_price_adj="3")]),
    STOCK: ([stock_row("TEA", "1")], [stock_row("MUG", "0")], [stock_row("X & Y", "")]),
}
FEEDS_OF_FORMATS = {
    table.name: xml_feed(
        table.message, [xml_payload(table, *rows) for rows in messages], payload=PAYLOADS.get(table.message, "")
    )
    for table, messages in MESSAGES.items()
}
REPEATED = xml_feed(
    "OrderReport",
    [
        xml_payload(ORDERS, order_row(number)).replace(
            "</ItemPrice>", "".join(map(xml_component, kinds, amounts)) + "</ItemPrice>"
        )
        for number, (kinds, amounts) in enumerate(
            [
                (("Principal", "Principal"), ("1", "20.0")),
                (("Principal", "CODFee", "CODFee"), ("-4400", "", "3")),
                (("Surcharge", ""), ("9", "9")),
            ],
            1,
        )
    ],
).replace("<BuyerName>", "<BuyerName> </BuyerName><BuyerName/><BuyerName>A</BuyerName><BuyerName>")
SAMPLES = {
    path.name: path.read_bytes().decode("utf-8")
    for path in sorted((ROOT / "sample_data").rglob("*.xml"))
    if "utf-8" in path.read_bytes()[:200].decode("latin-1").lower() and "declared-as" not in path.name
}
TEXTS = FEEDS_OF_FORMATS | SAMPLES | {"repeated": REPEATED}
INSERTED = (
    *(
        "<!-- a -->",
        "<!-- </Message> -->",
        "<!--",
        "-->",
        "<![CDATA[</Message>]]>",
        "<![CDATA[",
        "]]>",
        "<?a b?>",
        "<?a",
    ),
    *("<Message>", "</Message>", "<Message/>", "<Item>", "</Item>", "<Item/>", "<Unknown>1</Unknown>", "<Quantity/>"),
    *("&amp;", "&lt;", "&#65;", "&#x3042;", "&quot", "&", "&nope;", "&amp;lt;", " ", "\n", "\t", "\r", "\r\n", "\x01"),
    *(
        "\x7f",
        "\x85",
        "\u2028",
        "\ufeff",
        "\ufffe",
        "\uffff",
        "<",
        ">",
        "/",
        '"',
        "=",
        " a='1'",
        ' a="1"',
        ' a="<"',
        " a",
    ),
    *("<MessageType>OrderReport</MessageType>", "<MerchantIdentifier>X</MerchantIdentifier>", "</AmazonEnvelope>"),
    *("<OperationType>Delete</OperationType>", "<OperationType>Update</OperationType>", "<MessageID>9</MessageID>"),
    *(
        "<x:y/>",
        "<é/>",
        "<!DOCTYPE a>",
        ' xmlns="urn:x"',
        ' xmlns=""',
        ' xml:space="preserve"',
        ' currency="USD"',
        "1",
        "x",
    ),
)


class TextInMemory:
    """UTF-8 as feeds.decode hands it over."""

    def __init__(self, content):
        self.content = content

    def blocks(self, size):
        for start in range(0, len(self.content), size):
            yield self.content[start : start + size]


def outcome(chunks):
    """The text and the problems of all chunks, or the problems of a refusal."""
    try:
        tables, texts, problems = zip(*chunks, strict=True)
    except RefusedError as error:
        return "refused", error.problems
    return tables[0].name, pd.concat(texts, ignore_index=True), concat_problems(list(problems))


def assert_same(text, size=300, fewest=100, rows=3, seller=""):
    """Both readers give the same, in whatever parts they read."""
    content = TextInMemory(text.encode())
    expected = outcome(xml_messages.element_chunks(content, seller))
    with ExitStack() as stack:
        stack.enter_context(mock.patch.object(xml_messages, "PLAIN_BLOCK", size))
        stack.enter_context(mock.patch.object(xml_messages, "CHUNK_ROWS", rows))
        stack.enter_context(mock.patch.object(xml_plain_messages, "FEWEST_BYTES", fewest))
        actual = outcome(xml_messages.read_chunks(content, seller))
    assert actual[0] == expected[0]
    for frame, other in zip(actual[1:], expected[1:], strict=True):
        pd.testing.assert_frame_equal(frame, other)


def are_plain(text, size=1 << 20):
    """Whether no message of a text has to be read as elements."""
    with ExitStack() as stack:
        stack.enter_context(mock.patch.object(xml_messages, "PLAIN_BLOCK", size))
        elements = stack.enter_context(mock.patch.object(xml_plain_messages.PlainMessages, "_element_rows"))
        elements.side_effect = NotPlainError
        try:
            return bool(list(xml_messages.plain_chunks(TextInMemory(text.encode()))))
        except NotPlainError:
            return False


@pytest.mark.parametrize("name", TEXTS)
def test_samples_are_read_alike_in_one_block_and_in_small_ones(name):
    assert_same(TEXTS[name], 1 << 20, 1 << 20, seller="M1")
    assert_same(TEXTS[name].replace("\n", "\r\n"), 700, 0)


@pytest.mark.parametrize("name", FEEDS_OF_FORMATS)
@pytest.mark.parametrize("size", [1, 61])
def test_messages_are_read_alike_one_by_one(name, size):
    assert_same(TEXTS[name], size, 0)


@pytest.mark.parametrize("name", [*FEEDS_OF_FORMATS, "repeated"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_messages_of_every_format_are_plain(name, end):
    assert are_plain(TEXTS[name].replace("\n", end))


@pytest.mark.parametrize("path", sorted(DEMO.rglob("*.xml")), ids=lambda path: path.name)
def test_the_feeds_of_the_demo_are_plain(path):
    assert are_plain(path.read_text("utf-8"))


def test_a_message_that_is_not_plain_costs_the_others_nothing():
    bodies = [xml_payload(CONFIRMATIONS, confirmation_row(number)) for number in range(1, 65)]
    bodies[40] = bodies[40].replace("<AmazonOrderID>", "<AmazonOrderID><!-- a comment -->")
    text = xml_feed("OrderFulfillment", bodies)
    assert_same(text, 4096, 0)
    with mock.patch.object(xml_plain_messages, "FEWEST_BYTES", 0):
        [messages] = element_blocks(text)
    assert messages <= 2


def test_behind_a_block_without_anything_plain_no_other_is_tried():
    bodies = [xml_payload(CONFIRMATIONS, confirmation_row(number)) + "<!-- -->" for number in range(1, 65)]
    text = xml_feed("OrderFulfillment", bodies)
    assert_same(text, 4096, 1 << 20)
    with mock.patch.object(xml_plain_messages.PlainRows, "rows", side_effect=NotPlainError) as rows:
        assert sum(element_blocks(text, 4096)) == 64
    assert rows.call_count < 10


@pytest.mark.parametrize("piece", [b"<Message></b></Message>", b"<Message x='1' x='2'></Message>", b"\xff"])
def test_what_the_parser_does_not_take_is_not_plain_whatever_the_look_at_its_bytes_says(piece):
    messages = xml_plain_messages.PlainMessages(CONFIRMATIONS, b"<AmazonEnvelope>", 0)
    with mock.patch.object(xml_plain_messages.PlainRows, "rows"), pytest.raises(NotPlainError):
        next(messages.rows(piece))


def test_a_feed_without_its_last_tag_is_not_plain():
    messages = xml_plain_messages.PlainMessages(CONFIRMATIONS, b"<AmazonEnvelope>", 0)
    with mock.patch.object(xml_plain_messages, "elements_of", return_value=[]), pytest.raises(NotPlainError):
        messages.check_tail(b"")


def memory_in_use():
    """Bytes that Python, numpy and Arrow hold."""
    gc.collect()
    return tracemalloc.get_traced_memory()[0] + pa.total_allocated_bytes()


def test_nothing_of_earlier_blocks_is_kept():
    bodies = [xml_payload(CONFIRMATIONS, confirmation_row(number)) for number in range(1, 401)]
    content = TextInMemory(xml_feed("OrderFulfillment", bodies).encode())
    with ExitStack() as stack:
        stack.enter_context(mock.patch.object(xml_messages, "PLAIN_BLOCK", 8192))
        stack.enter_context(mock.patch.object(xml_messages, "CHUNK_ROWS", 10))
        tracemalloc.start()
        stack.callback(tracemalloc.stop)
        held = [memory_in_use() for _ in xml_messages.plain_chunks(content)]
    assert len(held) > 10
    assert max(held[-3:]) < held[3] + len(content.content) // 4


def element_blocks(text, size=1 << 20):
    """How many messages each block has that is read as elements."""
    counts = []
    read = xml_plain_messages.PlainMessages._element_rows

    def counted(messages, block):
        counts.append(block.count(b"<Message>"))
        return read(messages, block)

    with ExitStack() as stack:
        stack.enter_context(mock.patch.object(xml_messages, "PLAIN_BLOCK", size))
        stack.enter_context(mock.patch.object(xml_plain_messages.PlainMessages, "_element_rows", counted))
        list(xml_messages.plain_chunks(TextInMemory(text.encode())))
    return counts


mutations = st.lists(
    st.tuples(
        st.floats(0, 1), st.sampled_from(["insert", "delete", "replace", "move", "rename"]), st.sampled_from(INSERTED)
    ),
    min_size=1,
    max_size=3,
)


def mutated(text, changes):
    """A text with changes, each at a share of its length."""
    for share, kind, part in changes:
        place = int(share * len(text))
        if kind == "insert":
            text = text[:place] + part + text[place:]
        elif kind == "delete":
            text = text[:place] + text[place + len(part) :]
        elif kind == "replace":
            text = text[:place] + part + text[place + len(part) :]
        elif kind == "move":
            text = text[:place] + text[place + 60 :] + text[place : place + 60]
        else:
            text = text[:place] + text[place:].replace("<", f"<{part}", 1)
    return text


@given(name=st.sampled_from(list(TEXTS)), changes=mutations, size=st.integers(1, 3000), fewest=st.integers(0, 3000))
def test_damaged_samples_are_read_alike_in_blocks_of_any_size(name, changes, size, fewest):
    assert_same(mutated(TEXTS[name], changes), size, fewest)


@given(name=st.sampled_from(list(TEXTS)), place=st.floats(0, 1), byte=st.integers(0, 255), size=st.integers(1, 3000))
def test_a_byte_of_another_value_is_read_alike(name, place, byte, size):
    raw = bytearray(TEXTS[name].encode())
    raw[int(place * (len(raw) - 1))] = byte
    assert_same(raw.decode("utf-8", "replace"), size)


@given(name=st.sampled_from(list(TEXTS)), share=st.floats(0, 1), size=st.integers(1, 3000))
def test_a_feed_that_is_cut_off_is_refused_alike(name, share, size):
    text = TEXTS[name]
    assert_same(text[: int(share * len(text))], size)


@given(name=st.sampled_from(list(TEXTS)), order=st.randoms(use_true_random=False), size=st.integers(1, 3000))
def test_tags_and_texts_in_another_order_are_read_alike(name, order, size):
    parts = re.split("(?=<)", TEXTS[name])
    start, stop = sorted((order.randrange(len(parts)), order.randrange(len(parts))))
    moved = parts[start : stop + 1][:8]
    order.shuffle(moved)
    assert_same("".join([*parts[:start], *moved, *parts[start + len(moved) :]]), size)
