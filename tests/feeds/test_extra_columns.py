"""Columns that any flat file may have beside those of its format: whose row it is, and which refusal it corrects."""

import pytest

from feeds import check
from tests.support.feed_forms import xml_feed
from tests.support.read_feeds import TOKYO, problem_codes

EVERY = ["orders", "confirmations", "cancellations", "payments", "inventory"]
EVERY += ["address changes", "unshipped", "pending", "all-orders"]


@pytest.mark.parametrize("name", EVERY)
def test_the_seller_of_a_row_is_known_in_every_format_and_is_no_value(read_rows, name):
    plain, feed = read_rows(name, {}), read_rows(name, {"Seller_ID": "M1"}, seller="M1")
    assert len(feed.problems) == 0
    assert feed.typed.equals(plain.typed)
    assert feed.text.equals(plain.text)


@pytest.mark.parametrize("name", EVERY)
def test_a_row_of_another_seller_refuses_the_feed_whole(read_rows, name):
    feed = read_rows(name, {"seller-id": "M2"}, seller="M1")
    assert (feed.refused, feed.records, feed.table) == (True, 0, None)
    assert feed.problems[["record", "line", "column", "code"]].to_numpy().tolist() == [[0, 2, "seller-id", 70208]]


@pytest.mark.parametrize(
    ("sellers", "own", "refused"),
    [
        (["M1", "M1"], "M1", False),
        (["M1", ""], "M1", False),
        (["", " M1 "], "M1", False),
        (["M1", "M2"], "M1", True),
        (["m1"], "M1", True),
        (["M1", "M2"], "", False),
    ],
)
def test_mixed_sellers_are_refused_and_blank_is_ours(read_rows, sellers, own, refused):
    rows = [{"sku": f"A{place}", "seller-id": seller} for place, seller in enumerate(sellers)]
    assert read_rows("inventory", *rows, seller=own).refused is refused


def test_a_row_that_names_its_seller_repeats_one_that_does_not(read_rows):
    feed = read_rows("orders", {"seller-id": ""}, {"seller-id": "M1"}, seller="M1")
    assert (feed.repeats.tolist(), len(feed.problems)) == ([0, 1], 0)


def test_a_ragged_row_is_refused_for_its_shape_and_not_for_what_slipped_under_the_seller(read):
    feed = read("sku\tquantity\tseller-id\nA\t1\tM1\nB\tx\t1\tM1\n", seller="M1")
    assert (feed.refused, problem_codes(feed)) == (False, [(2, 70107, "")])


@pytest.mark.parametrize("name", EVERY)
def test_the_refusal_that_a_row_corrects_stands_beside_its_text_in_every_format(read_rows, name):
    feed = read_rows(name, {"line": "7", "code": "70101", "error": "x", "REFUSED": "3/a.tsv/7"}, {})
    assert feed.text["refused"].tolist() == ["3/a.tsv/7", ""]
    assert "refused" not in feed.typed
    assert not (feed.problems["code"] == 90061).any()
    assert read_rows(name, {}).text["refused"].tolist() == [""]


def test_the_refusal_takes_no_part_in_keys_and_equality(read_rows):
    feed = read_rows("inventory", {"refused": "1/a/1"}, {"refused": "2/a/1"})
    assert (feed.repeats.tolist(), len(feed.problems)) == ([0, 1], 0)


def test_an_xml_feed_corrects_no_refusal(read):
    feed = read(xml_feed("OrderAcknowledgement", ["<AmazonOrderID>999-0000001-0000001</AmazonOrderID>"]))
    assert feed.text["refused"].tolist() == [""]


def test_text_with_a_refusal_is_checked_like_text_without_one(read_rows):
    feed = read_rows("inventory", {"refused": "1/a/1"})
    typed, problems = check(feed.table, feed.text, TOKYO)
    assert typed.equals(feed.typed)
    assert len(problems) == 0
