"""What a run stores: the shards that changed, what closed, new wide text, and a line for all that happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from pipeline.ingest import seller_order_ids
from pipeline.publish import message_lines
from pipeline.store import order_tables
from schemas.stored_frames import as_frame, conform
from schemas.stored_tables import SCHEMAS

if TYPE_CHECKING:
    from pipeline.steps.context import AccountResult, ApplyResult, ReadResult, RunContext


def keep(at: RunContext, feeds: ReadResult, applied: ApplyResult, money: AccountResult) -> None:
    """Write every data file of the run; the catalogue learns of them in the commit."""
    at.tell("storing", 5, 7)
    batch, night = at.batch, applied.night
    order_tables.save(batch, at.store, applied.loaded, money.earned.state, at.settings.shards)
    order_tables.whole(at.store, batch, "held", feeds.waited, applied.held)
    order_tables.whole(at.store, batch, "inventory", applied.stock, night.stock)
    counters = as_frame(at.store.read("metrics", schema=SCHEMAS["metrics"]))
    order_tables.whole(at.store, batch, "metrics", counters, money.metrics)
    for name, rows in (
        ("order_text", night.order_text),
        ("item_text", night.item_text),
        ("links", seller_order_ids.acknowledged_links(feeds.arrived, applied.records)),
        ("ledger", money.earned.ledger),
        ("outcomes", _outcomes(applied, batch.run)),
        ("journal", applied.happened),
        ("charges", money.charges),
        ("notices", money.notices),
        ("canceled", money.canceled),
        ("said", message_lines.answer_lines(feeds.read, feeds.arrived, applied.records, applied.said, batch.run)),
        ("resolved", message_lines.resolved_marks(feeds.arrived, applied.records, batch.run)),
    ):
        order_tables.append(batch, name, rows)


def _outcomes(applied: ApplyResult, run: int) -> pd.DataFrame:
    """Every record of the run with its outcome and codes."""
    by = ["feed", "record"]
    lines = applied.said[[*by, "code"]].drop_duplicates().sort_values([*by, "code"], kind="stable")
    text = lines["code"].astype("str")
    several = lines.duplicated(by, keep=False)
    joined = text[several].groupby([lines.loc[several, name] for name in by], dropna=False).agg(" ".join)
    single = text[~several].set_axis(pd.MultiIndex.from_frame(lines.loc[~several, by]))
    codes = pd.concat([single, joined]).reindex(pd.MultiIndex.from_frame(applied.records[by])).fillna("")
    return conform("outcomes", applied.records.assign(run=run, codes=codes.to_numpy()))
