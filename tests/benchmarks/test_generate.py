"""The feeds of the benchmarks: the same each time, and without a fault."""

import re
from zoneinfo import ZoneInfo

import numpy as np
import pytest

import feeds
from benchmarks import generate
from schemas.formats.confirmation_feed import CONFIRMATIONS
from schemas.formats.feed_formats import INVENTORY
from schemas.formats.order_feed import ORDERS
from schemas.formats.payment_feed import PAYMENTS

TOKYO = ZoneInfo("Asia/Tokyo")
UNTIL = "2026-06-01T03:00:00"
SHIPPED = "2026-06-02T18:00:00"


@pytest.fixture
def order_batch():
    return generate.orders(1, 300, UNTIL)


def read_feed(path):
    return feeds.read(path, zone=TOKYO)


def written_files(folder, batch):
    folder.mkdir()
    generate.write_flat(folder / "orders.tsv", batch.rows)
    generate.write_flat(folder / "payments.tsv", generate.payments(batch.only(batch.pending), SHIPPED))
    generate.write_flat(folder / "inventory.tsv", generate.inventory(10))
    generate.write_confirmations(folder / "confirmations.xml", batch, SHIPPED)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_the_same_numbers_give_the_same_bytes(tmp_path, order_batch):
    assert written_files(tmp_path / "once", order_batch) == written_files(
        tmp_path / "again", generate.orders(1, 300, UNTIL)
    )


def test_another_seed_gives_other_orders(order_batch):
    assert not generate.orders(1, 300, UNTIL, seed=1).rows.equals(order_batch.rows)


def test_every_feed_reads_as_what_it_is_without_a_problem(tmp_path, order_batch):
    written_files(tmp_path / "feeds", order_batch)
    feeds_by_name = {path.name: read_feed(path) for path in (tmp_path / "feeds").iterdir()}
    assert {name: feed.table for name, feed in feeds_by_name.items()} == {
        "orders.tsv": ORDERS, "payments.tsv": PAYMENTS, "inventory.tsv": INVENTORY, "confirmations.xml": CONFIRMATIONS,
    }  # fmt: skip
    assert not [
        name for name, feed in feeds_by_name.items() if len(feed.problems) or feed.repeats.any() or feed.refused
    ]


def test_the_same_orders_read_the_same_in_cp932(tmp_path, order_batch):
    generate.write_flat(tmp_path / "orders.tsv", order_batch.rows)
    (tmp_path / "windows.tsv").write_bytes((tmp_path / "orders.tsv").read_text("utf-8").encode("cp932"))
    utf_8, windows = read_feed(tmp_path / "orders.tsv"), read_feed(tmp_path / "windows.tsv")
    assert windows.encoding == "cp932"
    assert windows.typed.equals(utf_8.typed)


def test_ids_have_their_form_and_none_comes_twice():
    batch = generate.orders(1, 20_000, UNTIL)
    ids = batch.rows["order-id"].unique().to_pylist()
    assert len(ids) == 20_000
    assert all(re.fullmatch(r"9\d\d-\d{7}-\d{7}", order_id) for order_id in ids)
    items = batch.rows["order-item-id"].to_pylist()
    assert len(set(items)) == len(items)
    assert all(re.fullmatch(r"\d{14}", item) for item in items)


def test_orders_have_so_many_items_and_so_many_are_pending():
    batch = generate.orders(1, 20_000, UNTIL)
    assert len(batch.number) / 20_000 == pytest.approx(generate.ITEMS_PER_ORDER, abs=0.02)
    assert batch.pending.mean() == pytest.approx(generate.PENDING_SHARE, abs=0.02)
    assert len(batch.rows.column_names) == 40
    assert not batch.rows["product-name"][0].as_py().isascii()


def test_rows_come_in_any_number_asked_for():
    assert [len(generate.with_rows(count).rows) for count in (1, 77, 5_000)] == [1, 77, 5_000]


def test_a_batch_is_cut_by_rows_and_by_orders(order_batch):
    assert len(order_batch.first_rows(10).rows) == 10
    assert np.unique(order_batch.first_orders(10).number).tolist() == list(range(1, 11))


def test_a_confirmation_names_every_item_of_its_order_once(tmp_path, order_batch):
    generate.write_confirmations(tmp_path / "c.xml", order_batch, SHIPPED)
    typed = read_feed(tmp_path / "c.xml").typed
    assert typed["order-item-id"].tolist() == order_batch.rows["order-item-id"].to_pylist()
    assert typed["quantity"].tolist() == order_batch.quantity.tolist()
    assert typed["record"].tolist() == order_batch.number.tolist()


def test_some_confirmations_can_say_too_many_units(tmp_path, order_batch):
    generate.write_confirmations(tmp_path / "c.xml", order_batch, SHIPPED, too_many_each=50)
    typed = read_feed(tmp_path / "c.xml").typed
    assert typed.loc[typed["quantity"] > 1000, "record"].unique().tolist() == [1, 51, 101, 151, 201, 251]
