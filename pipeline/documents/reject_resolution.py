"""What became of refusals: corrected, refused again, settled by a later record of the same key, or still open.

Only two things close a refusal without its mark: the record was refused again, for then that one is open, or a later
run applied a record of the same format and the same key. Anything less is a hint, never a guess. Order process, 14.6.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from pipeline.documents.reject import Reject
from schemas import keys
from schemas.formats.feed_formats import FEEDS
from schemas.formats.id_columns import ITEM_ID_COLUMN
from schemas.statuses import FEED_APPLIED, FEED_REFUSED

ORDER_COLUMNS = ("order-id", "order-id|merchant-order-id")
KEYED_BY_ITEM = tuple(
    table.name
    for table in FEEDS
    if table.key in {(order_column, ITEM_ID_COLUMN.get(table.name)) for order_column in ORDER_COLUMNS}
)
"""Formats whose key is the order and the item: both stand in every message about a record."""


class ResolutionMark(NamedTuple):
    """What the stored table `resolved` says: a run saw the record of a refusal again; again: the mark of a new one."""

    run: int
    refused: str
    again: str


class LaterFeed(NamedTuple):
    """A feed with the name of one that was refused whole."""

    run: int
    name: str
    status: str


class AppliedRecord(NamedTuple):
    """A record that took effect on an order that a reject names."""

    order_id: str
    item_key: int
    run: int
    format: str


def resolve_by_marks(rejects: Iterable[Reject], marks: Iterable[ResolutionMark]) -> list[Reject]:
    """The rejects with `resolved` and `again`.

    A record that is dropped back is the same record: what becomes of it later counts for every refusal of it.
    """
    earlier = [mark for mark in marks if int(mark.refused.partition("/")[0]) < mark.run]
    dropped_back = {mark.again: mark.refused for mark in earlier if mark.again}
    runs = defaultdict(list)
    for mark in earlier:
        runs[_first_mark(mark.refused, dropped_back), mark.again == ""].append(mark.run)
    resolved = []
    for reject in rejects:
        origin = _first_mark(reject.mark, dropped_back)
        applied, again = (_next_run(reject.run, runs.get((origin, is_applied), ())) for is_applied in (True, False))
        resolved.append(replace(reject, resolved=applied, again=again) if applied or again else reject)
    return resolved


def resolve_whole_feeds(rejects: Iterable[Reject], later_feeds: Iterable[LaterFeed]) -> list[Reject]:
    """The rejects; a feed that was refused whole is resolved, or refused again, by a later feed of its name.

    later_feeds: every feed that has the name of one. Feeds and runs, 14.6.
    """
    runs = defaultdict(list)
    for feed in later_feeds:
        runs[feed.name, feed.status].append(feed.run)
    return [
        replace(
            reject,
            resolved=_next_run(reject.run, runs.get((reject.feed, FEED_APPLIED), ())),
            again=_next_run(reject.run, runs.get((reject.feed, FEED_REFUSED), ())),
        )
        if reject.is_whole
        else reject
        for reject in rejects
    ]


def is_unsettled(reject: Reject) -> bool:
    """Whether no mark ended a reject that names an order."""
    return not (reject.resolved or reject.again) and keys.ORDER_ID.fullmatch(reject.order_id) is not None


def settle_by_later_records(rejects: Sequence[Reject], applied: Iterable[AppliedRecord]) -> list[Reject]:
    """The rejects with `settled` and `later`: records that came without a mark and applied later.

    applied: what took effect on the orders that unsettled rejects name.
    """
    runs_of: dict[tuple[str, str], dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for record in applied:
        runs_of[record.order_id, record.format][record.item_key].append(record.run)
    return [_settled(reject, runs_of.get((reject.order_id, reject.format))) for reject in rejects]


def _settled(reject: Reject, runs_of_item: Mapping[int, Sequence[int]] | None) -> Reject:
    """A reject with the first later run that settles it. runs_of_item: runs with records of its order and format."""
    if runs_of_item is None or not is_unsettled(reject):
        return reject
    item_key = keys.item_key(reject.item_id) if keys.ITEM_ID.fullmatch(reject.item_id) else keys.WHOLE_ORDER
    if item_key == keys.WHOLE_ORDER:
        return replace(reject, later=_next_run(reject.run, [run for runs in runs_of_item.values() for run in runs]))
    later = _next_run(reject.run, runs_of_item.get(item_key, ()))
    is_same_key = reject.format in KEYED_BY_ITEM and reject.single
    return replace(reject, later=later, settled=later if is_same_key else 0)


def _first_mark(mark: str, dropped_back: Mapping[str, str]) -> str:
    """The first refusal of a record: every mark leads to one of an earlier run, so this ends."""
    while mark in dropped_back:
        mark = dropped_back[mark]
    return mark


def _next_run(run: int, runs: Iterable[int]) -> int:
    """The first of some runs that is later than this one; 0 for none."""
    in_order = sorted(runs)
    place = bisect_right(in_order, run)
    return in_order[place] if place < len(in_order) else 0
