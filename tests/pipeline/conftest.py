"""An inbox to drop feeds into."""

import os
from datetime import UTC, datetime, timedelta

import pytest

from pipeline.inbox.take import InboxRules, take

NOW = datetime(2026, 10, 2, tzinfo=UTC)
TEXT = "order-id\tsku\r\n注文\tA\r\n".encode()


class Counter:
    """A folder that feeds are dropped into, and a taking with rules that a test changes."""

    def __init__(self, folder):
        self.inbox, self.staging = folder / "inbox", folder / "staging"
        self.inbox.mkdir()
        self.staging.mkdir()

    def drop(self, name, content=TEXT, received=NOW - timedelta(hours=1)):
        path = self.inbox / name
        path.write_bytes(content)
        micros = (received - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
        os.utime(path, ns=(micros * 1000, micros * 1000))
        return path

    def take(self, **rules):
        given = {"settle_seconds": 0, "max_bytes": 1 << 20, "not_after": NOW, "now": NOW.timestamp, **rules}
        taken, left = take(self.inbox, self.staging, InboxRules(**given))
        return taken, [(entry.name, entry.reason) for entry in left]


@pytest.fixture
def counter(tmp_path):
    return Counter(tmp_path)
