"""Which files in rejected/ a run takes away: old ones of which every record is corrected. Feeds and runs, 14.10."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pyarrow.compute as pc

from pipeline.publish.known_rejects import resolved_rejects
from schemas.statuses import Outcome
from schemas.stored_frames import as_frame
from schemas.stored_tables import SCHEMAS

if TYPE_CHECKING:
    from datetime import date

    from pipeline.store.catalogue_rows import ReportRow
    from pipeline.store.reader import StoreReader
    from pipeline.workspace.settings import Settings


def files_to_clean(store: StoreReader, settings: Settings, day: date) -> list[ReportRow]:
    """The files of rejected records that the run of this business day takes away, as the manifest has them.

    By what earlier runs did: none that is younger than `rejected.keep_days`, none with a record that is neither
    resolved nor settled, none that is cleaned already.
    """
    keep_days = settings.rejected.keep_days
    if not keep_days:
        return []
    days = {run.run: run.day for run in store.runs()}
    cleaned = store.cleaned_files()
    old = [row for row in store.rejected_files() if row.path not in cleaned and (day - days[row.run]).days >= keep_days]
    if not old:
        return []
    corrected = _corrected_files(store, settings.language)
    return [row for row in old if row.path in corrected]


def _corrected_files(store: StoreReader, language: str) -> set[str]:
    """The files of which every record that a run rejected is known, and resolved or settled."""
    by_file = defaultdict(list)
    for reject in resolved_rejects(store, language):
        if not reject.is_whole:
            by_file[reject.file, reject.run, reject.number].append(bool(reject.resolved or reject.settled))
    counts = _rejected_counts(store)
    known = {file for file, _, _ in by_file}
    return known - {
        file
        for (file, run, number), corrected in by_file.items()
        if not all(corrected) or counts.get((run, number)) != len(corrected)
    }


def _rejected_counts(store: StoreReader) -> dict[tuple[int, int], int]:
    """How many records each run rejected, by run and number of their feed."""
    rejected = pc.field("outcome") == int(Outcome.REJECTED)
    outcomes = as_frame(store.read("outcomes", schema=SCHEMAS["outcomes"], where=rejected))
    counts: dict[tuple[int, int], int] = outcomes.groupby(["run", "feed"], dropna=False)["record"].nunique().to_dict()
    return counts
