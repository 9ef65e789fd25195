"""The notices of a run: collected group of orders by group, numbered through all groups when the last one is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa

from pipeline.publish.notifications import numbered_notices, ordered_notices
from pipeline.scratch_blocks import BlockColumn, ScratchBlocks, ScratchSpace
from reports.report_parts import merged_places
from schemas.frame_checks import check_frames
from schemas.stored_frames import empty

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemas.order_ids import OrderIds


RANK = "rank"
"""Beside the rows of a group: what their orders sort by, a column or two."""


class NoticeParts:
    """Notices of groups of orders. space: where rows lie."""

    def __init__(self, space: ScratchSpace) -> None:
        self._rows = ScratchBlocks(space)
        self._ranks = 0
        self._dtypes = empty("notice_facts").dtypes.to_dict()

    def __len__(self) -> int:
        return len(self._rows)

    def add(self, facts: pd.DataFrame, ids: OrderIds) -> None:
        """Add the notices of a group (frame `notice_facts`), in any order. ids: of all orders."""
        check_frames(notice_facts=facts)
        ordered = ordered_notices(facts, ids)
        # All notices of an order are of one group, so the rank of the order alone decides their place among all others.
        ranks = ids.ranks(ordered["order_key"].to_numpy())
        self._ranks = len(ranks)
        named = {f"{RANK}{place}": rank for place, rank in enumerate(ranks)}
        self._rows.append(pa.Table.from_pandas(ordered.assign(**named), preserve_index=False))

    def numbered(self, *, run: int, as_of: pd.Timestamp, authority: str) -> Iterator[pd.DataFrame]:
        """The notices of each group with their numbers in the run, from 1 (frame `notices`)."""
        names = [f"{RANK}{place}" for place in range(self._ranks)]
        ranks = [tuple(BlockColumn(self._rows, group, name) for name in names) for group in range(len(self))]
        for group, places in enumerate(merged_places(ranks)):
            ordered = self._rows[group].to_pandas()[list(self._dtypes)].astype(self._dtypes)
            rows = numbered_notices(ordered, places.astype(np.int64) + 1, run=run, as_of=as_of, authority=authority)
            check_frames(notices=rows)
            yield rows
