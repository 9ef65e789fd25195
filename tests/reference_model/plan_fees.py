"""Order process, step 6.7: what the selling plan costs, month by month and shipment by shipment.

Choices: a fee of 0 yen is no row; after a run whose plan has no monthly fee the months are counted anew; tax on a fee
is half up by the row; what was kept for units comes back with the refund after which nothing is left to give back, and
is not taken again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tests.reference_model.charges import ADDED, TAKEN_OFF
from tests.reference_model.order import Item, Order
from tests.reference_model.records import Plan, Run


class RunPlanFee(NamedTuple):
    """What a run takes (negative) or gives back; of a month without order and item, of units without an instant."""

    run: int
    order_id: str
    item_id: str
    posted: datetime | None
    amount: int

    def place(self) -> tuple[object, ...]:
        """Where it stands when such rows are sorted."""
        return self.run, self.order_id, self.item_id, self.posted.timestamp() if self.posted else 0, self.amount


@dataclass
class ItemFees:
    """What the plan took for the shipments of an item, what of it came back, and how many of each are done."""

    taken: int = 0
    returned: int = 0
    shipments: int = 0
    refunds: int = 0


class PlanAccount:
    """The fees of the plan over any number of runs."""

    def __init__(self, zone: ZoneInfo) -> None:
        self.zone = zone
        self.charged_until: datetime | None = None
        self.last_run: datetime | None = None
        self.items: dict[tuple[str, str], ItemFees] = defaultdict(ItemFees)

    def run(self, number: int, run: Run, orders: Iterable[Order]) -> Iterator[RunPlanFee]:
        """The rows of one run, none of 0 yen."""
        for posted in self.months(run.as_of) if run.plan.monthly_yen else ():
            yield RunPlanFee(number, "", "", posted, -with_tax(run.plan.monthly_yen, run.plan))
        self.charged_until = run.as_of if run.plan.monthly_yen else None
        self.last_run = run.as_of
        for order in orders:
            for item in order.items.values():
                if "item-price" in item.facts and "currency" in item.facts:
                    for amount in self.of_item(order.key, item, run.plan):
                        yield RunPlanFee(number, order.key, item.key, None, amount)

    def months(self, as_of: datetime) -> Iterator[datetime]:
        """When the fee of each month is posted that began since the last run with a fee; day by day."""
        if self.charged_until is None or self.last_run is None:
            return
        day = self.charged_until.astimezone(self.zone).date()
        while day <= as_of.astimezone(self.zone).date():
            start = datetime.combine(day, time(), self.zone)
            if day.day == 1 and self.charged_until < start <= as_of:
                yield max(start, self.last_run)
            day += timedelta(days=1)

    def of_item(self, order_id: str, item: Item, plan: Plan) -> Iterator[int]:
        """Shipments first, then refunds, one after the other."""
        fees = self.items[order_id, item.key]
        for shipment in item.shipments[fees.shipments :]:
            fee = with_tax(shipment.units * plan.per_unit_yen, plan)
            fees.taken += fee
            yield from [-fee] if fee else []
        fees.shipments = len(item.shipments)
        while fees.refunds < len(item.refunds):
            fees.refunds += 1
            back = fees.taken - fees.returned
            if back and any(item.refunds[fees.refunds - 1].amounts) and nothing_is_left(item, fees.refunds):
                fees.returned += back
                yield back


def nothing_is_left(item: Item, refunds: int) -> bool:
    """Whether the first refunds of the item give back all that its shipped units cost."""
    columns = (*ADDED, *TAKEN_OFF)
    paid = [item.facts.get(column, 0) * item.shipped // item.ordered for column in columns]
    back = [sum(refund.amounts[part] for refund in item.refunds[:refunds]) for part in range(len(columns))]
    net_paid, net_back = (sum(parts[:3]) - sum(parts[3:]) for parts in (paid, back))
    return net_back >= net_paid if net_paid > 0 else paid == back


def with_tax(fee: int, plan: Plan) -> int:
    return fee + (fee + 5) // 10 if plan.is_taxed else fee
