"""Rows of orders by shard: the facts of a row and its text stay together, wherever the rows lie."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.ingest.rows_by_shard import RowsByShard
from pipeline.scratch_blocks import ScratchSpace
from pipeline.store.sharding import Sharding
from schemas.order_ids import OrderIds
from tests.histories.builders import cancellation, order
from tests.support.incoming_feeds import incoming_feed

SHARDS, FEEDS, ROWS = 4, 3, 12
ORDER_IDS = [f"999-{number:07d}-{number:07d}" for number in range(1, FEEDS * ROWS + 1)]


def feeds_of(order_ids):
    """Feeds of orders whose recipient has the id of the order as a name."""
    return [
        incoming_feed(
            *(order(order_id=order_id, **{"recipient-name": order_id}) for order_id in order_ids[first : first + ROWS]),
            number=number,
        )
        for number, first in enumerate(range(0, len(order_ids), ROWS))
    ]


@settings(max_examples=settings.default.max_examples // 4)
@given(st.permutations(ORDER_IDS), st.integers(0, 60_000))
def test_the_text_of_a_row_is_that_of_its_order_however_much_stays_in_memory(tmp_path_factory, order_ids, most_bytes):
    space = ScratchSpace(tmp_path_factory.mktemp("rows"), most_bytes)
    rows = RowsByShard(Sharding(OrderIds.of({}), SHARDS), space)
    rows.add_feeds(feeds_of(order_ids), {})
    order_ids_of_shards = []
    for shards in ((0,), (1, 2), (3,)):
        part = rows.of_shards(shards).orders
        assert part.text["recipient-name"].tolist() == part.facts["order_id"].tolist()
        order_ids_of_shards += part.facts["order_id"].tolist()
    assert sorted(order_ids_of_shards) == ORDER_IDS


def test_a_shard_without_rows_has_the_frames_of_one_that_has_some():
    rows = RowsByShard(Sharding(OrderIds.of({}), SHARDS), ScratchSpace())
    rows.add_feeds(feeds_of(ORDER_IDS[:1]), {})
    parts = [rows.of_shards((shard,)).orders for shard in range(SHARDS)]
    assert sorted(len(part.facts) for part in parts) == [0, 0, 0, 1]
    for part in parts:
        assert part.facts.dtypes.equals(parts[0].facts.dtypes)
        assert part.text.dtypes.equals(parts[0].text.dtypes)


def test_two_rows_of_order_records_weigh_as_much_as_three_others():
    rows = RowsByShard(Sharding(OrderIds.of({}), 1), ScratchSpace())
    canceled = incoming_feed(*(cancellation(order_id=order_id) for order_id in ORDER_IDS[:5]), number=9)
    rows.add_feeds([*feeds_of(ORDER_IDS[:8]), canceled], {})
    assert (rows.counts.tolist(), rows.weights.tolist()) == ([13], [17])
