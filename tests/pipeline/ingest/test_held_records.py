"""Records that wait for their order: kept as text, checked again in every run. Order process, 8.3."""

from dataclasses import replace

import pandas as pd
import pytest

from feeds.value_checks import check
from pipeline.ingest import held_records
from pipeline.ingest.feed_rows import FeedRows
from schemas.formats.address_change_feed import ADDRESS_CHANGES
from schemas.statuses import Outcome
from schemas.stored_frames import empty
from tests.histories.builders import ITEM_A, ITEM_B, at, confirmation
from tests.support.incoming_feeds import incoming_feed
from tests.support.product_rules import ZONE, instant

NIGHT = at(5, 18)


def held_after(*rows, run=3, records=None):
    """The held table after a run in which every record of one feed was held."""
    feed = incoming_feed(*rows, records=records)
    held = pd.DataFrame({"feed": 7, "record": feed.typed.rows()["record"].unique(), "outcome": int(Outcome.HELD)})
    return feed, held_records.held_after_run([feed], empty("held"), held, run, instant(NIGHT))


def test_a_held_record_keeps_its_text_and_comes_again_with_the_same_values():
    feed, held = held_after(confirmation(ITEM_A, "1"), confirmation(ITEM_B, "2"), records=(4, 4))
    (again,) = held_records.held_feeds(held, lambda table, text: check(table, text, ZONE))
    names = [*feed.table.names, "record", "line"]
    pd.testing.assert_frame_equal(again.typed.rows()[names], feed.typed.rows()[names])
    assert (again.number, again.name, again.received, again.since) == (7, feed.name, feed.received, instant(NIGHT))
    assert again.seq < 0


@pytest.mark.parametrize("stored", [["order-id", "order-item-id", "quantity"], []], ids=["named", "not named"])
def test_a_record_that_was_held_before_its_format_had_another_column_comes_again(stored):
    feed, held = held_after(confirmation(ITEM_A, "1"))
    first = feed.table.names[:3]
    values = feed.text.rows()[list(first)].to_numpy().tolist()
    older = held.assign(values=values, columns=[list(first) if stored else []])
    (again,) = held_records.held_feeds(older, lambda table, text: check(table, text, ZONE))
    assert again.text.rows()[list(first)].equals(feed.text.rows()[list(first)])
    assert (again.text.rows()[list(feed.table.names[3:])] == "").all(axis=None)


def test_a_held_address_change_keeps_the_message_in_which_it_was_asked_for():
    feed = incoming_feed(confirmation(ITEM_A, "1"))
    row = dict.fromkeys(ADDRESS_CHANGES.names, "x") | {
        "order-id": feed.text.rows()["order-id"].iloc[0],
        "message-id": "MSG-1",
    }
    text = pd.DataFrame([{"record": 1, "line": 2} | row]).astype(dict.fromkeys(ADDRESS_CHANGES.names, "str"))
    feed = replace(feed, table=ADDRESS_CHANGES, text=FeedRows.of(text))
    records = pd.DataFrame({"feed": [7], "record": [1], "outcome": [int(Outcome.HELD)]})
    held = held_records.held_after_run([feed], empty("held"), records, 3, instant(NIGHT))
    (again,) = held_records.held_feeds(held, lambda table, text: check(table, text, ZONE))
    assert again.text.rows()[list(ADDRESS_CHANGES.names)].equals(text[list(ADDRESS_CHANGES.names)])
    assert again.typed.rows()["message-id"].tolist() == ["MSG-1"]


def test_a_record_that_is_settled_leaves_the_held_table_and_one_that_waits_stays_as_it_was():
    feed, held = held_after(confirmation(ITEM_A, "1"), confirmation(ITEM_B, "2"))
    records = pd.DataFrame({"feed": [7, 7], "record": [1, 2], "outcome": [int(Outcome.ACCEPTED), int(Outcome.HELD)]})
    again = held_records.held_feeds(held, lambda table, text: check(table, text, ZONE))
    still_held = held_records.held_after_run(again, held, records, 4, instant(at(6)))
    pd.testing.assert_frame_equal(still_held, held[held["record"] == 2].reset_index(drop=True))
    assert feed.since is pd.NaT


def test_where_nothing_waits_the_held_table_is_as_it_is_stored_without_rows():
    _, held = held_after(confirmation(ITEM_A, "1"))
    settled = pd.DataFrame({"feed": [7], "record": [1], "outcome": [int(Outcome.ACCEPTED)]})
    after = held_records.held_after_run([], held, settled, 4, instant(NIGHT))
    pd.testing.assert_frame_equal(after, held.iloc[:0])


def test_held_files_come_by_run_then_name():
    tables = [
        held_after(confirmation(ITEM_A, "1"), run=run)[1].assign(name=name)
        for run, name in ((2, "a"), (1, "z"), (1, "b"))
    ]
    again = held_records.held_feeds(pd.concat(tables, ignore_index=True), lambda table, text: check(table, text, ZONE))
    assert [feed.name for feed in again] == ["b", "z", "a"]
