"""Blocks of rows come back by their number, from memory and from files, and leave the memory when there are many."""

import numpy as np
import pyarrow as pa
import pytest

from pipeline.scratch_blocks import BlockColumn, ScratchBlocks, ScratchSpace

BLOCKS = [pa.table({"record": list(range(first, first + 3)), "text": ["\u9752", "", "c"]}) for first in range(0, 30, 3)]


def kept_in(space):
    blocks = ScratchBlocks(space)
    for block in BLOCKS:
        blocks.append(block)
    return blocks


@pytest.mark.parametrize("most_bytes", [0, 150, 1 << 20])
def test_every_block_comes_back_as_it_was(tmp_path, most_bytes):
    blocks = kept_in(ScratchSpace(tmp_path / "rows", most_bytes))
    assert [pa.Table.from_batches([blocks[number]]) for number in range(len(blocks))] == BLOCKS


def test_few_rows_stay_in_memory_and_many_are_for_the_owner_alone(tmp_path):
    folder = tmp_path / "rows"
    kept_in(ScratchSpace(folder, 1 << 20))
    assert not folder.exists()
    space = ScratchSpace(folder, 150)
    kept_in(space)
    assert (folder.stat().st_mode & 0o777, space.in_memory <= space.most_bytes) == (0o700, True)


def test_all_blocks_of_a_run_share_one_limit(tmp_path):
    space = ScratchSpace(tmp_path / "rows", 2 * sum(block.nbytes for block in BLOCKS))
    first, second = kept_in(space), kept_in(space)
    assert not (tmp_path / "rows").exists()
    third = kept_in(space)
    assert (tmp_path / "rows").exists()
    for blocks in (first, second, third):
        blocks.clear()
    assert (space.in_memory, list((tmp_path / "rows").iterdir())) == (0, [])


def test_without_a_folder_everything_stays_in_memory():
    blocks = kept_in(ScratchSpace(most_bytes=0))
    assert pa.Table.from_batches([blocks[0]]) == BLOCKS[0]


@pytest.mark.parametrize("most_bytes", [0, 1 << 20])
def test_a_column_of_a_block_is_read_a_few_rows_at_a_time(tmp_path, most_bytes):
    blocks = ScratchBlocks(ScratchSpace(tmp_path / "rows", most_bytes))
    for first in (0, 10):
        blocks.append(pa.table({"key": np.arange(first, first + 5)}))
    column = BlockColumn(blocks, 1, "key")
    assert len(column) == 5
    assert column[1:3].tolist() == [11, 12]
    assert column[1:3].base is None
