"""What a run stores: the shards that changed, what closed, new wide text, and a line for all that happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline import links, said, shelves
from pipeline.lifecycle.outcomes import HARMLESS
from schemas.state import BLANK, typed
from schemas.statuses import CAUSE, Event, Outcome, Stage

if TYPE_CHECKING:
    from pipeline.context import Applied, Context, Feeds, Money
    from pipeline.lifecycle.night import Night

CLOCK_FEED = 0
_PLACE = ["order_key", "item_key", "stage", "received", "feed", "record"]


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
        ("said", said.lines(feeds.read, applied.records, applied.said, batch.run)),
        ("resolved", said.resolved(feeds.arrived, applied.records, batch.run)),
    ):
        shelves.append(batch, name, rows)


def _outcomes(applied: Applied, run: int) -> pd.DataFrame:
    """Every record of the run with its outcome and codes."""
    by = ["feed", "record"]
    lines = applied.said[[*by, "code"]].drop_duplicates().sort_values([*by, "code"], kind="stable")
    text = lines["code"].astype("str")
    several = lines.duplicated(by, keep=False)
    joined = text[several].groupby([lines.loc[several, name] for name in by], dropna=False).agg(" ".join)
    single = text[~several].set_axis(pd.MultiIndex.from_frame(lines.loc[~several, by]))
    codes = pd.concat([single, joined]).reindex(pd.MultiIndex.from_frame(applied.records[by])).fillna("")
    return typed("outcomes", applied.records.assign(run=run, codes=codes.to_numpy()))


def journal(applied: Applied, run: int, as_of: pd.Timestamp) -> pd.DataFrame:
    """What the run did, a row a record and item: what was asked, what took effect beside, what the clock did.

    Stored tables: journal; and `took`, whether the row changed anything. Clock rows have no feed.
    """
    night = applied.night
    columns = [*_PLACE, "event", "quantity", "at", "units", "cause", "code", "note", "took"]
    rows = [_of_orders(night.orders), _beside(night), _of_acts(night.acts)]
    every = pd.concat([part[columns] for part in rows], ignore_index=True)
    outcome = applied.records.set_index(["feed", "record"])["outcome"]
    every = every.assign(outcome=outcome.reindex(pd.MultiIndex.from_frame(every[["feed", "record"]])).to_numpy())
    clock = _of_clock(applied, run, as_of)[[*columns, "outcome"]]
    both = pd.concat([every, clock], ignore_index=True).assign(run=np.int64(run))
    return typed("journal", both).assign(took=both["took"].astype(bool))


def _of_orders(rows: pd.DataFrame) -> pd.DataFrame:
    quantity = rows["quantity-purchased"].clip(lower=BLANK).where(rows["event"] == Event.PLACE, BLANK)
    units = rows["units"].where(rows["event"] != Event.SHIPPED_ELSEWHERE, rows["gone"])
    took = np.select(
        [rows["event"] == Event.PLACE, rows["event"] == Event.UPDATE],
        [rows["places"], rows["changed"]],
        rows["gone"] > 0,
    )
    given = {"quantity": quantity, "units": units, "at": rows["verified"], "cause": 0, "took": took.astype(bool)}
    return rows.assign(**given)


def _beside(night: Night) -> pd.DataFrame:
    """What order records did beside placing: verified, reinstated, shipped, canceled, delivered."""
    asked = night.orders[night.orders["event"] == Event.SHIPPED_ELSEWHERE]
    told = pd.MultiIndex.from_frame(asked[["feed", "record", "item_key"]])
    rows = night.happened
    again = pd.MultiIndex.from_frame(rows[["feed", "record", "item_key"]]).isin(told)
    rows = rows[~(again & (rows["event"] == Event.SHIPPED_ELSEWHERE))]
    cause = np.where(rows["event"] == Event.CANCELED_ELSEWHERE, CAUSE["Marketplace"], 0)
    blank = {"quantity": BLANK, "code": 0, "note": "", "took": True, "stage": int(Stage.ORDERS)}
    return rows.assign(at=rows["moment"], cause=cause, **blank)


def _of_acts(rows: pd.DataFrame) -> pd.DataFrame:
    parcel = (rows["carrier"] + " " + rows["tracking"]).str.strip()
    note = parcel.where(rows["event"] == Event.CONFIRM, "")
    back = rows[rows["reopened"]].assign(event=int(Event.REINSTATE), took=True, note="", code=0)
    own = rows.assign(took=rows["changed"] & rows["code"].isin(HARMLESS), note=note)
    return pd.concat([own, back], ignore_index=True)


def _of_clock(applied: Applied, run: int, as_of: pd.Timestamp) -> pd.DataFrame:
    """What the clock canceled, of whom it warned, whom it invited."""
    ended, orders = applied.night.ended, applied.book.orders
    over = ended["cause"] == CAUSE["PaymentDeadline"]
    ended = ended.assign(event=np.where(over, Event.PAYMENT_DEADLINE, Event.CUT_OFF))
    told = [
        orders.loc[orders[column] == run, ["order_key"]].assign(item_key=BLANK, units=0, cause=0, event=int(event))
        for column, event in (("warned", Event.WARN), ("invited", Event.INVITE))
    ]
    columns = ["order_key", "item_key", "units", "cause", "event"]
    rows = pd.concat([ended[columns], *(part[columns] for part in told)], ignore_index=True)
    blank = {"feed": CLOCK_FEED, "record": 0, "code": 0, "note": "", "took": True, "stage": int(Stage.CLOCK)}
    return rows.assign(quantity=rows["units"], at=as_of, received=as_of, outcome=int(Outcome.ACCEPTED), **blank)
