"""Both books must agree: what buyers pay and get back against what sellers are paid, and nothing given back twice.

The buyer pays 1,000 yen for the first item and 500 for the second; the seller's rows have 45 yen less of the second.

>>> buyer = pd.DataFrame({"item_key": [1, 2], "amount": [1000, 500]})
>>> seller = pd.DataFrame({"item_key": [1, 1, 2], "amount": [910, 90, 455]})
>>> _count_differing(["item_key"], buyer, seller)
1
"""

from __future__ import annotations

import pandas as pd

from pipeline.model.order_state import OrderState
from pipeline.model.yen import net_of_parts
from pipeline.money.amount_kinds import BUYER_GETS, BUYER_PAYS, CHARGE, REFUND
from pipeline.money.buyer_amounts import items_with_orders, shipment_amounts
from pipeline.money.refund_postings import ITEM_KEYS, parts_with_tax, sold_and_returned

SHIPMENT_KEYS = [*ITEM_KEYS, "parcel"]
REFUND_RECORD = [*ITEM_KEYS, "feed", "record"]


def count_disagreements(after: OrderState, shipments: pd.DataFrame, ledger: pd.DataFrame, charges: pd.DataFrame) -> int:
    """How many shipments and refunds the two books do not agree on: price, shipping, wrap and discounts of each.

    shipments: the parcels that one run posted; ledger, charges: its frames of these names. A shipment of an order paid
    in advance has no charge; what its units cost stands for it. Order process, step 5.
    """
    if shipments.empty and ledger.empty and charges.empty:
        return 0
    amounts = shipment_amounts(items_with_orders(after), after, shipments)
    prepaid = amounts.loc[amounts["prepaid"], [*SHIPMENT_KEYS, "amount"]]
    charged = charges.loc[charges["kind"] == CHARGE, [*SHIPMENT_KEYS, "amount"]]
    sales = _count_differing(SHIPMENT_KEYS, pd.concat([charged, prepaid]), ledger[ledger["kind"].isin(BUYER_PAYS)])
    refunds = charges[charges["kind"] == REFUND]
    refunds = refunds.assign(amount=-refunds["amount"])
    return sales + _count_differing(REFUND_RECORD, refunds, ledger[ledger["kind"].isin(BUYER_GETS)])


def count_overdrawn_items(refunds: pd.DataFrame, ledger: pd.DataFrame) -> int:
    """How many items of these refunds have given back more than was charged, of a part of it or in all.

    ledger: every row of their items, those of these refunds too. Order process, step 7.
    """
    sold, returned = sold_and_returned(refunds.drop_duplicates(ITEM_KEYS), ledger)
    left = parts_with_tax(sold) - parts_with_tax(returned)
    is_overdrawn = (left < 0).any(axis=1) | (net_of_parts(left) < 0)
    return int(is_overdrawn.sum())


def _count_differing(by: list[str], buyer: pd.DataFrame, seller: pd.DataFrame) -> int:
    """For how many keys the sums of both sides differ."""
    sides = [buyer[[*by, "amount"]], seller[by].assign(amount=-seller["amount"])]
    differences = pd.concat(sides, ignore_index=True).groupby(by, dropna=False)["amount"].sum()
    return int((differences != 0).sum())
