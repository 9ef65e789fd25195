"""Rejects from the messages that runs stored, and what became of each since. Order process, 14.6."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from pipeline.documents.reject_resolution import (
    AppliedRecord,
    LaterFeed,
    ResolutionMark,
    is_unsettled,
    resolve_by_marks,
    resolve_whole_feeds,
    settle_by_later_records,
)
from pipeline.documents.rejects_document import RefusedFeed, RefusingLine, rejects_from_lines
from pipeline.errors import UsageError
from pipeline.publish.answer_names import feed_file_name, rejected_file_name
from pipeline.store import datafiles
from pipeline.store.named_rows import NamedRows
from schemas import codes, keys
from schemas.statuses import APPLIED_OUTCOMES
from schemas.stored_tables import SCHEMAS

if TYPE_CHECKING:
    import pyarrow as pa

    from pipeline.documents.reject import Reject
    from pipeline.store.catalogue_rows import FeedRow
    from pipeline.store.reader import StoreReader

REFUSING = ("Error", "Fatal")
_OF_JOURNAL = ("order_key", "item_key", "run", "feed", "outcome", "code")


def resolved_rejects(store: StoreReader, language: str | None, run: int | None = None) -> list[Reject]:
    """Every reject, of one run if asked for, with what ended it. Raises UsageError.

    language: of the texts of its codes; None for codes without texts.
    """
    last = store.last_run.run if store.last_run else 0
    if run is not None and not 1 <= run <= last:
        raise UsageError(f"there is no run {run}", f"the last one is run {last}" if last else "there was no run yet")
    lines = _refusing_lines(store, last, run)
    feeds = store.feeds_by_number({line.feed for line in lines})
    closed = store.closed_refusals()
    facts = {
        number: RefusedFeed(feed.name, feed.format, feed.form, closed.get(number, "")) for number, feed in feeds.items()
    }
    rejects = list(rejects_from_lines(lines, facts, language, partial(_file, feeds)))
    return _resolved(store, rejects, last)


def _refusing_lines(store: StoreReader, last: int, run: int | None) -> list[RefusingLine]:
    """The lines that refused something, those of a record in the order in which it was answered."""
    refusing = NamedRows("refused", [True])
    schema = SCHEMAS["answer_lines"]
    table = store.read(
        "answer_lines", columns=RefusingLine._fields, schema=schema, as_of_run=last or None, where=refusing
    )
    lines = [line for line in map(RefusingLine._make, _rows(table)) if run is None or line.run == run]
    lines = [line for line in lines if codes.problem_type(line.code, line.value) in REFUSING]
    return sorted(lines, key=lambda line: line.place)


def _file(feeds: Mapping[int, FeedRow], run: int, number: int, record: int) -> str:
    """Where a reject lies to be corrected: in rejected/, a feed that was refused whole in the archive."""
    feed = feeds[number]
    if not record:
        return feed.archived
    name = feed_file_name(feed, released=feed.run != run)
    return f"rejected/{rejected_file_name(run, name)}"


def _resolved(store: StoreReader, rejects: Sequence[Reject], last: int) -> list[Reject]:
    """The rejects with the run that ended each."""
    marks = store.read("resolved", columns=ResolutionMark._fields, schema=SCHEMAS["resolved"])
    rejects = resolve_by_marks(rejects, map(ResolutionMark._make, _rows(marks)))
    names = {reject.feed for reject in rejects if reject.is_whole}
    later = [LaterFeed(feed.run, feed.name, feed.status) for feed in store.feeds_named(names) if feed.run <= last]
    rejects = resolve_whole_feeds(rejects, later)
    return settle_by_later_records(rejects, _applied_records(store, [*filter(is_unsettled, rejects)]))


def _applied_records(store: StoreReader, unsettled: Sequence[Reject]) -> Iterator[AppliedRecord]:
    """What later runs applied to the orders of these rejects; no record whose facts were not applied."""
    if not unsettled:
        return
    first = min(reject.run for reject in unsettled)
    order_ids = {
        key: order_id for order_id, key in _order_keys(store, {reject.order_id for reject in unsettled}).items()
    }
    files = [file for file in store.live_files("journal") if file.added > first]
    named = NamedRows.of("order_key", order_ids)
    schema = SCHEMAS["journal"]
    rows = [*_rows(datafiles.read(store.root, files, columns=_OF_JOURNAL, schema=schema, where=named))]
    formats = {number: feed.format for number, feed in store.feeds_by_number({feed for *_, feed, _, _ in rows}).items()}
    for order_key, item_key, run, feed, outcome, code in rows:
        if outcome in APPLIED_OUTCOMES and code != codes.ORDER_CONFLICT and feed > 0:
            yield AppliedRecord(order_ids[order_key], item_key, run, formats[feed])


def _order_keys(store: StoreReader, order_ids: Iterable[str]) -> dict[str, int]:
    """The keys of well-formed order ids; none of those that no order of the store has."""
    of_digits = {order_id: key for order_id in order_ids if (key := keys.digits_as_key(order_id))}
    return of_digits | store.order_keys(set(order_ids) - set(of_digits))


def _rows(table: pa.Table) -> Iterator[tuple[Any, ...]]:
    """The rows of a table as tuples."""
    return zip(*(column.to_pylist() for column in table.columns), strict=True)
