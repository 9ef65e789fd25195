"""One history as order reports and an all-orders report: no name of a file and no night changes how it ends.

Order process, 8.6. An order canceled as a whole takes no item afterwards (1.5.6), and a canceled line of an item that
nobody knows yet is unchanged (1.10.2): the items of such an order, and the canceled lines, come in one night.
"""

from collections import defaultdict
from itertools import pairwise, permutations

import numpy as np

from tests.histories.builders import PAID, all_orders_row, order
from tests.support.histories_together import own_id, runs_together
from tests.support.product_runs import product_after

SEEDS = range(4)
"""Of histories of four orders each, which go through together."""
NIGHTS = ((3,), (1, 2), (2, 1))
"""How many of the three files come in each night."""
FATES = ("Unshipped", "Shipped", "Cancelled")


def lines_of_history(seed):
    """The lines of four orders: order id, item id, sku, quantity, price, what becomes of the line and of the order."""
    dice = np.random.default_rng(seed)
    for number in range(1, 5):
        is_canceled_whole = number == 1
        for item in range(int(dice.integers(1, 4))):
            quantity = int(dice.integers(1, 4))
            yield {
                "order_id": f"999-000000{seed + 1}-000000{number}",
                "item": f"{10**13 + number * 10 + item}",
                "sku": f"SKU-{item}",
                "quantity": str(quantity),
                "item_price": str(quantity * int(dice.integers(300, 2000))),
                "fate": "Cancelled" if is_canceled_whole else str(dice.choice(FATES)),
                "order_status": "Cancelled" if is_canceled_whole else "Shipped",
                "is_late": not is_canceled_whole and bool(dice.integers(2)),
            }


def files_of_histories(seeds):
    """The rows of three files: two order reports, and the all-orders report that tells what became of the lines."""
    early, late, told = [], [], []
    for line in (line for seed in seeds for line in lines_of_history(seed)):
        names = {name: line[name] for name in ("order_id", "item", "sku", "quantity", "item_price")}
        (late if line["is_late"] else early).append(order(**names) | PAID | {"item-price": line["item_price"]})
        status = {"order_status": line["order_status"], "item_status": line["fate"]}
        row = all_orders_row(status["order_status"], sku=line["sku"], item_status=status["item_status"])
        told.append(row | {"amazon-order-id": line["order_id"], "last-updated-date": "2026-10-05T11:30:00+09:00"})
    return [rows for rows in (early, late, told) if rows]


def nights_of(files, counts):
    """The files of each night, so many of them."""
    starts = np.cumsum((0, *counts))
    return [files[start:end] for start, end in pairwise(starts)]


def endings(histories):
    """How each of these histories ends: status, units and charges, all that may not depend on how its files came."""
    product = product_after(*runs_together(histories))
    orders, charges = defaultdict(dict), defaultdict(list)
    for key, known in product.orders().items():
        units = {item: (units["shipped"], units["canceled"]) for item, units in known["items"].items()}
        orders[key[:3]][key[3:]] = known["status"], units
    for charge in product.charges:
        charges[charge.order_id[:3]].append((charge.kind, charge.order_id[3:], charge.item_id, charge.amount))
    return [(orders[key], sorted(charges[key])) for key in (own_id(n, "")[:3] for n in range(len(histories)))]


def test_neither_names_nor_nights_change_how_a_history_ends():
    files = files_of_histories(SEEDS)
    ways = [(turned, counts) for turned in permutations(range(len(files))) for counts in NIGHTS]
    ends = endings([nights_of([files[place] for place in turned], counts) for turned, counts in ways])
    assert {way: end for way, end in zip(ways, ends, strict=True) if end != ends[0]} == {}


def test_the_histories_hold_what_could_end_otherwise():
    [(orders, charges)] = endings([[files_of_histories(SEEDS)]])
    assert {status for status, _ in orders.values()} >= {"Unshipped", "PartiallyShipped", "Shipped", "Canceled"}
    assert len(charges) > len(SEEDS)


def test_a_canceled_line_of_the_same_night_ends_alike_under_every_name():
    early, late, told = files_of_histories([1])
    nothing = [row | {"quantity-purchased": "0", "item-price": ""} for row in late]
    files = [[*early, *late], nothing, told]
    ways = list(permutations(range(len(files))))
    ends = endings([[[files[place] for place in turned]] for turned in ways])
    assert {way: end for way, end in zip(ways, ends, strict=True) if end != ends[0]} == {}
    assert all(orders and charges for orders, charges in ends)
