"""What a run stores of its answers, and of the refusals that it mended. Order process, 14.1 to 14.6."""

from dataclasses import replace

import pandas as pd
import pytest

from pipeline.ingest.feed_collector import FeedCollector
from pipeline.model.outcome_table import OutcomeTable
from pipeline.publish import message_lines
from schemas.statuses import Outcome
from tests.histories.builders import ITEM_A, ITEM_B, at, confirmation, feed
from tests.support.product_rules import checked_feed
from tests.support.seller_workspace import CONFIRMATION, ORDER, RUN_TIMES, SellerWorkspace

FORGED = ("x", "0/a.tsv/1", "1/a/b.tsv/1", "1/a.tsv/", "1//1", "")


def stored_messages(workspace):
    names = ["run", "feed", "record", "line", "code", "order_id", "refused"]
    return workspace.stored("answer_lines")[names].to_dict("split")["data"]


def resolved_marks(*marks, outcome):
    """A feed that carries marks of refusals, a record each, all of which ended in the same way; what is resolved."""
    feed_result = checked_feed(
        feed(*(confirmation(ITEM_A, str(number)) for number, _ in enumerate(marks)), received=at(5)), 7, 0
    )
    text = feed_result.text.rows()
    collector = FeedCollector(feed_result.table)
    collector.add(text.assign(refused=list(marks)), feed_result.typed.rows(), feed_result.problems)
    feed_result = replace(feed_result, text=collector.text, marks=collector.marks)
    records = OutcomeTable()
    records.add(pd.DataFrame({"feed": 7, "record": text["record"].unique(), "outcome": int(outcome)}))
    return message_lines.resolved_marks([feed_result], records, 4)


def test_every_line_of_the_answers_is_stored_with_whether_its_record_was_refused(tmp_path):
    workspace = SellerWorkspace(tmp_path / "shop")
    workspace.drop("orders.tsv", ORDER, ORDER | {"order-item-id": "00000000000102", "quantity-purchased": "x"})
    workspace.drop("ship.tsv", CONFIRMATION | {"ship-date": "2026-10-09"}, received="2026-10-05T20:00:00+09:00")
    workspace.run()
    assert stored_messages(workspace) == [
        [1, 1, 2, 3, 70102, ORDER["order-id"], True],
        [1, 2, 1, 2, 70010, ORDER["order-id"], False],
    ]


def test_lines_about_whole_files_are_stored_as_record_nought(tmp_path):
    workspace = SellerWorkspace(tmp_path / "shop")
    workspace.drop("orders.tsv", ORDER)
    workspace.put("strange.tsv", b"fruit\tcolour\r\npear\tgreen\r\n")
    workspace.run()
    workspace.drop("again.tsv", ORDER)
    workspace.run(RUN_TIMES[1])
    assert stored_messages(workspace) == [[1, 2, 0, 0, 70201, "", True], [2, 3, 0, 0, 70207, "", False]]


@pytest.mark.parametrize("outcome", [Outcome.ACCEPTED, Outcome.WARNING, Outcome.UNCHANGED])
def test_a_refused_record_that_is_dropped_back_and_ends_well_is_resolved_by_its_mark(outcome):
    marks = resolved_marks("3/出荷 1.tsv/12", "3/出荷 1.tsv/12", "2/b.tsv/1", outcome=outcome)
    assert marks.to_dict("split")["data"] == [[4, "3/出荷 1.tsv/12", ""], [4, "2/b.tsv/1", ""]]


def test_one_that_waits_is_not_resolved():
    assert resolved_marks("3/a.tsv/12", outcome=Outcome.HELD).empty


def test_one_that_is_refused_again_names_the_refusal_that_took_its_place():
    marks = resolved_marks("3/a.tsv/12", "3/a.tsv/13", outcome=Outcome.REJECTED)
    assert marks.to_dict("split")["data"] == [
        [4, f"3/a.tsv/{record}", f"4/shipment confirmation.txt/{number}"] for record, number in ((12, 1), (13, 2))
    ]


def test_a_mark_that_has_not_the_form_means_nothing():
    assert resolved_marks(*FORGED, outcome=Outcome.ACCEPTED).empty


def test_a_feed_that_carries_no_marks_resolves_nothing():
    feed_result = checked_feed(feed(confirmation(ITEM_B, "1"), received=at(5)), 7, 0)
    records = pd.DataFrame({"feed": [7], "record": [1], "outcome": [int(Outcome.ACCEPTED)]})
    assert message_lines.resolved_marks([feed_result], records, 4).empty
