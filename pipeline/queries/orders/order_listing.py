"""`orders list`: the orders that are open, or every order of the kept history, one line each; no buyer data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from pipeline import text
from pipeline.documents.json_version import JSON_VERSION
from pipeline.documents.localize import Localizer
from pipeline.documents.order.order_flags import LISTED_COLUMNS, order_flags
from pipeline.lifecycle.events.ship_date import latest_ship_date
from pipeline.model.order_state import open_units, statuses, totals
from pipeline.model.sorted_keys import ordered
from pipeline.store import order_tables
from pipeline.store.lookup import last_as_of
from pipeline.store.reader import StoreReader
from pipeline.workspace.settings import Settings
from reports.report_rows import business_day, business_days
from schemas import column_kinds
from schemas.formats.fields import PURCHASE_DATE
from schemas.statuses import STATUS_TEXT, Status
from schemas.stored_frames import as_frame
from schemas.stored_tables import SCHEMAS
from schemas.wording.order_words import FLAG_WORDS, STATUS_WORDS

DIM, PLAIN = "\x1b[2m", "\x1b[0m"
HEADS = ("order-id", "status", "purchased", "items", "units", "promise", "days", "")
_ITEMS = ["order_key", "sku", "ordered", "shipped", "canceled"]


@dataclass(frozen=True, slots=True)
class ListingFilter:
    """Which orders to list: of a status, with an item of a SKU, at most so many (0: all), closed ones too."""

    status: str = ""
    sku: str = ""
    limit: int = 0
    closed: bool = False


def listing(store: StoreReader, settings: Settings, wish: ListingFilter) -> dict[str, Any]:
    """The orders as one document, the most urgent promise first, then those without one, by purchase."""
    words, moment = Localizer.of(settings), last_as_of(store)
    orders, items = _book(store, closed=wish.closed)
    status, units = statuses(orders, items), totals(orders, items)
    facts = orders.assign(
        status=status,
        open=units["open"],
        open_items=_open_items(orders, items),
        promised=latest_ship_date(orders),
        flags=_flag_texts(order_flags(orders, status, units["open"], moment, words.zone)),
    )
    wanted = facts[_wanted(facts, items, wish)].sort_values(["promised", "purchased", "order_id"], kind="stable")
    shown = wanted.head(wish.limit) if wish.limit else wanted
    return {
        "version": JSON_VERSION,
        "run": store.last_run.run if store.last_run else 0,
        "as_of": words.iso(moment),
        "found": len(wanted),
        "orders": _orders(shown, moment, words),
    }


def words_of(document: dict[str, Any], words: Localizer, *, color: bool) -> list[str]:
    """A line for each order under a heading; lines of Pending orders dimmed on a terminal."""
    rows = [_row(order, words) for order in document["orders"]]
    head, *lines = text.table(HEADS, rows)
    dim = [color and order["status"] == STATUS_TEXT[Status.PENDING] for order in document["orders"]]
    return [head, *(f"{DIM}{line}{PLAIN}" if low else line for line, low in zip(lines, dim, strict=True))]


def _book(store: StoreReader, *, closed: bool) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Orders and items of the open part, and of the closed part the newest version of each that is not open again."""
    orders, items = (_part(store, name, order_tables.OPEN) for name in ("orders", "items"))
    if closed:
        older = _part(store, "orders", order_tables.CLOSED)
        older = older[~older["order_key"].isin(orders["order_key"])].drop_duplicates("order_key", keep="last")
        lines = _part(store, "items", order_tables.CLOSED)
        newest = older[["order_key", "added"]]
        lines = lines.merge(newest, how="inner", on=["order_key", "added"], validate="many_to_one")
        orders, items = (pd.concat(pair, ignore_index=True) for pair in ((orders, older), (items, lines)))
    return ordered(orders, ["order_key"]), items


def _part(store: StoreReader, name: str, part: str) -> pd.DataFrame:
    columns = LISTED_COLUMNS if name == "orders" else _ITEMS
    table = store.read(name, part=part, columns=columns, schema=SCHEMAS[name])
    return as_frame(table).assign(added=np.repeat(*_added(store, name, part)))


def _added(store: StoreReader, name: str, part: str) -> tuple[np.ndarray, np.ndarray]:
    """The run that wrote each data file, and how many rows it has."""
    files = store.live_files(name, part=part)
    return np.array([file.added for file in files], np.int64), np.array([file.rows for file in files], np.int64)


def _open_items(orders: pd.DataFrame, items: pd.DataFrame) -> pd.Series:
    """How many items of each order have something open."""
    order_keys = items.loc[open_units(items) > 0, "order_key"]
    return orders["order_key"].map(order_keys.value_counts()).fillna(0).astype("int64")


def _flag_texts(found: pd.DataFrame) -> pd.Series:
    """The names of the flags of each order, separated by blanks."""
    text = pd.Series("", found.index, dtype="str")
    for name in found:
        text = text.where(~found[name], text + f" {name}")
    return text.str.strip()


def _wanted(facts: pd.DataFrame, items: pd.DataFrame, wish: ListingFilter) -> pd.Series:
    fit = pd.Series(True, facts.index)
    if wish.status:
        fit &= facts["status"] == STATUS_TEXT.index(wish.status)
    if wish.sku:
        fit &= facts["order_key"].isin(items.loc[items["sku"] == wish.sku, "order_key"])
    return fit


def _orders(facts: pd.DataFrame, moment: pd.Timestamp, words: Localizer) -> list[dict[str, Any]]:
    """The orders for programs. Days left count to the promise while anything is open."""
    left = pd.Series(
        business_days(facts["promised"], words.zone) - business_day(moment, words.zone), facts.index
    ).dt.days.astype("Int64")
    told = pd.DataFrame(
        {
            "order_id": facts["order_id"],
            "status": np.array(STATUS_TEXT, dtype=object)[facts["status"]],
            "actionable": ~facts["status"].isin([Status.PENDING, Status.CANCELED]),
            "purchased": column_kinds.write(facts["purchased"], PURCHASE_DATE, words.zone),
            "items_open": facts["open_items"],
            "units_open": facts["open"],
            "promise": _or_none(
                column_kinds.write(facts["promised"], PURCHASE_DATE, words.zone), facts["promised"].notna()
            ),
            "days_left": _or_none(left, left.notna() & (facts["open"] > 0)),
            "flags": facts["flags"].str.split(),
        }
    )
    found: list[dict[str, Any]] = told.to_dict("records")
    return found


def _or_none(values: pd.Series, known: pd.Series) -> pd.Series:
    return values.astype("object").where(known, None)


def _row(order: dict[str, Any], words: Localizer) -> tuple[object, ...]:
    pending = order["status"] == STATUS_TEXT[Status.PENDING]
    flagged = [*(["not-actionable"] if pending else []), *order["flags"]]
    return (
        order["order_id"],
        words.say(STATUS_WORDS[order["status"]]),
        words.day_of_iso(order["purchased"]),
        order["items_open"],
        order["units_open"],
        words.day_of_iso(order["promise"]),
        "" if order["days_left"] is None else order["days_left"],
        ", ".join(words.say(FLAG_WORDS[flag]) for flag in flagged),
    )
