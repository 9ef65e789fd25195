"""What a run stores: the shards that changed, what closed, new wide text, and a line for all that happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline import links, shelves
from schemas.state import typed
from schemas.statuses import Event, Outcome, Stage

if TYPE_CHECKING:
    from pipeline.context import Applied, Context, Feeds, Money

CLOCK_FEED = 0


def keep(at: Context, feeds: Feeds, applied: Applied, money: Money) -> None:
    """Write every data file of the run; the catalogue learns of them in the commit."""
    at.tell("storing", 5, 7)
    batch, night = at.batch, applied.night
    shelves.save(batch, at.store, applied.loaded, money.earned.book, at.settings.shards)
    shelves.whole(at.store, batch, "held", feeds.waited, applied.held)
    shelves.whole(at.store, batch, "inventory", applied.stock, night.stock)
    for name, rows in (
        ("order_text", night.order_text),
        ("item_text", night.item_text),
        ("links", links.links_of(feeds.arrived, applied.records)),
        ("ledger", money.earned.ledger),
        ("outcomes", _outcomes(applied, batch.run)),
        ("journal", journal(applied, batch.run, at.as_of)),
    ):
        shelves.append(batch, name, rows)


def _outcomes(applied: Applied, run: int) -> pd.DataFrame:
    """Every record of the run with its outcome and codes."""
    by = ["feed", "record"]
    said = applied.said[[*by, "code"]].drop_duplicates().sort_values([*by, "code"], kind="stable")
    text = said["code"].astype("str")
    several = said.duplicated(by, keep=False)
    joined = text[several].groupby([said.loc[several, name] for name in by], dropna=False).agg(" ".join)
    single = text[~several].set_axis(pd.MultiIndex.from_frame(said.loc[~several, by]))
    codes = pd.concat([single, joined]).reindex(pd.MultiIndex.from_frame(applied.records[by])).fillna("")
    return typed("outcomes", applied.records.assign(run=run, codes=codes.to_numpy()))


def journal(applied: Applied, run: int, as_of: pd.Timestamp) -> pd.DataFrame:
    """The events of the run, a row a record and item, and what the clock ended. Stored tables: journal."""
    night = applied.night
    outcome = applied.records.set_index(["feed", "record"])["outcome"]
    placed = night.placed.assign(
        stage=int(Stage.ORDERS),
        event=int(Event.PLACE),
        quantity=night.placed["quantity-purchased"],
        at=night.placed["verified"],
    )
    ended = night.ended.assign(
        stage=int(Stage.CLOCK),
        event=int(Event.CUT_OFF),
        quantity=night.ended["units"],
        at=as_of,
        received=as_of,
        feed=CLOCK_FEED,
        record=0,
        outcome=int(Outcome.ACCEPTED),
    )
    columns = ["order_key", "item_key", "stage", "event", "quantity", "at", "received", "feed", "record", "units"]
    rows = pd.concat([placed[columns], night.elsewhere[columns], night.acts[columns]], ignore_index=True)
    rows = rows.assign(outcome=outcome.reindex(pd.MultiIndex.from_frame(rows[["feed", "record"]])).to_numpy())
    every = pd.concat([rows, ended[[*columns, "outcome"]]], ignore_index=True)
    return typed("journal", every.assign(run=np.int64(run), code=0, cause=0, note=""))
