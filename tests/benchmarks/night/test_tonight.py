"""The night is the same each time, and its orders are the same in all files that name them."""

import pytest
from pyarrow import parquet

from benchmarks.night import faults
from benchmarks.night.agreement import read_text
from benchmarks.night.columns import CANCELLATIONS, REASONS
from benchmarks.night.peer_state import write_state
from benchmarks.night.tonight import write_feeds
from benchmarks.night.world import World

OF_ORDER = ("buyer-email", "buyer-name", "ship-address-1", "ship-address-2", "ship-postal-code", "ship-service-level")
WORLD = World(0.01)


@pytest.fixture(scope="module")
def night(tmp_path_factory):
    folder = tmp_path_factory.mktemp("night")
    write_feeds(WORLD, folder)
    write_state(WORLD, folder / "state")
    return folder


def test_the_same_world_gives_the_same_bytes(night, tmp_path):
    write_feeds(WORLD, tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        path.name: path.read_bytes() for path in night.iterdir() if path.is_file()
    }


def test_a_larger_world_has_more_of_everything(night, tmp_path):
    write_feeds(World(0.02), tmp_path)
    for path in tmp_path.iterdir():
        assert 1.8 < path.stat().st_size / (night / path.name).stat().st_size < 2.2


def test_the_rows_of_an_order_agree_in_feed_and_state(night):
    fed = read_text(night / "orders.tsv").select(["order-id", *OF_ORDER]).to_pandas()
    known = parquet.read_table(night / "state" / "open.parquet", columns=["order-id", *OF_ORDER]).to_pandas()
    fed = fed[fed["order-id"].str.fullmatch(r"\d{3}-\d{7}-\d{7}")]
    for column in OF_ORDER:
        cells = [*zip(fed["order-id"], fed[column], strict=True), *zip(known["order-id"], known[column], strict=True)]
        assert len(set(cells)) == len({order for order, _ in cells})


def test_every_kind_of_fault_is_among_the_order_records(night):
    rows = read_text(night / "orders.tsv")
    for column, cell in faults.CELLS:
        assert cell in rows[column].to_pylist()
    assert "99" in rows["quantity-purchased"].to_pylist()


def test_closed_orders_and_open_ones_make_up_what_is_known(night):
    closed = [parquet.read_table(path) for path in (night / "state" / "closed").iterdir()]
    ids = {order for table in closed for order in table["order-id"].to_pylist()}
    open_ids = set(parquet.read_table(night / "state" / "open.parquet")["order-id"].to_pylist())
    assert (len(ids), len(open_ids), len(ids & open_ids)) == (WORLD.closed, WORLD.known - WORLD.closed, 0)


def test_an_order_is_canceled_or_shipped_tonight_and_not_both_but_for_some(night):
    canceled = read_text(night / "cancel.tsv", CANCELLATIONS, skip=2)
    lines = read_text(night / "ship.tsv")["order-id"].to_pylist()
    assert 0 < len(set(canceled["order-id"].to_pylist()) & set(lines)) <= 10
    assert set(canceled["cancellation-reason-code"].to_pylist()) == {*REASONS, "BuyerCancelled"}


def test_a_pending_order_and_the_paid_one_differ_in_the_payment_alone():
    pending, paid = WORLD.pending(), WORLD.pending(paid=True)
    assert pending.rows.drop_columns(["payments-date"]).equals(paid.rows.drop_columns(["payments-date"]))
    assert set(pending.rows["payments-date"].to_pylist()) == {""}
    assert "" not in paid.rows["payments-date"].to_pylist()
