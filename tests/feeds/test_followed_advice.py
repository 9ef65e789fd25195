"""Every message about a cell, for every column and every way to be wrong: it is true, and its advice helps."""

from functools import cache

import pandas as pd
import pytest

from schemas.formats.feed_formats import FEEDS
from schemas.quoting import HIDDEN_VALUE, LONGEST_QUOTE, quoted
from schemas.wording.reason_texts import (
    ANY,
    CLEANED,
    IDLE_LINE,
    KEPT,
    REASON_COLUMNS,
    REASONS,
    TWIN,
    TWO_VALUES,
    UNDECIDED,
    WINDOW,
)
from tests.support.followed_advice import followed, messages_about_cells
from tests.support.read_feeds import FeedReader

NAMED_IN_WORDS = {18181: "Tracking number", 70008: "Address change", 70011: "Carrier"}
"""Messages that name what they are about in words."""
OF_THE_RECORD = {"The refund comes to less than 0 yen"}
OF_RULES = {
    (5000, IDLE_LINE),
    (70020, UNDECIDED),
    (70103, WINDOW),
    (70105, TWIN),
    (70106, TWO_VALUES),
    (70207, CLEANED),
}
"""Reasons that only the rules or the store find, or two headings of one column."""
OF_CELLS = {18181, 70008, 70011, 70022, 70023, 70101, 70102, 70103, 70104, 70105, 70106, 70108, 70109, 70112, 90118}
"""The codes of cells."""


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    return FeedReader(tmp_path_factory.mktemp("told"))


@pytest.fixture(scope="module")
def told(reader):
    """The messages of a format, read once."""
    return cache(lambda table: messages_about_cells(reader, table))


by_format = pytest.mark.parametrize("table", FEEDS, ids=lambda table: table.name)


@by_format
def test_a_message_names_column_and_line_and_quotes_what_may_be_quoted(told, table):
    wrong = []
    for line in told(table):
        is_placed = line.problem["line"] == line.record + 1
        if not (names_column(line) and is_placed and quotes_rightly(line)):
            wrong.append((line.column.name, line.cell, line.message, line.problem))
    assert wrong == []


def names_column(line):
    """Whether a message is about the column of the cell and says so, if it is not about the record as a whole."""
    if line.message.split(":")[0] in OF_THE_RECORD:
        return True
    in_words = NAMED_IN_WORDS.get(line.problem["code"], line.column.name)
    return line.column.name in line.problem["column"] and (line.column.name in line.message or in_words in line.message)


def quotes_rightly(line):
    """The value is that of the cell as far as it may be quoted; what may not be is nowhere in the texts."""
    cell = line.cell.strip()
    beginning = cell if len(cell) <= LONGEST_QUOTE else cell[: LONGEST_QUOTE - 1] + HIDDEN_VALUE
    is_plain = quoted_text(cell) == beginning
    value = line.problem["value"].strip()
    shows = [beginning, HIDDEN_VALUE, "", KEPT]
    is_sum = line.message.split(":")[0] in OF_THE_RECORD or " + " in value
    return (is_sum or value in shows) and (is_plain or cell not in line.message + line.advice)


def quoted_text(text):
    [shown] = quoted(pd.Series([text], dtype="str"))
    return shown


@by_format
def test_an_advice_that_is_followed_to_the_letter_is_accepted(told, table, reader):
    """At once, or after a second one that says what else is asked: of an amount below 0 of 14 digits, for example."""
    second = [line for line in messages_about_cells(reader, table, corrected(told(table))) if not line.is_applied]
    cells = corrected(second)
    third = messages_about_cells(reader, table, cells) if cells else []
    assert [(line.column.name, line.cell, line.message) for line in third if line.problem["type"] == "Error"] == []


def corrected(lines):
    """The cells as they are when each advice is followed; where a cell is to be emptied, nothing else matters."""
    emptied = {line.record for line in lines if line.empties}
    return [
        (line.record, line.column, cell)
        for line in lines
        if not line.is_applied and (line.record not in emptied or line.empties)
        for cell in followed(line)
    ]


@by_format
def test_a_message_that_speaks_of_a_value_as_applied_rejects_nothing(told, table):
    lines = [line for line in told(table) if line.is_applied]
    assert [line for line in lines if line.problem["type"] == "Error"] == []
    warned = [line for line in told(table) if line.problem["type"] == "Warning"]
    assert [line.advice for line in warned if not line.is_applied and line.problem["code"] != 70112] == []


def test_every_reason_that_a_cell_can_have_is_told(told):
    reached = {
        (line.problem["code"], line.problem[REASON_COLUMNS.get(line.problem["code"], "limit")])
        for table in FEEDS
        for line in told(table)
    }
    reasons = {(code, reason) for code, texts in REASONS.items() for reason in texts if reason != ANY}
    assert reasons - reached == OF_RULES
    assert {code for code, _ in reached} >= OF_CELLS
