"""Short words for nights of the product's rules, over the histories that tests.reference.builders make."""

from tests.histories.builders import O, at, feed, paid
from tests.reference_model.records import Run
from tests.support.product_rules import ProductRules

ACCEPTED = ("accepted", ())
UNCHANGED = ("unchanged", (5000,))
HELD = ("held", (70013,))
STRANGER = "99999999999999"


def rejected(*codes):
    return ("rejected", codes)


def warned(*codes):
    return ("warning", codes)


def product_after(*runs, **settings):
    """The product after these runs: (as_of, files); settings as of Product."""
    product = ProductRules(**settings)
    for as_of, files in runs:
        product.run(Run(as_of, tuple(files)))
    return product


def product_day_by_day(*rows, first=5):
    """The product after one run a day at 18:00, from October 5th on, each with a feed of one row received at noon."""
    return product_after(*((at(first + n, 18), [feed(row, received=at(first + n))]) for n, row in enumerate(rows)))


def product_of_two_items(*later):
    """A paid order of the items A and B; then a run a day for each row, or tuple of rows of one record."""
    runs = [(at(5, 18), [feed(paid(), paid("10000000000011"), received=at(5))])]
    for n, said in enumerate(later):
        rows = said if isinstance(said, tuple) else (said,)
        runs.append((at(6 + n, 18), [feed(*rows, received=at(6 + n), records=(1,) * len(rows))]))
    return product_after(*runs)


def message_values(product):
    """Code, column, value and limit of every line that the rules said in the last run."""
    said = product.nights[-1].said
    return list(said[["code", "column", "value", "limit"]].itertuples(index=False, name=None))


def stored_order(product, order_id=O):
    """The stored order."""
    orders = product.book.orders
    return orders[orders["order_id"] == order_id].iloc[0]


def stored_shipments(product, *columns):
    """The stored parcels, in the columns asked for."""
    return list(product.book.parcels[list(columns)].itertuples(index=False, name=None))


def record_answers(product):
    """Outcome and codes of every record of the last run, in order of work by file."""
    return [(outcome, codes) for run, _, _, outcome, codes in product.outcomes if run == product.runs]


def item_values(product, *columns, key="10000000000010"):
    """Columns of one item."""
    items = product.book.items
    return tuple(items.loc[items["item_key"] == int(key), list(columns)].iloc[0])


def order_status(product, order_id=O):
    """The status of an order, as text."""
    return product.orders()[order_id]["status"]
