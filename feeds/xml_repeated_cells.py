"""Cells of which plain XML gives several values: the same as feeds.xml_paths makes of them, for a column at once."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from feeds.xml_paths import ADD, FIRST
from feeds.xml_plain_cells import all_true
from feeds.xml_tag_texts import require

_PLAIN_AMOUNT = r"^-?[0-9]{1,12}(\.0{1,2})?$"
_DECIMALS = r"\.0{1,2}$"
_LEAST_LONG_AMOUNT = 10**12


def one_of_each(texts: pa.LargeStringArray, owners: np.ndarray, count: int, rule: str) -> pa.LargeStringArray:
    """The cell of each of `count` owners from its texts, blank where it has none; owners: that of each text, in order.

    Of several the first counts, amounts are added up, or all have to be the same. Raises NotPlainError.
    """
    filled = np.flatnonzero(pc.not_equal(texts, "").to_numpy(zero_copy_only=False))
    texts, owners = texts.take(pa.array(filled)), owners[filled]
    first = np.flatnonzero(np.diff(owners, prepend=-1))
    per_owner = np.diff(first, append=len(owners))
    values = texts.take(pa.array(first))
    if rule == ADD:
        values = pc.if_else(pa.array(per_owner > 1), _sums(texts, first, per_owner), values)
    elif rule != FIRST:
        of_each = values.take(pa.array(np.repeat(np.arange(len(first)), per_owner)))
        is_repeated = pa.array(np.repeat(per_owner > 1, per_owner))
        is_clear = pc.and_(pc.equal(texts, of_each), pc.invert(pc.match_substring(texts, " ")))
        require(all_true(pc.or_(is_clear, pc.invert(is_repeated))))
    positions = np.zeros(count, np.int64)
    positions[owners[first]] = np.arange(len(first)) + 1
    return pa.concat_arrays([pa.array([""], pa.large_string()), values]).take(pa.array(positions))


def _sums(texts: pa.LargeStringArray, first: np.ndarray, per_owner: np.ndarray) -> pa.LargeStringArray:
    """The sum of the amounts of each owner, 0 of a single one, which need be no amount."""
    is_repeated = np.repeat(per_owner > 1, per_owner)
    amounts = pc.if_else(pa.array(is_repeated), texts, "0")
    require(all_true(pc.match_substring_regex(amounts, _PLAIN_AMOUNT)))
    yen = pc.replace_substring_regex(amounts, _DECIMALS, "").cast(pa.int64()).to_numpy()
    if not len(yen):
        return pa.array([], pa.large_string())
    # No sum on the way is longer than an amount may be, for those are no longer added up.
    require((np.add.reduceat(np.abs(yen), first) < _LEAST_LONG_AMOUNT).all())
    return pa.array(np.add.reduceat(yen, first)).cast(pa.large_string())
