"""The text of one problem is that of its row in a frame of problems."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import code_texts, problem_texts
from schemas.codes import CODES
from schemas.problem_texts import JAPANESE_VALUES, Problem
from schemas.wording.reason_texts import REASONS
from tests.support.frames import message_frame

WORDS = ["", "5", "2026-10-06", "order", "NoInventory", "a or b", "1 to 9", "sku of item 2", "a zip archive", "{limit}"]
CELLS = st.sampled_from(
    [*WORDS, "3 (rejected/a.tsv, cleaned in run 5)", *sorted({r for rs in REASONS.values() for r in rs})]
)


@pytest.mark.parametrize("language", ["en", "ja"])
@given(rows=st.lists(st.tuples(st.sampled_from(sorted(CODES)), CELLS, CELLS, CELLS), min_size=1, max_size=8))
def test_every_problem_has_the_text_of_its_row(language, rows):
    frame = message_frame(("code", "column", "value", "limit"), *rows)
    problems = [Problem(*row) for row in rows]
    messages = code_texts.messages(frame, language, advice=False)
    assert [problem_texts.message(problem, language) for problem in problems] == messages.tolist()
    advices = code_texts.advices(frame, language)
    assert [problem_texts.advice(problem, language) for problem in problems] == advices.tolist()


def test_what_is_said_in_japanese_is_of_known_codes_and_columns():
    assert set(JAPANESE_VALUES) <= set(CODES)
    assert {name for columns in JAPANESE_VALUES.values() for name in columns} <= set(Problem._fields)
