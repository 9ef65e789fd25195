"""Whether frames are what their declarations say: looked at where frames pass between modules, while checks are on.

The tests switch them on. In production they are off, and a seam costs one look at a flag.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import pandas as pd
from pandas.api.types import is_string_dtype

from schemas.frames import FRAMES
from schemas.stored_frames import empty

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schemas.columns import Column


@dataclass
class FrameChecks:
    """Whether frames are checked."""

    are_on: bool = False


CHECKS = FrameChecks()


class FrameError(TypeError):
    """A frame is not what its declaration says: a fault of the program, not of the data."""


def check_frames(columns: Sequence[Column] = (), /, **frames: pd.DataFrame) -> None:
    """Raise FrameError where a frame, given by its declared name, lacks a column or has one of another kind.

    columns: of the format or report whose wide frames these are; they must have them all.
    """
    if not CHECKS.are_on:
        return
    problems = [f"{name}: {problem}" for name, frame in frames.items() for problem in frame_problems(name, frame)]
    problems += [
        f"{name}: no column {column.name}"
        for name, frame in frames.items()
        for column in columns
        if column.name not in frame
    ]
    if problems:
        raise FrameError("; ".join(problems))


def frame_problems(name: str, frame: pd.DataFrame) -> list[str]:
    """What is wrong with a frame: each column that is missing or is not of its kind. More columns are no matter.

    Of what a frame carries of a format only the names count: a rule may turn a value into the text of its file.
    """
    problems = []
    for column, expected in _differences(name, tuple(frame.columns.tolist()), tuple(frame.dtypes.tolist())):
        if column not in frame:
            problems.append(f"no column {column}")
        elif not _fits(frame[column], expected):
            problems.append(f"{column} is {frame[column].dtype}, not {expected}")
    return problems


@cache
def _differences(name: str, columns: tuple[str, ...], dtypes: tuple[object, ...]) -> list[tuple[str, object]]:
    """The columns of a declared frame that are not among these or are not of its dtype, and that dtype.

    Found once for all frames of one form: a run passes some hundred frames of a few forms.
    """
    declaration = FRAMES[name]
    carried = set(declaration.carries.names) if declaration.carries else set()
    of_any_kind = carried - {column.name for column in declaration.columns}
    kinds = dict(zip(columns, dtypes, strict=True))
    expected = {column: empty(name)[column].dtype for column in declaration.names}
    return [
        (column, dtype)
        for column, dtype in expected.items()
        if column not in kinds or (column not in of_any_kind and kinds[column] != dtype)
    ]


def _fits(values: pd.Series, expected: object) -> bool:
    """Whether a column is of a kind; texts may also be held as objects."""
    return values.dtype == expected or (expected == "str" and is_string_dtype(values))
