"""What a run must know of a feed before its rows go on."""

import pytest

import feeds
from feeds.problems import RefusedError, no_problems
from pipeline.ingest import read_feeds
from pipeline.scratch_blocks import ScratchSpace
from tests.histories.builders import ITEM_B, inventory, order, payment
from tests.support.incoming_feeds import incoming_feed

NAMED = "A12-0000001-0000001"


def test_ids_that_are_not_made_of_digits_are_listed_once_and_sorted():
    feed = incoming_feed(
        order(order_id=NAMED), order(ITEM_B, order_id=NAMED), order(order_id="999-B000001-0000001"), order()
    )
    assert feed.named_ids == ("999-B000001-0000001", NAMED)
    assert [incoming_feed(row).named_ids for row in (inventory(quantity="1"), payment("Failed"))] == [(), ()]


def test_a_feed_that_is_refused_in_the_middle_leaves_no_rows_behind():
    sound = incoming_feed(order())

    class DamagedFeed:
        table = sound.table

        def blocks(self):
            yield feeds.FeedBlock(sound.text.rows(), sound.typed.rows(), sound.problems)
            raise RefusedError(no_problems())

    space = ScratchSpace()
    with pytest.raises(RefusedError):
        read_feeds.collect(DamagedFeed(), space)
    assert space.in_memory == 0
