"""Save: the shards that changed, the orders that closed, new wide text, and a row for all that happened.

Orders are written group by group, while the run is worked out; the rest when it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from pipeline.ingest import seller_order_ids
from pipeline.ingest.kept_lines import WINDOW
from pipeline.publish.message_lines import resolved_marks
from pipeline.store import closed_index, order_tables
from pipeline.store.closed_orders import CLOSED
from schemas.frame_checks import check_frames
from schemas.stored_frames import as_frame, conform
from schemas.stored_tables import RECORD, SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.ingest.kept_lines import KeptLines
    from pipeline.steps.context import GroupEffects, ReadResult, RunContext, RunEffects
    from pipeline.store.sharding import Sharding


BLOCK = 262_144
"""How many rows that come block by block are one data file, about."""


def save_state(ctx: RunContext, feeds: ReadResult, effects: RunEffects) -> None:
    """Write what crosses the groups of orders; the catalogue learns of all data files in the commit."""
    check_frames(held=effects.held, metrics=effects.counts.metrics, unassigned=effects.unassigned)
    batch, store = ctx.batch, ctx.store
    order_tables.replace_table(store, batch, "held", feeds.held_before, effects.held)
    order_tables.replace_table(store, batch, "inventory", effects.stock_before, effects.stock)
    closed_index.add_index(store, batch, store.live_files("orders", part=CLOSED), feeds.sharding)
    metrics_before = as_frame(store.read("metrics", schema=SCHEMAS["metrics"]))
    order_tables.replace_table(store, batch, "metrics", metrics_before, effects.counts.metrics)
    for name, rows in (
        ("links", seller_order_ids.acknowledged_links(feeds.incoming, effects.records)),
        ("canceled", effects.canceled),
        ("unassigned", effects.unassigned),
        ("resolved", resolved_marks(feeds.incoming, effects.records, ctx.run)),
    ):
        order_tables.append_rows(batch, name, rows, feeds.sharding)
    for rows in _together(_outcomes_of_run(effects, ctx.run)):
        order_tables.append_rows(batch, "outcomes", rows, feeds.sharding)
    for rows in _together(_lines_of_run(effects.messages)):
        order_tables.append_rows(batch, "answer_lines", rows, feeds.sharding)


def save_group(ctx: RunContext, group: GroupEffects, sharding: Sharding) -> None:
    """Write one group of orders as the run leaves them, with their new text and what they post."""
    check_frames(**group.whole.tables())
    order_tables.save(ctx.batch, ctx.store, group.loaded, group.state, group.whole, sharding)
    order_tables.append_rows(ctx.batch, "order_text", group.lifecycle.order_text, sharding)
    order_tables.append_rows(ctx.batch, "item_text", group.lifecycle.item_text, sharding)
    order_tables.append_rows(ctx.batch, "ledger", group.posting.ledger, sharding)
    order_tables.append_rows(ctx.batch, "charges", group.charges, sharding)


def save_journal(ctx: RunContext, journal: pd.DataFrame, sharding: Sharding) -> None:
    """Append what the run did to a group of orders. journal: frame `run_journal`."""
    check_frames(journal=journal)
    order_tables.append_rows(ctx.batch, "journal", journal, sharding)


def _together(blocks: Iterable[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    """The same rows in few blocks."""
    parts: list[pd.DataFrame] = []
    for block in blocks:
        parts.append(block)
        if sum(map(len, parts)) >= BLOCK:
            yield pd.concat(parts, ignore_index=True)
            parts = []
    if parts:
        yield pd.concat(parts, ignore_index=True)


def _outcomes_of_run(effects: RunEffects, run: int) -> Iterator[pd.DataFrame]:
    """Every record of the run with its outcome and codes, block by block (stored table `outcomes`)."""
    for start, records in effects.records.blocks(WINDOW):
        lines = effects.messages.window(int(records["feed"].iloc[0]), start, start + WINDOW)
        yield _outcomes(records, lines, run)


def _lines_of_run(messages: KeptLines) -> Iterator[pd.DataFrame]:
    """Every line of the answers, block by block."""
    for feed in messages.feeds:
        yield from messages.of_feed(feed)


def _outcomes(records: pd.DataFrame, messages: pd.DataFrame, run: int) -> pd.DataFrame:
    """Records of the run with their outcome and codes (stored table `outcomes`). messages: lines about them."""
    lines = messages[[*RECORD, "code"]].drop_duplicates().sort_values([*RECORD, "code"], kind="stable")
    code = lines["code"].astype("str")
    # Nearly every record has one code: only the few with several are joined group by group.
    has_several = lines.duplicated(RECORD, keep=False)
    joined = code[has_several].groupby([lines.loc[has_several, name] for name in RECORD], dropna=False).agg(" ".join)
    single = code[~has_several].set_axis(pd.MultiIndex.from_frame(lines.loc[~has_several, RECORD]))
    codes = pd.concat([single, joined]).reindex(pd.MultiIndex.from_frame(records[RECORD])).fillna("")
    return conform("outcomes", records.assign(run=run, codes=codes.to_numpy()))
