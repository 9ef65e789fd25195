"""Files that are known but not for us are named, with what to do; others are said to be unknown."""

import pytest

from tests.support.read_feeds import problem_values

CONFIRMATION = ("order-id", "order-item-id", "quantity", "ship-date", "carrier-code")
TABLES = {
    "a report of shipments by the marketplace": (
        "amazon-order-id shipment-id shipment-item-id amazon-order-item-id purchase-date sku quantity-shipped "
        "tracking-number fulfillment-center-id fulfillment-channel"
    ),
    "a report of returns": (
        "return-date order-id sku asin fnsku product-name quantity fulfillment-center-id detailed-disposition reason"
    ),
    "an inventory report of the warehouse": (
        "sku fnsku asin product-name condition your-price mfn-listing-exists afn-fulfillable-quantity quantity"
    ),
    "a settlement of the marketplace": "settlement-id settlement-start-date deposit-date total-amount order-id sku",
    "a report of listings": "item-name listing-id seller-sku price quantity open-date fulfillment-channel",
    "an answer to a feed": "original-record-number order-id order-item-id error-code error-type error-message",
}
COMMAS = {
    "a list of transactions": '"日付/時間","決済番号","種類","注文番号","SKU","説明","数量"',
    "a business report": '"(子)ASIN","商品名","SKU","セッション数"',
    "a comma-separated file": ",".join(CONFIRMATION),
}


def kinds(feed):
    return feed.refused, problem_values(feed, "code", "value", "limit")


@pytest.mark.parametrize(("kind", "names"), TABLES.items(), ids=TABLES)
def test_reports_of_the_marketplace_that_are_no_feed_are_named(read, kind, names):
    head = "\t".join(names.split())
    for text in (f"{head}\n", f"Title\n\n{head}\nx\n", f"{head.replace('-', '_')}\n", head.replace("\t", ",")):
        assert kinds(read(text, "utf-16")) == (True, [(70201, kind, "")])


@pytest.mark.parametrize(("kind", "head"), COMMAS.items(), ids=COMMAS)
def test_tables_with_commas_are_named(read, kind, head):
    assert kinds(read(f"{head}\r\n", "cp932")) == (True, [(70201, kind, "")])


@pytest.mark.parametrize("above", [0, 7])
def test_transactions_may_stand_below_many_lines_of_words(read, above):
    head = "date/time,settlement id,type,order id,sku,description,quantity,marketplace,total"
    text = '"All amounts in JPY, unless specified"\n' * above + head + "\n"
    assert kinds(read(text)) == (True, [(70201, "a list of transactions", "")])


def test_another_separator_is_named_with_the_way_to_save_with_tabs(read):
    for separator, kind in ((",", "a comma-separated file"), (";", "a semicolon-separated file")):
        for head in (CONFIRMATION, [f'"{name}"' for name in CONFIRMATION], ["受注番号", "商品名", "個数"]):
            feed = read(separator.join(head) + "\n")
            assert kinds(feed) == (True, [(70201, kind, "")])
            assert "Text (Tab delimited)" in feed.problems["column"].item()


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("SettlementReport", "a settlement of the marketplace"),
        ("ProcessingReport", "an answer to a feed"),
        ("Price", "a feed about listings"),
        ("Weather", "an XML file of an unknown kind"),
    ],
)
def test_messages_that_are_no_feed_of_ours_are_named(read, message, kind):
    text = f"<AmazonEnvelope><MessageType>{message}</MessageType><Message/></AmazonEnvelope>"
    assert kinds(read(text)) == (True, [(70201, kind, "")])


PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0\0\x10JFIF", b"GIF89a", b"RIFF\0\0\0\0WEBP", b"\0\0\0\x18ftypheic")


@pytest.mark.parametrize("content", PICTURES)
def test_pictures_are_named(read, content):
    assert kinds(read(content + bytes(300))) == (True, [(70201, "a picture", "")])


@pytest.mark.parametrize("text", ["hello\tworld\n1\t2\n", "No data found\n", "受注番号\t商品名\n", "999\t2026\n"])
def test_what_is_like_no_format_is_not_said_to_be_near_one(read, text):
    assert kinds(read(text)) == (True, [(70201, "a file with unknown headings", "")])


def test_a_row_of_a_feed_with_commas_in_it_is_no_separated_file(read):
    assert not read("\t".join(CONFIRMATION) + "\n999-0000001-0000001\t\t\t2026-10-06\tYAMATO, JP, x\n").refused
