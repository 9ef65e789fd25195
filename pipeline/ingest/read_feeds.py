"""The feeds of a run: what was taken is read and checked; a duplicate or a refused file is answered, no more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

import feeds
from feeds import file_signatures
from feeds.problems import of_file
from pipeline.ingest import normalize
from pipeline.ingest import seller_order_ids as linking
from pipeline.ingest.feed import IncomingFeed
from schemas import codes
from schemas.keys import digits_as_keys
from schemas.stored_frames import as_frame
from schemas.stored_tables import SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipeline.inbox.take import TakenFile
    from pipeline.store.catalogue_rows import FeedRow
    from pipeline.store.reader import StoreReader
    from pipeline.workspace.settings import Settings

APPLIED, REFUSED, DUPLICATE = "applied", "refused", "duplicate"


@dataclass(frozen=True, slots=True)
class FeedResult:
    """One feed of the run: its row for the catalogue, and its frames; `arrived` only when its records go on.

    problems: what to say of a file that is refused or a duplicate (record 0).
    """

    row: FeedRow
    feed: feeds.Feed | None
    arrived: IncomingFeed | None
    problems: pd.DataFrame
    safe_name: str


def read_all(
    taken: Sequence[TakenFile],
    rows: Sequence[FeedRow],
    store: StoreReader,
    settings: Settings,
    tell: Callable[[str, int, int], None],
) -> list[FeedResult]:
    """Read every feed that was taken, in the order of work. `rows`: their rows for the catalogue."""
    seen: dict[str, FeedRow] = {}
    done = []
    for seq, (file, row) in enumerate(zip(taken, rows, strict=True)):
        tell(f"reading {file.name}", seq, len(taken))
        earlier = store.feed(file.sha256) or seen.get(file.sha256)
        one = (
            _refused(row, file)
            if file.fault
            else _duplicate(row, earlier)
            if earlier
            else _read(file, row, seq, settings)
        )
        done.append(replace(one, safe_name=file.safe_name))
        if one.arrived:
            seen.setdefault(file.sha256, one.row)
    return done


def _refused(row: FeedRow, file: TakenFile) -> FeedResult:
    problems = file_signatures.problem(file.what) if file.what else of_file(file.fault)
    return FeedResult(replace(row, status=REFUSED, form=feeds.form_of(file.content)), None, None, problems, "")


def _duplicate(row: FeedRow, earlier: FeedRow) -> FeedResult:
    """The same bytes as an earlier feed: answered, archived, without effect (cases 31).

    Names the run, and if it refused records then, how many and the file that they lie in.
    """
    row = replace(row, status=DUPLICATE, format=earlier.format, form=earlier.form, encoding=earlier.encoding)
    refused = str(earlier.rejected) if earlier.rejected_file else ""
    said = of_file(codes.FEED_DUPLICATE, value=str(earlier.run), limit=refused)
    return FeedResult(row, None, None, said.assign(column=earlier.rejected_file).astype({"column": "str"}), "")


def _read(file: TakenFile, row: FeedRow, seq: int, settings: Settings) -> FeedResult:
    feed = feeds.read(file.content, zone=settings.tz, seller=settings.seller.id, repair=settings.inbox.repair)
    row = replace(row, form=feed.form, encoding=feed.encoding, format=feed.table.name if feed.table else "")
    if feed.refused or feed.table is None:
        return FeedResult(replace(row, status=REFUSED), feed, None, feed.problems, "")
    arrived = IncomingFeed(
        number=row.feed,
        name=row.name,
        received=pd.Timestamp(file.received).as_unit("us"),
        seq=seq,
        table=feed.table,
        text=feed.text,
        typed=feed.typed,
        problems=feed.problems,
        repeats=feed.repeats,
        messages=feed.messages,
    )
    return FeedResult(replace(row, status=APPLIED, records=feed.records), feed, arrived, feed.problems, "")


def check_again(settings: Settings) -> Callable[..., tuple[pd.DataFrame, pd.DataFrame]]:
    """The check of feeds for records that were held, in the business zone."""
    return lambda table, text: feeds.check(table, text, settings.tz)


def named_keys(arrived: Sequence[IncomingFeed], store: StoreReader) -> tuple[dict[str, int], dict[str, int]]:
    """Keys of the order ids that are not made of digits: all that the feeds name, and those of them that are new."""
    ids = normalize.order_ids(arrived)
    names = sorted(ids[digits_as_keys(ids) == 0])
    known = store.order_keys(names)
    first = store.next_order_key()
    fresh = {name: first + number for number, name in enumerate(name for name in names if name not in known)}
    return known | fresh, fresh


def counted(read: FeedResult, records: pd.DataFrame) -> FeedRow:
    """The row of a feed with the number of its records by outcome (records: feed, record, outcome)."""
    mine = records.loc[records["feed"] == read.row.feed, "outcome"]
    counts = np.bincount(mine, minlength=5)
    return replace(
        read.row,
        unchanged=int(counts[0]),
        accepted=int(counts[1]),
        warning=int(counts[2]),
        held=int(counts[3]),
        rejected=int(counts[4]),
    )


def links(arrived: Sequence[IncomingFeed], store: StoreReader) -> pd.Series:
    """Order ids by the seller's own ids, from earlier acknowledgements and those that came now (cases 20)."""
    earlier = as_frame(store.read("links", schema=SCHEMAS["links"]))
    return linking.lookup(pd.concat([earlier, linking.links_of(arrived)], ignore_index=True))
