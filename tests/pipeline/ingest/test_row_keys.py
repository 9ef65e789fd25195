"""Which order a row names."""

from pipeline.ingest.row_keys import well_formed_order_ids
from tests.histories.builders import ITEM_B, inventory, order, payment
from tests.support.incoming_feeds import incoming_feed


def test_the_ids_that_feeds_name_are_listed_once():
    is_well_formed = well_formed_order_ids(
        [
            incoming_feed(order(), order(ITEM_B)),
            incoming_feed(inventory(quantity="1")),
            incoming_feed(payment("Failed")),
        ]
    )
    assert is_well_formed.tolist() == ["999-0000001-0000001"]
