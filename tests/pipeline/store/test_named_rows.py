"""Named rows are read by position: the same as of the whole file, from the row groups that hold them."""

from unittest.mock import patch

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.store import datafiles
from pipeline.store.named_rows import NamedRows, named_groups, read_named
from schemas.stored_tables import SCHEMAS

KEYS = st.integers(1, 60)
ROW_GROUPS = pq.ParquetFile.read_row_groups


def written(folder, rows, size, *, statistics=True):
    path = folder / "rows.parquet"
    pq.write_table(rows, path, size, write_statistics=statistics)
    return pq.ParquetFile(path)


def rows_of(keys):
    texts = pa.array([f"K{key:03}" for key in keys], pa.string())
    return pa.table({"order_key": pa.array(keys, pa.int64()), "text": texts, "place": pa.array(range(len(keys)))})


@pytest.mark.parametrize("column", ["order_key", "text"])
@given(
    keys=st.lists(KEYS, max_size=40),
    wanted=st.lists(KEYS, max_size=8),
    size=st.integers(1, 9),
    is_sorted=st.booleans(),
    statistics=st.booleans(),
)
def test_named_rows_are_those_that_a_filter_of_the_whole_file_takes(
    tmp_path_factory, column, keys, wanted, size, is_sorted, statistics
):
    rows = rows_of(sorted(keys) if is_sorted else keys)
    named = NamedRows.of(column, wanted if column == "order_key" else [f"K{key:03}" for key in wanted])
    with written(tmp_path_factory.mktemp("rows"), rows, size, statistics=statistics) as file:
        found = read_named(file, ["place", "text"], named, range(file.num_row_groups))
    expected = [row for row in rows.to_pylist() if row["order_key"] in wanted]
    assert found.to_pylist() == [{"place": row["place"], "text": row["text"]} for row in expected]


@given(groups=st.lists(st.lists(KEYS, min_size=1, max_size=4), max_size=6), wanted=st.lists(KEYS, max_size=4))
def test_no_row_group_with_a_named_row_is_passed_over(tmp_path_factory, groups, wanted):
    size = 4
    keys = [key for group in groups for key in (group * size)[:size]]
    named = NamedRows.of("order_key", np.array(wanted, np.int64))
    with written(tmp_path_factory.mktemp("rows"), rows_of(keys), size) as file:
        chosen = named_groups(file, named, range(file.num_row_groups))
    assert {number for number, group in enumerate(groups) if set(group) & set(wanted)} <= set(chosen)


def test_of_one_order_one_row_group_of_its_shard_is_read(tmp_path):
    """Forty row groups in four shards, each with all of the keys; a column is read of those alone that may hold it."""
    keys = np.tile(np.arange(100), 4)
    shards = np.repeat(np.arange(4), 100)
    rows = pa.table({"order_key": keys, "attempt": [str(key) for key in keys]}, SCHEMAS["attempts"])
    place = datafiles.FilePlace(tmp_path, "attempts", "closed", None, 1)
    with patch.object(datafiles, "ROW_GROUP", 10):
        file = datafiles.write(place, rows, shards)
    read = []

    def spy(file, groups, **options):
        read.append([*groups])
        return ROW_GROUPS(file, groups, **options)

    with patch.object(pq.ParquetFile, "read_row_groups", spy):
        one = datafiles.read(
            tmp_path, [file], schema=SCHEMAS["attempts"], where=NamedRows.of("order_key", [37]), shards={2}
        )
        none = datafiles.read(tmp_path, [file], schema=SCHEMAS["attempts"], where=NamedRows.of("order_key", [500]))
    assert one.to_pylist() == [{"order_key": 37, "attempt": "37"}]
    assert none.num_rows == 0
    assert read == [[23], [23], [], []]
