"""An inbox that tests drop feeds into, and take them from."""

import os
from datetime import UTC, datetime, timedelta

from pipeline.inbox.take import take_from_inbox
from pipeline.inbox.taken_file import InboxRules

NOW = datetime(2026, 10, 2, tzinfo=UTC)
TEXT = "order-id\tsku\r\n注文\tA\r\n".encode()


class TrialInbox:
    """A folder to drop feeds into and to take them from, by rules that a test changes."""

    def __init__(self, folder):
        self.folder = folder / "inbox"
        self.staging = folder / "staging"
        self.folder.mkdir()
        self.staging.mkdir()

    def drop(self, name, content=TEXT, received=NOW - timedelta(hours=1)):
        path = self.folder / name
        path.write_bytes(content)
        micros = (received - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
        os.utime(path, ns=(micros * 1000, micros * 1000))
        return path

    def take(self, **rules):
        options = {"settle_seconds": 0, "max_bytes": 1 << 20, "not_after": NOW, "now": NOW.timestamp, **rules}
        taken, skipped = take_from_inbox(self.folder, self.staging, InboxRules(**options))
        return taken, [(entry.name, entry.reason) for entry in skipped]
