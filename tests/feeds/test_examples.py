"""A file made of the examples that the page of formats gives is a feed of that format, and nothing is wrong with it."""

import pytest

from feeds.refund_checks import OTHER
from schemas.formats.feed_formats import FEEDS
from schemas.formats.inventory_feed import STOCK_WITHOUT_NUMBER
from tests.support.feed_forms import flat_file, xml_feed, xml_payload

MESSAGES = [table for table in FEEDS if table.message]


def example_row(table):
    """A row of all columns, but for those that are never filled beside another."""
    others = {name for group in table.either for name in group[1:]} | set(STOCK_WITHOUT_NUMBER)
    return {column.name: column.example for column in table.columns if column.name not in others}


@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
@pytest.mark.parametrize("table", FEEDS, ids=lambda table: table.name)
def test_the_examples_of_a_format_are_a_sound_feed_of_it(read, table, encoding):
    row = example_row(table)
    feed = read(flat_file([row], "\r\n"), encoding)
    assert (feed.table, feed.records, len(feed.problems)) == (table, 1, 0)
    assert feed.text[list(row)].iloc[0].to_dict() == row
    filled = feed.typed[list(row)].replace("", None).notna().iloc[0]
    assert filled[~filled].index.tolist() in ([], ["carrier-name"], [OTHER])


@pytest.mark.parametrize("table", MESSAGES, ids=lambda table: table.name)
def test_the_examples_are_a_sound_message_too(read, table):
    row = {name: text for name, text in example_row(table).items() if table[name].xml}
    xml, flat = read(xml_feed(table.message, [xml_payload(table, row)])), read(flat_file([row]))
    assert (xml.table, xml.records, len(xml.problems)) == (table, 1, 0)
    places = ["line", "message-id"]
    assert xml.typed.drop(columns=places).equals(flat.typed.drop(columns=places))
