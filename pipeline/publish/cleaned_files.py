"""Which files in rejected/ a run takes away: old ones of which every record is corrected. Feeds and runs, 14.10."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
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

FILE_OF_RUN = ["file", "run", "number"]


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
    rejects = resolved_rejects(store, language)
    rejects = rejects[rejects["record"] > 0]
    is_corrected = (rejects["resolved"] > 0) | (rejects["settled"] > 0)
    by_file = rejects.assign(done=is_corrected).groupby(FILE_OF_RUN, dropna=False)["done"].agg(["all", "size"])
    files = by_file.reset_index().merge(
        _rejected_counts(store), how="left", on=["run", "number"], validate="many_to_one"
    )
    is_whole = files["all"] & (files["size"] == files["records"])
    return set(files["file"]) - set(files.loc[~is_whole, "file"])


def _rejected_counts(store: StoreReader) -> pd.DataFrame:
    """How many records each run rejected of each feed: run, number (of the feed), records."""
    rejected = pc.field("outcome") == int(Outcome.REJECTED)
    outcomes = as_frame(store.read("outcomes", schema=SCHEMAS["outcomes"], where=rejected))
    counts = outcomes.groupby(["run", "feed"], dropna=False)["record"].nunique()
    return counts.rename("records").reset_index().rename(columns={"feed": "number"})
