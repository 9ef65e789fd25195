"""Answers to feeds as tests read them: the lines of either form, and whether an XML one is built as it has to be."""

import re
from pathlib import Path

from lxml import etree

COLUMNS = ("original-record-number", "order-id", "order-item-id", "error-code", "error-type", "error-message")
HEADING = "original-record-number\t"
ENDING = re.compile(r"\.report\.(tsv|xml)$")
ID = r"[0-9]{1,20}"
COUNT = r"0|[1-9][0-9]*"
TEXT = r"[^\x00-\x1f\x7f-\x9f\u2028\u2029]"
STRUCTURE = {
    "AmazonEnvelope": [("Header", "1"), ("MessageType", "1"), ("Message", "1")],
    "Header": [("DocumentVersion", "1"), ("MerchantIdentifier", "1")],
    "Message": [("MessageID", "1"), ("ProcessingReport", "1")],
    "ProcessingReport": [
        *(("DocumentTransactionID", "1"), ("StatusCode", "1"), ("ProcessingSummary", "1"), ("Result", "*")),
    ],
    "ProcessingSummary": [
        *(("MessagesProcessed", "1"), ("MessagesSuccessful", "1")),
        *(("MessagesWithError", "1"), ("MessagesWithWarning", "1")),
    ],
    "Result": [
        *(("MessageID", "1"), ("ResultCode", "1"), ("ResultMessageCode", "1"), ("ResultDescription", "1")),
        ("AdditionalInfo", "?"),
    ],
    "AdditionalInfo": [("SKU", "?"), ("AmazonOrderID", "?"), ("AmazonOrderItemCode", "?")],
}
"""The children of every element in their order: once, at most once, any number of times."""
VALUES = {
    "DocumentVersion": r"1\.02",
    "MerchantIdentifier": TEXT + "{0,50}",
    "MessageType": "ProcessingReport",
    "MessageID": ID,
    "DocumentTransactionID": ID,
    "StatusCode": "Complete|Rejected",
    "MessagesProcessed": COUNT,
    "MessagesSuccessful": COUNT,
    "MessagesWithError": COUNT,
    "MessagesWithWarning": COUNT,
    "ResultCode": "Error|Warning",
    "ResultMessageCode": r"[1-9][0-9]{3,4}",
    "ResultDescription": TEXT + "+",
    "SKU": TEXT + "{1,40}",
    "AmazonOrderID": r"\w{3}-\w{7}-\w{7}",
    "AmazonOrderItemCode": r"[0-9]{14,15}",
}


def validated_xml(data):
    """The root of an XML answer; its structure, its values and its sums are those of a ProcessingReport."""
    assert data.startswith(b"<?xml version='1.0' encoding='UTF-8'?>\n<AmazonEnvelope>")
    root = etree.fromstring(data)
    assert root.getroottree().docinfo.encoding == "UTF-8"
    _validate(root)
    report = root.find("Message/ProcessingReport")
    counts = {child.tag: int(child.text) for child in report.find("ProcessingSummary")}
    assert counts["MessagesSuccessful"] == counts["MessagesProcessed"] - counts["MessagesWithError"]
    assert counts["MessagesWithWarning"] <= counts["MessagesSuccessful"]
    assert report.findtext("StatusCode") == "Complete" or set(counts.values()) == {0}
    return root


def _validate(element):
    assert not element.attrib
    children = [child.tag for child in element]
    if element.tag in VALUES:
        assert not children
        assert re.fullmatch(VALUES[element.tag], element.text or ""), element.tag
        return
    form = "".join(f"(?:{name};){'' if times == '1' else times}" for name, times in STRUCTURE[element.tag])
    assert re.fullmatch(form, "".join(f"{tag};" for tag in children)), (element.tag, children)
    for child in element:
        _validate(child)


def xml_summary(data):
    """(status, processed, successful, with error, with warning) of an XML answer."""
    report = validated_xml(data).find("Message/ProcessingReport")
    return report.findtext("StatusCode"), *(int(child.text) for child in report.find("ProcessingSummary"))


def answer_rows(path):
    """The lines of an answer of either form, by the columns of the text form; a Fatal one is an Error in XML."""
    path = Path(path)
    if path.suffix == ".xml":
        return xml_answer_rows(path.read_bytes())
    _, heading, below = path.read_text("utf-8-sig").replace("\r\n", "\n").partition(HEADING)
    names, *lines = [line.split("\t") for line in f"{heading}{below}".splitlines()] or [[]]
    return [dict(zip(names, line, strict=True)) for line in lines]


def xml_answer_rows(data):
    """The lines of an XML answer, by the columns of the text form."""
    paths = ("MessageID", "AdditionalInfo/AmazonOrderID", "AdditionalInfo/AmazonOrderItemCode")
    paths += ("ResultMessageCode", "ResultCode", "ResultDescription")
    return [
        {name: result.findtext(path) or "" for name, path in zip(COLUMNS, paths, strict=True)}
        for result in validated_xml(data).iter("Result")
    ]


def feed_name(path):
    """The name of the feed that an answer is to."""
    return ENDING.sub("", Path(path).name)
