"""Small books and the rows of a run, each order, item, parcel and event given by what differs from a usual one."""

import pandas as pd

from pipeline.model.order_state import KEYS, OrderState
from pipeline.model.sorted_keys import sort_by_keys
from schemas.statuses import Event, Outcome, Stage
from schemas.stored_frames import as_frame, as_table, empty
from schemas.stored_tables import BLANK

FIRST = 99_900_000_010_000_000
ITEM = 10_000_000_000_000


def order_key(number):
    return FIRST + number


def order_id(number):
    return f"999-0000001-{number:07}"


def at(text):
    """An instant of October 2026 in Japan from day and clock, `06 21:30`; the day may follow a month, `11-04 ...`."""
    day, _, clock = text.partition(" ")
    return pd.Timestamp(f"2026-{day if '-' in day else '10-' + day}T{clock or '12:00'}+09:00").tz_convert("UTC")


INSTANTS = {
    "orders": {"purchased": "05 10:00", "received": "05 20:00", "last_received": "05 20:00", "cut_off": "11-04 23:59"},
    "parcels": {"shipped_at": "06 00:00", "received": "06 20:00"},
    "refunds": {"received": "07 20:00"},
    "happened": {"at": "06 19:00", "received": "06 20:00"},
    "canceled": {"at": "06 20:00"},
}
DEFAULTS = {
    "orders": {"prepaid": False, "cancel_asked": -1},
    "items": {"sku": "MUG-02", "currency": "JPY", "ordered": 1, "price": 2200},
    "parcels": {"number": 1, "units": 1, "carrier": "Yamato", "tracking": "0000-0001", "feed": 3, "record": 1},
    "refunds": {"number": 1, "reason": "CustomerReturn", "feed": 5, "record": 1, "run": 2},
    "happened": {"stage": int(Stage.ORDERS), "feed": 2, "record": 1, "outcome": int(Outcome.ACCEPTED)},
}
NO_AMOUNTS = {"shipping": BLANK, "gift_wrap": BLANK, "item_discount": BLANK, "ship_discount": BLANK, "points": BLANK}


def table_rows(table, rows, usual):
    """A frame in the dtypes of a stored table; what is not given is 0, "", False or NaT."""
    blank = {name: {"str": "", "bool": False}.get(str(kind), 0) for name, kind in empty(table).dtypes.items()}
    moments = [name for name, kind in empty(table).dtypes.items() if str(kind).startswith("datetime")]
    full = [blank | dict.fromkeys(moments) | usual | row for row in rows]
    frame = pd.DataFrame(full, columns=list(blank))
    frame = frame.assign(
        **{
            name: pd.Series(
                [at(value) if isinstance(value, str) else value for value in frame[name]],
                dtype="datetime64[us, UTC]",
            )
            for name in moments
        }
    )
    return as_frame(as_table(table, frame))


def keyed_row(row, number):
    """The row with its order key, and its item key where it names an item (1, 2 ...)."""
    item = row.pop("item", None)
    named = {"item_key": ITEM + item} if item is not None else {}
    return {"order_key": order_key(number)} | named | row


def order_state(*orders):
    """A book of orders: (number, facts, items, parcels, refunds); all but facts are mappings with `item`, usually 1."""
    rows_by_table = {"orders": [], "items": [], "parcels": [], "refunds": []}
    for number, facts, items, *more in orders:
        rows_by_table["orders"].append(keyed_row(dict(facts), number))
        for name, rows_ in zip(("items", "parcels", "refunds"), (items, *more), strict=False):
            rows_by_table[name] += [keyed_row({"item": 1} | row, number) for row in rows_]
    usual = {
        name: DEFAULTS[name] | INSTANTS.get(name, {}) | (NO_AMOUNTS if name == "items" else {})
        for name in rows_by_table
    }
    frames = {
        name: sort_by_keys(table_rows(name, rows, usual[name]), KEYS[name]) for name, rows in rows_by_table.items()
    }
    return OrderState(**{name: empty(name) for name in KEYS} | frames)


def journal_rows(*events):
    """Journal rows of a run with `took`: (order number, event, whatever differs); of the whole order without `item`."""
    rows = [{"item_key": BLANK, "event": int(event)} | keyed_row(dict(more), number) for number, event, more in events]
    took_effect = [row.pop("took", True) for row in rows]
    frame = table_rows("journal", rows, DEFAULTS["happened"] | INSTANTS["happened"])
    return frame.assign(took=pd.Series(took_effect, dtype="bool"))


def cancellation_rows(*cancellations):
    """Cancellations of a run: (order number, whatever differs), of one unit of item 1 unless said."""
    columns = {"order_key": "int64", "item_key": "int64", "sku": "str", "units": "int64", "cause": "int64"}
    usual = {"sku": "MUG-02", "units": 1, "cause": 7, "feed": 2, "record": 1} | INSTANTS["canceled"]
    full = [usual | keyed_row({"item": 1} | more, number) for number, more in cancellations]
    frame = pd.DataFrame(full, columns=[*columns, "at", "feed", "record"])
    moments = pd.Series([at(text) for text in frame["at"]], dtype="datetime64[us, UTC]")
    return frame.astype(columns | {"feed": "int64", "record": "int64"}).assign(at=moments)


NO_EVENTS = journal_rows()
NO_CANCELLATIONS = cancellation_rows()
VERIFIED = {"verified": "05 19:30"}
VERIFY = Event.VERIFY
