"""The line of a message is that of its first letter, however long the feed is."""

from hypothesis import given
from hypothesis import strategies as st

from feeds.xml_lines import MessageLines
from tests.support.feed_forms import xml_feed

BODY = (
    "<AmazonOrderID>999-0000001-0000001</AmazonOrderID><FulfillmentDate>2026-10-06T10:00:00+09:00</FulfillmentDate>\n"
    "<FulfillmentData><CarrierCode>YAMATO</CarrierCode><ShipperTrackingNumber>T1</ShipperTrackingNumber>"
    "</FulfillmentData>"
)
BEYOND_16_BITS = 70_000
BEGINNINGS = (
    "<Message>",
    "<Message >",
    "<Message\n>",
    '<Message a="1">',
    "<Message>\n",
    "<Message>\n\n\n",
    "<Message/>",
)
PASSED_OVER = (
    *("<!--<Message>-->", "<!-- <Message>\n <Message > -->", "<![CDATA[<Message>\n]]>", "<?tool <Message>?>"),
    *("<Messages>", "</Message>", "<Message2/>", "\n", "見本", ">", "]]", "-", "?", "x" * 20),
)


def lines_of(text, size):
    """The lines of the messages of a text that comes in blocks of a size."""
    lines = MessageLines()
    raw = text.encode()
    for start in range(0, len(raw), size):
        lines.add_block(raw[start : start + size])
    found = []
    while lines._lines:
        found.append(lines.next_line())
    return found


@given(st.lists(st.sampled_from((*BEGINNINGS, *PASSED_OVER))), st.integers(1, 40))
def test_every_message_has_the_line_of_its_first_letter_in_blocks_of_any_size(parts, size):
    places = [len("".join(parts[:place])) for place, part in enumerate(parts) if part in BEGINNINGS]
    text = "".join(parts)
    assert lines_of(f"{text}\n<end/>", size) == [1 + text.count("\n", 0, place) for place in places]


def message_part(number):
    """A message after blank lines, of which the third has more than 16 bits can count."""
    before = "\n" * (BEYOND_16_BITS if number == 2 else number)
    comment = "<!-- <Message> -->" if number % 3 else ""
    head = f"{BEGINNINGS[number % 6]}<MessageID>{number + 1}</MessageID>\n\n"
    return f"{before}{comment}{head}<OrderFulfillment>{BODY}</OrderFulfillment></Message>"


def test_beyond_65535_lines_every_record_has_the_line_of_its_message(read):
    parts = [message_part(number) for number in range(20)]
    text = xml_feed("OrderFulfillment", []).replace("</AmazonEnvelope>", "".join(parts) + "</AmazonEnvelope>")
    ends = [place for place in range(len(text)) if text.startswith("<MessageID>", place)]
    places = [max(text.rfind(beginning, 0, end) for beginning in BEGINNINGS[:4]) for end in ends]
    feed = read(text)
    assert feed.text["line"].tolist() == [1 + text.count("\n", 0, place) for place in places]
    assert feed.text["line"].iloc[-1] > BEYOND_16_BITS
    assert len(feed.problems) == 0


def test_a_fault_beyond_65535_lines_has_its_line(read):
    text = xml_feed("OrderFulfillment", [BODY]).replace("<MessageID>", "\n" * BEYOND_16_BITS + "<MessageID>&x;")
    assert read(text).problems["line"].tolist() == [BEYOND_16_BITS + 5]
