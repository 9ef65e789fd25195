"""Records become events: one row per (record, item), with integer keys and the values that the rules need.

Takes the typed rows of one feed (feeds.value_checks) that passed every form check, and where they stand in the order of
work. Order process, "The order of work".

What names the shipment of three confirmations: the seller's id of it, else the tracking number, else what it says.

>>> rows = pd.DataFrame({"parcel-id": ["A1", "", ""], "tracking-number": ["123", "456", ""]})
>>> rows["ship-date"] = pd.Timestamp("2026-10-06T03:00Z").as_unit("us")
>>> _shipment_refs(rows, carrier=pd.Series(["Yamato"] * 3), quantity=pd.Series([1, 1, 2])).tolist()
['p:A1', 'n:456', 'd:1791255600000000|Yamato|2']
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from schemas import keys
from schemas.formats.confirmation_feed import DELETE_MARK
from schemas.frames.frame_columns import column_names
from schemas.frames.input_frames import REFUND_FACTS
from schemas.frames.shared_columns import EVENT_FACTS, KEYED_ROW
from schemas.statuses import CAUSE, CAUSE_OF_REFUND, Event
from schemas.stored_frames import blank_instants, with_dtypes
from schemas.stored_tables import BLANK

RECORD_COLUMNS = column_names(KEYED_ROW)
EVENT_COLUMNS = [*RECORD_COLUMNS, *column_names(EVENT_FACTS)]
REFUND_COLUMNS = [*EVENT_COLUMNS, *column_names(REFUND_FACTS)]
_TEXT_COLUMNS = ("ref", "joint", "said", "carrier", "tracking", "method", "attempt")
_AMOUNTS = {"price": "item-price-adj", "shipping": "shipping-price-adj", "gift_wrap": "gift-wrap-price-adj"}
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
    """Payment rows to events; an empty payment-date is the received instant. Step 2.2.2."""
    attempt = _joined(rows["payment-status"], _instant_text(rows["payment-date"]), rows["payment-reference"])
    return _events(
        rows,
        event=rows["payment-status"].map(_PAYMENT_EVENTS).astype("int64"),
        at=rows["payment-date"].fillna(rows["received"]),
        attempt=attempt,
    )


def confirmations(rows: pd.DataFrame) -> pd.DataFrame:
    """Confirmation rows to events, with the ref that names their shipment. Step 4.3.2."""
    is_other = rows["carrier-code"] == "Other"
    carrier = rows["carrier-code"].where(~is_other, "Other:" + rows["carrier-name"])
    quantity = counts(rows["quantity"])
    return _events(
        rows,
        event=np.int64(Event.CONFIRM),
        quantity=quantity,
        at=rows["ship-date"],
        ref=_shipment_refs(rows, carrier, quantity),
        joint=_joint_refs(rows, carrier),
        said=_all_said(rows, carrier, quantity),
        carrier=carrier,
        tracking=rows["tracking-number"],
        method=rows["ship-method"],
    )


def _shipment_refs(rows: pd.DataFrame, carrier: pd.Series, quantity: pd.Series) -> pd.Series:
    """What names the shipment of each row: the seller's id of it, else its tracking number, else its data."""
    data = _joined(_instant_text(rows["ship-date"]), carrier, quantity.astype("str"))
    return _named_by_ids(rows, "d:" + data)


def _joint_refs(rows: pd.DataFrame, carrier: pd.Series) -> pd.Series:
    """What names the shipment of each row in its order: as in its item, but without a quantity. Step 4.3.17."""
    data = "w:" + _joined(_instant_text(rows["ship-date"]), carrier)
    return _named_by_ids(rows, data)


def _named_by_ids(rows: pd.DataFrame, data: pd.Series) -> pd.Series:
    """The seller's id of each shipment, else its tracking number, else the data that is given."""
    has_tracking = ~rows["tracking-number"].isin(["", DELETE_MARK])
    ref = ("n:" + rows["tracking-number"]).where(has_tracking, data)
    return ref.where(rows["parcel-id"] == "", "p:" + rows["parcel-id"])


def _all_said(rows: pd.DataFrame, carrier: pd.Series, quantity: pd.Series) -> pd.Series:
    """Everything that each row says of its shipment, blanks and NULL included: by it a record is known that repeats.

    Step 4.3.15.
    """
    names_item = pd.Series(np.where(rows["item_key"] == keys.WHOLE_ORDER, "w", "i"), rows.index, dtype="str")
    texts = (rows[name] for name in ("parcel-id", "tracking-number", "ship-method"))
    return "s:" + _joined(names_item, _instant_text(rows["ship-date"]), carrier, quantity.astype("str"), *texts)


def cancellations(rows: pd.DataFrame) -> pd.DataFrame:
    """Cancellation rows to events; Success only links the seller's id. Without a reason it is the seller. Step 4.4."""
    is_success = rows["status-code"] == "Success"
    reason = rows["cancellation-reason-code"]
    return _events(
        rows,
        event=pd.Series(np.where(is_success, Event.ACKNOWLEDGE, Event.CANCEL), rows.index).astype("int64"),
        quantity=counts(rows["quantity"]),
        cause=reason.where(reason != "", "Seller").map(CAUSE).astype("int64"),
    )


def address_changes(rows: pd.DataFrame) -> pd.DataFrame:
    """Address changes to events; what they ask for is kept beside (address_change.apply). Step 4.3.13."""
    return _events(rows, event=np.int64(Event.REDIRECT))


def refunds(rows: pd.DataFrame) -> pd.DataFrame:
    """Refund rows to events, with the yen that they give back and the discounts that they take back. Step 7.

    quantity: the open units that are canceled with it, blank where there are none; cause: theirs.
    """
    amounts = {name: counts(rows[column]).clip(lower=0) for name, column in _AMOUNTS.items()}
    amounts["price"] = amounts["price"] + rows["restocking-fee-adj"].fillna(0).astype("int64")
    discounts = {name: rows[column].abs().fillna(0).astype("int64") for name, column in _DISCOUNTS.items()}
    units = counts(rows["quantity-cancelled"])
    events = _events(
        rows,
        event=np.int64(Event.REFUND),
        quantity=units.where(units > 0, BLANK),
        at=rows["received"],
        cause=rows["adjustment-reason-code"].map(CAUSE_OF_REFUND).astype("int64"),
    )
    return events.assign(
        reason=rows["adjustment-reason-code"],
        adjustment=rows["merchant-adjustment-item-id"].str.strip(),
        **amounts,
        **discounts,
    )[REFUND_COLUMNS]


def counts(values: pd.Series) -> pd.Series:
    """Counts or yen of a feed (Int64) as plain int64, blank = -1."""
    return values.fillna(BLANK).astype("int64")


def order_keys(ids: pd.Series, named: dict[str, int]) -> np.ndarray:
    """Order ids to keys; ids that are not made of digits are looked up in the dictionary."""
    order_key = keys.digits_as_keys(ids)
    is_named = order_key == 0
    if is_named.any():
        order_key[is_named] = ids[is_named].map(named).to_numpy(dtype=np.int64)
    return order_key


def _events(rows: pd.DataFrame, **values: object) -> pd.DataFrame:
    """Events with these values, and blanks where their kind has none."""
    blanks = {
        **dict.fromkeys(_TEXT_COLUMNS, ""),
        "quantity": np.int64(BLANK),
        "at": blank_instants(len(rows)).array,
        "cause": np.int64(0),
    }
    events = rows[RECORD_COLUMNS].assign(**{**blanks, **values})[EVENT_COLUMNS]
    return with_dtypes(events, dict.fromkeys(_TEXT_COLUMNS, "str"))


def _instant_text(values: pd.Series) -> pd.Series:
    return values.astype("int64").astype("str").where(values.notna(), "")


def _joined(first: pd.Series, *others: pd.Series) -> pd.Series:
    text = first
    for part in others:
        text = text + "|" + part
    return text
