"""Feed files to frames and problems: encodings, formats, rows, checks.

`read` a file at once, `open_feed` to read it block by block, `check` what was held.
"""

from feeds.feed_blocks import FeedBlock, FeedEnd, OpenFeed, form_of, open_feed
from feeds.read_feed import Feed, read
from feeds.value_checks import check

__all__ = ["Feed", "FeedBlock", "FeedEnd", "OpenFeed", "check", "form_of", "open_feed", "read"]
