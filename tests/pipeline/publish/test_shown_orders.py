"""Which orders the reports of a run need with all their text."""

import numpy as np

from pipeline.lifecycle import first_report
from pipeline.publish import shown_orders
from schemas.order_ids import OrderIds
from tests.histories.builders import at, confirmation, feed, order, paid_order
from tests.support.product_runs import product_after

SHIPPED, OPEN, PENDING = "999-0000001-0000001", "999-0000001-0000002", "999-0000001-0000003"
PRODUCT = product_after(
    (at(5, 18), [feed(paid_order(), paid_order(order_id=OPEN), order(order_id=PENDING), received=at(5))]),
    (at(6, 18), [feed(confirmation(), received=at(6))]),
)


def state_reported_by(run):
    """The book whose items an Orders report of that run held first."""
    return first_report.mark_reported(PRODUCT.state, run, at(6, 18))


def ids_of_shown(state, runs):
    is_shown = shown_orders.items_to_show(state, runs)
    shown = state.items.loc[is_shown, "order_key"]
    return OrderIds.of({}).texts(np.unique(shown)).to_pylist()


def test_a_shipped_order_that_only_waits_for_its_feedback_is_not_shown():
    assert ids_of_shown(state_reported_by(1), [2]) == [OPEN, PENDING]


def test_a_shipped_order_is_shown_on_the_day_of_its_orders_report():
    assert ids_of_shown(state_reported_by(1), [1, 2]) == [SHIPPED, OPEN, PENDING]
