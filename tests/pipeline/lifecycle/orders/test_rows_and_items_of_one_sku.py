"""Many small orders with items of one SKU, and reports that tell of them: the rules and the model agree on each.

Order process, 1.8.6 to 1.8.8. Random worlds seldom bring several rows and several open items of one SKU together.
"""

import numpy as np
import pytest

from tests.histories.builders import at, cancellation, confirmation, feed, paid_order
from tests.histories.soak import agree
from tests.reference_model.model import Model
from tests.reference_model.records import Run

SEEDS = range(2)
ORDERS = 60
PRICES = ("1000", "1000", "1000", "1500")
STATUSES = ("Unshipped", "Cancelled", "Unshipped", "Cancelled", "Shipped", "", "Waiting")
ORDER_STATUSES = ("Unshipped", "Unshipped", "PartiallyShipped", "Shipped", "Cancelled")


def pick(dice, choices):
    return choices[int(dice.integers(len(choices)))]


def orders_of(dice):
    """The rows of an order report, by order: one to four items, most of them of one SKU."""
    for number in range(1, ORDERS + 1):
        rows = []
        for item in range(int(dice.integers(1, 5))):
            quantity = str(pick(dice, (1, 1, 2, 3)))
            row = paid_order(f"{10**13 + number * 10 + item}", quantity, item_price=pick(dice, PRICES))
            sku = pick(dice, ("TEA-1", "TEA-1", "TEA-1", "CUP-2"))
            rows.append(row | {"order-id": f"999-0000001-{number:07d}", "sku": sku})
        yield rows


def changes_of(dice, rows):
    """What happens to some of the items before the report: units canceled here, or shipped."""
    for row in rows:
        change = pick(dice, ("", "", "canceled", "shipped"))
        units = {"item": row["order-item-id"], "quantity": pick(dice, ("", "1"))}
        if change == "canceled":
            yield cancellation(**units) | {"order-id": row["order-id"]}
        elif change == "shipped":
            yield confirmation(**units) | {"order-id": row["order-id"]}


def report_of(dice, rows):
    """The rows of an all-orders report about an order: mostly one an item, as it is or otherwise."""
    order_status = pick(dice, ORDER_STATUSES)
    has_ids = pick(dice, (True, False, False, False))
    told = list(rows)
    if pick(dice, (True, False, False)):
        told = told[1:] or told * 2
    days = pick(dice, ((), (), (5,), (5, 6)))
    for row in told:
        status = pick(dice, STATUSES)
        quantity = pick(dice, (row["quantity-purchased"], row["quantity-purchased"], "", "0", "1", "x"))
        if status == "Cancelled" and pick(dice, (True, True, False)):
            quantity = "0"
        said = {"order-status": order_status, "item-status": status, "quantity": quantity, "sku": row["sku"]}
        if len(told) == 1:
            said["quantity"] = str(sum(int(row["quantity-purchased"]) for row in rows if row["sku"] == said["sku"]))
        item = {"order-item-id": row["order-item-id"]} if has_ids and pick(dice, (True, True, False)) else {}
        updated = {"last-updated-date": f"2026-10-0{pick(dice, days)}T12:00:00+09:00"} if days else {}
        yield {"amazon-order-id": row["order-id"]} | said | item | updated


def history(seed):
    """A night with orders, one in which some items change, two nights with reports, the first with two of them."""
    dice = np.random.default_rng(seed)
    orders = list(orders_of(dice))
    changes = [list(changes_of(dice, rows)) for rows in orders]
    nights = [[[row for rows in orders for row in rows]]]
    nights.append(
        [[row for rows in changes for row in rows if key in row] for key in ("ship-date", "amazon-order-item-code")]
    )
    for count in (2, 1):
        files = [[row for rows in orders for row in report_of(dice, rows)] for _ in range(count)]
        nights += [files]
    for day, night in enumerate(nights, 5):
        named = zip("abc", night, strict=False)
        files = [
            feed(*rows, received=at(day), name=f"{name}-{day}", records=records(dice, rows)) for name, rows in named
        ]
        yield Run(at(day, 18), tuple(files))


def records(dice, rows):
    """A record a row, or the rows of an order in one record, as a message has them; only reports come in messages."""
    if "order-status" not in rows[0] or pick(dice, (True, False)):
        return range(1, len(rows) + 1)
    # A message gives the last update of its order once.
    keys = [(row["amazon-order-id"], row.get("last-updated-date")) for row in rows]
    numbers = {key: number for number, key in enumerate(dict.fromkeys(keys), 1)}
    return [numbers[key] for key in keys]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_rules_and_the_model_mean_the_same_items(seed):
    agree(list(history(seed)))


def test_the_histories_hold_rows_that_nobody_can_tell():
    model = Model()
    for run in history(0):
        model.run(run)
    codes = [code for outcome in model.outcomes for code in outcome.codes]
    assert codes.count(70020) > 10
