"""What the records of one order were answered: their codes, and the messages in the language of the settings."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from pipeline.documents.localize import Localizer
from pipeline.lifecycle.outcomes import day
from pipeline.queries.orders.order_history import OrderHistory
from schemas import codes, keys
from schemas.statuses import CAUSES, OUTCOME_TEXT, Outcome

BY = ("run", "feed", "record")
LINE = ("code", "column", "value", "limit")
UNTOLD = "…"
"""Stands in a message for what no line of the answer tells any more."""


def of(life: OrderHistory, row: dict[str, Any], words: Localizer, *, whole: bool = True) -> tuple[list[int], str]:
    """The codes of a record (run, feed, record) and their messages; none for what simply applied.

    whole: all that the record was answered. Otherwise, for one row of the journal of several (with `first`, of the
    record, and `first_of_item`): what is about its item, and with the first one what is about none of their items.
    """
    lines = _lines(life, row, words) if whole else _part(life, row, words)
    if lines.empty:
        return [], ""
    lines = lines.drop_duplicates(["code", "column", "value", "limit"])
    said = codes.messages(lines, words.language, advice=False)
    return lines["code"].astype(int).unique().tolist(), "; ".join(said.unique())


def outcome_of(numbers: list[int], *, refused: bool) -> str:
    """The outcome of a record of which only the answer is left."""
    if refused:
        return OUTCOME_TEXT[Outcome.REJECTED]
    if codes.HELD in numbers:
        return OUTCOME_TEXT[Outcome.HELD]
    return OUTCOME_TEXT[Outcome.UNCHANGED if numbers == [codes.UNCHANGED] else Outcome.WARNING]


def _lines(life: OrderHistory, row: dict[str, Any], words: Localizer) -> pd.DataFrame:
    """The lines of its answer; where none are kept, the codes of its outcome, filled from the order itself."""
    said = _of_record(life.said, row)
    if len(said):
        return said[[*LINE, "item_id"]]
    told = _of_record(life.answers, row)
    numbers = [int(number) for text in told["codes"] for number in text.split()]
    numbers = numbers or ([int(row["code"])] if row.get("code") else [])
    filled = [(number, "", *_facts(life, number, words), "") for number in numbers]
    frame = pd.DataFrame(filled, columns=[*LINE, "item_id"])
    return frame.astype({"code": "int64", **dict.fromkeys((*LINE[1:], "item_id"), "str")})


def _part(life: OrderHistory, row: dict[str, Any], words: Localizer) -> pd.DataFrame:
    lines = _lines(life, row, words)
    items = keys.item_ids(_of_record(life.journal, row)["item_key"].to_numpy())
    mine = keys.item_ids(np.array([row["item_key"]])).iloc[0]
    about = (lines["item_id"] == mine) & (mine != "") & row["first_of_item"]
    if row["first"]:
        about |= ~lines["item_id"].isin(items[items != ""])
    return lines[about]


def _of_record(rows: pd.DataFrame, row: dict[str, Any]) -> pd.DataFrame:
    hit = pd.Series(True, rows.index)
    for name in BY:
        hit &= rows[name] == row[name]
    return rows[hit].reset_index(drop=True)


def _facts(life: OrderHistory, number: int, words: Localizer) -> tuple[str, str]:
    order, zone = life.order, words.zone
    days = {name: day(pd.Series([order[name]], dtype="datetime64[us, UTC]"), zone).iloc[0] for name in DAYS}
    known = {
        codes.ORDER_CANCELED: (days["canceled_at"], CAUSES[order["cause"]]),
        codes.CONFIRMED_TOO_LATE: ("", days["cut_off"]),
        codes.PAID_TOO_LATE: ("", days["paid_by"]),
    }
    value, limit = known.get(number, (UNTOLD, UNTOLD))
    return value or UNTOLD, limit or UNTOLD


DAYS = ("canceled_at", "cut_off", "paid_by")
