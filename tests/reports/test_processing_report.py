import itertools

import numpy as np
import pandas as pd
import pytest

from reports import processing_report
from schemas.formats.report_formats import PROCESSING
from tests.support.frames import message_frame
from tests.support.rendered import rendered_text

NOBODY = np.zeros(0, np.int64)
ORDER, ITEM = "999-0000001-0000001", "00000000000101"


def answer_problems(*rows):
    columns = ("record", "line", "column", "code", "value", "limit", "order_id", "item_id", "message", "sku")
    return message_frame(columns, *((*row, "", "") for row in rows))


def build_answer(problems, **facts):
    return processing_report.build_answer(lambda: iter([problems]), **facts)


def answer_rows(answer):
    return pd.concat(answer.blocks(), ignore_index=True)


def rendered_answer(answer):
    return rendered_text(PROCESSING.columns, answer_rows(answer), preamble=answer.summary_text)


@pytest.mark.parametrize("cuts", [[], [1], [2], [1, 2, 3], [0, 4]])
def test_lines_that_come_in_blocks_make_the_same_answer(cuts):
    problems = answer_problems(
        (0, 1, "colour", 90061, "", "color", "", ""),
        (2, 4, "quantity", 18021, "3", "2", ORDER, ITEM),
        (5, 9, "", 5000, "", "", ORDER, ITEM),
        (7, 3, "carrier-name", 70011, "Swallow", "", ORDER, ITEM),
    )
    facts = {"records": 12, "rejected": np.array([2]), "language": "ja"}
    bounds = [0, *cuts, len(problems)]
    blocks = [problems.iloc[start:stop] for start, stop in itertools.pairwise(bounds)]
    whole = build_answer(problems, **facts)
    pieces = processing_report.build_answer(lambda: iter(blocks), **facts)
    assert rendered_answer(pieces) == rendered_answer(whole)
    assert (pieces.warned, pieces.successful, pieces.count) == (3 - 1, 11, 4)


HEADING = "original-record-number\torder-id\torder-item-id\terror-code\terror-type\terror-message\tline\r\n"


def summary_text(processed, successful):
    return (
        "Feed Processing Summary:\r\n"
        f"\tNumber of records processed\t\t{processed}\r\n\tNumber of records successful\t\t{successful}\r\n"
    )


def test_a_feed_with_nothing_to_say_about_is_answered_by_the_summary_alone():
    assert rendered_answer(build_answer(answer_problems(), records=12, rejected=NOBODY, language="en")) == summary_text(
        12, 12
    )


def test_problems_are_listed_by_record_with_type_message_and_advice():
    problems = answer_problems(
        (11, 12, "quantity", 18021, "3", "2", ORDER, ITEM),
        (2, 3, "", 5000, "", "", ORDER, ITEM),
        (2, 3, "carrier-name", 70011, "Swallow", "", ORDER, ITEM),
        (0, 1, "colour", 90061, "", "color", "", ""),
    )
    assert rendered_answer(build_answer(problems, records=12, rejected=np.array([11]), language="en")) == (
        summary_text(12, 11)
        + "\r\n"
        + HEADING
        + "0\t\t\t90061\tWarning\tNot known, so not used: colour. Did you mean color?\t1\r\n"
        f"2\t{ORDER}\t{ITEM}\t5000\tWarning\tSame as already recorded; nothing changed. Nothing to do\t3\r\n"
        f"2\t{ORDER}\t{ITEM}\t70011\tWarning\tCarrier Swallow is not in the list of known carriers. "
        "Applied as carrier Other with this name"
        "\t3\r\n"
        f"11\t{ORDER}\t{ITEM}\t18021\tError\tQuantity 3 is more than the 2 still open. "
        "Enter at most the quantity that is still open"
        "\t12\r\n"
    )


def test_messages_are_in_the_language_of_the_settings():
    problems = answer_problems((1, 2, "", 70001, "", "", ORDER, ""))
    answer = build_answer(problems, records=1, rejected=np.array([1]), language="ja")
    assert answer_rows(answer)["error-message"].tolist() == [
        "保留中(支払い未確認)の注文は操作できません。購入者から連絡があっても出荷しないでください"
    ]
    assert answer.summary_text.startswith("Feed Processing Summary:")


def test_a_fatal_problem_of_the_file_means_that_nothing_was_processed():
    problems = answer_problems((0, 1, "ship-date", 90012, "", "", "", ""))
    answer = build_answer(problems, records=5, rejected=NOBODY, language="en")
    assert answer.summary_text == summary_text(0, 0) + "\r\n"
    assert answer_rows(answer)[["original-record-number", "error-type"]].to_numpy().tolist() == [[0, "Fatal"]]


@pytest.mark.parametrize("code", [70007, 70005])
def test_an_error_code_on_a_record_that_applied_is_a_warning(code):
    problems = answer_problems((1, 2, "sku", code, "", "", ORDER, ITEM), (2, 3, "sku", code, "", "", ORDER, ITEM))
    answer = build_answer(problems, records=2, rejected=np.array([2]), language="en")
    assert answer_rows(answer)["error-type"].tolist() == ["Warning", "Error"]
    assert answer.summary_text == summary_text(2, 1) + "\r\n"


def test_a_record_with_several_problems_is_refused_once():
    problems = answer_problems(*((1, line, "sku", 70101, "", "", ORDER, ITEM) for line in (3, 2)))
    answer = build_answer(problems, records=1, rejected=np.array([1, 1]), language="en")
    assert answer.summary_text == summary_text(1, 0) + "\r\n"
    assert answer_rows(answer)["line"].tolist() == [2, 3]


def test_a_value_with_line_breaks_stays_on_its_line():
    problems = answer_problems((1, 2, "quantity", 70102, "3\r\n2\t9", "", ORDER, ITEM))
    lines = rendered_answer(build_answer(problems, records=1, rejected=np.array([1]), language="en")).split("\r\n")
    assert lines[5].split("\t")[5].startswith("quantity is not a whole number in plain digits: 3 2 9.")
    assert lines[6:] == [""]
