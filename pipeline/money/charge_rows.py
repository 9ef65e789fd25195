"""Rows of the stored table of charges: their ids, their order, and the refunds among them.

The charges of two shipments of an item, and a refund:

>>> order_id = pd.Series(["999-0000001-0000021"] * 3)
>>> charge_ids(order_id, pd.Series(["7", "7", "7"]), pd.Series(["1", "2", "refund-1"])).tolist()
['C-999-0000001-0000021-7-1', 'C-999-0000001-0000021-7-2', 'C-999-0000001-0000021-7-refund-1']
"""

from __future__ import annotations

import pandas as pd

from pipeline.model.yen import net
from pipeline.money.amount_kinds import REFUND
from schemas import keys
from schemas.formats.run_lists import CHARGE_KINDS
from schemas.frame_checks import check_frames
from schemas.stored_frames import conform

_RANK = {kind: rank for rank, kind in enumerate(CHARGE_KINDS)}


def with_refund_charges(charges: pd.DataFrame, refunds: pd.DataFrame, *, run: int) -> pd.DataFrame:
    """The charges of a run and its refunds, a row each: what the buyer gets back, a positive amount, none of 0 yen.

    refunds: what took effect in the run (frame `refund_rows`); a refund is dated as it is posted.
    charges, and what is returned: frame `charges`, by order, item and kind.
    """
    rows = refunds.assign(
        kind=REFUND,
        amount=net(refunds),
        named=refund_charge_names(refunds),
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
    item_id = keys.item_ids(rows["item_key"].to_numpy())
    rows = rows.assign(
        run=run,
        charge_id=charge_ids(rows["order_id"], item_id, rows["named"]),
        order_item_id=item_id,
        at=rows["received"] if since is None else rows["received"].clip(lower=since),
    )
    return conform("charges", rows)


def charge_ids(order_id: pd.Series, item_id: pd.Series, name: pd.Series) -> pd.Series:
    """The ids of charges, which never change: by order, item, and a name that is used once for the item."""
    return "C-" + order_id + "-" + item_id + "-" + name


def refund_charge_names(refunds: pd.DataFrame) -> pd.Series:
    """The name of each refund in the id of its charge: by its number."""
    return "refund-" + refunds["number"].astype("str")
