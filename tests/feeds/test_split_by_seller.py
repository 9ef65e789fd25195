"""Whose the rows of a feed are, and the rows of some sellers in the bytes that they came in."""

import codecs

import hypothesis.strategies as st
import pytest
from hypothesis import given

from feeds import split_by_seller
from feeds.problems import RefusedError
from tests.support.feed_forms import xml_feed

HEAD = "sku\tquantity\tSeller ID"
ROWS = ["品①\t1\tM1", "B\t2\tM2", "C\t3\t M1 ", "D\t4\t", "E\t5"]


@pytest.fixture
def sellers_in(tmp_path):
    def finding(content):
        path = tmp_path / "feed"
        path.write_bytes(content)
        return split_by_seller.find_sellers(path)

    return finding


def split_feed(feed, *part_of):
    """Every part as bytes; sellers go to the part of the same place."""
    count = max(part_of) + 1
    return [b"".join(pieces) for pieces in zip(*split_by_seller.split_blocks(feed, part_of, count), strict=True)]


def test_each_row_belongs_to_the_seller_that_it_names(sellers_in):
    feed = sellers_in("\n".join([HEAD, *ROWS]).encode())
    assert feed.sellers == ("M1", "M2", "")
    assert feed.record_counts().tolist() == [2, 1, 2]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", ["", "end"])
def test_a_part_is_the_head_and_its_rows_in_the_bytes_they_came_in(sellers_in, encoding, end, last):
    rows = [row + end for row in ROWS[:-1]] + [ROWS[-1] + (end if last else "")]
    feed = sellers_in((HEAD + end + "".join(rows)).encode(encoding))
    assert split_feed(feed, 0, 1, 1) == [
        (HEAD + end + rows[0] + rows[2]).encode(encoding),
        (HEAD + end + rows[1] + "".join(rows[3:])).encode(encoding),
    ]


def test_utf_16_of_the_other_end_keeps_its_end(sellers_in):
    write = lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be")  # noqa: E731  said once, used twice
    feed = sellers_in(write(HEAD + "\n𠮷\t1\tM1\nB\t1\tM2\n"))
    assert split_feed(feed, 0, 1)[0] == write(HEAD + "\n𠮷\t1\tM1\n")


def test_every_line_of_a_head_stands_in_each_part_and_blank_lines_in_none(sellers_in):
    head = "TemplateType=OrderFulfillment\tVersion=1\r\n\r\norder-id\tship-date\tcarrier-code\tseller-id\r\n"
    rows = [f"999-0000001-000000{n}\t2026-10-06\tYAMATO\tM{n}\r\n" for n in (1, 2)]
    feed = sellers_in(f"{head}{rows[0]}\r\n \t\r\n{rows[1]}\x1a".encode("cp932"))
    assert split_feed(feed, 0, 1) == [(head + rows[0]).encode("cp932"), (head + rows[1]).encode("cp932")]


@given(
    st.lists(st.sampled_from(["M1", "M2", "M3", ""]), max_size=30),
    st.integers(1, 40),
    st.sampled_from(["utf-8", "utf-16", "cp932"]),
)
def test_parts_lose_no_row_and_double_none(tmp_path_factory, names, size, encoding):
    path = tmp_path_factory.mktemp("sellers") / "feed"
    lines = [f"品{n}\t{n}\t{name}\r\n" for n, name in enumerate(names, 1)]
    path.write_bytes((HEAD + "\r\n" + "".join(lines)).encode(encoding))
    feed = split_by_seller.find_sellers(path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(split_by_seller, "BLOCK", size)
        parts = split_feed(feed, *range(len(feed.sellers))) if feed.sellers else []
    for name, part in zip(feed.sellers, parts, strict=True):
        own_lines = [line for line, owner in zip(lines, names, strict=True) if owner == name]
        assert part.decode(encoding).split("\r\n") == [HEAD, *(line[:-2] for line in own_lines), ""]


def test_a_flat_feed_without_the_column_names_no_seller(sellers_in):
    feed = sellers_in(b"sku\tquantity\nA\t1\n")
    assert (feed.sellers, feed.record_counts()) == (("",), None)


def test_a_feed_of_no_records_has_no_seller(sellers_in):
    assert sellers_in(HEAD.encode()).sellers == ()


@pytest.mark.parametrize(("named", "seller"), [("M1", "M1"), (" M1\n", "M1"), ("", "")])
def test_an_xml_feed_belongs_to_its_merchant(sellers_in, named, seller):
    feed = sellers_in(xml_feed("Anything", [""], seller=named).replace("utf-8", "utf-16", 1).encode("utf-16"))
    assert (feed.sellers, feed.record_counts()) == ((seller,), None)


def test_a_merchant_that_is_named_behind_the_messages_names_nobody(sellers_in):
    late = "<AmazonEnvelope><Message/><Header><MerchantIdentifier>M1</MerchantIdentifier></Header></AmazonEnvelope>"
    assert sellers_in(late.encode()).sellers == ("",)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", 70204),
        (b"\xff\xff", 70203),
        (b"hello\n", 70201),
        (b"sku\tquantity\tseller-id\tseller_id\n", 70202),
        (b"order-id\tpurchase-date\tseller-id\n", 90012),
        (b"<a/>", 70201),
        (b"<AmazonEnvelope><Header>", 50001),
    ],
)
def test_where_nobody_can_tell_the_refusal_says_why(sellers_in, content, code):
    with pytest.raises(RefusedError) as refused:
        sellers_in(content)
    assert set(refused.value.problems["code"]) == {code}
