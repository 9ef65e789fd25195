"""Step 6.6: a refund posts the rows of its sale the other way round, as far as it goes, and what it costs.

All follows from the sums of the sale's own rows, so that a refund has the entry, tax class and rate of what it refunds.
What an item has returned so far is worked out anew at every refund; the refund posts what is more than before. The last
one takes what is left, to the yen.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.model.sorted_keys import ordered, pair_positions
from pipeline.model.yen import Yen, portion, portion_half_up
from pipeline.money.amount_kinds import CLOSING_FEE, COMMISSION, POINTS, REFUNDED, RETURNED, SALE, AmountKind
from pipeline.money.fee_schedule import FeeSchedule
from pipeline.money.fees import refund_fee
from pipeline.money.sale_postings import ledger_rows
from schemas.stored_tables import BLANK, REFUND_YEN

RULE = "6.6"
ITEM = ["order_key", "item_key"]
_PARTS = slice(0, 10, 2)
_TAXES = slice(1, 10, 2)
_POINTS, _COMMISSION, _CLOSING = (SALE.index(kind) for kind in (POINTS, COMMISSION, CLOSING_FEE))
_TO_SELLER = np.array([1 if kind.amount_type == "ItemPrice" else -1 for kind in SALE], dtype=np.int64)
_TO_BUYER = np.array([1, 1, 1, -1, -1], dtype=np.int64)


def refund_postings(refunds: pd.DataFrame, sold: pd.DataFrame, schedule: FeeSchedule) -> pd.DataFrame:
    """The ledger rows of refunds that took effect: by item and number, then by kind, none of 0 yen.

    refunds: the columns of that stored table, and order_id, order_item_id, sku, currency, posted, transacted (UTC),
    adjustment_id. sold: all rows of the ledger of their items so far, sales and refunds, in any order. Out: the columns
    of the ledger; an `amount` is negative when the seller gives it back. Several refunds of an item count in the order
    of their numbers, one of no yen posts nothing. Order process, step 6.6; cases 26.
    """
    refunds = ordered(refunds[(refunds[list(REFUND_YEN)] != 0).any(axis=1)], [*ITEM, "number"])
    first = np.flatnonzero(~refunds.duplicated(ITEM))
    item = np.cumsum(~refunds.duplicated(ITEM)) - 1
    sale, gone = sums(refunds.iloc[first], sold)
    upto = _returned(_so_far(refunds[list(REFUND_YEN)].to_numpy(), item, first), sale[item], gone[item])
    more = np.diff(upto, axis=0, prepend=0)
    more[first] = upto[first] - gone
    fee = refund_fee(more[:, _COMMISSION], schedule)
    given = refunds.assign(parcel="", units=BLANK, rule=RULE)
    return ledger_rows(given, REFUNDED, np.column_stack([-more * _TO_SELLER, -fee]))


def sums(items: pd.DataFrame, sold: pd.DataFrame) -> tuple[Yen, Yen]:
    """What each item (rows: order_key, item_key, each once) sold and returned, by kinds of SALE (columns).

    Yen, not negative: prices as the buyer paid them, discounts, points and fees as they were taken off.
    """
    return _of_kinds(items, sold, SALE), -_of_kinds(items, sold, RETURNED)


def by_part(amounts: Yen) -> Yen:
    """Amounts by kinds of SALE as those of REFUND_YEN: each part with its tax."""
    return amounts[:, _PARTS] + amounts[:, _TAXES]


def net_of_parts(parts: Yen) -> Yen:
    """What parts in the order of REFUND_YEN come to for the buyer."""
    found: Yen = parts @ _TO_BUYER
    return found


def _returned(asked: Yen, sale: Yen, gone: Yen) -> Yen:
    """What is returned of each kind of SALE up to each refund, that one included.

    asked: the parts given back in this run up to it. sale, gone: what its item sold, and returned before the run.
    """
    charged, given = by_part(sale), by_part(gone) + asked
    tax = _tax(asked, given, charged, sale[:, _TAXES], gone[:, _TAXES])
    whole = _is_whole(given, charged)
    found = np.empty_like(sale)
    found[:, _PARTS], found[:, _TAXES] = given - tax, tax
    base = np.maximum(net_of_parts(charged), 1)
    back = np.clip(net_of_parts(given), 0, np.maximum(net_of_parts(charged), 0))
    for kind in (_POINTS, _COMMISSION):
        least = np.maximum(gone[:, kind], portion_half_up(sale[:, kind], back, base))
        found[:, kind] = np.where(whole, sale[:, kind], least)
    found[:, _CLOSING] = np.where(whole, sale[:, _CLOSING], gone[:, _CLOSING])
    return found


def _tax(asked: Yen, given: Yen, charged: Yen, tax: Yen, gone: Yen) -> Yen:
    """The tax in what was given back so far: in proportion, rounded down; all of it when all is given back.

    Never less than before. What a refund adds is at most its own amount, also where a later parcel, with another share
    of tax, has changed the proportion.
    """
    due = portion(tax, np.minimum(given, charged), np.maximum(charged, 1))
    return np.where(given == charged, tax, np.minimum(gone + asked, np.maximum(gone, due)))


def _is_whole(given: Yen, charged: Yen) -> npt.NDArray[np.bool_]:
    """Whether nothing is left to give back: by the net amount, or by every part where the net amount is nothing."""
    all_of_it: npt.NDArray[np.bool_] = (given == charged).all(axis=1)
    return np.where(net_of_parts(charged) > 0, net_of_parts(given) >= net_of_parts(charged), all_of_it)


def _so_far(amounts: Yen, item: npt.NDArray[np.int64], first: npt.NDArray[np.int64]) -> Yen:
    """The running sums of the rows within each item; first: the first row of each."""
    running = np.cumsum(amounts, axis=0)
    before: Yen = running[first] - amounts[first]
    return running - before[item]


def _of_kinds(items: pd.DataFrame, sold: pd.DataFrame, kinds: tuple[AmountKind, ...]) -> Yen:
    """The sum of each item (rows) and kind (columns), as the signs of a sale are: positive."""
    found = np.zeros((len(items), len(kinds)), dtype=np.int64)
    row = pair_positions(items, sold["order_key"].to_numpy(), sold["item_key"].to_numpy())
    column = pd.Index([kind.code for kind in kinds]).get_indexer(sold["kind"])
    known = (row >= 0) & (column >= 0)
    np.add.at(found, (row[known], column[known]), sold["amount"].to_numpy()[known])
    return found * _TO_SELLER
