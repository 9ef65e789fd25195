"""Feeds that tests write and read, and what was found wrong with them."""

from zoneinfo import ZoneInfo

import feeds
from feeds.decode import DecodedText
from tests.support.feed_forms import flat_file
from tests.support.good_rows import good_row

TOKYO = ZoneInfo("Asia/Tokyo")
DECLARED = {"utf-16": "UTF-16", "cp932": "Shift_JIS"}


class FeedReader:
    """Reads what a test writes; one file, written anew for each."""

    def __init__(self, folder):
        self.path = folder / "feed"

    def read(self, content, encoding="utf-8", **options):
        """Text or bytes to the feed that is read from them; the declaration of `xml_feed` follows the encoding."""
        if encoding in DECLARED and not isinstance(content, bytes):
            content = content.replace('encoding="utf-8"', f'encoding="{DECLARED[encoding]}"', 1)
        self.path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return feeds.read(self.path, zone=TOKYO, **options)

    def read_rows(self, name, *changes, **options):
        """Changes to a good record of a format (one dict a row) to the feed that is read from these rows."""
        return self.read(flat_file([good_row(name) | change for change in changes]), **options)


def problem_values(feed, *columns):
    """What these columns say of every problem of a feed."""
    return list(zip(*(feed.problems[name].tolist() for name in columns), strict=True))


def problem_codes(feed):
    """Record, code and column of every problem of a feed."""
    return problem_values(feed, "record", "code", "column")


def refusal_problems(feed):
    """What an XML feed is refused for; nothing of it is left."""
    assert feed.refused
    assert (feed.form, feed.records, len(feed.text), len(feed.typed), len(feed.repeats)) == ("xml", 0, 0, 0, 0)
    return feed.problems[["record", "line", "code", "value", "limit"]].to_numpy().tolist()


class SmallBlocks(DecodedText):
    """The same text in very small blocks."""

    def raw_blocks(self, size, decode=None):
        return super().raw_blocks(min(size, 48), decode)
