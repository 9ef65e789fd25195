"""What an XML feed may hold, and how one that is cut off, swollen or malicious is refused. Nothing of it is applied."""

import pytest

from feeds import xml_elements, xml_messages
from tests.support.feed_forms import xml_feed
from tests.support.read_feeds import refusal_problems

BODY = (
    "<AmazonOrderID>999-0000001-0000001</AmazonOrderID><FulfillmentDate>2026-10-06T10:00:00+09:00</FulfillmentDate>"
    "<FulfillmentData><CarrierCode>YAMATO</CarrierCode><ShipperTrackingNumber>{}</ShipperTrackingNumber>"
    "</FulfillmentData>"
)
XSI, XSD = "http://www.w3.org/2001/XMLSchema-instance", "http://www.w3.org/2001/XMLSchema"
AT_ROOT = (
    f'xmlns:xsi="{XSI}" xsi:noNamespaceSchemaLocation="amzn-envelope.xsd"',
    f'xmlns:xsi="{XSI}" xmlns:xsd="{XSD}"',
    'xmlns=""',
)
FOREIGN = (
    ("<AmazonEnvelope>", '<AmazonEnvelope xmlns="urn:x">', 2),
    ("<AmazonEnvelope>", '<AmazonEnvelope xmlns:x="urn:x">', 2),
    ("<Message><MessageID>2", '<x:Message xmlns:x="urn:x"/>\n<Message><MessageID>2', 6),
    ("<CarrierCode>", '<x:Quantity xmlns:x="urn:x">1</x:Quantity><CarrierCode>', 5),
    ("<CarrierCode>", f'<x:Quantity xmlns:x="{XSI}">1</x:Quantity><CarrierCode>', 5),
    ("<CarrierCode>", "<xml:Quantity>1</xml:Quantity><CarrierCode>", 5),
    ("<CarrierCode>", '<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="/etc/passwd"/><CarrierCode>', 5),
)


def tracked_body(tracking="T1"):
    return BODY.format(tracking)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.999])
def test_a_feed_that_is_cut_off_is_refused_whole(read, share):
    text = xml_feed("OrderFulfillment", [tracked_body()] * 50).rstrip()
    assert refusal_problems(read(text[: int(len(text) * share)]))[0][2] == 50001


def test_the_line_of_a_fault_is_told(read):
    text = xml_feed("OrderFulfillment", [tracked_body(), tracked_body("a & b"), tracked_body()])
    assert refusal_problems(read(text)) == [[0, 6, 50001, "6", ""]]


def test_a_fault_after_many_good_messages_applies_nothing(read, monkeypatch):
    monkeypatch.setattr(xml_messages, "CHUNK_ROWS", 2)
    monkeypatch.setattr(xml_elements, "BLOCK", 256)
    text = xml_feed("OrderFulfillment", [tracked_body()] * 20).replace("</AmazonEnvelope>", "</Envelope>")
    assert refusal_problems(read(text))[0][2] == 50001


BOMB = '<!DOCTYPE a [<!ENTITY x "yy"><!ENTITY z "&x;&x;">]>'
OUTSIDE = '<!DOCTYPE a SYSTEM "file:///etc/passwd">'


@pytest.mark.parametrize("doctype", [BOMB, OUTSIDE, "<!DOCTYPE AmazonEnvelope>"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
def test_a_doctype_is_refused_in_every_encoding(read, doctype, encoding):
    text = xml_feed("OrderFulfillment", [tracked_body("見本")])
    text = text.replace("<AmazonEnvelope>", f"<!-- <!DOCTYPE no> -->\n{doctype}\n<AmazonEnvelope>")
    assert refusal_problems(read(text, encoding)) == [[0, 3, 50001, "3", ""]]


def test_a_doctype_is_refused_before_the_parser_sees_it(read, monkeypatch):
    elements = []
    monkeypatch.setattr(xml_elements, "_parse", lambda _, block: elements.append(block))
    refusal_problems(read(OUTSIDE + xml_feed("OrderFulfillment", []).partition("\n")[2]))
    assert elements == []


@pytest.mark.parametrize("entity", ["&x;", "&nbsp;", "&#0;", "&#1;"])
def test_entities_but_the_five_of_xml_are_refused(read, entity):
    assert refusal_problems(read(xml_feed("OrderFulfillment", [tracked_body(entity)])))[0][2] == 50001


def test_a_doctype_inside_the_envelope_is_refused(read):
    text = xml_feed("OrderFulfillment", [tracked_body()]).replace("<Header>", f"{BOMB}<Header>")
    assert refusal_problems(read(text))[0][2] == 50001


def test_a_doctype_that_is_only_the_text_of_a_comment_or_value_is_read(read):
    feed = read(xml_feed("OrderFulfillment", [tracked_body("<![CDATA[<!DOCTYPE x>]]>")]).replace(
        "<AmazonEnvelope>", "<!-- <!DOCTYPE x> --><AmazonEnvelope>"
    ))  # fmt: skip
    assert not feed.refused
    assert feed.text["tracking-number"].tolist() == ["<!DOCTYPE x>"]


def test_depth_is_limited(read):
    assert refusal_problems(read(xml_feed("OrderFulfillment", ["<a>" * 5000 + "</a>" * 5000])))[0][2] == 50001


def test_a_message_that_never_ends_is_refused(read, monkeypatch):
    monkeypatch.setattr(xml_elements, "BLOCK", 1024)
    monkeypatch.setattr(xml_elements, "LONGEST_MESSAGE", 4096)
    assert refusal_problems(read(xml_feed("OrderFulfillment", [tracked_body() + "<a/>" * 4000])))[0][2] == 70205


@pytest.mark.parametrize("declared", AT_ROOT)
def test_what_tools_declare_at_the_root_is_harmless(read, declared):
    feed = read(
        xml_feed("OrderFulfillment", [tracked_body()]).replace("<AmazonEnvelope>", f"<AmazonEnvelope {declared}>")
    )
    assert (feed.refused, feed.records, len(feed.problems)) == (False, 1, 0)


@pytest.mark.parametrize(("old", "new", "line"), FOREIGN)
def test_an_element_of_a_namespace_refuses_the_feed_and_is_never_passed_over(read, old, new, line):
    text = xml_feed("OrderFulfillment", [tracked_body(), tracked_body("T2")]).replace(old, new, 1)
    assert refusal_problems(read(text)) == [[0, line, 50001, str(line), ""]]


@pytest.mark.parametrize("size", [1, 7, 4096])
@pytest.mark.parametrize("behind", ["x", "<AmazonEnvelope/>", "\x00\x00x", "\x1a", "<!DOCTYPE a>", "<x/>"])
def test_content_behind_the_root_is_refused(read, monkeypatch, behind, size):
    monkeypatch.setattr(xml_elements, "_check_prolog", lambda _: None)
    monkeypatch.setattr(xml_elements, "BLOCK", size)
    assert refusal_problems(read(xml_feed("OrderFulfillment", [tracked_body()]) + behind))[0][2] == 50001


@pytest.mark.parametrize("behind", [" \r\n\n", "<!-- made by a tool -->", "<?tool end?>\n"])
def test_blanks_comments_and_instructions_behind_the_root_are_harmless(read, behind):
    assert read(xml_feed("OrderFulfillment", [tracked_body()]) + behind).records == 1


@pytest.mark.parametrize("inside", ["\x00", "\x01", "\ufffe", "\x1f"])
def test_characters_that_xml_does_not_know_are_refused(read, inside):
    assert refusal_problems(read(xml_feed("OrderFulfillment", [tracked_body(f"A{inside}B")]))) == [
        [0, 5, 50001, "5", ""]
    ]


def test_a_text_of_many_megabytes_is_refused(read):
    assert refusal_problems(read(xml_feed("OrderFulfillment", [tracked_body("x" * 11_000_000)])))[0][2] == 50001


def test_an_attribute_of_many_megabytes_is_refused(read):
    text = xml_feed("OrderFulfillment", [tracked_body()]).replace("<Message>", f'<Message a="{"x" * 11_000_000}">')
    assert refusal_problems(read(text))[0][2] == 50001


def test_a_declaration_behind_a_blank_is_refused(read):
    assert refusal_problems(read("\n" + xml_feed("OrderFulfillment", [tracked_body()])))[0][2] == 50001
