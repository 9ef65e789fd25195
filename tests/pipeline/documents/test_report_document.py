"""A report as a document holds its text, or the file to which it was written."""

from dataclasses import replace

import pytest

from pipeline.documents.report_document import ReportCopy, report_document
from pipeline.errors import UsageError

REPORT = ReportCopy("orders.tsv", (1, 2), "order-id\r\n注文\r\n".encode("utf-8-sig"), 1, "utf-8-sig", made_again=True)


def test_the_document_holds_the_text_without_its_mark():
    assert report_document(REPORT, None) == {
        "version": 1,
        "name": "orders.tsv",
        "runs": [1, 2],
        "rows": 1,
        "bytes": 21,
        "made_again": True,
        "file": None,
        "text": "order-id\r\n注文\r\n",
    }


def test_the_document_names_the_file_instead():
    document = report_document(REPORT, "out.tsv")
    assert (document["file"], document["text"]) == ("out.tsv", None)


def test_what_is_no_text_goes_to_a_file_alone():
    report = replace(REPORT, data=b"\xff\xfe\x00", encoding="utf-8")
    with pytest.raises(UsageError, match="is not text"):
        report_document(report, None)
    assert report_document(report, "out.tsv")["bytes"] == 3
