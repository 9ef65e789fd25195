"""A feed read block by block is the feed that is read at once, and no more of it is kept than is needed."""

import gc
import weakref

import hypothesis.strategies as st
import pandas as pd
import pytest
from hypothesis import given, settings

import feeds
from feeds import open_feed, xml_messages
from feeds.problems import RefusedError
from schemas.columns import Kind
from tests.support.feed_equality import assert_same_feed
from tests.support.feed_forms import flat_file, xml_feed
from tests.support.good_rows import GOOD_ROWS, good_row
from tests.support.odd_cells import cells_of
from tests.support.paths import DEMO, ODD
from tests.support.read_feeds import TOKYO, FeedReader

FILES = sorted(path for folder in (ODD, DEMO) for path in folder.rglob("*") if path.is_file())
BLOCK_ROWS = st.integers(1, 7)
ITEMS = "<AmazonOrderID>{order}</AmazonOrderID><FulfillmentDate>2026-10-06T10:00:00+09:00</FulfillmentDate>{items}"
ITEM = "<Item><AmazonOrderItemCode>{:014d}</AmazonOrderItemCode><Quantity>{}</Quantity></Item>"


@given(path=st.sampled_from(FILES), rows=BLOCK_ROWS, repair=st.booleans())
def test_blocks_of_any_size_give_the_same_feed_of_any_file(path, rows, repair):
    options = {"zone": TOKYO, "seller": "A1", "repair": repair}
    assert_same_feed(feeds.read(path, **options, block_rows=rows), feeds.read(path, **options))


@pytest.mark.parametrize("name", GOOD_ROWS)
@settings(max_examples=8)
@given(data=st.data(), rows=BLOCK_ROWS)
def test_blocks_of_any_size_give_the_same_feed_of_any_rows(name, data, rows, tmp_path_factory):
    row = good_row(name)
    cells = st.one_of(st.sampled_from(["", "2", "100"]), cells_of(Kind.YEN).filter(_is_one_cell))
    changes = data.draw(st.lists(st.dictionaries(st.sampled_from(sorted(row)), cells, max_size=2), max_size=9))
    read_rows = FeedReader(tmp_path_factory.getbasetemp()).read_rows
    assert_same_feed(read_rows(name, {}, *changes, block_rows=rows), read_rows(name, {}, *changes))


def _is_one_cell(text):
    return not set(text) & set("\t\r\n")


def confirmations(*messages):
    """An XML feed; a message is (MessageID, order, items), an item its number."""
    bodies = [
        (
            ITEMS.format(order=order, items="".join(ITEM.format(item, 1) for item in items)),
            f"<MessageID>{message}</MessageID>",
        )
        for message, order, items in messages
    ]
    return xml_feed("OrderFulfillment", bodies)


MESSAGES = st.tuples(
    st.sampled_from(["1", "2", "x", ""]),
    st.sampled_from(["999-0000001-0000001", "999-0000001-0000002", "bad"]),
    st.lists(st.integers(101, 103), max_size=4),
)


@given(messages=st.lists(MESSAGES, max_size=6), rows=BLOCK_ROWS)
def test_blocks_of_any_size_give_the_same_feed_of_any_messages(messages, rows, tmp_path_factory):
    read = FeedReader(tmp_path_factory.getbasetemp()).read
    content = confirmations(*messages)
    assert_same_feed(read(content, block_rows=rows), read(content))


def opened(tmp_path, content, **options):
    path = tmp_path / "feed"
    path.write_text(content, encoding="utf-8", newline="")
    return open_feed(path, zone=TOKYO, **options)


def order_rows(count):
    return [good_row("orders") | {"order-item-id": f"{number:014d}"} for number in range(1, count + 1)]


def test_a_feed_that_is_open_names_its_form_and_table_before_it_is_read(tmp_path):
    feed = opened(tmp_path, flat_file(order_rows(3)))
    assert (feed.form, feed.encoding, feed.table.name) == ("tsv", "utf-8", "order feed")


def test_a_block_has_at_most_so_many_rows_and_whole_records(tmp_path):
    flat = opened(tmp_path, flat_file(order_rows(5)))
    assert [len(block.text) for block in flat.blocks(2)] == [0, 2, 2, 1, 0]
    orders = [f"999-0000001-000000{number}" for number in range(3)]
    xml = opened(tmp_path, confirmations(("1", orders[0], (101, 102, 103)), ("2", orders[1], ()), ("3", orders[2], ())))
    assert [block.text["record"].tolist() for block in xml.blocks(2)] == [[1, 1, 1], [2, 3]]


def test_the_rows_and_problems_of_a_block_are_those_of_its_records(tmp_path):
    rows = order_rows(4)
    rows[2] |= {"quantity-purchased": "x"}
    feed = opened(tmp_path, flat_file(rows))
    blocks = list(feed.blocks(1))
    assert [block.problems["record"].tolist() for block in blocks] == [[], [], [], [3], [], []]
    for block in blocks:
        assert block.text.index.tolist() == block.typed.index.tolist() == list(range(len(block.text)))


def test_nothing_is_kept_of_a_block_that_the_caller_lets_go(tmp_path):
    feed = opened(tmp_path, flat_file(order_rows(12)))
    alive = []
    most = 0
    for block in feed.blocks(1):
        alive = [text for text in [*alive, weakref.ref(block.text)] if text() is not None]
        gc.collect()
        most = max(most, len(alive))
    assert most <= 3


def test_at_the_end_only_the_rows_that_may_be_duplicates_are_asked_for(tmp_path):
    rows = order_rows(6)
    rows[4] = rows[1] | {"quantity-purchased": "9"}
    feed = opened(tmp_path, flat_file(rows))
    text = pd.concat([block.text for block in feed.blocks(2)], ignore_index=True)
    asked = []

    def text_at(places):
        asked.append(places.tolist())
        return text.iloc[places]

    end = feed.end(text_at)
    assert asked == [[1, 4]]
    assert end.records == 6
    assert end.problems[["record", "code"]].to_numpy().tolist() == [[2, 70014], [5, 70014]]


def test_no_row_is_asked_for_again_where_no_key_stands_twice(tmp_path):
    feed = opened(tmp_path, flat_file(order_rows(6)))
    assert sum(len(block.text) for block in feed.blocks()) == 6
    end = feed.end(lambda _: pytest.fail("no row was needed"))
    assert (len(end.problems), len(end.duplicates.rows), end.repairable) == (0, 0, 0)


def test_a_feed_refused_at_its_beginning_says_so_when_its_blocks_are_asked_for(tmp_path):
    feed = opened(tmp_path, "no heading of ours\n1\n")
    assert (feed.form, feed.encoding, feed.table) == ("tsv", "utf-8", None)
    with pytest.raises(RefusedError):
        next(feed.blocks())
    with pytest.raises(ValueError, match="no end"):
        feed.end(lambda rows: rows)


def test_a_feed_refused_in_the_middle_says_so_after_its_first_blocks(tmp_path, monkeypatch):
    monkeypatch.setattr(xml_messages, "CHUNK_ROWS", 1)
    content = confirmations(("1", "999-0000001-0000001", (101,)), ("2", "999-0000001-0000002", (102,)))
    blocks = opened(tmp_path, content.replace("</AmazonEnvelope>", "")).blocks(1)
    assert len(next(blocks).text) == 1
    with pytest.raises(RefusedError):
        list(blocks)
