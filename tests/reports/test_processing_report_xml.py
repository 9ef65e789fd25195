"""The answer to an XML feed: one Result a problem, by the MessageID of the feed, in a document of a declared form."""

import numpy as np
import pandas as pd
import pytest
from lxml import etree

from reports import processing_report_xml
from reports.processing_report import build_answer
from tests.support import answers

NOBODY = np.zeros(0, np.int64)
ORDER, ITEM = "999-0000001-0000001", "00000000000101"
COLUMNS = ["record", "line", "column", "code", "value", "limit", "order_id", "item_id", "message", "sku"]


def problem_row(record, code, message="", **more):
    usual = {"record": record, "line": record + 4, "code": code, "message": message}
    return dict.fromkeys(COLUMNS, "") | usual | more


def xml_document(*problems, records=1, rejected=NOBODY, language="en", **more):
    kinds = dict.fromkeys(COLUMNS, "str") | dict.fromkeys(["record", "line", "code"], "int64")
    frame = pd.DataFrame(problems, columns=COLUMNS).astype(kinds)
    answer = build_answer(lambda: iter([frame]), records=records, rejected=np.array(rejected), language=language)
    facts = {"run": 3, "feed": 17, "seller": "A1EXAMPLE", "language": language} | more
    return b"".join(processing_report_xml.answer_xml(answer, **facts))


def xml_results(data):
    return [
        {child.tag: child.text for child in result.iter() if not len(child)}
        for result in answers.validated_xml(data).iter("Result")
    ]


def test_the_document_has_the_declared_form_and_names_run_and_feed():
    data = xml_document(problem_row(1, 70011, "5", value="Swallow", order_id=ORDER, item_id=ITEM))
    assert data.decode() == (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        "<AmazonEnvelope>\n"
        "  <Header>\n"
        "    <DocumentVersion>1.02</DocumentVersion>\n"
        "    <MerchantIdentifier>A1EXAMPLE</MerchantIdentifier>\n"
        "  </Header>\n"
        "  <MessageType>ProcessingReport</MessageType>\n"
        "  <Message>\n"
        "    <MessageID>1</MessageID>\n"
        "    <ProcessingReport>\n"
        "      <DocumentTransactionID>3000000017</DocumentTransactionID>\n"
        "      <StatusCode>Complete</StatusCode>\n"
        "      <ProcessingSummary>\n"
        "        <MessagesProcessed>1</MessagesProcessed>\n"
        "        <MessagesSuccessful>1</MessagesSuccessful>\n"
        "        <MessagesWithError>0</MessagesWithError>\n"
        "        <MessagesWithWarning>1</MessagesWithWarning>\n"
        "      </ProcessingSummary>\n"
        "      <Result>\n"
        "        <MessageID>5</MessageID>\n"
        "        <ResultCode>Warning</ResultCode>\n"
        "        <ResultMessageCode>70011</ResultMessageCode>\n"
        "        <ResultDescription>Carrier Swallow is not in the list of known carriers. "
        "Applied as carrier Other with this name"
        "</ResultDescription>\n"
        "        <AdditionalInfo>\n"
        f"          <AmazonOrderID>{ORDER}</AmazonOrderID>\n"
        f"          <AmazonOrderItemCode>{ITEM}</AmazonOrderItemCode>\n"
        "        </AdditionalInfo>\n"
        "      </Result>\n"
        "    </ProcessingReport>\n"
        "  </Message>\n"
        "</AmazonEnvelope>\n"
    )
    assert answers.validated_xml(data) is not None


def test_nothing_to_say_is_a_summary_without_results():
    data = xml_document(records=12)
    assert answers.xml_summary(data) == ("Complete", 12, 12, 0, 0)
    assert xml_results(data) == []


def test_each_problem_is_a_result_and_each_message_counts_once():
    data = xml_document(
        *(problem_row(2, code, "22", order_id=ORDER) for code in (70101, 70102)),
        *(problem_row(3, code, "33", order_id=ORDER) for code in (70010, 70011)),
        problem_row(4, 5000, "44", order_id=ORDER),
        records=9,
        rejected=[2],
    )
    assert answers.xml_summary(data) == ("Complete", 9, 8, 1, 2)
    assert [(entry["MessageID"], entry["ResultCode"], entry["ResultMessageCode"]) for entry in xml_results(data)] == [
        ("22", "Error", "70101"),
        ("22", "Error", "70102"),
        ("33", "Warning", "70010"),
        ("33", "Warning", "70011"),
        ("44", "Warning", "5000"),
    ]


def test_a_refused_message_with_a_warning_beside_its_error_counts_as_an_error_alone():
    data = xml_document(problem_row(1, 70101), problem_row(1, 70011), rejected=[1])
    assert answers.xml_summary(data) == ("Complete", 1, 0, 1, 0)


def test_what_is_fatal_is_an_error_of_the_whole_document_which_is_rejected():
    data = xml_document(problem_row(0, 50001, value="4"), records=5)
    assert answers.xml_summary(data) == ("Rejected", 0, 0, 0, 0)
    [entry] = xml_results(data)
    assert (entry["MessageID"], entry["ResultCode"], entry["ResultMessageCode"]) == ("0", "Error", "50001")


def test_information_about_the_document_is_a_warning_with_message_nought():
    [entry] = xml_results(xml_document(problem_row(0, 70207, value="2")))
    assert (entry["MessageID"], entry["ResultCode"]) == ("0", "Warning")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "sku is empty. Fill it in and drop the file again (message 7 in the file, counted by position: "),
        ("ja", "必須の「sku」が空です。値を入れて再投入してください(ファイル内の7件目。"),
    ],
)
def test_a_message_without_an_id_of_its_own_is_answered_by_its_position_and_that_is_said(language, text):
    [entry] = xml_results(xml_document(problem_row(7, 70101, column="sku"), rejected=[7], records=7, language=language))
    assert entry["MessageID"] == "7"
    assert entry["ResultDescription"].startswith(text)


def test_an_id_is_quoted_as_the_feed_writes_it():
    ids = ["00000000000000000007", "99999999999999999999"]
    assert [
        entry["MessageID"]
        for entry in xml_results(xml_document(*(problem_row(1, 5000, message_id) for message_id in ids)))
    ] == ids


def test_only_ids_of_the_right_form_stand_in_the_additional_information():
    data = xml_document(
        problem_row(1, 70104, "1", value="…", order_id="…", item_id="5.83E+13"),
        problem_row(2, 5000, "2", sku="TEA 1"),
        problem_row(3, 5000, "3", sku="見本"),
        records=3,
    )
    assert [
        {name: text for name, text in entry.items() if name in answers.STRUCTURE["AdditionalInfo"][0]}
        for entry in xml_results(data)
    ] == [{}, {"SKU": "TEA 1"}, {}]
    assert [result.find("AdditionalInfo") is None for result in etree.fromstring(data).iter("Result")] == [
        True,
        False,
        True,
    ]


@pytest.mark.parametrize("bad", ["a\tb", "a\r\nb", "a\x1bb", "a\x85b", "a\u2028b", "a\ufffeb"])
def test_a_value_can_break_neither_the_document_nor_a_line_of_it(bad):
    [entry] = xml_results(xml_document(problem_row(1, 70106, column="colour", value=bad, limit="</Result>")))
    assert "colour: a b is not allowed. Use one of </Result>" in entry["ResultDescription"]


def test_the_same_lines_make_the_same_bytes_and_another_run_or_feed_another_number():
    assert xml_document(problem_row(1, 5000)) == xml_document(problem_row(1, 5000))
    assert len({xml_document(run=run, feed=feed) for run in (1, 2) for feed in (1, 2)}) == 4


@pytest.mark.parametrize("block", [1, 2, 3])
def test_results_in_blocks_are_the_same_document(monkeypatch, block):
    problems = [problem_row(number, 70011, f"{number}", value="<Swallow> & co") for number in (1, 2, 3)]
    whole = xml_document(*problems, records=3)
    monkeypatch.setattr(processing_report_xml, "BLOCK", block)
    assert xml_document(*problems, records=3) == whole
