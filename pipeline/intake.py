"""Checked feeds and held records -> what the rules take: rows of each kind with keys, and what ended at the form check.

Every record goes exactly one of three ways: refused for its form, a repeat of an earlier record of its feed, or on to
the rules. Held records of earlier runs are read again from their text, so that they meet the same checks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from feeds.check import check
from pipeline.lifecycle import events
from pipeline.lifecycle.outcomes import RECORD, SAID
from schemas import codes, keys
from schemas.feeds import BY_NAME, CANCELLATIONS, CONFIRMATIONS, INVENTORY, ORDERS, PAYMENTS
from schemas.state import as_frame, as_table, never
from schemas.statuses import Outcome, Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from schemas.columns import Table

ACTS: dict[str, tuple[Callable[[pd.DataFrame], pd.DataFrame], Stage]] = {
    PAYMENTS.name: (events.payments, Stage.PAYMENTS),
    CONFIRMATIONS.name: (events.confirmations, Stage.SHIPMENTS),
    CANCELLATIONS.name: (events.cancellations, Stage.SHIPMENTS),
}
ITEM_COLUMN = {
    ORDERS.name: "order-item-id",
    CONFIRMATIONS.name: "order-item-id",
    CANCELLATIONS.name: "amazon-order-item-code",
}
EQUAL, MERGED = 1, 2
HELD_FIRST = 10**9


@dataclass(frozen=True, slots=True)
class Arrived:
    """A feed in the run's order of work: its number, name and received instant, and its frames (feeds.read)."""

    number: int
    name: str
    received: pd.Timestamp
    seq: int
    table: Table
    text: pd.DataFrame
    typed: pd.DataFrame
    problems: pd.DataFrame
    repeats: np.ndarray
    since: pd.Timestamp = pd.NaT


@dataclass(frozen=True, slots=True)
class Intake:
    """Rows for each stage, and the records that ended here: records (feed, record, outcome), said (outcomes.SAID)."""

    orders: pd.DataFrame
    acts: pd.DataFrame
    inventory: pd.DataFrame
    records: pd.DataFrame
    said: pd.DataFrame
    merged: pd.DataFrame


def intake(arrived: Iterable[Arrived], named: dict[str, int]) -> Intake:
    """Sort the records of all feeds by the way they go. `named`: the keys of order ids that are not made of digits."""
    orders, acts, inventory = [], [events.none().assign(stage=np.int64(0), since=never(0))], []
    records, said, merged = [], [], []
    for feed in arrived:
        ended, lines = _form(feed)
        records.append(ended)
        said.append(lines)
        merged.append(_numbered(feed, feed.typed[(feed.repeats == MERGED) & ~_in(feed, ended)])[RECORD])
        rows = _numbered(feed, feed.typed[~_in(feed, ended) & (feed.repeats == 0)])
        if feed.table is INVENTORY:
            inventory.append(rows)
        elif feed.table is ORDERS:
            orders.append(_keyed(rows, feed.table, named))
        else:
            make, stage = ACTS[feed.table.name]
            acts.append(make(_keyed(rows, feed.table, named)).assign(stage=np.int64(stage), since=_since(feed, rows)))
    return Intake(
        orders=_together(orders, _no_orders()),
        acts=_together(acts, acts[0]),
        inventory=_inventory(_together(inventory, _no_inventory())),
        records=_together(records, _no_records()),
        said=_together(said, _no_lines()),
        merged=_together(merged, _no_records()[RECORD]),
    )


def all_records(came: Intake, applied: pd.DataFrame) -> pd.DataFrame:
    """Every record once, with its outcome: those of the form check and those of the rules (feed, record, outcome).

    A promotion row that was added to the first row of its item ends as that item did: it took effect with it. A
    warning of the form check counts where the record applied.
    """
    warned = came.said.loc[codes.types(came.said["code"]) == "Warning", RECORD].drop_duplicates()
    hit = pd.MultiIndex.from_frame(applied[RECORD]).isin(pd.MultiIndex.from_frame(warned))
    outcome = applied["outcome"].where(~(hit & (applied["outcome"] == Outcome.ACCEPTED)), int(Outcome.WARNING))
    merged = came.merged.assign(outcome=int(Outcome.ACCEPTED))
    every = pd.concat([came.records, applied.assign(outcome=outcome), merged], ignore_index=True)
    return every.groupby(RECORD, as_index=False, dropna=False)["outcome"].max()


def order_ids(arrived: Iterable[Arrived]) -> pd.Series:
    """Every well-formed order id that the feeds name, once."""
    found = [feed.typed["order-id"] for feed in arrived if "order-id" in feed.table.names]
    every = pd.concat([pd.Series(dtype="str"), *found], ignore_index=True)
    return every[every != ""].drop_duplicates()


def _form(feed: Arrived) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Records refused for their form, and records that only repeat; with every line the form check has to say."""
    error = codes.types(feed.problems["code"]) == "Error"
    refused = feed.problems.loc[error, "record"].drop_duplicates()
    whole = pd.Series(feed.repeats == EQUAL).groupby(feed.typed["record"].to_numpy(), dropna=False).all()
    repeated = whole.index[whole].difference(pd.Index(refused))
    ended = pd.DataFrame({"record": np.r_[refused.to_numpy(np.int64), repeated.to_numpy(np.int64)]}).assign(
        feed=feed.number,
        outcome=np.r_[np.full(len(refused), int(Outcome.REJECTED)), np.full(len(repeated), int(Outcome.UNCHANGED))],
    )
    again = pd.DataFrame({"record": repeated.astype("int64")}).assign(
        column="", code=codes.UNCHANGED, value="", limit=""
    )
    lines = pd.concat([feed.problems, again], ignore_index=True)
    return ended[[*RECORD, "outcome"]], _placed(feed, lines)


def _placed(feed: Arrived, lines: pd.DataFrame) -> pd.DataFrame:
    """Lines with the feed, the physical line and the ids of their record."""
    columns = {"order_id": "order-id", "item_id": ITEM_COLUMN.get(feed.table.name, "")}
    first = feed.text.drop_duplicates("record").set_index("record")
    at = {
        name: lines["record"].map(first[column]).astype("str").fillna("") if column in first else ""
        for name, column in columns.items()
    }
    line = lines["record"].map(first["line"].astype("int64")).fillna(0).astype("int64")
    return lines.assign(feed=feed.number, line=line, **at).astype({"order_id": "str", "item_id": "str"})[SAID]


def _in(feed: Arrived, ended: pd.DataFrame) -> np.ndarray:
    return feed.typed["record"].isin(ended["record"]).to_numpy()


def _numbered(feed: Arrived, rows: pd.DataFrame) -> pd.DataFrame:
    received = pd.Series(feed.received, rows.index, dtype="datetime64[us, UTC]")
    numbers = {name: rows[name].astype("int64") for name in ("record", "line")}
    return rows.assign(feed=np.int64(feed.number), seq=np.int64(feed.seq), received=received, **numbers)


def _keyed(rows: pd.DataFrame, table: Table, named: dict[str, int]) -> pd.DataFrame:
    column = ITEM_COLUMN.get(table.name)
    items = rows[column] if column else pd.Series("", rows.index, dtype="str")
    return rows.assign(
        order_id=rows["order-id"],
        item_id=items,
        order_key=events.order_keys(rows["order-id"], named),
        item_key=keys.item_keys(items),
    ).reset_index(drop=True)


def _inventory(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(quantity=events.counts(rows["quantity"]), on_hand=events.counts(rows["on-hand"]))


def _since(feed: Arrived, rows: pd.DataFrame) -> pd.Series:
    return never(len(rows)).fillna(feed.since) if feed.since is not pd.NaT else never(len(rows))


def _together(frames: list[pd.DataFrame], nothing: pd.DataFrame) -> pd.DataFrame:
    full = [frame for frame in frames if len(frame)]
    return pd.concat(full, ignore_index=True) if full else nothing


def _no_orders() -> pd.DataFrame:
    return _keyed(_blank(ORDERS), ORDERS, {})


def _no_inventory() -> pd.DataFrame:
    return _blank(INVENTORY)


def _blank(table: Table) -> pd.DataFrame:
    text = pd.DataFrame(columns=["record", "line", "message-id", *table.names], dtype="str")
    text = text.astype({"record": "int64", "line": "int64"})
    typed, _ = check(table, text, ZoneInfo("UTC"))
    return typed.assign(feed=np.int64(0), seq=np.int64(0), received=never(0))


def _no_records() -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype="int64") for name in (*RECORD, "outcome")})


def _no_lines() -> pd.DataFrame:
    whole = {"feed", "record", "line", "code"}
    return pd.DataFrame({name: pd.Series(dtype="int64" if name in whole else "str") for name in SAID})


def keep_held(
    arrived: Iterable[Arrived], held: pd.DataFrame, records: pd.DataFrame, run: int, as_of: pd.Timestamp
) -> pd.DataFrame:
    """The held table after a run: what waited and still waits, and what this run holds for the first time.

    held: the table before (schemas.state); records: feed, record, outcome of this run.
    """
    waits = records.loc[records["outcome"] == Outcome.HELD, RECORD]
    still = held.merge(waits, how="inner", on=RECORD, validate="many_to_one")
    fresh = [still]
    for feed in arrived:
        mine = waits.loc[waits["feed"] == feed.number, "record"]
        if feed.since is pd.NaT and len(mine):
            rows = feed.text[feed.text["record"].isin(mine)]
            fresh.append(_as_held(feed, rows, run, as_of))
    return as_frame(as_table("held", pd.concat(fresh, ignore_index=True) if len(fresh) > 1 else still))


def _as_held(feed: Arrived, rows: pd.DataFrame, run: int, as_of: pd.Timestamp) -> pd.DataFrame:
    values = rows[list(feed.table.names)].to_numpy(dtype=object)
    return pd.DataFrame(
        {
            "table": feed.table.name,
            "feed": feed.number,
            "name": feed.name,
            "run": run,
            "record": rows["record"],
            "line": rows["line"],
            "received": feed.received,
            "since": as_of,
            "values": list(values),
        }
    )


def held_again(
    held: pd.DataFrame, check: Callable[[Table, pd.DataFrame], tuple[pd.DataFrame, pd.DataFrame]]
) -> list[Arrived]:
    """Held records as feeds that come first in their stage, by run, name and record; checked again by `check`."""
    arrived = []
    files = held.sort_values(["run", "name", "record"], kind="stable").groupby(["run", "name", "feed"], dropna=False)
    for seq, ((_, name, number), rows) in enumerate(files):
        table = BY_NAME[rows["table"].iloc[0]]
        values = np.array(rows["values"].to_list(), dtype=object).reshape(len(rows), len(table.names))
        text = pd.DataFrame(values, columns=list(table.names)).astype("str")
        text = text.assign(record=rows["record"].to_numpy(), line=rows["line"].to_numpy(), **{"message-id": ""})
        typed, problems = check(table, text)
        arrived.append(
            Arrived(
                int(number),
                name,
                rows["received"].iloc[0],
                seq - HELD_FIRST,
                table,
                text,
                typed,
                problems,
                np.zeros(len(text), np.int8),
                rows["since"].iloc[0],
            )
        )
    return arrived
