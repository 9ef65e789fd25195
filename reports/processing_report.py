"""The processing report: the answer to one feed. It has lines for problems, not for successes.

Flat files are answered in the text form, XML feeds in the form of reports.processing_report_xml.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from reports import report_rows
from schemas import code_texts, codes
from schemas.formats.report_formats import PROCESSING

MESSAGE_ID = "message-id"


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one feed: how many records were processed, were applied, were applied with a warning; the lines.

    rows: frame `answer_rows`.
    """

    processed: int
    successful: int
    warned: int
    fatal: bool
    rows: pd.DataFrame

    @property
    def summary_text(self) -> str:
        """The summary above the lines of the text form."""
        lines = [
            "Feed Processing Summary:",
            f"\tNumber of records processed\t\t{self.processed}",
            f"\tNumber of records successful\t\t{self.successful}",
            *([""] if len(self.rows) else []),
        ]
        return "".join(line + "\r\n" for line in lines)


def build_answer(problems: pd.DataFrame, *, records: int, rejected: np.ndarray, language: str) -> Answer:
    """The answer to a feed of so many records, of which those numbered in `rejected` were not applied.

    problems: lines of frame `answer_lines`. The rows of the answer are sorted by record and line. A Fatal problem means
    that nothing was processed. The type is Error only for rejected records; a message about a record that was applied
    or is held is a Warning, and the record is successful.
    """
    problems = problems.reset_index(drop=True)
    types = error_types(problems, rejected)
    fatal = bool((types == "Fatal").any())
    processed = 0 if fatal else records
    successful = 0 if fatal else records - len(np.unique(rejected[rejected > 0]))
    warned = problems.loc[(types == "Warning") & ~problems["record"].isin([0, *rejected]), "record"].nunique()
    lines = pd.DataFrame(
        {
            "original-record-number": problems["record"],
            "order-id": problems["order_id"],
            "order-item-id": problems["item_id"],
            "error-code": problems["code"].astype("str"),
            "error-type": types,
            "error-message": code_texts.messages(problems, language),
            "line": problems["line"],
            MESSAGE_ID: problems["message"],
            "sku": problems["sku"],
        },
        columns=[*PROCESSING.names, MESSAGE_ID, "sku"],
    )
    rows = report_rows.sort_rows(lines, ["original-record-number", "line"])
    return Answer(processed, successful, 0 if fatal else int(warned), fatal, rows)


def error_types(problems: pd.DataFrame, rejected: np.ndarray) -> pd.Series:
    """Fatal, Error or Warning for each problem (columns record, code, value); rejected: numbers of rejected records."""
    types = codes.problem_types(problems)
    keeps_type = (types == "Fatal") | ((types == "Error") & problems["record"].isin(rejected))
    return types.where(keeps_type, "Warning")
