"""One feed as the form check left it, received on the fifth day of the histories."""

from tests.histories.builders import at, feed
from tests.support.product_rules import checked_feed


def incoming_feed(*rows, number=7, **more):
    """These rows as a checked feed; more: what tests.histories.builders.feed takes."""
    return checked_feed(feed(*rows, received=at(5), **more), number, 0)
