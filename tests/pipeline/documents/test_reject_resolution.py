"""What became of a refusal, from the marks of corrected files and from later records."""

import pandas as pd

from pipeline.documents.reject_resolution import (
    is_open,
    resolve_by_marks,
    resolve_whole_feeds,
    settle_by_later_records,
    unsettled_records,
)
from schemas.formats.feed_formats import CANCELLATIONS, CONFIRMATIONS

ORDER_ID, ITEM_ID, ITEM_KEY = "999-0000001-0000001", "00000000000101", 101


def reject_rows(*runs_and_marks, **facts):
    usual = {"format": CANCELLATIONS.name, "order_id": ORDER_ID, "item_id": ITEM_ID, "single": True}
    rows = [{"run": run, "mark": mark, **usual, **facts} for run, mark in runs_and_marks]
    return pd.DataFrame(rows).astype({"mark": "str", "order_id": "str", "item_id": "str", "format": "str"})


def resolution_rows(*rows):
    return pd.DataFrame(rows, columns=["run", "refused", "again"]).astype({"refused": "str", "again": "str"})


def settlements_of(rejected, *applied):
    unmarked = resolve_by_marks(rejected, resolution_rows((0, "0/x/1", "")).head(0))
    unsettled = unsettled_records(unmarked).assign(order_key=7)
    columns = ["order_key", "item_key", "run", "format"]
    frame = pd.DataFrame([(7, *row) for row in applied], columns=columns).astype({"format": "str"})
    return settle_by_later_records(unmarked, unsettled, frame)[["settled", "later"]].to_numpy().tolist()


def test_a_record_that_is_corrected_at_the_second_try_is_resolved_at_both_places():
    resolved = resolve_by_marks(
        reject_rows((1, "1/a.tsv/2"), (2, "2/b.tsv/1")),
        resolution_rows((2, "1/a.tsv/2", "2/b.tsv/1"), (3, "2/b.tsv/1", "")),
    )
    assert resolved[["resolved", "again"]].to_numpy().tolist() == [[3, 2], [3, 0]]


def test_marks_of_a_later_run_or_of_the_same_one_lead_nowhere():
    resolved = resolve_by_marks(
        reject_rows((1, "1/a.tsv/2")), resolution_rows((3, "9/x.tsv/1", "3/x.tsv/1"), (3, "3/y.tsv/1", ""))
    )
    assert resolved[["resolved", "again"]].to_numpy().tolist() == [[0, 0]]


def test_a_later_record_of_the_same_key_settles_and_one_of_an_earlier_run_does_not():
    rejected = reject_rows((2, "2/a.tsv/1"))
    assert settlements_of(rejected, (ITEM_KEY, 3, CANCELLATIONS.name)) == [[3, 3]]
    assert settlements_of(rejected, (ITEM_KEY, 2, CANCELLATIONS.name)) == [[0, 0]]
    assert settlements_of(rejected, (ITEM_KEY + 1, 3, CANCELLATIONS.name)) == [[0, 0]]


def test_where_order_and_item_are_not_the_whole_key_a_later_record_is_only_a_hint():
    later = (ITEM_KEY, 3, CONFIRMATIONS.name)
    assert settlements_of(reject_rows((2, "2/a.tsv/1"), format=CONFIRMATIONS.name), later) == [[0, 3]]
    later = (ITEM_KEY, 3, CANCELLATIONS.name)
    assert settlements_of(reject_rows((2, "2/a.tsv/1"), single=False), later) == [[0, 3]]
    assert settlements_of(reject_rows((2, "2/a.tsv/1"), item_id=""), later) == [[0, 3]]


def test_an_order_id_that_is_damaged_names_no_order():
    unmarked = resolve_by_marks(reject_rows((2, "2/a.tsv/1"), order_id="x"), resolution_rows((0, "0/x/1", "")).head(0))
    assert unsettled_records(unmarked).empty


def test_a_reject_is_open_until_something_ended_it():
    ended = pd.DataFrame(
        {
            "resolved": [0, 1, 0, 0, 0],
            "again": [0, 0, 1, 0, 0],
            "settled": [0, 0, 0, 1, 0],
            "closed": ["", "", "", "", "2026-10-06T00:00:00+00:00"],
        }
    )
    assert is_open(ended).tolist() == [True, False, False, False, False]


def test_a_feed_refused_whole_is_ended_by_a_later_feed_of_its_name_and_a_record_is_not():
    rejected = resolve_by_marks(
        reject_rows((1, "1/a.tsv/0"), (2, "2/a.tsv/0"), (2, "2/a.tsv/5"), (3, "3/b.tsv/0")),
        resolution_rows((0, "0/x/1", "")).head(0),
    ).assign(record=[0, 0, 5, 0], feed=["a.tsv", "a.tsv", "a.tsv", "b.tsv"])
    rows = [(1, "a.tsv", "refused"), (2, "a.tsv", "refused"), (3, "b.tsv", "refused"), (4, "a.tsv", "applied")]
    later = pd.DataFrame(rows, columns=["run", "name", "status"])
    ended = resolve_whole_feeds(rejected, later)
    assert ended[["resolved", "again"]].to_numpy().tolist() == [[4, 2], [4, 0], [0, 0], [0, 0]]
