"""Prove: no record was lost. Records, orders and held records are counted, and every sum must add up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from pipeline.ingest.read_feeds import row_with_counts
from pipeline.publish.invariants import held_counts, prove
from pipeline.publish.run_manifest import needs_person, released_entries
from pipeline.store.catalogue_rows import FeedRow

if TYPE_CHECKING:
    from pipeline.steps.context import ReadResult, RunContext, RunEffects

EXIT_NEEDS_PERSON = 3


@dataclass(frozen=True)
class RunProof:
    """What a run counted. feeds: their rows for the catalogue; orders: the counters after the run.

    held_again: the outcome of every record that was held before (frame `record_outcomes`). released: the entries of
    run.json for those that are settled now. lines: the proof lines of run.json.
    """

    feeds: list[FeedRow]
    held_again: pd.DataFrame
    released: list[dict[str, Any]]
    orders: dict[str, int]
    lines: dict[str, Any]

    @property
    def exit_code(self) -> int:
        """3 where something needs a person, else 0."""
        return EXIT_NEEDS_PERSON if needs_person(self.feeds, self.released) else 0


def prove_run(ctx: RunContext, feeds: ReadResult, effects: RunEffects, rejected_files: dict[int, str]) -> RunProof:
    """Count the records, orders and held records of the run. rejected_files: by feed, the file of rejected records.

    Raises FailureError where a sum does not add up: then nothing is published.
    """
    rows = [
        replace(row_with_counts(feed, effects.records), rejected_file=rejected_files.get(feed.row.feed, ""))
        for feed in feeds.feeds
    ]
    held_feeds = feeds.held_before["feed"].unique().tolist()
    held_again = effects.records.frame(feeds=held_feeds)
    about_held = effects.messages.only(lambda lines: lines["record"] > 0, held_feeds)
    released = released_entries(held_again, about_held, feeds.held_before)
    orders = effects.counts.orders
    held = held_counts(feeds.held_before, effects.held, len(released), effects.expired, ctx.run)
    return RunProof(rows, held_again, released, orders, prove(rows, orders, held))
