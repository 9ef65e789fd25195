"""`orders list` as one document: a line for each order, the most urgent promise first; no buyer data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from pipeline.documents.json_version import JSON_VERSION
from pipeline.documents.localize import Localizer
from pipeline.documents.order.order_flags import order_flags
from pipeline.lifecycle.deadlines import latest_ship_date
from pipeline.model.order_state import open_units, statuses, totals
from reports.report_rows import business_day, business_days
from schemas import column_kinds
from schemas.formats.fields import PURCHASE_DATE
from schemas.frame_checks import check_frames
from schemas.statuses import STATUS_TEXT, Status


@dataclass(frozen=True, slots=True)
class ListingFilter:
    """Which orders to list: of a status, with an item of a SKU, at most so many (0: all), closed ones too."""

    status: str = ""
    sku: str = ""
    limit: int = 0
    closed: bool = False


def orders_list_document(
    orders: pd.DataFrame,
    items: pd.DataFrame,
    listing_filter: ListingFilter,
    *,
    run: int,
    as_of: pd.Timestamp,
    localizer: Localizer,
) -> dict[str, Any]:
    """The orders that the filter picks, those without a promise last, by purchase.

    orders, items: of the stored tables the columns order_flags.LISTED_COLUMNS and LISTED_ITEM_COLUMNS. run, as_of:
    whose state they are.
    """
    facts = _facts(orders, items, as_of, localizer)
    wanted = facts[_is_wanted(facts, items, listing_filter)]
    wanted = wanted.sort_values(["promised", "purchased", "order_id"], kind="stable")
    listed = wanted.head(listing_filter.limit) if listing_filter.limit else wanted
    return {
        "version": JSON_VERSION,
        "run": run,
        "as_of": localizer.iso(as_of),
        "found": len(wanted),
        "orders": _entries(listed, as_of, localizer),
    }


def _facts(orders: pd.DataFrame, items: pd.DataFrame, as_of: pd.Timestamp, localizer: Localizer) -> pd.DataFrame:
    """The orders with status, open units and items, promised instant and the names of their flags."""
    status = statuses(orders, items)
    units = totals(orders, items)["open"]
    return orders.assign(
        status=status,
        open=units,
        open_items=_open_items(orders, items),
        promised=latest_ship_date(orders),
        flags=_flag_names(order_flags(orders, items, status, as_of, localizer.zone)),
    )


def _open_items(orders: pd.DataFrame, items: pd.DataFrame) -> pd.Series:
    """How many items of each order have something open."""
    of_open_items = items.loc[open_units(items) > 0, "order_key"]
    return orders["order_key"].map(of_open_items.value_counts()).fillna(0).astype("int64")


def _flag_names(flags: pd.DataFrame) -> pd.Series:
    """The names of the flags (frame `order_flags`) of each order, separated by blanks."""
    check_frames(order_flags=flags)
    names = pd.Series("", flags.index, dtype="str")
    for name in flags:
        names = names.where(~flags[name], names + f" {name}")
    return names.str.strip()


def _is_wanted(facts: pd.DataFrame, items: pd.DataFrame, listing_filter: ListingFilter) -> pd.Series:
    is_wanted = pd.Series(True, facts.index)
    if listing_filter.status:
        is_wanted &= facts["status"] == STATUS_TEXT.index(listing_filter.status)
    if listing_filter.sku:
        with_sku = items.loc[items["sku"] == listing_filter.sku, "order_key"]
        is_wanted &= facts["order_key"].isin(with_sku)
    return is_wanted


def _entries(facts: pd.DataFrame, as_of: pd.Timestamp, localizer: Localizer) -> list[dict[str, Any]]:
    """The orders for programs. Days left count to the promise while anything is open."""
    zone = localizer.zone
    to_promise = business_days(facts["promised"], zone) - business_day(as_of, zone)
    days_left = pd.Series(to_promise, facts.index).dt.days.astype("Int64")
    promise = column_kinds.write(facts["promised"], PURCHASE_DATE, zone)
    entries = pd.DataFrame(
        {
            "order_id": facts["order_id"],
            "status": np.array(STATUS_TEXT, dtype=object)[facts["status"]],
            "actionable": ~facts["status"].isin([Status.PENDING, Status.CANCELED]),
            "purchased": column_kinds.write(facts["purchased"], PURCHASE_DATE, zone),
            "items_open": facts["open_items"],
            "units_open": facts["open"],
            "promise": _or_none(promise, facts["promised"].notna()),
            "days_left": _or_none(days_left, days_left.notna() & (facts["open"] > 0)),
            "flags": facts["flags"].str.split(),
        }
    )
    records: list[dict[str, Any]] = entries.to_dict("records")
    return records


def _or_none(values: pd.Series, is_known: pd.Series) -> pd.Series:
    return values.astype("object").where(is_known, None)
