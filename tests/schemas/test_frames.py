"""The declared frames: what each is said to be, and what an empty one is made of."""

import subprocess
import sys

import pytest

from schemas.frames import FRAMES
from schemas.stored_frames import DTYPES, empty
from schemas.stored_tables import SCHEMAS


def test_the_declarations_know_nothing_of_pandas():
    code = "import sys, schemas.frames; sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("frame", FRAMES.values(), ids=lambda frame: frame.name)
def test_a_frame_and_each_of_its_columns_say_what_they_mean(frame):
    sentences = [frame.doc, *(column.doc for column in frame.columns)]
    assert all(sentence.endswith(".") for sentence in sentences)
    assert len({column.name for column in frame.columns}) == len(frame.columns)


@pytest.mark.parametrize("frame", FRAMES.values(), ids=lambda frame: frame.name)
def test_a_frame_without_rows_has_all_columns_of_their_kinds(frame):
    nothing = empty(frame.name)
    assert len(nothing) == 0
    assert tuple(nothing.columns) == frame.names
    assert all(str(nothing[column.name].dtype) == DTYPES[column.kind] for column in frame.columns)


def test_a_frame_with_the_name_of_a_stored_table_is_that_table():
    assert [FRAMES[name].stored for name in FRAMES if name in SCHEMAS] == [name for name in FRAMES if name in SCHEMAS]


def test_a_frame_that_is_stored_declares_no_column_twice():
    stored = [(frame, SCHEMAS[frame.stored].names) for frame in FRAMES.values() if frame.stored]
    assert [frame.name for frame, names in stored if {column.name for column in frame.columns} & {*names}] == []
