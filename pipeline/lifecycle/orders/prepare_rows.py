"""Order rows made ready for step 1: beside their facts what the rules need, sorted in the order of work.

When three records say that payment was verified: by a payments-date, by a status without a date, and not at all.

>>> paid = pd.to_datetime(["2026-10-05T01:00Z", None, "2026-10-05T02:00Z"])
>>> rows = pd.DataFrame({"order_status": ["", "Unshipped", "Pending"], "paid": paid})
>>> verified = _verified_at(rows, moment=pd.Series(pd.Timestamp("2026-10-06T00:00Z"), rows.index))
>>> verified.dt.strftime("%m-%d %H:%M").fillna("none").tolist()
['10-05 01:00', '10-06 00:00', 'none']
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.lifecycle import deadlines
from pipeline.lifecycle.orders.placement import is_strict
from pipeline.model.order_state import OrderState
from pipeline.model.sorted_keys import positions, record_numbers, sort_by_keys
from schemas.formats import fields as f

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

VERIFYING_STATUSES = ("Unshipped", "PartiallyShipped", "Shipped")


def prepare_rows(rows: pd.DataFrame, text: pd.DataFrame, state: OrderState, zone: ZoneInfo) -> pd.DataFrame:
    """Order rows (frame `order_rows`, and `text_row`) with what the rules need beside, in the order of work by order.

    text: frame `order_row_text`; `text_row` is the place of a row there. Adds moment (when the record says that things
    stand so), verified (when payment was verified; null: not said), prepaid, paid_by, strict, cut_off, unknown (the
    state has no such order), rank (0: the record that places its order), and step, the number of the record within its
    order, from 0. A record that cannot place its order comes after the one that does, and rows of the all-orders report
    come last: they mean items that the others place. Order process, 2.1 and 8.1.
    """
    unknown = positions(state.orders["order_key"].to_numpy(), rows["order_key"].to_numpy()) < 0
    rows = _in_order_of_work(rows.assign(unknown=unknown))
    method = text[f.PAYMENT_METHOD.name].take(rows["text_row"]).set_axis(rows.index)
    service_level = text[f.SHIP_SERVICE_LEVEL.name].take(rows["text_row"]).set_axis(rows.index)
    deadline = rows["deadline"]
    prepaid = deadlines.is_paid_in_advance(method) | deadline.notna()
    computed = deadlines.payment_deadline(rows["purchased"], zone)
    moment = rows["updated"].fillna(rows["received"])
    return rows.assign(
        moment=moment,
        verified=_verified_at(rows, moment).where(~rows["cancels_line"]),
        prepaid=prepaid,
        paid_by=deadline.fillna(computed.where(prepaid)),
        strict=is_strict(service_level),
        cut_off=deadlines.cut_off(rows["purchased"], zone),
        step=record_numbers(rows),
    )


def _verified_at(rows: pd.DataFrame, moment: pd.Series) -> pd.Series:
    """When payment was verified: by the payments-date; a status that verifies does so without a date too."""
    status = rows["order_status"]
    paid = rows["paid"]
    by_status = paid.fillna(moment).where(status.isin(VERIFYING_STATUSES))
    return paid.where(status == "", by_status)


def _in_order_of_work(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows in the order of work; of an unknown order the first record that can place it comes first."""
    can_place = rows.loc[rows["unknown"] & rows["may_place"], ["order_key", "seq", "feed", "record"]]
    placing = sort_by_keys(can_place, ["order_key", "seq", "record"]).drop_duplicates("order_key")
    # Where the record that places a row's order stands in `placing`; -1 where there is none.
    placing_pos = positions(placing["order_key"].to_numpy(), rows["order_key"].to_numpy())
    is_placing = placing_pos >= 0
    for name in ("feed", "record"):
        # The -1 at the end is what a row without a placing record reads, so that an empty `placing` can be read too.
        is_placing &= np.append(placing[name].to_numpy(), -1)[placing_pos] == rows[name].to_numpy()
    rank = np.select([is_placing, rows["by_sku"]], [0, 2], 1)
    return sort_by_keys(rows.assign(rank=rank), ["order_key", "rank", "seq", "record"])
