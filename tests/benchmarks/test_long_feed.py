"""A feed of any length is written a block at a time and is sound from its first record to its last."""

from zoneinfo import ZoneInfo

import pytest

import feeds
from benchmarks import long_feed
from benchmarks.night.world import World

WORLD = World(0.002)


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch):
    monkeypatch.setattr(long_feed, "BLOCK_ORDERS", 100)


@pytest.mark.parametrize(
    ("name", "write"),
    [("orders.tsv", long_feed.write_orders), ("confirmations.xml", long_feed.write_confirmations)],
)
def test_a_long_feed_has_its_size_and_no_fault(tmp_path, name, write):
    path = tmp_path / name
    records = write(path, WORLD, 400_000)
    assert 400_000 <= path.stat().st_size < 480_000
    feed = feeds.read(path, zone=ZoneInfo("Asia/Tokyo"))
    assert not len(feed.problems)
    assert not feed.refused
    assert feed.typed["record"].max() == records


def test_no_order_of_a_long_feed_comes_twice_or_is_known(tmp_path):
    long_feed.write_orders(tmp_path / "orders.tsv", WORLD, 200_000)
    typed = feeds.read(tmp_path / "orders.tsv", zone=ZoneInfo("Asia/Tokyo")).typed
    known = [*WORLD.pending().rows["order-id"].to_pylist(), *WORLD.verified().rows["order-id"].to_pylist()]
    assert not typed.duplicated(["order-id", "order-item-id"]).any()
    assert not typed["order-id"].isin(known).any()


def test_messages_name_the_open_orders_over_and_over(tmp_path):
    long_feed.write_confirmations(tmp_path / "c.xml", WORLD, 600_000)
    typed = feeds.read(tmp_path / "c.xml", zone=ZoneInfo("Asia/Tokyo")).typed
    assert set(typed["order-id"]) == set(WORLD.verified().rows["order-id"].to_pylist())
    assert typed["order-id"].value_counts().min() >= 1
    assert len(typed) > len(WORLD.verified().rows)
