from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from pipeline.cli import run_text
from pipeline.run import RunResult
from schemas.statuses import COUNTED_OUTCOMES

INBOX = Path("/books/inbox")


def feed_document(name="a.tsv", status="applied", codes=(), **counts):
    outcomes = dict.fromkeys(COUNTED_OUTCOMES, 0) | counts
    code_counts = [{"code": code, "name": "x", "type": kind, "count": 1} for code, kind in codes]
    records = sum(outcomes.values())
    return {"name": name, "format": "payments", "status": status, "records": records, **outcomes, "codes": code_counts}


def report_document(name, rows=1):
    return {"name": name, "rows": rows, "bytes": 1, "sha256": ""}


def run_document(feeds=(), reports=(), held=0, **other):
    totals = {name: sum(feed[name] for feed in feeds) for name in COUNTED_OUTCOMES}
    stands = {"known": 5, "reported": 2, "pending": 3, "canceled-before-verification": 0, "before-our-time": 0}
    return {
        "version": 1,
        "run": 4,
        "as_of": "2026-10-08T14:30:00+00:00",
        "exit_code": 0,
        "feeds": list(feeds),
        "released": [],
        "left": [],
        "reports": [report_document(f"reports/2026-10-08/run-4/{name}") for name in reports],
        "unassigned": [],
        "cleaned": [],
        "unencodable": [],
        "proof": {"records": {"in": sum(totals.values()), **totals}, "held": {"after": held}, "orders": stands},
        **other,
    }


def summary_of(document, exit_code=0, **options):
    return run_text.summary_text(RunResult(document, exit_code, 4, None), INBOX, ZoneInfo("Asia/Tokyo"), **options)


@pytest.mark.parametrize(
    ("code", "ending"), [(0, "done"), (3, "done; action needed"), (4, "committed; publishing or archiving")]
)
def test_the_first_line_says_which_run_and_how_it_ended(code, ending):
    assert summary_of(run_document(), code).splitlines()[0].startswith(f"run 4, as of 2026-10-08 23:30 JST: {ending}")


def test_a_dry_run_says_that_nothing_was_written():
    assert summary_of(run_document(), dry_run=True).splitlines()[1] == "dry run: nothing was written"


def test_a_run_that_had_nothing_to_do_says_so():
    assert summary_of({}) == run_text.NOTHING_TO_DO


def test_every_feed_is_a_line_that_lines_up_with_japanese_names():
    feeds = (
        feed_document("注文.tsv", accepted=2),
        feed_document("b.tsv", rejected=1, codes=[(70103, "Error"), (5000, "Info")]),
    )
    heads, first, second = run_text.feed_lines(run_document(feeds))
    assert heads.split() == ["feed", "format", "status", "records", *COUNTED_OUTCOMES, "codes"]
    assert first.split() == ["注文.tsv", "payments", "applied", "2", "2", "0", "0", "0", "0"]
    assert second.split() == ["b.tsv", "payments", "applied", "1", "0", "0", "0", "0", "1", "70103"]
    assert first.index("payments") + len("注文") == second.index("payments")


def test_a_night_without_feeds_says_so():
    assert run_text.feed_lines(run_document()) == ["no feed in the inbox"]


def test_reports_are_listed_with_their_rows_and_answers_are_counted():
    text = summary_of(run_document(reports=("orders.tsv", "processing/a.report.tsv", "processing/b.report.tsv")))
    assert "reports/2026-10-08/run-4/orders.tsv     1" in text
    assert "and 2 answers to feeds in processing/" in text
    assert "a.report.tsv" not in text


def test_refused_records_come_with_their_number_and_the_file_to_correct():
    document = run_document([feed_document(rejected=3)]) | {"reports": [report_document("rejected/run-4_a.tsv", 3)]}
    assert run_text.needs_you_lines(document, INBOX) == [
        "3 records rejected",
        "correct rejected/run-4_a.tsv and drop it into /books/inbox",
    ]


def test_what_repair_could_put_right_is_said_beside_what_was_refused():
    document = run_document([feed_document(rejected=1)])
    text = run_text.summary_text(RunResult(document, 3, 4, None, 2), INBOX, ZoneInfo("Asia/Tokyo"))
    assert "  1 record rejected\n  --repair could fix 2 cells of rejected records\n" in text
    assert "--repair" not in summary_of(document)


def test_a_feed_refused_whole_needs_a_person_too():
    assert run_text.needs_you_lines(run_document([feed_document(status="refused")]), INBOX) == [
        "a.tsv: the whole feed was refused; see its processing report"
    ]


def test_a_held_record_that_was_refused_after_waiting_counts_as_refused():
    released = [{"outcome": "rejected", "code": 18028}, {"outcome": "accepted", "code": None}]
    assert run_text.needs_you_lines(run_document(released=released), INBOX) == ["1 record rejected"]


def test_what_waits_and_what_was_passed_over_is_worth_a_note():
    document = run_document(
        [feed_document("copy.tsv", status="duplicate")],
        held=2,
        left=[{"name": "x.part", "reason": "temporary"}],
        unassigned=[{"sku": sku, "category": "", "tax_class": "standard"} for sku in ("A", "B", "C", "D")],
        cleaned=[{"name": "rejected/run-1_a.tsv", "run": 1, "rows": 2, "sha256": "0"}],
        unencodable=[{"report": "orders.tsv", "row": 1, "column": "product-name"}],
    )
    assert run_text.note_lines(document | {"reports": [report_document("held/held.tsv")]}) == [
        "2 records held until the order or shipment is known",
        "held/held.tsv lists held records",
        "copy.tsv: same content as an earlier file; ignored",
        "x.part: left in the inbox: its name is that of an unfinished file",
        "rejected/run-1_a.tsv: removed, every record in it is corrected",
        "4 SKUs with the default fee category or tax class of fees.toml: A, B, C, …",
        "1 value with characters that the encoding of the reports lacks; see run.json",
    ]


def test_nothing_refused_and_nothing_to_note_leaves_both_out():
    text = summary_of(run_document([feed_document(accepted=1)]))
    assert "action needed" not in text
    assert "notes" not in text


def test_the_proof_shows_where_every_record_and_every_order_went():
    assert run_text.proof_lines(run_document([feed_document(accepted=1, held=2)])) == [
        "records read 3: 1 accepted, 0 warning, 0 unchanged, 2 held, 0 rejected",
        "orders known 5: 2 reported, 3 pending, 0 canceled unpaid, 0 closed on arrival",
    ]


def test_the_rows_of_a_report_are_those_of_the_run_itself():
    document = run_document() | {
        "reports": [
            report_document("reports/2026-10-08/run-4/orders.tsv", 2),
            report_document("reports/2026-10-08/day/orders.tsv", 7),
            report_document("reports/2026-10-08/run-4/unshipped-orders.tsv", 5),
        ]
    }
    assert [run_text.row_count(document, name) for name in ("orders.tsv", "unshipped-orders.tsv", "x.tsv")] == [2, 5, 0]
