"""Rows of the ledger that belong to no order: balances between two periods, and the monthly fee of the plan.

The fee of two months, taken from the seller:

>>> from pipeline.money.amount_kinds import PLAN_FEE
>>> first_days = pd.to_datetime(["2026-10-31T15:00Z", "2026-11-30T15:00Z"])
>>> rows = account_rows(PLAN_FEE, [AccountAmount(-4900, day) for day in first_days], rule="6.7")
>>> rows[["kind", "order_key", "amount"]].values.tolist()
[[3, -1, -4900], [3, -1, -4900]]
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from pipeline.money.amount_kinds import AmountKind
from schemas.columns import CURRENCY
from schemas.stored_frames import conform, empty
from schemas.stored_tables import BLANK

_BLANK_TEXTS = ("sku", "parcel", "refund", "adjustment")
_BLANK_NUMBERS = ("order_key", "item_key", "quantity", "feed", "record")


class AccountAmount(NamedTuple):
    """An amount in whole yen, positive when the seller gets it, and the instant (UTC) at which it is posted."""

    amount: int
    posted: pd.Timestamp


def account_rows(kind: AmountKind, amounts: Sequence[AccountAmount], rule: str) -> pd.DataFrame:
    """A row for each amount, in their order (frame `ledger`); rule: the step of the order process that posts it."""
    if not amounts:
        return empty("ledger")
    yen, moments = zip(*amounts, strict=True)
    posted = pd.Series(pd.to_datetime(list(moments), utc=True)).dt.as_unit("us")
    names = dict(zip(AmountKind._fields, kind, strict=True))
    blanks = dict.fromkeys(_BLANK_TEXTS, "") | dict.fromkeys(_BLANK_NUMBERS, BLANK)
    facts = {"kind": names.pop("code"), **names, "currency": CURRENCY, "rule": rule}
    rows = {**blanks, **facts, "amount": list(yen), "posted": posted, "transacted": posted}
    return conform("ledger", pd.DataFrame(rows))
