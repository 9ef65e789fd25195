"""Step 6.6: a refund posts the rows of its sale the other way round, as far as it goes, and what it costs.

All follows from the sums of the sale's own rows, so that a refund has the entry, tax class and rate of what it refunds.
What an item has returned so far is worked out anew at every refund; the refund posts what is more than before. The last
one takes what is left, to the yen.

A sale of 2,200 yen with 20 points, 331 yen of commission, a closing fee of 100 yen and a plan's fee of 80 yen for its
units is refunded by a quarter, by half and wholly. Of each refund: the price without tax, its tax, points, commission
and these two fees returned up to it.

>>> sale = np.array([[2000, 200, 0, 0, 0, 0, 0, 0, 0, 0, 20, 331, 100, 80]] * 3)
>>> given_back = np.array([[550, 0, 0, 0, 0], [1100, 0, 0, 0, 0], [2200, 0, 0, 0, 0]])
>>> returned = _returned_with(given_back, sale, np.zeros_like(sale))
>>> returned[:, [0, 1, _POINTS, _COMMISSION, *_WHOLE_ONLY]].tolist()
[[500, 50, 5, 83, 0, 0], [1000, 100, 10, 166, 0, 0], [2000, 200, 20, 331, 100, 80]]
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.model.sorted_keys import pair_positions, sort_by_keys
from pipeline.model.yen import Yen, net_of_parts, portion, portion_half_up
from pipeline.money.amount_kinds import (
    CLOSING_FEE,
    COMMISSION,
    PLAN_UNIT_FEE,
    POINTS,
    REFUND_KINDS,
    RETURNED_KINDS,
    SALE_KINDS,
    AmountKind,
)
from pipeline.money.fee_schedule import FeeSchedule
from pipeline.money.fees import refund_fee
from pipeline.money.sale_postings import ledger_rows
from schemas.frame_checks import check_frames
from schemas.stored_tables import BLANK, REFUND_YEN

RULE = "6.6"
ITEM_KEYS = ["order_key", "item_key"]
_PARTS = slice(0, 10, 2)
_TAXES = slice(1, 10, 2)
"""Of the kinds of a sale, which begin with five pairs: the amounts of REFUND_YEN, and the tax of each."""
_POINTS, _COMMISSION = (SALE_KINDS.index(kind) for kind in (POINTS, COMMISSION))
_WHOLE_ONLY = [SALE_KINDS.index(kind) for kind in (CLOSING_FEE, PLAN_UNIT_FEE)]
"""What comes back once nothing is left to refund, and not before."""
_TO_SELLER = np.array([1 if kind.amount_type == "ItemPrice" else -1 for kind in SALE_KINDS], dtype=np.int64)


def refund_postings(refunds: pd.DataFrame, ledger: pd.DataFrame, schedule: FeeSchedule) -> pd.DataFrame:
    """The ledger rows of refunds that took effect: by item and number, then by kind, none of 0 yen.

    refunds: frame `refund_rows`. ledger: all its rows of their items so far, sales and refunds, in any order. Out:
    frame `ledger`; an `amount` is negative when the seller gives it back. Several refunds of an item count in the order
    of their numbers, one of no yen posts nothing. Order process, step 6.6.
    """
    check_frames(refund_rows=refunds, ledger=ledger)
    refunds = sort_by_keys(refunds[(refunds[list(REFUND_YEN)] != 0).any(axis=1)], [*ITEM_KEYS, "number"])
    is_first = ~refunds.duplicated(ITEM_KEYS).to_numpy()
    # first: the first refund of each item, as a place in refunds; item_pos: the place of each refund's item in `first`.
    first = np.flatnonzero(is_first)
    item_pos = np.cumsum(is_first) - 1
    sale, returned = sold_and_returned(refunds.iloc[first], ledger)
    asked = _running_sums(refunds[list(REFUND_YEN)].to_numpy(), item_pos, first)
    returned_so_far = _returned_with(asked, sale[item_pos], returned[item_pos])
    # A row is what an item has returned with this refund; less the row before (or what was returned before the run).
    more = np.diff(returned_so_far, axis=0, prepend=0)
    more[first] = returned_so_far[first] - returned
    fee = refund_fee(more[:, _COMMISSION], schedule)
    entries = refunds.assign(parcel="", units=BLANK, rule=RULE)
    return ledger_rows(entries, REFUND_KINDS, np.column_stack([-more * _TO_SELLER, -fee]))


def sold_and_returned(items: pd.DataFrame, ledger: pd.DataFrame) -> tuple[Yen, Yen]:
    """What each item (rows: order_key, item_key, each once) sold and returned, by kinds of a sale (columns).

    Yen, not negative: prices as the buyer paid them, discounts, points and fees as they were taken off.
    """
    return _sums_by_kind(items, ledger, SALE_KINDS), -_sums_by_kind(items, ledger, RETURNED_KINDS)


def parts_with_tax(amounts: Yen) -> Yen:
    """Amounts by kinds of a sale as those of REFUND_YEN: each part with its tax."""
    return amounts[:, _PARTS] + amounts[:, _TAXES]


def _returned_with(asked: Yen, sale: Yen, returned: Yen) -> Yen:
    """What is returned of each kind of a sale up to each refund, that one included.

    asked: the parts given back in this run up to it. sale, returned: what its item sold, and returned before the run.
    """
    # A row a refund throughout. charged, given_back, tax: a column a part; amounts: a column a kind of a sale.
    charged = parts_with_tax(sale)
    given_back = parts_with_tax(returned) + asked
    tax = _returned_tax(asked, given_back, charged, sale[:, _TAXES], returned[:, _TAXES])
    is_whole = _is_whole(given_back, charged)
    amounts = np.empty_like(sale)
    amounts[:, _PARTS] = given_back - tax
    amounts[:, _TAXES] = tax
    net_charged = net_of_parts(charged)
    # Never more than was charged, so that no share below is more than the whole.
    net_given_back = np.clip(net_of_parts(given_back), 0, np.maximum(net_charged, 0))
    for kind in (_POINTS, _COMMISSION):
        in_proportion = portion_half_up(sale[:, kind], net_given_back, np.maximum(net_charged, 1))
        amounts[:, kind] = np.where(is_whole, sale[:, kind], np.maximum(returned[:, kind], in_proportion))
    amounts[:, _WHOLE_ONLY] = np.where(is_whole[:, None], sale[:, _WHOLE_ONLY], returned[:, _WHOLE_ONLY])
    return amounts


def _returned_tax(asked: Yen, given_back: Yen, charged: Yen, tax: Yen, returned_tax: Yen) -> Yen:
    """The tax in what was given back so far: in proportion, rounded down; all of it when all is given back.

    Never less than before. What a refund adds is at most its own amount, also where a later shipment, with another
    share of tax, has changed the proportion.
    """
    in_proportion = portion(tax, np.minimum(given_back, charged), np.maximum(charged, 1))
    at_most = returned_tax + asked
    return np.where(given_back == charged, tax, np.minimum(at_most, np.maximum(returned_tax, in_proportion)))


def _is_whole(given_back: Yen, charged: Yen) -> npt.NDArray[np.bool_]:
    """Whether nothing is left to give back: by the net amount, or by every part where the net amount is nothing."""
    is_every_part: npt.NDArray[np.bool_] = (given_back == charged).all(axis=1)
    net_charged = net_of_parts(charged)
    return np.where(net_charged > 0, net_of_parts(given_back) >= net_charged, is_every_part)


def _running_sums(amounts: Yen, item_pos: npt.NDArray[np.int64], first: npt.NDArray[np.int64]) -> Yen:
    """The running sums of the rows within each item; first: the first row of each."""
    # Summed up through all rows; less the sum in front of its first row, each item begins with 0.
    running = np.cumsum(amounts, axis=0)
    before_item: Yen = running[first] - amounts[first]
    return running - before_item[item_pos]


def _sums_by_kind(items: pd.DataFrame, ledger: pd.DataFrame, kinds: tuple[AmountKind, ...]) -> Yen:
    """The sum of each item (rows) and kind (columns), as the signs of a sale are: positive."""
    sums = np.zeros((len(items), len(kinds)), dtype=np.int64)
    # By ledger row: the place of its item and of its kind, -1 where it is of another item or kind.
    item_pos = pair_positions(items, ledger["order_key"].to_numpy(), ledger["item_key"].to_numpy())
    kind_pos = pd.Index([kind.code for kind in kinds]).get_indexer(ledger["kind"])
    is_counted = (item_pos >= 0) & (kind_pos >= 0)
    np.add.at(sums, (item_pos[is_counted], kind_pos[is_counted]), ledger["amount"].to_numpy()[is_counted])
    return sums * _TO_SELLER
