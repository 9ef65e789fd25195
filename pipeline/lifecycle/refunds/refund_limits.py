"""What may be given back of each item: what it was charged, less what earlier refunds gave back. Order process, step 7.

Amounts are whole yen; components in the order of schemas.stored_tables.REFUND_YEN: three that go to the buyer, then two
discounts, which lower a refund.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.model.order_state import OrderState, is_priced
from pipeline.model.sorted_keys import pair_positions
from pipeline.model.yen import Yen, share
from schemas.stored_tables import REFUND_YEN

SIGNS = np.array([1, 1, 1, -1, -1])
"""Of each component in a net amount."""
HEADINGS = ("item-price-adj", "shipping-price-adj", "gift-wrap-price-adj", "item-promotion-adj", "ship-promotion-adj")
NET = ""
"""What a message calls the whole of a refund, beside the headings of its components."""


@dataclass(slots=True)
class RefundLimits:
    """Of each item its components in yen: the whole line, what was charged for its shipped units, what went back.

    Private to one call of `refunds.apply`. Nothing is charged of an item whose price is not known.
    """

    whole: Yen
    charged: Yen
    back: Yen
    priced: np.ndarray
    count: np.ndarray

    def left(self, item: np.ndarray) -> Yen:
        """What may still be given back, a row an item."""
        return self.charged[item] - self.back[item]

    def later(self, item: np.ndarray) -> Yen:
        """What might be given back once everything is shipped."""
        return self.whole[item] - self.back[item]

    def give(self, item: np.ndarray, amounts: Yen) -> None:
        """Amounts go back; an item stands once."""
        self.back[item] += amounts
        self.count[item] += 1


def claims(items: pd.DataFrame, refunds: pd.DataFrame) -> RefundLimits:
    """The claims of items (of a book, sorted), and what refunds (of the book) gave back of them."""
    priced = is_priced(items).to_numpy(bool)
    ordered, shipped = (items[name].to_numpy() for name in ("ordered", "shipped"))
    whole = items[list(REFUND_YEN)].clip(lower=0).to_numpy() * priced[:, None]
    at = pair_positions(items, refunds["order_key"].to_numpy(), refunds["item_key"].to_numpy())
    mine = at >= 0
    back = np.zeros_like(whole)
    np.add.at(back, at[mine], refunds.loc[mine, list(REFUND_YEN)].to_numpy())
    return RefundLimits(
        whole=whole,
        charged=share(whole, ordered[:, None], np.zeros_like(whole), shipped[:, None]),
        back=back,
        priced=priced,
        count=np.bincount(at[mine], minlength=len(items)),
    )


def fits(amounts: Yen, left: Yen) -> np.ndarray:
    """Whether refunds keep within what is left: by component, and net."""
    return (amounts <= left).all(axis=1) & (amounts @ SIGNS <= left @ SIGNS)


def excess(amounts: Yen, left: Yen) -> tuple[np.ndarray, Yen, Yen]:
    """Of refunds that do not fit: (heading of the first component that is too much, or NET; its yen; what is left)."""
    asked, limit = (np.column_stack([part, part @ SIGNS]) for part in (amounts, left))
    first = (asked > limit).argmax(axis=1)
    rows = np.arange(len(first))
    return np.array([*HEADINGS, NET], dtype=object)[first], asked[rows, first], limit[rows, first]


def overdrawn(book: OrderState) -> int:
    """How many items gave back more of a component than they were charged: a rule that every run must keep.

    Not net: shares are whole yen, so a unit that ships later may have a yen of discount and none of the price, and what
    was charged net goes down. The ledger proves the net amount in the run of each refund.
    """
    items = book.items[book.items["order_key"].isin(book.refunds["order_key"])].reset_index(drop=True)
    found = claims(items, book.refunds)
    return int(((found.back > 0) & (found.back > found.charged)).any(axis=1).sum())
