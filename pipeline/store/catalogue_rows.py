"""The rows of the catalogue, and what a run hands over for them.

Instants are UTC in microseconds; paths are relative to the workspace, with slashes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

DATA = "state/data"
"""Where the data files are, relative to the workspace."""
FORMER_TABLES = {"answer_lines": "said"}
"""What tables of data files were called in the first version of the store, by their name of today."""


@dataclass(frozen=True, slots=True)
class RunRow:
    """One committed run; `day` is the business day of `as_of`; `settings` (JSON) and `fees` are kept in full."""

    run: int
    as_of: datetime
    day: date
    settings_hash: str
    settings: str
    fees: str
    exit_code: int
    started: datetime
    finished: datetime
    published: bool = False

    @property
    def folder(self) -> str:
        """Where the run publishes its reports."""
        return run_folder(self.day, self.run)


@dataclass(frozen=True, slots=True)
class DataFile:
    """One Parquet file of a table: alive from run `added` to before run `removed`."""

    path: str
    table_name: str
    part: str
    shard: int | None
    rows: int
    bytes: int
    sha256: str
    added: int
    removed: int | None = None


@dataclass(frozen=True, slots=True)
class FeedRow:
    """One feed that was taken: the counts of its records by outcome, and where its bytes went.

    `feed` numbers all feeds of the workspace; `sha256` and `size` are of the expanded content, `file_sha256` of the
    file. `status`: applied, refused or duplicate. `effect`: records that took effect or are held.
    `entry`, `identity`, `staged`, `cleared` carry the file from the inbox to the archive.
    """

    feed: int
    run: int
    name: str
    sha256: str
    file_sha256: str
    size: int
    received: datetime
    archived: str
    entry: bytes
    identity: str
    staged: str
    format: str = ""
    form: str = ""
    encoding: str = ""
    status: str = ""
    records: int = 0
    accepted: int = 0
    warning: int = 0
    unchanged: int = 0
    held: int = 0
    rejected: int = 0
    rejected_file: str = ""
    effect: int = 0
    cleared: bool = False


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One file that a run publishes: its kind (run, day, rejected, held), its place, and its place in staging."""

    run: int
    path: str
    kind: str
    name: str
    rows: int
    bytes: int
    sha256: str
    staged: str


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """One closed settlement, [start, end), in yen."""

    settlement: str
    start: datetime
    end: datetime
    deposit_at: datetime
    total: int
    brought: int
    carried: int
    run: int


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """A segment: lines of the open settlement as its report shows them, which no later run changes.

    They are the rows of the ledger posted in [first_posted, posted_before), in yen `amount`. `start`, `end`: the period
    of the settlement. `layout`: what else the bytes depend on. `unencodable`: JSON, of each cell that lost a character
    its row, from 0, and its column. `crc32`: every night copies the file, and this shows damage at a third of the cost
    of a sha256. It lives from run `added` to before run `removed`.
    """

    path: str
    settlement: str
    start: datetime
    end: datetime
    first_posted: datetime
    posted_before: datetime
    layout: str
    rows: int
    amount: int
    unencodable: str
    bytes: int
    crc32: int
    added: int
    removed: int | None = None


@dataclass(frozen=True, slots=True)
class RunClosing:
    """What is known at the end of a run, for the catalogue.

    `fees`: the text of the fee schedule used. `counters`: named integers. `order_names`: new order ids and their keys.
    `meta`: values that the next run needs. `ended_without_effect`: by feed of an earlier run, how many of its held
    records ended without effect in this one; a feed none of whose records had an effect may be dropped again.
    """

    exit_code: int
    started: datetime
    finished: datetime
    fees: str = ""
    feeds: Sequence[FeedRow] = ()
    counters: Mapping[str, int] = field(default_factory=dict)
    periods: Sequence[PeriodRow] = ()
    order_names: Mapping[str, int] = field(default_factory=dict)
    meta: Mapping[str, str] = field(default_factory=dict)
    ended_without_effect: Mapping[int, int] = field(default_factory=dict)


def run_folder(day: date, run: int) -> str:
    """The folder of the reports of a run."""
    return f"reports/{day}/run-{run}"
