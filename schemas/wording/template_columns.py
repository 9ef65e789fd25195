"""Templates of sentences filled in for a whole frame at once."""

from __future__ import annotations

from string import Formatter

import pandas as pd


def fill(template: str, frame: pd.DataFrame) -> pd.Series:
    """A template for every row of a frame with text columns `column`, `value`, `limit`: a Series of text."""
    text = pd.Series("", index=frame.index, dtype="str")
    for literal, field, _, _ in Formatter().parse(template):
        text = text + literal
        if field:
            text = text + frame[field]
    return text
