"""What the rules came to as the order lines that reports are made of, without a store."""

from types import SimpleNamespace

import numpy as np

from pipeline.lifecycle.first_report import mark_reported
from pipeline.publish.shown_orders import order_lines, stored_text
from schemas.order_ids import OrderIds
from tests.support.product_rules import ZONE

NO_FILES = SimpleNamespace(live_files=lambda *_, **__: [])


def product_lines(product, as_of):
    """Every item of the product's state, reported by its last run if it has not been before."""
    state = mark_reported(product.state, product.run_number, as_of)
    text = stored_text(NO_FILES, dict(zip(("order_text", "item_text"), product.text, strict=True)))
    return order_lines(state, np.full(len(state.items), True), ZONE, OrderIds.of({}), text)
