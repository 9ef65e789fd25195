"""Whether frames are what their declarations say: looked at where frames pass between modules, while checks are on.

The tests switch them on. In production they are off, and a seam costs one look at a flag.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
from pandas.api.types import is_string_dtype

from schemas.frames import FRAMES
from schemas.stored_frames import empty

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schemas.columns import Column

_EMPTY = {name: empty(name) for name in FRAMES}


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
    declaration = FRAMES[name]
    carried = set(declaration.carries.names) if declaration.carries else set()
    of_any_kind = carried - {column.name for column in declaration.columns}
    problems = []
    for column in declaration.names:
        expected = _EMPTY[name][column].dtype
        if column not in frame:
            problems.append(f"no column {column}")
        elif column not in of_any_kind and not _fits(frame[column], expected):
            problems.append(f"{column} is {frame[column].dtype}, not {expected}")
    return problems


def _fits(values: pd.Series, expected: object) -> bool:
    """Whether a column is of a kind; texts may also be held as objects."""
    return values.dtype == expected or (expected == "str" and is_string_dtype(values))
