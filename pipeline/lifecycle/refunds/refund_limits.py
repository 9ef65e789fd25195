"""What may be given back of each item: what it was charged, less what earlier refunds gave back. Order process, step 7.

Amounts are whole yen; components in the order of schemas.stored_tables.REFUND_YEN: three that go to the buyer, then two
discounts, which lower a refund.

Of an item 2,200 yen and 500 yen of shipping may still go back. All of it fits, one yen more does not, nor does a
discount that the sale never had:

>>> left = np.array([[2200, 500, 0, 0, 0]] * 3)
>>> amounts = np.array([[2200, 500, 0, 0, 0], [2201, 0, 0, 0, 0], [1000, 0, 0, 100, 0]])
>>> fits(amounts, left).tolist()
[True, False, False]
>>> [part.tolist() for part in excess(amounts[1:], left[1:], charged=left[1:] + 300)]
[['item-price-adj', 'item-promotion-adj'], [2201, 100], [2200, 0], [2500, 300]]
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.model.order_state import OrderState, is_priced
from pipeline.model.sorted_keys import pair_positions
from pipeline.model.yen import Yen, net_of_parts, share
from schemas.stored_tables import REFUND_YEN

HEADINGS = ("item-price-adj", "shipping-price-adj", "gift-wrap-price-adj", "item-promotion-adj", "ship-promotion-adj")
NET = ""
"""What a message calls the whole of a refund, beside the headings of its components."""


@dataclass(slots=True)
class RefundLimits:
    """Of each item (a row) its components in yen: of the whole line, charged for its shipped units, and refunded.

    Private to one call of `apply_refunds.apply`. Nothing is charged of an item whose price is not known.
    """

    whole: Yen
    charged: Yen
    refunded: Yen
    is_priced: np.ndarray

    def left(self, item: np.ndarray) -> Yen:
        """What may still be given back, a row an item."""
        return self.charged[item] - self.refunded[item]

    def left_when_shipped(self, item: np.ndarray) -> Yen:
        """What might be given back once everything is shipped."""
        return self.whole[item] - self.refunded[item]

    def refund(self, item: np.ndarray, amounts: Yen) -> None:
        """Amounts go back; an item stands once."""
        self.refunded[item] += amounts


def refund_limits(items: pd.DataFrame, refunds: pd.DataFrame) -> RefundLimits:
    """The limits of items (sorted by their keys), of which these refunds gave something back before."""
    priced = is_priced(items).to_numpy(bool)
    # whole, refunded: a row an item, a column for each of REFUND_YEN; units, shipped: one column beside them.
    whole = items[list(REFUND_YEN)].clip(lower=0).to_numpy() * priced[:, None]
    units = items["ordered"].to_numpy()[:, None]
    shipped = items["shipped"].to_numpy()[:, None]
    item = pair_positions(items, refunds["order_key"].to_numpy(), refunds["item_key"].to_numpy())
    is_of_items = item >= 0
    refunded = np.zeros_like(whole)
    np.add.at(refunded, item[is_of_items], refunds.loc[is_of_items, list(REFUND_YEN)].to_numpy())
    return RefundLimits(
        whole=whole,
        # Shipped units are the first ones of their line.
        charged=share(whole, units, np.zeros_like(whole), shipped),
        refunded=refunded,
        is_priced=priced,
    )


def fits(amounts: Yen, left: Yen) -> np.ndarray:
    """Whether refunds keep within what is left: by component, and net."""
    return (amounts <= left).all(axis=1) & (net_of_parts(amounts) <= net_of_parts(left))


def excess(amounts: Yen, left: Yen, charged: Yen) -> tuple[np.ndarray, Yen, Yen, Yen]:
    """Of refunds that do not fit: the heading of the first component that is too much, or NET; its yen, left, charged.

    left: what may still be given back; charged: what was charged before anything went back.
    """
    # A column for each component, and the net amount behind them.
    asked = np.column_stack([amounts, net_of_parts(amounts)])
    limit = np.column_stack([left, net_of_parts(left)])
    whole = np.column_stack([charged, net_of_parts(charged)])
    first = (asked > limit).argmax(axis=1)
    place = np.arange(len(first)), first
    return np.array([*HEADINGS, NET], dtype=object)[first], asked[place], limit[place], whole[place]


def count_overdrawn(state: OrderState) -> int:
    """How many items gave back more of a component than they were charged: a rule that every run must keep.

    Not net: shares are whole yen, so a unit that ships later may have a yen of discount and none of the price, and what
    was charged net goes down. The ledger proves the net amount in the run of each refund.
    """
    items = state.items[state.items["order_key"].isin(state.refunds["order_key"])].reset_index(drop=True)
    limits = refund_limits(items, state.refunds)
    is_overdrawn = (limits.refunded > 0) & (limits.refunded > limits.charged)
    return int(is_overdrawn.any(axis=1).sum())
