"""The product's rules run over histories, and what came of it."""

from tests.histories.builders import ITEM_A, ORDER_ID, runs_day_by_day, runs_of_two_items
from tests.reference_model.records import Run
from tests.support.kept_histories import rules_after
from tests.support.stored_workspace import key_of_order

STRANGER = "99999999999999"


def product_after(*runs, **settings):
    """The product after these runs: (as_of, files); settings as of ProductRules."""
    return rules_after([Run(as_of, tuple(files)) for as_of, files in runs], **settings)


def product_day_by_day(*rows, first=5):
    """The product after one run a day, from October 5th on, each with one feed of one row."""
    return product_after(*runs_day_by_day(*rows, first=first))


def product_of_two_items(*later):
    """A paid order of the items A and B; then a run a day for each row, or tuple of rows of one record."""
    return product_after(*runs_of_two_items(*later))


def message_values(product):
    """Code, column, value and limit of every line that the rules said in the last run."""
    messages = product.results[-1].messages
    return list(messages[["code", "column", "value", "limit"]].itertuples(index=False, name=None))


def stored_order(product, order_id=ORDER_ID):
    """The stored order."""
    orders = product.state.orders
    return orders[orders["order_key"] == key_of_order(order_id)].iloc[0]


def stored_shipments(product, *columns):
    """The stored parcels, in the columns asked for."""
    return list(product.state.parcels[list(columns)].itertuples(index=False, name=None))


def last_run_answers(product):
    """Outcome and codes of every record of the last run, in order of work by file."""
    return [record.answer for record in product.outcomes if record.run == product.run_number]


def item_values(product, *columns, key=ITEM_A):
    """Columns of one item."""
    items = product.state.items
    return tuple(items.loc[items["item_key"] == int(key), list(columns)].iloc[0])
