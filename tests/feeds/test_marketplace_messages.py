"""XML reports of the marketplace: they need neither a MessageID nor a MerchantIdentifier."""

import pytest

from feeds import split_by_seller
from schemas.formats.feed_formats import BY_NAME
from tests.support.feed_forms import xml_feed, xml_payload
from tests.support.good_rows import good_row
from tests.support.read_feeds import problem_codes

ALL_ORDERS = (
    "<AmazonOrderID>999-0000001-0000001</AmazonOrderID><OrderStatus>Shipped</OrderStatus>"
    "<OrderItem><SKU>TEA-001</SKU></OrderItem>"
)
REPORTS = {
    "OrderReport": (xml_payload(BY_NAME["order feed"], good_row("orders")), ""),
    "AllOrdersReport": (ALL_ORDERS, "Order"),
}


def report(kind, *heads, seller="M1"):
    body, payload = REPORTS[kind]
    bodies = [(body.replace("-0000001<", f"-{number:07}<"), head) for number, head in enumerate(heads, 1)]
    return xml_feed(kind, bodies, seller=seller, payload=payload)


@pytest.mark.parametrize("kind", REPORTS)
@pytest.mark.parametrize(
    ("heads", "named"),
    [
        (("", ""), {}),
        (("<MessageID>1</MessageID>",) * 2, {}),
        (("<MessageID>7</MessageID>", "<MessageID>x</MessageID>", ""), {1: "7"}),
    ],
)
def test_reports_of_the_marketplace_are_answered_by_position(read, kind, heads, named):
    feed = read(report(kind, *heads))
    assert (feed.records, problem_codes(feed)) == (len(heads), [])
    assert feed.messages.to_dict() == named


@pytest.mark.parametrize("kind", REPORTS)
@pytest.mark.parametrize("seller", ["", "M1", "A1MARKETPLACE"])
def test_reports_of_the_marketplace_are_of_no_seller(read, kind, seller):
    assert problem_codes(read(report(kind, "", seller=seller), seller="M1")) == []
    assert problem_codes(read(report(kind, seller=seller), seller="M1")) == []


@pytest.mark.parametrize("messages", [[], [("", "<MessageID>1</MessageID>")]])
def test_feeds_of_another_seller_are_refused_with_or_without_messages(read, messages):
    feed = read(xml_feed("OrderFulfillment", messages, seller="M2"), seller="M1")
    assert (feed.refused, problem_codes(feed)) == (True, [(0, 70208, "")])


def test_messages_of_a_seller_need_their_ids(read):
    messages = [("<AmazonOrderID>999-0000001-0000001</AmazonOrderID>", "")]
    assert (1, 70101, "MessageID") in problem_codes(read(xml_feed("OrderFulfillment", messages)))


def test_a_report_that_names_nobody_has_no_seller(tmp_path):
    path = tmp_path / "report.xml"
    whole = report("AllOrdersReport", "")
    path.write_text(whole.replace("<MerchantIdentifier>M1</MerchantIdentifier>", ""), "utf-8")
    assert split_by_seller.find_sellers(path).sellers == ("",)
