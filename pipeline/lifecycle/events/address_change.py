"""Step 4.3, address change: the parcel goes elsewhere, and the address it had stays in the books.

An address counts as a whole: the new one replaces recipient, lines, city, prefecture and postal code; country and
phone stay where none is given. The same message never applies twice.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from pipeline.lifecycle.events.transitions import OK
from pipeline.model.order_state import KEYS, OrderState
from pipeline.model.sorted_keys import ordered, positions
from schemas import codes
from schemas.formats import fields as f
from schemas.statuses import Event
from schemas.stored_frames import conform
from schemas.stored_tables import CONFLICT_TEXT

ASKED = (*CONFLICT_TEXT, f.SHIP_PHONE.name)
_KEEPS = (f.SHIP_COUNTRY.name, f.SHIP_PHONE.name)
_SAME = ["order_key", "message", *CONFLICT_TEXT]


@dataclass(frozen=True, slots=True)
class AddressChangeResult:
    """The book with every address that an order had, the wide text of redirected orders, and the rows of the acts."""

    book: OrderState
    order_text: pd.DataFrame
    rows: pd.DataFrame


def apply(
    rows: pd.DataFrame, asked: pd.DataFrame, text: pd.DataFrame, book: OrderState, run: int
) -> AddressChangeResult:
    """Apply the address changes among the acts that their status allows.

    rows: the acts after the rounds; asked: feed, record, message, by and the columns of ASKED; text: the wide text of
    the orders, a row an order. A message that was applied before, or an address that is the present one: unchanged.
    """
    mine = rows[(rows["event"] == Event.REDIRECT) & (rows["code"] == OK)]
    if mine.empty:
        return AddressChangeResult(book, text.iloc[:0], rows)
    wanted = mine[["feed", "record", "order_key", "received"]].assign(place=mine.index)
    wanted = wanted.merge(asked, how="left", on=["feed", "record"], validate="one_to_one")
    now = text[text["order_key"].isin(wanted["order_key"])].set_index("order_key")
    had, moved = book.addresses, pd.Index([], dtype="int64")
    for _, one in wanted.groupby(wanted.groupby("order_key", dropna=False).cumcount(), dropna=False):
        fresh, had = _step(one, now, had, book)
        now = _written(now, fresh)
        moved = moved.append(pd.Index(fresh["place"]))
    same = mine.index.difference(moved)
    told = rows.assign(
        code=rows["code"].where(~rows.index.isin(same), codes.UNCHANGED),
        changed=rows["changed"].where(~rows.index.isin(same), other=False),
    )
    hit = book.orders["order_key"].isin(mine.loc[moved, "order_key"])
    orders = book.orders.assign(text_run=book.orders["text_run"].where(~hit, run))
    new = now[now.index.isin(mine.loc[moved, "order_key"])].reset_index()[text.columns.to_list()]
    return AddressChangeResult(replace(book, orders=orders, addresses=had), new, told)


def _step(
    wanted: pd.DataFrame, now: pd.DataFrame, had: pd.DataFrame, book: OrderState
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """One change of every order: those that change something, whole, and the addresses that orders had by then."""
    present = now.loc[wanted["order_key"], list(ASKED)].set_axis(wanted.index)
    kept = {name: wanted[name].where(wanted[name] != "", present[name]) for name in _KEEPS}
    whole = wanted.assign(**kept)
    same = (whole[list(ASKED)] == present).all(axis=1)
    known = pd.MultiIndex.from_frame(whole[_SAME]).isin(pd.MultiIndex.from_frame(had[_SAME]))
    fresh = whole[~same & ~known]
    first = fresh[~fresh["order_key"].isin(had["order_key"])]
    at = positions(book.orders["order_key"].to_numpy(), first["order_key"].to_numpy())
    before = present.loc[first.index, list(CONFLICT_TEXT)].assign(
        order_key=first["order_key"], message="", by="", at=book.orders["received"].take(at).array
    )
    rows = pd.concat([had, conform("addresses", before), conform("addresses", fresh.assign(at=fresh["received"]))])
    return fresh, ordered(rows, KEYS["addresses"])


def _written(now: pd.DataFrame, fresh: pd.DataFrame) -> pd.DataFrame:
    """The wide text with the new addresses in it."""
    hit = now.index.isin(fresh["order_key"])
    by = fresh.set_index("order_key")
    return now.assign(**{name: np.where(hit, by[name].reindex(now.index), now[name]) for name in ASKED})
