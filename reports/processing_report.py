"""The processing report: the answer to one feed. It has lines for problems, not for successes.

Flat files are answered in the text form, XML feeds in the form of reports.processing_report_xml.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from reports import report_rows
from schemas import code_texts, codes
from schemas.formats.report_formats import PROCESSING
from schemas.frame_checks import check_frames

MESSAGE_ID = "message-id"


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one feed: how many records were processed, were applied, were applied with a warning; the lines.

    count: how many lines. blocks: makes the lines, some at a time (frame `answer_rows`).
    """

    processed: int
    successful: int
    warned: int
    fatal: bool
    count: int
    blocks: Callable[[], Iterator[pd.DataFrame]]

    @property
    def summary_text(self) -> str:
        """The summary above the lines of the text form."""
        lines = [
            "Feed Processing Summary:",
            f"\tNumber of records processed\t\t{self.processed}",
            f"\tNumber of records successful\t\t{self.successful}",
            *([""] if self.count else []),
        ]
        return "".join(line + "\r\n" for line in lines)


def build_answer(
    problems: Callable[[], Iterable[pd.DataFrame]], *, records: int, rejected: np.ndarray, language: str
) -> Answer:
    """The answer to a feed of so many records, of which those numbered in `rejected` were not applied.

    problems: gives the lines (frame `answer_lines`) block by block, each record's in one block, by record, whenever
    it is called. The rows of the answer are sorted by record and line. A Fatal problem means that nothing was
    processed. The type is Error only for rejected records; a message about a record that was applied or is held is a
    Warning, and the record is successful.
    """
    count = warned = 0
    fatal = False
    for block in problems():
        types = error_types(block, rejected)
        fatal = fatal or bool((types == "Fatal").any())
        is_warned = (types == "Warning") & (block["record"] != 0) & ~np.isin(block["record"], rejected)
        warned += block.loc[is_warned, "record"].nunique()
        count += len(block)
    successful = records - len(np.unique(rejected[rejected > 0]))
    made = partial(_answer_rows, problems, rejected, language)
    return Answer(0, 0, 0, fatal, count, made) if fatal else Answer(records, successful, warned, fatal, count, made)


def _answer_rows(
    problems: Callable[[], Iterable[pd.DataFrame]], rejected: np.ndarray, language: str
) -> Iterator[pd.DataFrame]:
    """The rows of an answer, block by block (frame `answer_rows`)."""
    for lines in problems():
        yield _rows_of_lines(lines.reset_index(drop=True), rejected, language)


def _rows_of_lines(problems: pd.DataFrame, rejected: np.ndarray, language: str) -> pd.DataFrame:
    lines = pd.DataFrame(
        {
            "original-record-number": problems["record"],
            "order-id": problems["order_id"],
            "order-item-id": problems["item_id"],
            "error-code": problems["code"].astype("str"),
            "error-type": error_types(problems, rejected),
            "error-message": code_texts.messages(problems, language),
            "line": problems["line"],
            MESSAGE_ID: problems["message"],
            "sku": problems["sku"],
        },
        columns=[*PROCESSING.names, MESSAGE_ID, "sku"],
    )
    rows = report_rows.sort_rows(lines, ["original-record-number", "line"])
    check_frames(PROCESSING.columns, answer_rows=rows)
    return rows


def error_types(problems: pd.DataFrame, rejected: np.ndarray) -> pd.Series:
    """Fatal, Error or Warning for each problem (columns record, code, value); rejected: numbers of rejected records."""
    types = codes.problem_types(problems)
    keeps_type = (types == "Fatal") | ((types == "Error") & np.isin(problems["record"], rejected))
    return types.where(keeps_type, "Warning")
