"""Dates as other tools write them: slashes, a blank, more digits of a second, days alone. Order process, 11.4."""

from zoneinfo import ZoneInfo

import pytest

from schemas import code_texts, codes, column_kinds
from schemas.columns import Kind
from schemas.formats.feed_formats import FEEDS
from tests.support.answers import answer_rows
from tests.support.frames import message_frame, text_series
from tests.support.run_documents import outcome_counts
from tests.support.seller_workspace import ORDER, RUN_TIMES, SellerWorkspace

DATES = (Kind.MOMENT, Kind.DAY, Kind.DAY_OR_MOMENT)
DATED = [
    pytest.param(column, id=f"{table.name} {column.name}")
    for table in FEEDS
    for column in table.columns
    if column.kind in DATES
]
PLACED = "2026-10-05T10:00:00+09:00"
LATER = "2026-10-06T19:00:00+09:00"


@pytest.fixture
def workspace(tmp_path):
    return SellerWorkspace(tmp_path / "shop")


def answered(workspace, name, run=1):
    (path,) = workspace.root.glob(f"reports/*/run-{run}/processing/{name}.report.tsv")
    return [(row["error-code"], row["error-type"], row["error-message"]) for row in answer_rows(path)]


@pytest.mark.parametrize(
    "text",
    ["2026/10/05 10:00:00", "2026-10-05 10:00:00+09:00", "2026-10-05T01:00:00.0000000Z", "2026/10/05T10:00:00"],
)
def test_an_instant_of_another_form_places_the_order_as_any_other(workspace, text):
    workspace.drop("orders.tsv", ORDER | {"purchase-date": text})
    (counts,) = outcome_counts(workspace.run())
    assert counts["accepted"] == 1
    assert [row["purchase-date"] for row in workspace.report("orders.tsv")] == [PLACED]


@pytest.mark.parametrize(
    ("column", "advice"),
    [
        ("purchase-date", "Used as 2026/10/05 00:00"),
        ("payments-date", "Used as 2026/10/05 00:00"),
        ("last-updated-date", "Taken as unknown"),
    ],
)
def test_a_day_alone_is_taken_with_a_warning_that_says_as_what(workspace, column, advice):
    workspace.drop("orders.tsv", ORDER | {column: "2026/10/05"})
    (counts,) = outcome_counts(workspace.run())
    assert counts["warning"] == 1
    ((code, kind, message),) = answered(workspace, "orders.tsv")
    assert (code, kind) == ("70022", "Warning")
    assert message == f"{column} has no time of day: 2026/10/05. {advice}"
    assert len(workspace.report("unshipped-orders.tsv")) == 1


def test_an_unshipped_report_of_a_day_verifies_when_it_was_received(workspace):
    row = {name: text for name, text in ORDER.items() if name not in {"currency", "item-price"}}
    days = {"payments-date": "", "reporting-date": "2026-10-05", "quantity-to-ship": "2"}
    workspace.drop("unshipped.tsv", row | days)
    workspace.run()
    assert {code for code, _, _ in answered(workspace, "unshipped.tsv")} == {"70021", "70022"}
    assert [text[:16] for text in workspace.stored("orders")["verified"].astype("str")] == ["2026-10-05 10:00"]


@pytest.mark.parametrize(("paid", "status"), [("2026-10-08", "Unshipped"), ("2026-10-09", "Pending")])
def test_a_payment_of_a_day_is_late_only_after_the_day_of_the_deadline(workspace, paid, status):
    terms = {"payment-method": "CVS", "payment-deadline": "2026-10-08T12:00:00+09:00"}
    workspace.drop("orders.tsv", ORDER | terms | {"payments-date": ""})
    workspace.run()
    workspace.drop("paid.tsv", ORDER | terms | {"payments-date": paid}, received="2026-10-07T19:00:00+09:00")
    workspace.run(RUN_TIMES[2])
    listed = (
        workspace.report("unshipped-orders.tsv") if status == "Unshipped" else workspace.report("pending-orders.tsv")
    )
    assert len(listed) == 1


@pytest.mark.parametrize("column", DATED)
def test_the_example_that_a_message_shows_is_one_that_its_column_accepts(column):
    _, faults = column_kinds.read(text_series(column.example), column, ZoneInfo("Asia/Tokyo"))
    assert faults.tolist() == [0]
    wrong = message_frame(
        ("code", "column", "value", "limit"), (codes.DATE_INVALID, column.name, "soon", column.example)
    )
    assert code_texts.advices(wrong, "en").tolist() == [f"Write it like {column.example}"]


@pytest.mark.parametrize(
    ("column", "example"), [("purchase-date", PLACED), ("latest-ship-date", "2026-10-07T23:59:59+09:00")]
)
def test_a_wrong_date_is_answered_with_an_example_of_its_column(workspace, column, example):
    workspace.drop("orders.tsv", ORDER | {column: "tomorrow"})
    workspace.run()
    assert [message.rpartition("Write it like ")[2] for _, _, message in answered(workspace, "orders.tsv")] == [example]
