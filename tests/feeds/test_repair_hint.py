"""How many cells repair would put right, counted without repairing: the same number as of the repairs."""

from pathlib import Path
from unittest.mock import patch

import hypothesis.strategies as st
import pytest
from hypothesis import given

import feeds
from feeds import repair_hint
from feeds.repair import count_repairable, repair_cells
from schemas.columns import Kind
from schemas.formats.order_feed import ORDERS
from tests.support.feed_forms import flat_file
from tests.support.good_rows import good_row
from tests.support.odd_cells import cells_of
from tests.support.paths import ODD
from tests.support.read_feeds import TOKYO

ODD_FILES = sorted(path for name in ("spreadsheets", "values") for path in (ODD / name).iterdir())
DAMAGED = ["２", "1,080", "2026/10/5 9:05", "９９９-0000001-0000001", "ＪＰＹ", "600001", "312345678", "\u3000true"]
READ = [column.name for column in ORDERS.columns if column.kind is not Kind.TEXT]
ROWS = st.dictionaries(
    st.sampled_from([*READ, "ship-postal-code", "ship-phone-number", "sku"]),
    st.one_of(st.sampled_from(DAMAGED), cells_of(Kind.YEN), st.sampled_from(["Canceled", "Unshipped", ""])),
    max_size=6,
)


def count_by_repairing(table, rows, faults, zone):
    """The number of repairs that are told of."""
    assert faults["record"].isin(rows["record"]).any()
    return len(repair_cells(table, rows, zone)[1])


def assert_counted_alike(path: Path):
    counted = feeds.read(path, zone=TOKYO)
    with patch.object(repair_hint, "count_repairable", count_by_repairing):
        assert counted.repairable == feeds.read(path, zone=TOKYO).repairable


@pytest.mark.parametrize("path", ODD_FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_of_every_odd_file_as_many_cells_as_repair_puts_right(path):
    assert_counted_alike(path)


@given(changes=st.lists(ROWS, min_size=1, max_size=4))
def test_of_any_order_rows_as_many_cells_as_repair_puts_right(changes, tmp_path_factory):
    rows = [{key: _one_line(text) for key, text in (good_row("orders") | change).items()} for change in changes]
    path = tmp_path_factory.getbasetemp() / "hint.tsv"
    path.write_bytes(flat_file([dict.fromkeys(READ, "") | row for row in rows]).encode("utf-8", "replace"))
    assert_counted_alike(path)


def _one_line(text):
    return "".join(letter for letter in text if letter not in "\t\r\n\x85\u2028\u2029\x0b\x0c\x1c\x1d\x1e")


def test_only_the_cells_at_fault_are_looked_at(read_rows):
    looked_at = []

    def watched(table, rows, faults, zone):
        looked_at.append(len(rows))
        return count_repairable(table, rows, faults, zone)

    with patch.object(repair_hint, "count_repairable", watched):
        feed = read_rows("orders", {}, {"quantity-purchased": "２"}, {"item-price": "x"}, {})
    assert looked_at == [2]
    assert feed.repairable == 1
