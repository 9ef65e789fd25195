"""Reports from one wide frame (report_items): filtered, sorted by text and written, as one would by hand.

What the product makes of integers and positions must be the same bytes.
"""

import numpy as np
import pandas as pd

from reports import flat_file_writer
from reports.orders_report import BUYER_COLUMNS
from reports.report_rows import sort_rows
from schemas.formats.order_reports import ORDERS, PENDING, UNSHIPPED
from schemas.statuses import STATUS_TEXT, Status

KEYS = ["order-id", "order-item-id"]


def days_in(instants, zone):
    return instants.dt.tz_convert(zone).dt.tz_localize(None).dt.normalize()


def flag_text(is_true, is_known):
    return is_true.map({True: "true", False: "false"}).where(is_known, "").astype("str")


def orders(items, zone):
    is_canceled = items["status"] == Status.CANCELED
    shown = items.assign(
        **{name: items[name].mask(is_canceled, "") for name in BUYER_COLUMNS},
        **{"order-status": items["status"].map(dict(enumerate(STATUS_TEXT))).astype("str")},
        **{"payments-date": items["verified_at"], "latest-ship-date": items["promise_at"]},
    )
    return report_bytes(ORDERS, sort_rows(shown, ["purchase-date", *KEYS]), zone)


def pending(items, zone):
    shown = items[items["status"] == Status.PENDING]
    return report_bytes(
        PENDING, sort_rows(shown.assign(**{"payment-type": shown["payment-method"]}), ["purchase-date", *KEYS]), zone
    )


def unshipped(items, as_of, business_zone, zone):
    open_units = items["ordered"] - items["shipped"] - items["canceled"]
    is_to_ship = ~items["status"].isin([Status.PENDING, Status.CANCELED]) & (open_units > 0)
    shown = items[is_to_ship]
    today = as_of.tz_convert(business_zone).tz_localize(None).normalize()
    days = (today - days_in(shown["promise_at"], business_zone)).dt.days.astype("Int64")
    is_near = (shown["warned_from"] <= as_of) & ~shown["waived"]
    computed = {
        "payments-date": shown["verified_at"],
        "reporting-date": shown["reported_at"],
        "promise-date": shown["promise_at"],
        "days-past-promise": days,
        "quantity-shipped": shown["shipped"],
        "quantity-to-ship": open_units[is_to_ship],
        "verge-of-cancellation": flag_text(is_near, shown["warned_from"].notna()),
        "verge-of-lateShipment": flag_text((days >= -1).fillna(value=False), days.notna()),
        "check": pd.Series(np.where(shown["do_not_ship_yet"], "do-not-ship-yet", ""), shown.index, dtype="str"),
    }
    return report_bytes(UNSHIPPED, sort_rows(shown.assign(**computed), ["promise-date", *KEYS]), zone)


def report_bytes(table, frame, zone):
    return flat_file_writer.render(table.columns, frame, encoding="utf-8", zone=zone).data
