"""XML as text: what is not well formed, what is forbidden, declared and true encodings, and where a feed ends."""

import codecs
import re

from tests.samples import sample_messages
from tests.samples.odd_records import Odd, OwnOrders, replaced

DECLARED = '<?xml version="1.0" encoding="UTF-8"?>\n'
_PLACES = re.compile("<MessageID>[0-9]*</MessageID>|<MerchantIdentifier>[^<]*</MerchantIdentifier>")
LAUGHS = '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>\n'
OUTSIDE = '<!DOCTYPE AmazonEnvelope [<!ENTITY x SYSTEM "file:///etc/hostname">]>\n'
CARRIER = "<CarrierCode>YAMATO</CarrierCode>"


def _declared(text: str, encoding: str) -> str:
    return replaced(text, DECLARED, f'<?xml version="1.0" encoding="{encoding}"?>\n')


def _method(own: OwnOrders, text: str) -> str:
    """One message with a shipping method of these characters as they stand."""
    return replaced(own.fulfilled(2), CARRIER, f"{CARRIER}<ShippingMethod>{text}</ShippingMethod>")


def _below_doctype(own: OwnOrders, doctype: str, entity: str) -> str:
    return replaced(_method(own, entity), DECLARED, DECLARED + doctype)


def _windows(own: OwnOrders) -> bytes:
    return _declared(_method(own, "髙①㈱～"), "Shift_JIS").encode("cp932")


def _bare(own: OwnOrders) -> str:
    """A payload without an envelope, as its own schema would have it."""
    text = own.fulfilled(2)
    payload = text[text.index("<OrderFulfillment>") : text.index("</Message>")]
    return DECLARED + payload.rstrip() + "\n"


FILES = (
    Odd("fulfillment-content-after-the-root.xml", lambda own: own.fulfilled() + "</AmazonEnvelope>\n"),
    Odd("fulfillment-text-after-the-root.xml", lambda own: own.fulfilled() + "end of file\n"),
    Odd("fulfillment-nul-after-the-root.xml", lambda own: own.fulfilled() + "\0"),
    Odd("fulfillment-ctrl-z-after-the-root.xml", lambda own: own.fulfilled() + "\x1a"),
    Odd("fulfillment-comment-after-the-root.xml", lambda own: own.fulfilled() + "<!-- made at noon -->\n"),
    Odd("fulfillment-twice-in-one-file.xml", lambda own: own.fulfilled(2) + own.fulfilled(3).removeprefix(DECLARED)),
    Odd("fulfillment-twice-with-declarations.xml", lambda own: own.fulfilled(2) + own.fulfilled(3)),
    Odd("fulfillment-cut-in-the-middle.xml", lambda own: own.fulfilled()[:-150]),
    Odd("fulfillment-cut-before-the-last-tag.xml", lambda own: replaced(own.fulfilled(), "</AmazonEnvelope>", "")),
    Odd("fulfillment-tags-crossed.xml", lambda own: replaced(own.fulfilled(), "</FulfillmentData>", "</Fulfillment>")),
    Odd("fulfillment-blank-line-before-the-declaration.xml", lambda own: "\n" + own.fulfilled()),
    Odd("fulfillment-without-declaration.xml", lambda own: own.fulfilled().removeprefix(DECLARED)),
    Odd("fulfillment-ampersand-in-a-value.xml", lambda own: _method(own, "A & B")),
    Odd("fulfillment-entity-of-html.xml", lambda own: _method(own, "caf&eacute;&nbsp;")),
    Odd("fulfillment-control-character.xml", lambda own: _method(own, "a\x07b")),
    Odd("fulfillment-character-reference-to-nul.xml", lambda own: _method(own, "a&#0;b")),
    Odd("fulfillment-character-reference-to-a-control.xml", lambda own: _method(own, "a&#27;b")),
    Odd("fulfillment-surrogate-reference.xml", lambda own: _method(own, "&#xD83D;&#xDE00;")),
    Odd(
        "fulfillment-doctype.xml",
        lambda own: replaced(own.fulfilled(), DECLARED, f"{DECLARED}<!DOCTYPE AmazonEnvelope>\n"),
    ),
    Odd(
        "fulfillment-doctype-in-utf-16.xml",
        lambda own: _declared(
            replaced(own.fulfilled(), DECLARED, f"{DECLARED}<!DOCTYPE AmazonEnvelope>\n"), "UTF-16"
        ).encode("utf-16"),
    ),
    Odd("fulfillment-entity-bomb.xml", lambda own: _below_doctype(own, LAUGHS, "&c;")),
    Odd("fulfillment-entity-from-outside.xml", lambda own: _below_doctype(own, OUTSIDE, "&x;")),
    Odd(
        "fulfillment-xinclude.xml",
        lambda own: _method(
            own, '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/hostname" parse="text"/>'
        ),
    ),
    Odd(
        "fulfillment-stylesheet.xml",
        lambda own: replaced(own.fulfilled(), DECLARED, DECLARED + '<?xml-stylesheet href="a.xsl"?>\n'),
    ),
    Odd(
        "reports-cdata-and-comments-in-values.xml",
        lambda own: replaced(
            replaced(
                own.reports(), "<Title>マグカップ</Title>", "<Title>マグ<!-- big --><![CDATA[<カップ> & ]]>皿</Title>"
            ),
            "<Quantity>2<",
            "<Quantity><![CDATA[2]]><",
        ),
    ),
    Odd(
        "reports-instruction-in-an-id.xml",
        lambda own: replaced(own.reports(), own.order(11), own.order(11).replace("-", "-<?cut?>", 1)),
    ),
    Odd(
        "reports-line-breaks-in-values.xml",
        lambda own: replaced(own.reports(), "マグカップ", "マグ\n\t&#10;カップ&#9;大"),
    ),
    Odd(
        "reports-blanks-around-values.xml",
        lambda own: replaced(own.reports(), own.order(11), f"\n      {own.order(11)}\n    "),
    ),
    Odd("reports-next-line-in-a-value.xml", lambda own: replaced(own.reports(), "マグカップ", "マグ&#x85;カップ")),
    Odd(
        "reports-shift-jis-declared.xml",
        lambda own: _declared(replaced(own.reports(), "マグカップ", "髙島 ①㈱～"), "Shift_JIS").encode("cp932"),
    ),
    Odd("fulfillment-shift-jis-with-letters-of-windows.xml", _windows),
    Odd(
        "fulfillment-windows-31j-declared.xml",
        lambda own: _declared(_method(own, "髙①㈱～"), "Windows-31J").encode("cp932"),
    ),
    Odd("fulfillment-cp932-declared-as-utf-8.xml", lambda own: _method(own, "髙島屋").encode("cp932")),
    Odd(
        "fulfillment-utf-8-declared-as-shift-jis.xml",
        lambda own: _declared(_method(own, "宅急便です"), "Shift_JIS").encode(),
    ),
    Odd("fulfillment-latin-1-declared.xml", lambda own: _declared(own.fulfilled(), "iso-8859-1").encode("latin-1")),
    Odd("reports-without-message-ids.xml", lambda own: _PLACES.sub("", own.reports())),
    Odd("fulfillment-euc-jp-declared.xml", lambda own: _declared(_method(own, "宅急便"), "EUC-JP").encode("euc_jp")),
    Odd("fulfillment-utf-7-declared.xml", lambda own: _declared(_method(own, "+ADw-"), "UTF-7")),
    Odd("fulfillment-utf-16-with-bom.xml", lambda own: _declared(_method(own, "宅急便"), "UTF-16").encode("utf-16")),
    Odd("fulfillment-utf-16-declared-as-utf-8.xml", lambda own: _method(own, "宅急便").encode("utf-16")),
    Odd("fulfillment-utf-16-without-bom.xml", lambda own: _declared(own.fulfilled(), "UTF-16").encode("utf-16-be")),
    Odd("fulfillment-utf-8-with-bom.xml", lambda own: codecs.BOM_UTF8 + own.fulfilled().encode()),
    Odd("fulfillment-unknown-encoding-declared.xml", lambda own: _declared(own.fulfilled(), "X-NONE")),
    Odd("fulfillment-xml-1-1.xml", lambda own: replaced(own.fulfilled(), 'version="1.0"', 'version="1.1"')),
    Odd("fulfillment-bare-payload.xml", _bare),
    Odd("fulfillment-escaped-as-text.txt", lambda own: replaced(own.fulfilled(), "<", "&lt;", -1)),
    Odd(
        "fulfillment-on-one-line.xml",
        lambda own: DECLARED.rstrip() + "".join(line.strip() for line in own.fulfilled().splitlines()[1:]),
    ),
    Odd("fulfillment-lines-end-with-cr.xml", lambda own: own.fulfilled().replace("\n", "\r")),
    Odd("envelope-empty.xml", lambda _: sample_messages.envelope_text("OrderFulfillment", [])),
    Odd("envelope-empty-tag.xml", lambda _: f"{DECLARED}<AmazonEnvelope/>\n"),
)
