"""Rows of the stored table of charges: their names, their order, and the refunds among them.

A name is used once for an item, so that order, item and name are the id of a charge (reports.charge_ids). Two refunds:

>>> refund_charge_names(pd.DataFrame({"number": [1, 2]})).tolist()
['refund-1', 'refund-2']
"""

from __future__ import annotations

import pandas as pd

from pipeline.model.yen import net
from pipeline.money.amount_kinds import REFUND
from schemas.formats.run_lists import CHARGE_KINDS
from schemas.frame_checks import check_frames
from schemas.stored_frames import conform

_RANK = {kind: rank for rank, kind in enumerate(CHARGE_KINDS)}


def with_refund_charges(charges: pd.DataFrame, refunds: pd.DataFrame, *, run: int) -> pd.DataFrame:
    """The charges of a run and its refunds, a row each: what the buyer gets back, a positive amount, none of 0 yen.

    refunds: what took effect in the run (frame `refund_rows`); a refund is dated as it is posted.
    charges, and what is returned: frame `charges`, by order, item and kind.
    """
    if refunds.empty:
        return charges
    rows = refunds.assign(
        kind=REFUND,
        amount=net(refunds),
        name=refund_charge_names(refunds),
        cause=refunds["reason"],
        received=refunds["posted"],
        parcel="",
    )
    both = pd.concat([charges, stored_charges(rows, run, None)], ignore_index=True)
    both = both.assign(rank=both["kind"].map(_RANK))
    return conform("charges", both.sort_values(["order_key", "item_key", "rank"], kind="stable", ignore_index=True))


def stored_charges(rows: pd.DataFrame, run: int, since: pd.Timestamp | None) -> pd.DataFrame:
    """Frame `charges`, by order, item, kind and shipment, none of 0 yen, none dated before `since`.

    rows: frame `unnamed_charges`.
    """
    check_frames(unnamed_charges=rows)
    rows = rows.assign(rank=rows["kind"].map(_RANK))[rows["amount"] != 0]
    rows = rows.sort_values(["order_key", "item_key", "rank", "number"], kind="stable", ignore_index=True)
    rows = rows.assign(
        run=run,
        at=rows["received"] if since is None else rows["received"].clip(lower=since),
    )
    return conform("charges", rows)


def refund_charge_names(refunds: pd.DataFrame) -> pd.Series:
    """The name of each refund in ledger and charges: by its number."""
    return "refund-" + refunds["number"].astype("str")
