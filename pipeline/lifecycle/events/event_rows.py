"""Records become events: one row per (record, item), with integer keys and the values that the rules need.

Takes the typed rows of one feed (feeds.check) that passed every form check, and where they stand in the run's order
of work. Order process, "Order of work inside a run".
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from schemas import keys
from schemas.formats.confirmation_feed import DELETE_MARK
from schemas.statuses import CAUSE, CAUSE_OF_REFUND, Event
from schemas.stored_frames import blank_instants
from schemas.stored_tables import BLANK, REFUND_YEN

PLACE = ["feed", "record", "line", "received", "seq", "order_id", "order_key", "item_id", "item_key"]
ACTS = [
    *PLACE,
    "event",
    "quantity",
    "at",
    "ref",
    "carrier",
    "tracking",
    "method",
    "cause",
    "attempt",
]
REFUNDS = [*ACTS, "reason", "adjustment", *REFUND_YEN]
_PARTS = {"price": "item-price-adj", "shipping": "shipping-price-adj", "gift_wrap": "gift-wrap-price-adj"}
_DISCOUNTS = {"item_discount": "item-promotion-adj", "ship_discount": "ship-promotion-adj"}
_PAYMENT_EVENTS = {
    "Verified": Event.VERIFY,
    "Pending": Event.ATTEMPT,
    "Retrying": Event.ATTEMPT,
    "Declined": Event.ATTEMPT,
    "Failed": Event.FAIL,
    "Fraud": Event.FRAUD,
}


def payments(rows: pd.DataFrame) -> pd.DataFrame:
    """Payment rows to events; an empty payment-date is the received instant. Cases 19."""
    attempt = _joined(rows["payment-status"], _instant(rows["payment-date"]), rows["payment-reference"])
    return _acts(
        rows,
        event=rows["payment-status"].map(_PAYMENT_EVENTS).astype("int64"),
        at=rows["payment-date"].fillna(rows["received"]),
        attempt=attempt,
    )


def confirmations(rows: pd.DataFrame) -> pd.DataFrame:
    """Confirmation rows to events, with the ref that names their parcel. Cases 11."""
    other = rows["carrier-code"] == "Other"
    carrier = rows["carrier-code"].where(~other, "Other:" + rows["carrier-name"])
    quantity = counts(rows["quantity"])
    rest = _joined(_instant(rows["ship-date"]), carrier, quantity.astype("str"))
    numbered = ~rows["tracking-number"].isin(["", DELETE_MARK])
    ref = ("n:" + rows["tracking-number"]).where(numbered, "d:" + rest)
    ref = ref.where(rows["parcel-id"] == "", "p:" + rows["parcel-id"])
    return _acts(
        rows,
        event=np.int64(Event.CONFIRM),
        quantity=quantity,
        at=rows["ship-date"],
        ref=ref,
        carrier=carrier,
        tracking=rows["tracking-number"],
        method=rows["ship-method"],
    )


def cancellations(rows: pd.DataFrame) -> pd.DataFrame:
    """Cancellation rows to events; Success only links the seller's id. No reason given: the seller. Cases 20."""
    success = rows["status-code"] == "Success"
    reason = rows["cancellation-reason-code"]
    return _acts(
        rows,
        event=pd.Series(np.where(success, Event.ACKNOWLEDGE, Event.CANCEL), rows.index).astype("int64"),
        quantity=counts(rows["quantity"]),
        cause=reason.where(reason != "", "Seller").map(CAUSE).astype("int64"),
    )


def redirects(rows: pd.DataFrame) -> pd.DataFrame:
    """Address changes to events; what they ask for travels beside (lifecycle.events.address_change). Cases 23."""
    return _acts(rows, event=np.int64(Event.REDIRECT))


def refunds(rows: pd.DataFrame) -> pd.DataFrame:
    """Refund rows to events, with the yen that they give back and the discounts that they take back. Step 7.

    quantity: the open units that are canceled with it, blank where there are none; cause: theirs.
    """
    part = {name: counts(rows[column]).clip(lower=0) for name, column in _PARTS.items()}
    part["price"] = part["price"] + rows["restocking-fee-adj"].fillna(0).astype("int64")
    back = {name: rows[column].abs().fillna(0).astype("int64") for name, column in _DISCOUNTS.items()}
    units = counts(rows["quantity-cancelled"])
    acts = _acts(
        rows,
        event=np.int64(Event.REFUND),
        quantity=units.where(units > 0, BLANK),
        at=rows["received"],
        cause=rows["adjustment-reason-code"].map(CAUSE_OF_REFUND).astype("int64"),
    )
    named = {"reason": rows["adjustment-reason-code"], "adjustment": rows["merchant-adjustment-item-id"].str.strip()}
    return acts.assign(**named, **part, **back)[REFUNDS]


def counts(values: pd.Series) -> pd.Series:
    """Counts or yen of a feed (Int64) as plain int64, blank = -1."""
    return values.fillna(BLANK).astype("int64")


def order_keys(ids: pd.Series, named: dict[str, int]) -> np.ndarray:
    """Order ids to keys; ids that are not made of digits are looked up in the dictionary."""
    found = keys.digits_as_keys(ids)
    other = found == 0
    if other.any():
        found[other] = ids[other].map(named).to_numpy(dtype=np.int64)
    return found


def _acts(rows: pd.DataFrame, **values: object) -> pd.DataFrame:
    blank = {
        "quantity": np.int64(BLANK),
        "at": blank_instants(len(rows)).array,
        "ref": "",
        "carrier": "",
        "tracking": "",
        "method": "",
        "cause": np.int64(0),
        "attempt": "",
    }
    acts = rows[PLACE].assign(**{**blank, **values})[ACTS]
    texts = dict.fromkeys(("ref", "carrier", "tracking", "method", "attempt"), "str")
    return acts.astype(texts)


def _instant(values: pd.Series) -> pd.Series:
    return values.astype("int64").astype("str").where(values.notna(), "")


def _joined(*parts: pd.Series) -> pd.Series:
    text = parts[0]
    for part in parts[1:]:
        text = text + "|" + part
    return text


def no_refunds() -> pd.DataFrame:
    """No refunds, with the dtypes of those that came: with `stage` and `since`."""
    texts = {name: pd.Series(dtype="str") for name in ("reason", "adjustment")}
    return none().assign(**texts, **dict.fromkeys(REFUND_YEN, np.int64(0)), stage=np.int64(0), since=blank_instants(0))


def none() -> pd.DataFrame:
    """No events, with the dtypes of events."""
    return pd.DataFrame(
        {
            name: pd.Series(
                dtype="datetime64[us, UTC]"
                if name in {"received", "at"}
                else "str"
                if name in {"order_id", "item_id", "ref", "carrier", "tracking", "method", "attempt"}
                else "int64"
            )
            for name in ACTS
        }
    )
