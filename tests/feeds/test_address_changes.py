"""Address changes: who asked, in which message, and an address that can be delivered to."""

import pytest

from schemas.formats.address_change_feed import ADDRESS_CHANGES
from tests.support.feed_forms import flat_file
from tests.support.read_feeds import problem_codes


def test_an_address_change_is_read(read_rows):
    feed = read_rows("address changes", {"requested-by": "Customer_Service".replace("_", " "), "requested-at": ""})
    assert (feed.table, len(feed.problems)) == (ADDRESS_CHANGES, 0)
    assert feed.typed["requested-by"].tolist() == ["customer-service"]
    assert feed.typed["message-id"].tolist() == ["MSG-1"]
    assert feed.typed["requested-at"].isna().all()


def test_every_column_of_an_address_change_is_known(read):
    feed = read("\t".join(ADDRESS_CHANGES.names) + "\r\n", "cp932")
    assert (feed.table, len(feed.problems)) == (ADDRESS_CHANGES, 0)


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"requested-by": ""}, "requested-by"),
        ({"message-id": " "}, "message-id"),
        ({"requested-by": "", "message-id": ""}, "requested-by"),
    ],
)
def test_without_requester_or_reference_it_is_refused_once_as_not_requested(read_rows, change, column):
    feed = read_rows("address changes", {}, change | {"order-id": "999-0000001-0000002"})
    assert problem_codes(feed) == [(2, 70008, column)]


def test_a_file_without_both_columns_is_still_an_address_change(read):
    names = ("order-id", "recipient-name", "ship-address-1", "ship-postal-code")
    feed = read(flat_file([dict(zip(names, ("999-0000001-0000001", "例示", "例示町", "000-0002"), strict=True))]))
    assert (feed.table, problem_codes(feed)) == (ADDRESS_CHANGES, [(1, 70008, "requested-by")])


@pytest.mark.parametrize(
    ("change", "problems"),
    [
        ({"requested-by": "neighbour"}, (70106, "requested-by")),
        ({"requested-at": "yesterday"}, (70103, "requested-at")),
        ({"order-id": ""}, (70101, "order-id")),
        ({"recipient-name": ""}, (70101, "recipient-name")),
        ({"ship-address-1": ""}, (70101, "ship-address-1")),
        ({"ship-postal-code": ""}, (70101, "ship-postal-code")),
        ({"ship-address-2": "A" * 61}, (90118, "ship-address-2")),
        ({"message-id": "A" * 101}, (90118, "message-id")),
    ],
)
def test_each_fault_of_an_address_change_is_named_without_what_the_buyer_wrote(read_rows, change, problems):
    feed = read_rows("address changes", change)
    assert problem_codes(feed) == [(1, *problems)]
    assert not feed.problems["value"].str.contains("例示").any()


def test_two_changes_of_one_order_in_one_file_are_two_records(read_rows):
    feed = read_rows("address changes", {}, {"message-id": "MSG-2", "ship-address-1": "見本町9"}, {})
    assert (feed.repeats.tolist(), len(feed.problems)) == ([0, 0, 1], 0)
