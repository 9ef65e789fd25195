"""Every code through the real run: what provokes it, and that its answer says it as the catalogue has it."""

import re
from collections import Counter

import pytest

from schemas.codes import CODES
from schemas.wording.reason_texts import REASON_COLUMNS, reason_texts
from schemas.wording.templates import placeholders
from tests.support import answers
from tests.support.provocations import ANSWER_LINES, BUYER, LONG_NAME, MOVED, NOT_YET_PROVOKED, PROVOKED_RUNS, SETTINGS
from tests.support.seller_workspace import ORDER, SellerWorkspace

LANGUAGES = ("en", "ja")
PRIVATE = (
    *BUYER.values(),
    *(ORDER[name] for name in ("recipient-name", "ship-address-1", "ship-postal-code")),
    *(LONG_NAME[:4], *MOVED.values()),
)


@pytest.fixture(scope="module", params=LANGUAGES)
def provoked_answers(request, tmp_path_factory):
    """The language, the rows of every answer by the name of its feed, and the whole text of all answers."""
    workspace = SellerWorkspace(tmp_path_factory.mktemp("codes") / request.param, SETTINGS.format(request.param))
    for provoked in PROVOKED_RUNS:
        for name, content in provoked.feeds.items():
            if isinstance(content, bytes):
                workspace.put(name, content, provoked.instant(name))
            else:
                workspace.drop(name, *content, received=provoked.instant(name))
        workspace.run(provoked.as_of, repair=provoked.repair)
    paths = list(workspace.root.glob("reports/*/run-*/processing/*"))
    texts = [path.read_text("utf-8-sig") for path in paths]
    return request.param, {answers.feed_name(path): answers.answer_rows(path) for path in paths}, "".join(texts)


def filled_message(line, language):
    """Message and advice of a line as the catalogue has them in a language, filled in."""
    code, filled = CODES[line.code], line.filled(language)
    special = reason_texts(line.code, getattr(line, REASON_COLUMNS.get(line.code, "limit")))
    if special:
        return ("。" if language == "ja" else ". ").join(special[language]).format_map(filled)
    lacks = [name for name in placeholders(code.advice(language)) if not filled[name]]
    advice = code.advice_without_values(language) if lacks else code.advice(language)
    assert [name for name in placeholders(code.message(language) + advice) if not filled[name]] == []
    return f"{code.message(language)}{'。' if language == 'ja' else '. '}{advice}".format_map(filled)


@pytest.mark.parametrize("line", ANSWER_LINES, ids=lambda line: f"{line.code}-{line.feed}-{line.record}")
def test_a_code_is_answered_with_its_record_type_message_and_advice(provoked_answers, line):
    language, answered, _ = provoked_answers
    own_rows = [row for row in answered[line.feed] if row["original-record-number"] == str(line.record)]
    assert (str(line.code), line.type, filled_message(line, language)) in [
        (row["error-code"], row["error-type"], row["error-message"]) for row in own_rows
    ]


def test_nothing_else_is_answered(provoked_answers):
    _, answered, _ = provoked_answers
    lines = Counter(
        (name, row["original-record-number"], row["error-code"]) for name in answered for row in answered[name]
    )
    assert lines == Counter((line.feed, str(line.record), str(line.code)) for line in ANSWER_LINES)


def test_no_answer_holds_a_template(provoked_answers):
    _, _, text = provoked_answers
    assert re.findall(r"\{\w*\}", text) == []


def test_no_answer_tells_anything_of_a_buyer(provoked_answers):
    _, _, text = provoked_answers
    assert [value for value in PRIVATE if value in text] == []


def test_every_code_of_the_catalogue_is_provoked_or_said_to_come_later():
    provoked = {line.code for line in ANSWER_LINES}
    assert provoked.isdisjoint(NOT_YET_PROVOKED)
    assert provoked | set(NOT_YET_PROVOKED) == set(CODES)
