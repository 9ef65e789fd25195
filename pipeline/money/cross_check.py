"""Both books must agree: what buyers pay and get back against what sellers are paid, and nothing given back twice."""

from __future__ import annotations

import pandas as pd

from pipeline.model.order_state import OrderState
from pipeline.money.amount_kinds import BUYER_GETS, BUYER_PAYS, CHARGE, REFUND
from pipeline.money.charges import of_parcels, with_orders
from pipeline.money.refund_postings import ITEM, by_part, net_of_parts, sums

PARCEL = [*ITEM, "parcel"]
REFUND_RECORD = [*ITEM, "feed", "record"]


def disagreements(after: OrderState, posted: pd.DataFrame, ledger: pd.DataFrame, charged: pd.DataFrame) -> int:
    """How many parcels and refunds the two books do not agree on: price, shipping, wrap and discounts of each.

    posted, ledger, charged: parcels, ledger rows and charges of one run. A parcel of an order paid in advance has no
    charge; what its units cost stands for it. Order process, step 5.
    """
    parcels = of_parcels(with_orders(after), after, posted)
    ahead = parcels[parcels["prepaid"]]
    buyer, gets = charged[charged["kind"] == CHARGE], charged[charged["kind"] == REFUND]
    pays, gives = (ledger[ledger["kind"].isin(kinds)] for kinds in (BUYER_PAYS, BUYER_GETS))
    of_sales = _differing(PARCEL, pd.concat([buyer[[*PARCEL, "amount"]], ahead[[*PARCEL, "amount"]]]), pays)
    return of_sales + _differing(REFUND_RECORD, gets.assign(amount=-gets["amount"]), gives)


def overdrawn(refunds: pd.DataFrame, ledger: pd.DataFrame) -> int:
    """How many items of these refunds have given back more than was charged, of a part of it or in all.

    ledger: every row of their items, those of these refunds too. Order process, step 7.
    """
    sold, returned = sums(refunds.drop_duplicates(ITEM), ledger)
    left = by_part(sold) - by_part(returned)
    return int(((left < 0).any(axis=1) | (net_of_parts(left) < 0)).sum())


def _differing(by: list[str], buyer: pd.DataFrame, seller: pd.DataFrame) -> int:
    sides = [buyer[[*by, "amount"]], seller[by].assign(amount=-seller["amount"])]
    both = pd.concat(sides, ignore_index=True).groupby(by, dropna=False)["amount"].sum()
    return int((both != 0).sum())
