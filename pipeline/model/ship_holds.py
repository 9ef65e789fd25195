"""The one question whether open units may not be shipped yet, on arrays; `pipeline.model.ship_marks` asks it of frames.

Order process, 4.2.3 and 4.2.5. Of three paid items the first has no mark, the third nothing open:

>>> is_paid, open_units, hold = np.array([True, True, True]), np.array([1, 1, 0]), np.array([0, 2, 2])
>>> is_kept_back(is_paid, ~is_paid, open_units, hold).tolist()
[False, True, False]
"""

from __future__ import annotations

import numpy as np


def is_kept_back(
    is_verified: np.ndarray, is_missing: np.ndarray, open_units: np.ndarray, hold: np.ndarray
) -> np.ndarray:
    """By item, whether it has open units of a verified order that may not be shipped yet.

    is_verified, is_missing: of its order, whether it is paid, and whether the marketplace's list misses it. hold: the
    marks of the item.
    """
    is_to_ship = is_verified & (open_units > 0)
    return np.asarray((is_missing | (hold > 0)) & is_to_ship)
