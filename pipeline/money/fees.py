"""What the marketplace keeps: of a shipment commission, closing fee and the plan's fee per unit, of a refund a fee.

A fee of a shipment is worked out on the fee base of one unit and added up over its units. Order process, steps 6.3 and
6.7.

Up to 1,500 yen 8 %, above it 15 % of all, at least 30 yen:

>>> from datetime import date
>>> from pipeline.money.fee_schedule import Tier
>>> tiers = (Tier(up_to=1500, rate_bp=800), Tier(up_to=OPEN, rate_bp=1500))
>>> tea = Category("tea", date(2026, 1, 1), tiers, min_yen=30, closing_yen=0)
>>> unit_fee(np.array([200, 1500, 1501]), np.array([0, 0, 0]), (tea,)).tolist()
[30, 120, 225]
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.model.yen import Yen, half_up, portion_half_up, share
from pipeline.money.fee_schedule import OPEN, Category, FeeSchedule
from schemas.columns import WHOLE_BP


def fee_base(shipments: pd.DataFrame, schedule: FeeSchedule) -> Yen:
    """The fee base of each whole item, in yen, never below 0.

    shipments: frame `sale_rows`, of which the yen of the whole item count, tax included.
    """
    base: Yen = (shipments["price"] + shipments["shipping"] + shipments["gift_wrap"]).to_numpy()
    if schedule.points_reduce_fee_base:
        base = base - shipments["points"].to_numpy()
    if schedule.promotion_reduces_fee_base:
        base = base - (shipments["item_discount"] + shipments["ship_discount"]).to_numpy()
    return np.maximum(base, 0)


def commission(shipments: pd.DataFrame, category: Yen, schedule: FeeSchedule) -> Yen:
    """The commission of each shipment, in yen, tax on the fee included when the schedule adds it.

    shipments: frame `sale_rows`; category: positions in `schedule.categories`.
    The unit shares of a base take two values only, a yen apart, so a fee is computed for each and counted.
    """
    ordered = shipments["ordered"].to_numpy()
    units = shipments["units"].to_numpy()
    base = fee_base(shipments, schedule)
    # By shipment, in yen: the whole item's base, the lower of the two values a unit may have, the sum over its units.
    low_base = base // ordered
    base_of_units = share(base, ordered, shipments["first_unit"].to_numpy(), units)
    units_with_high_base = base_of_units - low_base * units
    # What the sum is above units x low base is a yen for each unit with the higher value.
    fee = (units - units_with_high_base) * unit_fee(low_base, category, schedule.categories)
    fee = fee + units_with_high_base * unit_fee(low_base + 1, category, schedule.categories)
    return with_fee_tax(fee, schedule)


def closing_fee(units: Yen, category: Yen, schedule: FeeSchedule) -> Yen:
    """The closing fee of each shipment, in yen, tax on the fee included when the schedule adds it."""
    closing = np.array([entry.closing_yen for entry in schedule.categories], dtype=np.int64)
    return with_fee_tax(units * closing[category], schedule)


def plan_unit_fee(units: Yen, schedule: FeeSchedule) -> Yen:
    """What the selling plan costs for the units of each shipment, in yen, with tax on the fee as on all fees."""
    return with_fee_tax(units * schedule.plan.per_unit_yen, schedule)


def refund_fee(returned: Yen, schedule: FeeSchedule) -> Yen:
    """The fee of each refund, in yen: a share of the commission that it returns (in yen), at most the cap.

    Both are meant without tax on fees: where the schedule adds it, it is taken out before and put on the fee after.
    """
    tax_bp = schedule.fee_tax.rate_bp
    tax = portion_half_up(returned, tax_bp, WHOLE_BP + tax_bp) if schedule.fee_tax.mode == "added" else 0
    share_of_commission = half_up(returned - tax, schedule.refund.admin_share_bp)
    return with_fee_tax(np.minimum(share_of_commission, schedule.refund.admin_cap_yen), schedule)


def unit_fee(base: Yen, category: Yen, categories: tuple[Category, ...]) -> Yen:
    """The commission on each unit's fee base: the rate of the tier that holds the whole base, at least the minimum."""
    most_tiers = max(len(entry.tiers) for entry in categories)
    # By category and tier: its bound and its rate; a category with fewer tiers than the most ends in OPEN ones.
    bounds = np.full((len(categories), most_tiers), OPEN, dtype=np.int64)
    rates = np.zeros((len(categories), most_tiers), dtype=np.int64)
    for number, entry in enumerate(categories):
        bounds[number, : len(entry.tiers)] = [tier.up_to for tier in entry.tiers]
        rates[number, : len(entry.tiers)] = [tier.rate_bp for tier in entry.tiers]
    minimum = np.array([entry.min_yen for entry in categories], dtype=np.int64)
    # The tier of a base: as many as there are bounds below it.
    tier = (base[:, None] > bounds[category]).sum(axis=1)
    return np.maximum(half_up(base, rates[category, tier]), minimum[category])


def with_fee_tax(fee: Yen, schedule: FeeSchedule) -> Yen:
    """Fees in yen, each with the consumption tax on it where the schedule adds it, rounded half up."""
    return fee + half_up(fee, schedule.fee_tax.rate_bp) if schedule.fee_tax.mode == "added" else fee
