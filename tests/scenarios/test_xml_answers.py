"""XML feeds are answered in XML: by a run, for records held before, by a check, and again from the store."""

import json
from datetime import datetime

import pytest

from pipeline.documents.report_document import report_document
from pipeline.operations.check_feeds import check_feeds
from pipeline.queries.get_report import get_report
from tests.support import answers
from tests.support.seller_workspace import ORDER, RUN_TIMES, SellerWorkspace

CONFIRM = (
    "<Message>{head}<OrderFulfillment><AmazonOrderID>{order}</AmazonOrderID>"
    "<FulfillmentDate>2026-10-05T18:00:00+09:00</FulfillmentDate>"
    "<FulfillmentData><CarrierCode>YAMATO</CarrierCode></FulfillmentData></OrderFulfillment></Message>"
)
UNKNOWN = "999-0000001-0000009"
LATE = "2026-10-13T23:30:00+09:00"


def confirmation_message(order, number):
    return CONFIRM.format(head=f"<MessageID>{number}</MessageID>" if number else "", order=order)


def confirmation_feed(*messages):
    inside = "<MessageType>OrderFulfillment</MessageType>" + "".join(
        confirmation_message(*arguments) for arguments in messages
    )
    return f'<?xml version="1.0"?>\n<AmazonEnvelope>{inside}</AmazonEnvelope>'.encode()


SHIP = confirmation_feed(
    (ORDER["order-id"], "0707"), (UNKNOWN, 71), ("x", ""), ("y", "z"), (UNKNOWN, 75), (UNKNOWN, 75)
)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    """An XML feed with a good message, a held one and four that are refused; then what was held expires."""
    workspace = SellerWorkspace(tmp_path_factory.mktemp("xml") / "shop")
    workspace.drop("orders.tsv", ORDER)
    workspace.put("ship.xml", SHIP)
    workspace.put("cut.xml", SHIP[:300])
    workspace.put("kanji.xml", '<?xml version="1.0" encoding="EUC-JP"?><a>見本</a>'.encode("euc-jp"))
    workspace.put("copy.xml", SHIP, "2026-10-05T20:00:00+09:00")
    workspace.run()
    workspace.run(LATE)
    return workspace


def answer_path(workspace, name, day="2026-10-05/run-1"):
    return workspace.root / "reports" / day / "processing" / f"{name}.report.xml"


def result_codes(rows):
    return [(row["original-record-number"], row["error-type"], row["error-code"]) for row in rows]


def test_every_xml_feed_is_answered_in_xml_and_every_flat_one_flat(workspace):
    names = {path.name for path in answer_path(workspace, "x").parent.iterdir()}
    assert names == {
        "orders.tsv.report.tsv",
        *(f"{name}.xml.report.xml" for name in ("ship", "cut", "kanji", "copy")),
    }


def test_a_message_is_answered_by_its_own_number_or_by_its_position(workspace):
    data = answer_path(workspace, "ship.xml").read_bytes()
    assert answers.xml_summary(data) == ("Complete", 6, 2, 4, 1)
    rows = answers.xml_answer_rows(data)
    assert result_codes(rows) == [
        ("71", "Warning", "70013"),
        *(("3", "Error", code) for code in ("70104", "70101")),
        *(("4", "Error", code) for code in ("70104", "70102")),
        *((number, "Error", "70014") for number in ("5", "6")),
    ]
    assert ["by position" in row["error-message"] for row in rows] == [False, *[True] * 6]


@pytest.mark.parametrize(("name", "code"), [("cut.xml", "50001"), ("kanji.xml", "70203")])
def test_a_feed_that_cannot_be_read_is_answered_in_xml_too_when_it_begins_like_xml(workspace, name, code):
    data = answer_path(workspace, name).read_bytes()
    assert answers.xml_summary(data) == ("Rejected", 0, 0, 0, 0)
    assert result_codes(answers.xml_answer_rows(data)) == [("0", "Error", code)]


def test_a_duplicate_is_answered_as_a_whole(workspace):
    data = answer_path(workspace, "copy.xml").read_bytes()
    assert answers.xml_summary(data) == ("Complete", 0, 0, 0, 0)
    assert result_codes(answers.xml_answer_rows(data)) == [("0", "Warning", "70207")]


def test_a_record_that_was_held_is_answered_by_its_number_when_a_later_run_settles_it(workspace):
    data = answer_path(workspace, "run-1_ship.xml", "2026-10-13/run-2").read_bytes()
    assert answers.xml_summary(data) == ("Complete", 1, 0, 1, 0)
    assert result_codes(answers.xml_answer_rows(data)) == [("71", "Error", "18028")]


def test_every_answer_has_a_number_of_its_own(workspace):
    numbers = [
        answers.validated_xml(path.read_bytes()).findtext(".//DocumentTransactionID")
        for path in workspace.root.glob("reports/*/run-*/processing/*.xml")
    ]
    assert len(set(numbers)) == len(numbers) == 5


@pytest.mark.parametrize(
    ("run", "day", "name"),
    [
        *((1, "2026-10-05/run-1", name) for name in ("ship.xml", "cut.xml", "kanji.xml", "copy.xml")),
        (2, "2026-10-13/run-2", "run-1_ship.xml"),
    ],
)
def test_an_answer_that_is_gone_is_made_again_with_the_same_bytes(workspace, run, day, name):
    path = answer_path(workspace, name, day)
    before = path.read_bytes()
    path.unlink()
    try:
        with workspace.reader() as store:
            report = get_report(store, f"processing/{name}.report", run)
    finally:
        path.write_bytes(before)
    assert (report.data, report.made_again) == (before, True)
    assert report_document(report, None)["text"] == before.decode()


def test_a_check_prints_the_xml_answer_and_its_document_names_the_messages(workspace, tmp_path):
    (tmp_path / "more.xml").write_bytes(confirmation_feed((UNKNOWN, 5), ("x", "")))
    with workspace.reader() as store:
        checked = check_feeds(store, [tmp_path / "more.xml"], datetime.fromisoformat(RUN_TIMES[2]))
    [(name, text)] = checked.answers
    assert name == "more.xml"
    assert [number for number, _, _ in result_codes(answers.xml_answer_rows(text.encode()))] == ["5", "2", "2"]
    [file] = json.loads(json.dumps(checked.document))["files"]
    assert [(line["original-record-number"], line["message-id"]) for line in file["lines"]] == [
        (1, "5"),
        (2, ""),
        (2, ""),
    ]
