"""What became of a refusal, from the marks of corrected files and from later records."""

from dataclasses import replace

import pytest

from pipeline.documents.reject import Reject
from pipeline.documents.reject_resolution import (
    AppliedRecord,
    LaterFeed,
    ResolutionMark,
    is_unsettled,
    resolve_by_marks,
    resolve_whole_feeds,
    settle_by_later_records,
)
from schemas.formats.feed_formats import CANCELLATIONS, CONFIRMATIONS

ORDER_ID, ITEM_ID, ITEM_KEY = "999-0000001-0000001", "00000000000101", 101


def rejects(*marks, **facts):
    """A reject for each mark, of one order and item unless the facts say otherwise."""
    usual = {"format": CANCELLATIONS.name, "order_id": ORDER_ID, "item_id": ITEM_ID, "single": True} | facts
    places = [mark.split("/") for mark in marks]
    return [Reject(int(run), 1, feed, int(record), 0, **usual) for run, feed, record in places]


def marks(*rows):
    return [ResolutionMark(*row) for row in rows]


def ends(resolved):
    return [(reject.resolved, reject.again) for reject in resolved]


def settlements_of(rejected, *applied):
    records = [AppliedRecord(ORDER_ID, *row) for row in applied]
    return [(reject.settled, reject.later) for reject in settle_by_later_records(rejected, records)]


def test_a_record_that_is_corrected_at_the_second_try_is_resolved_at_both_places():
    resolved = resolve_by_marks(
        rejects("1/a.tsv/2", "2/b.tsv/1"), marks((2, "1/a.tsv/2", "2/b.tsv/1"), (3, "2/b.tsv/1", ""))
    )
    assert ends(resolved) == [(3, 2), (3, 0)]


def test_marks_of_a_later_run_or_of_the_same_one_lead_nowhere():
    resolved = resolve_by_marks(rejects("1/a.tsv/2"), marks((3, "9/x.tsv/1", "3/x.tsv/1"), (3, "3/y.tsv/1", "")))
    assert ends(resolved) == [(0, 0)]


def test_the_first_later_run_counts_in_whatever_order_the_marks_come():
    resolved = resolve_by_marks(rejects("2/a.tsv/1"), marks((5, "2/a.tsv/1", ""), (3, "2/a.tsv/1", "")))
    assert ends(resolved) == [(3, 0)]


def test_a_later_record_of_the_same_key_settles_and_one_of_an_earlier_run_does_not():
    rejected = rejects("2/a.tsv/1")
    assert settlements_of(rejected, (ITEM_KEY, 3, CANCELLATIONS.name)) == [(3, 3)]
    assert settlements_of(rejected, (ITEM_KEY, 5, CANCELLATIONS.name), (ITEM_KEY, 4, CANCELLATIONS.name)) == [(4, 4)]
    assert settlements_of(rejected, (ITEM_KEY, 2, CANCELLATIONS.name)) == [(0, 0)]
    assert settlements_of(rejected, (ITEM_KEY + 1, 3, CANCELLATIONS.name)) == [(0, 0)]
    assert settlements_of(rejected, (ITEM_KEY, 3, CONFIRMATIONS.name)) == [(0, 0)]


def test_where_order_and_item_are_not_the_whole_key_a_later_record_is_only_a_hint():
    later = (ITEM_KEY, 3, CONFIRMATIONS.name)
    assert settlements_of(rejects("2/a.tsv/1", format=CONFIRMATIONS.name), later) == [(0, 3)]
    later = (ITEM_KEY, 3, CANCELLATIONS.name)
    assert settlements_of(rejects("2/a.tsv/1", single=False), later) == [(0, 3)]
    assert settlements_of(rejects("2/a.tsv/1", item_id=""), later) == [(0, 3)]
    assert settlements_of(rejects("2/a.tsv/1", item_id="101"), later) == [(0, 3)]


def test_what_a_mark_ended_and_an_order_id_that_is_damaged_are_not_settled():
    later = (ITEM_KEY, 3, CANCELLATIONS.name)
    [rejected] = rejects("2/a.tsv/1")
    assert is_unsettled(rejected)
    for ended in (replace(rejected, resolved=3), replace(rejected, again=3), replace(rejected, order_id="x")):
        assert not is_unsettled(ended)
        assert settlements_of([ended], later) == [(0, 0)]


@pytest.mark.parametrize("ended", [{"resolved": 1}, {"again": 1}, {"settled": 1}, {"closed": "2026-10-06T00:00:00"}])
def test_a_reject_is_open_until_something_ended_it(ended):
    [rejected] = rejects("2/a.tsv/1")
    assert (rejected.is_open, replace(rejected, later=3).is_open, replace(rejected, **ended).is_open) == (
        True,
        True,
        False,
    )


def test_a_feed_refused_whole_is_ended_by_a_later_feed_of_its_name_and_a_record_is_not():
    rejected = rejects("1/a.tsv/0", "2/a.tsv/0", "2/a.tsv/5", "3/b.tsv/0")
    rows = [(1, "a.tsv", "refused"), (2, "a.tsv", "refused"), (3, "b.tsv", "refused"), (4, "a.tsv", "applied")]
    assert ends(resolve_whole_feeds(rejected, [LaterFeed(*row) for row in rows])) == [(4, 2), (4, 0), (0, 0), (0, 0)]
