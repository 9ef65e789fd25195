"""Data files: rows of orders are sorted by shard, and who asks for some shards reads little else."""

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.store import datafiles
from pipeline.store.sharding import NO_ORDER, Sharding
from schemas.order_ids import OrderIds
from schemas.stored_tables import SCHEMAS

GROUP = 4
SHARDS = np.array([3, 0, 3, 1, 2, 0, 3, 1, 0, 2, 2, 1, 3])


@pytest.fixture
def written(tmp_path, monkeypatch):
    """A file of links, a row a shard of SHARDS, with small row groups; what is in it is the number of the row."""
    monkeypatch.setattr(datafiles, "ROW_GROUP", GROUP)
    numbers = [str(number) for number in range(len(SHARDS))]
    rows = pa.table({"merchant_order_id": numbers, "order_id": numbers}, SCHEMAS["links"])
    return datafiles.write(datafiles.FilePlace(tmp_path, "links", "all", None, 1), rows, SHARDS)


def read(root, file, **which):
    return datafiles.read(root, [file], schema=SCHEMAS["links"], **which)["order_id"].to_pylist()


def test_rows_stand_by_shard_and_within_it_as_they_were_given(written, tmp_path):
    assert [int(SHARDS[int(number)]) for number in read(tmp_path, written)] == sorted(SHARDS.tolist())
    of_shard = [int(number) for number in read(tmp_path, written) if SHARDS[int(number)] == 3]
    assert of_shard == sorted(of_shard)


@pytest.mark.parametrize("wanted", [{0}, {3}, {1, 2}, {0, 1, 2, 3}, {9}])
def test_who_asks_for_shards_gets_all_of_theirs_and_no_row_group_without_any(written, tmp_path, wanted):
    numbers = [int(number) for number in read(tmp_path, written, shards=wanted)]
    expected = np.flatnonzero(np.isin(SHARDS, list(wanted)))
    assert set(expected) <= set(numbers)
    in_file = [int(number) for number in read(tmp_path, written)]
    groups = [in_file[start : start + GROUP] for start in range(0, len(in_file), GROUP)]
    assert numbers == [number for group in groups if set(group) & set(expected) for number in group]


def test_a_file_whose_rows_do_not_stand_by_shard_is_read_whole(tmp_path):
    rows = pa.table({"merchant_order_id": ["1"], "order_id": ["2"]}, SCHEMAS["links"])
    file = datafiles.write(datafiles.FilePlace(tmp_path, "links", "all", None, 1), rows)
    assert read(tmp_path, file, shards={7}) == ["2"]


def test_every_file_has_small_row_groups(tmp_path, monkeypatch):
    monkeypatch.setattr(datafiles, "ROW_GROUP", GROUP)
    numbers = [str(number) for number in range(10)]
    rows = pa.table({"merchant_order_id": numbers, "order_id": numbers}, SCHEMAS["links"])
    file = datafiles.write(datafiles.FilePlace(tmp_path, "links", "all", None, 1), rows)
    with pq.ParquetFile(tmp_path / file.path) as written:
        assert [written.metadata.row_group(number).num_rows for number in range(3)] == [4, 4, 2]


@given(st.lists(st.integers(1, 10**17 - 1), max_size=20))
def test_an_order_is_of_the_shard_of_its_id_and_a_row_of_none_of_the_first(order_keys):
    ids = OrderIds.of({})
    sharding = Sharding(ids, 16)
    mixed = np.array([NO_ORDER, *order_keys], np.int64)
    assert sharding.shards(mixed).tolist() == [0, *ids.shards(mixed[1:], 16).tolist()]
