"""Tonight's payments: of Pending orders, known and new; of verified ones again; and some that cannot be taken."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from benchmarks import generate
from benchmarks.generate import Orders
from benchmarks.night.columns import PAYMENTS, STATUSES, ZONE
from benchmarks.night.strangers import Strangers
from benchmarks.night.world import World

ROWS = 120_000
FAULTY, FIRST, AGAIN = 0.016, 0.80, (0.97, 0.03)
OUTCOMES = (0.88, 0.08, 0.03, 0.01)
LATE = 0.2
"""Of the payments of known Pending orders so many are made a week after the purchase."""
MALFORMED = "249-123-77"


def of_night(
    world: World, waiting: Orders, new: Orders, verified: Orders, strangers: Strangers, rng: np.random.Generator
) -> pa.Table:
    """Rows of the feed (PAYMENTS), an order once."""
    rows = world.scaled(ROWS)
    first = [_first(waiting, rng, late=LATE), _first(new, rng, late=0.0)]
    bad = _faulty(int(rows * FAULTY), strangers, rng)
    again = _again(verified, rows - sum(map(len, first)) - len(bad), rng)
    together = pa.concat_tables([*first, again, bad]).combine_chunks()
    together = together.take(rng.permutation(len(together)))
    reference = generate.joined("PAY-", generate.padded(np.arange(len(together)), 9))
    return together.append_column(PAYMENTS[-1], reference)


def _first(orders: Orders, rng: np.random.Generator, *, late: float) -> pa.Table:
    """Payments of FIRST of the orders, in hours after the purchase or after a week."""
    firsts = orders.only(generate.begins(orders.number))
    firsts = firsts.only(rng.random(len(firsts.number)) < FIRST)
    count = len(firsts.number)
    bought = pc.utf8_slice_codeunits(firsts.rows["purchase-date"].combine_chunks(), 0, 19)
    bought = bought.to_numpy(zero_copy_only=False).astype("datetime64[s]")
    wait = np.where(rng.random(count) < late, 7 * 86_400, rng.integers(600, 3_000, size=count))
    paid = np.minimum(bought + wait.astype("timedelta64[s]"), np.datetime64("2026-06-01T23:00:00"))
    status = pa.array(STATUSES).take(pa.array(rng.choice(4, size=count, p=OUTCOMES)))
    return _rows(firsts.rows["order-id"].combine_chunks(), status, generate.instants(paid))


def _again(verified: Orders, count: int, rng: np.random.Generator) -> pa.Table:
    """Payments of orders whose payment is known: most say the same, some that it failed."""
    orders = generate.order_ids(np.sort(rng.choice(np.unique(verified.number), size=count, replace=False)))
    status = pa.array(["Verified", "Failed"]).take(pa.array(rng.choice(2, size=count, p=AGAIN)))
    return _rows(orders, status, generate.constant(f"2026-06-01T22:00:00{ZONE}", count))


def _faulty(count: int, strangers: Strangers, rng: np.random.Generator) -> pa.Table:
    """A third each: a status misspelt, a malformed or unknown id, a closed order."""
    each = count // 3
    ids = pa.concat_arrays(
        [strangers.unknown(each, rng), generate.constant(MALFORMED, each // 2),
         strangers.unknown(each - each // 2, rng), strangers.closed(each, rng)]
    )  # fmt: skip
    status = pa.concat_arrays([generate.constant("verfied", each), generate.constant("Verified", 2 * each)])
    return _rows(ids, status, generate.constant(f"2026-06-01T22:00:00{ZONE}", 3 * each))


def _rows(orders: pa.Array, status: pa.Array, at: pa.Array) -> pa.Table:
    return pa.table(dict(zip(PAYMENTS[:3], (orders, status, at), strict=True)))
