"""A feed on its way to the rules, in the run's order of work."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from schemas.columns import Table


@dataclass(frozen=True, slots=True)
class IncomingFeed:
    """A feed in the run's order of work: its number, name and received instant, and its frames (feeds.read).

    since: when its records were first held. messages: the MessageID of each record that has one of its own, by record.
    """

    number: int
    name: str
    received: pd.Timestamp
    seq: int
    table: Table
    text: pd.DataFrame
    typed: pd.DataFrame
    problems: pd.DataFrame
    repeats: np.ndarray
    since: pd.Timestamp = pd.NaT
    messages: pd.Series = field(default_factory=lambda: pd.Series(dtype="str"))
