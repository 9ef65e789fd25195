"""The processing report: the answer to one feed, in the text form. Problems are lines, successes are not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from reports import rows
from schemas import codes
from schemas.reports import PROCESSING


@dataclass(frozen=True, slots=True)
class Answer:
    """The parts of an answer, as `flatfile.write` takes them: the summary above, the rows below."""

    above: str
    rows: pd.DataFrame


def processing(problems: pd.DataFrame, *, records: int, refused: np.ndarray, language: str) -> Answer:
    """The answer to a feed of so many records, of which the numbers in `refused` did not apply.

    problems: record (0 = the file), line, column, code, value, limit, order_id, order_item_id. The rows are in the
    columns of `schemas.reports.PROCESSING`, by record and line. A Fatal problem means that nothing was processed. The
    type is Error only for what was refused; everything that applied, or that waits, is a Warning and successful.
    """
    problems = problems.reset_index(drop=True)
    types = error_types(problems, refused)
    fatal = bool((types == "Fatal").any())
    processed = 0 if fatal else records
    successful = 0 if fatal else records - len(np.unique(refused[refused > 0]))
    said = pd.DataFrame(
        {
            "original-record-number": problems["record"],
            "order-id": problems["order_id"],
            "order-item-id": problems["order_item_id"],
            "error-code": problems["code"].astype("str"),
            "error-type": types,
            "error-message": codes.messages(problems, language),
            "line": problems["line"],
        },
        columns=list(PROCESSING.names),
    )
    more = len(said) > 0
    return Answer(_summary(processed, successful, more=more), rows.in_order(said, ["original-record-number", "line"]))


def error_types(problems: pd.DataFrame, refused: np.ndarray) -> pd.Series:
    """Fatal, Error or Warning for each problem (columns record, code); refused: numbers of refused records."""
    types = codes.types(problems["code"])
    lasting = (types == "Fatal") | ((types == "Error") & problems["record"].isin(refused))
    return types.where(lasting, "Warning")


def _summary(processed: int, successful: int, *, more: bool) -> str:
    lines = [
        "Feed Processing Summary:",
        f"\tNumber of records processed\t\t{processed}",
        f"\tNumber of records successful\t\t{successful}",
        *([""] if more else []),
    ]
    return "".join(line + "\r\n" for line in lines)
