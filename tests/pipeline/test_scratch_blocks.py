"""Blocks of rows come back by their number, from memory and from the file."""

import pyarrow as pa
import pytest

from pipeline.scratch_blocks import ScratchBlocks

BLOCKS = [pa.table({"record": list(range(first, first + 3)), "text": ["\u9752", "", "c"]}) for first in range(0, 30, 3)]


@pytest.mark.parametrize("most_bytes", [0, 150, 1 << 20])
def test_every_block_comes_back_as_it_was(tmp_path, most_bytes):
    blocks = ScratchBlocks(tmp_path / "rows" / "kept.arrow", most_bytes)
    for block in BLOCKS:
        blocks.append(block)
    assert [pa.Table.from_batches([blocks[number]]) for number in range(len(blocks))] == BLOCKS


def test_few_rows_stay_in_memory_and_many_are_for_the_owner_alone(tmp_path):
    path = tmp_path / "rows" / "kept.arrow"
    for most_bytes, is_there in ((1 << 20, False), (0, True)):
        ScratchBlocks(path, most_bytes).append(BLOCKS[0])
        assert path.exists() == is_there
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_without_a_path_everything_stays_in_memory():
    blocks = ScratchBlocks(most_bytes=0)
    blocks.append(BLOCKS[0])
    assert pa.Table.from_batches([blocks[0]]) == BLOCKS[0]
