"""The answer to an XML feed: a ProcessingReport in an AmazonEnvelope, one Result per message."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from io import BytesIO

import pandas as pd
from lxml import etree

from reports.processing_report import MESSAGE_ID, Answer
from schemas import code_texts, keys
from schemas.columns import ENVELOPE

MESSAGE_TYPE = "ProcessingReport"
ANSWER_VERSION = "1.02"
COMPLETE = "Complete"
REJECTED = "Rejected"
BLOCK = 16_384
"""How many Results are elements at a time."""
_BEFORE_RESULTS, _AFTER_RESULTS = (f"    <{mark}{MESSAGE_TYPE}>\n".encode() for mark in ("", "/"))
FEEDS_PER_RUN = 10**9
"""More feeds than a workspace ever takes, so that a run and a feed make one number."""
_COLUMNS = ("original-record-number", MESSAGE_ID, "error-code", "error-type", "error-message")
_RECORD_IDS = {
    "SKU": ("sku", r"[!-~][ -~]{0,39}"),
    "AmazonOrderID": ("order-id", keys.ORDER_ID.pattern),
    "AmazonOrderItemCode": ("order-item-id", keys.ITEM_ID.pattern),
}
"""What a Result may name of its record: the column and the form of the value. Values of another form are left out."""
_FORBIDDEN = re.compile("[^\\x20-\\x7e\\xa0-\\u2027\\u202a-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]+")


def answer_xml(answer: Answer, *, run: int, feed: int, seller: str, language: str) -> Iterator[bytes]:
    """The answer as a file, UTF-8, piece by piece. The same run, feed and lines give the same bytes; no clock time.

    run, feed: the numbers that make the DocumentTransactionID. seller: our MerchantIdentifier. A Result names the
    message by its own MessageID or, if it has none, by its position, and says so; 0 is the whole document. Fatal and
    Error are Errors, everything else is a Warning; a document with a Fatal is Rejected.
    """
    number = _element("DocumentTransactionID", str(run * FEEDS_PER_RUN + feed))
    facts = (number, _element("StatusCode", _status_code(answer)), _summary(answer))
    head, tail = _document(facts, seller).split(_AFTER_RESULTS)
    yield head
    for rows in answer.blocks():
        for start in range(0, len(rows), BLOCK):
            results = _results(rows.iloc[start : start + BLOCK], language)
            # Printed in a document of their own, they are indented as in the whole one.
            yield _document(results, seller).split(_BEFORE_RESULTS)[1].split(_AFTER_RESULTS)[0]
    yield _AFTER_RESULTS + tail


def _document(content: Iterable[etree._Element], seller: str) -> bytes:
    """A document whose report has this content."""
    report = _element(MESSAGE_TYPE, *content)
    header = _element(
        "Header",
        _element("DocumentVersion", ANSWER_VERSION),
        _element("MerchantIdentifier", _one_line(seller)),
    )
    message_type = _element("MessageType", MESSAGE_TYPE)
    message = _element("Message", _element("MessageID", "1"), report)
    envelope = _element(ENVELOPE, header, message_type, message)
    file = BytesIO()
    etree.ElementTree(envelope).write(file, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return file.getvalue()


def _element(name: str, *content: str | etree._Element) -> etree._Element:
    """An element that contains a text or other elements."""
    element = etree.Element(name)
    for part in content:
        if isinstance(part, str):
            element.text = part
        else:
            element.append(part)
    return element


def _status_code(answer: Answer) -> str:
    return REJECTED if answer.fatal else COMPLETE


def _summary(answer: Answer) -> etree._Element:
    return _element(
        "ProcessingSummary",
        _element("MessagesProcessed", str(answer.processed)),
        _element("MessagesSuccessful", str(answer.successful)),
        _element("MessagesWithError", str(answer.processed - answer.successful)),
        _element("MessagesWithWarning", str(answer.warned)),
    )


def _results(rows: pd.DataFrame, language: str) -> Iterable[etree._Element]:
    """One Result per line."""
    lines = zip(*(rows[name].tolist() for name in _COLUMNS), strict=True)
    ids = zip(*(_well_formed_ids(rows[column], form).tolist() for column, form in _RECORD_IDS.values()), strict=True)
    for (record, message_id, code, error_type, message), record_ids in zip(lines, ids, strict=True):
        text = message
        if record and not message_id:
            text = code_texts.MESSAGE_BY_POSITION[language].format(message=message, record=record)
        result = _element(
            "Result",
            _element("MessageID", message_id or str(record)),
            _element("ResultCode", "Warning" if error_type == "Warning" else "Error"),
            _element("ResultMessageCode", code),
            _element("ResultDescription", _one_line(text)),
        )
        info = [_element(name, value) for name, value in zip(_RECORD_IDS, record_ids, strict=True) if value]
        if info:
            result.append(_element("AdditionalInfo", *info))
        yield result


def _well_formed_ids(cells: pd.Series, form: str) -> pd.Series:
    return cells.where(cells.str.fullmatch(form).astype(bool), "")


def _one_line(text: str) -> str:
    """Text on one line, without characters that XML or a reader of lines cannot take."""
    return _FORBIDDEN.sub(" ", text)
