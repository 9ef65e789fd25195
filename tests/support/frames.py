"""Small frames that tests write by hand, in the types of the product."""

import pandas as pd

from schemas.stored_frames import as_frame, as_table
from schemas.stored_tables import SCHEMAS

INSTANT = "datetime64[us, UTC]"
WHOLE = ("feed", "record", "line", "code", "outcome")


def text_series(*values):
    return pd.Series(values, dtype="str")


def instants(*values):
    """Instants from texts; None is none."""
    return pd.Series([pd.Timestamp(value) if value else pd.NaT for value in values], dtype=INSTANT)


def message_frame(columns, *rows):
    """Rows of these columns: numbers of feeds and records, codes, and text."""
    frame = pd.DataFrame(list(rows), columns=list(columns))
    return frame.astype({name: "int64" if name in WHOLE else "str" for name in frame.columns})


def stored_frame(name, *rows):
    """Rows of a stored table, as they are read back."""
    moments = [field.name for field in SCHEMAS[name] if str(field.type).startswith("timestamp")]
    return as_frame(as_table(name, pd.DataFrame(list(rows)).astype(dict.fromkeys(moments, INSTANT))))


def stock_balances(**balances):
    """The stock of these SKUs, last fed on the morning of October 5th."""
    return pd.DataFrame(
        {
            "sku": pd.Series(list(balances), dtype="str"),
            "balance": pd.Series(list(balances.values()), dtype="int64"),
            "set_at": instants(*["2026-10-05T09:00:00+09:00"] * len(balances)),
        }
    )
