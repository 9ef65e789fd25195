"""What the records of one order were answered: their codes, and the messages in the language of the settings."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from pipeline.documents.localize import Localizer
from pipeline.documents.order.order_history import OrderHistory
from pipeline.lifecycle.outcomes import day_text
from schemas import code_texts, codes
from schemas.item_ids import item_ids
from schemas.statuses import CAUSES, OUTCOME_TEXT, Outcome

RECORD_KEYS = ("run", "feed", "record")
MESSAGE_PARTS = ("code", "column", "value", "limit")
UNKNOWN_PART = "…"
"""Stands in a message for what no stored message tells any more."""


def record_messages(
    history: OrderHistory, row: dict[str, Any], localizer: Localizer, *, whole: bool = True
) -> tuple[list[int], str]:
    """The codes of a record (run, feed, record) and their messages; none for what simply applied.

    whole: all that the record was answered. Otherwise, for one row of the journal of several (with `first`, of the
    record, and `first_of_item`): what is about its item, and with the first one what is about none of their items.
    """
    messages = _messages_of_record(history, row, localizer)
    if not whole:
        messages = _messages_of_item(messages, history, row)
    if messages.empty:
        return [], ""
    messages = messages.drop_duplicates([*MESSAGE_PARTS])
    texts = code_texts.messages(messages, localizer.language, advice=False)
    separator = "。" if localizer.language == "ja" else "; "
    return messages["code"].astype(int).unique().tolist(), separator.join(texts.unique())


def outcome_from_codes(numbers: list[int], *, refused: bool) -> str:
    """The outcome of a record of which only the messages are left."""
    if refused:
        return OUTCOME_TEXT[Outcome.REJECTED]
    if codes.HELD in numbers:
        return OUTCOME_TEXT[Outcome.HELD]
    return OUTCOME_TEXT[Outcome.UNCHANGED if numbers == [codes.UNCHANGED] else Outcome.WARNING]


def _messages_of_record(history: OrderHistory, row: dict[str, Any], localizer: Localizer) -> pd.DataFrame:
    """What it was answered; where that is not kept, the codes of its outcome, filled from the order itself."""
    stored = _of_record(history.messages, row)
    if len(stored):
        return stored[[*MESSAGE_PARTS, "item_id"]]
    outcomes = _of_record(history.outcomes, row)
    numbers = [int(number) for listed in outcomes["codes"] for number in listed.split()]
    numbers = numbers or ([int(row["code"])] if row.get("code") else [])
    filled = [(number, "", *_value_and_limit(history, number, localizer), "") for number in numbers]
    frame = pd.DataFrame(filled, columns=[*MESSAGE_PARTS, "item_id"])
    return frame.astype({"code": "int64", **dict.fromkeys((*MESSAGE_PARTS[1:], "item_id"), "str")})


def _messages_of_item(messages: pd.DataFrame, history: OrderHistory, row: dict[str, Any]) -> pd.DataFrame:
    """Of the messages of a record those about the item of one row, with its first row those about no item of it."""
    record_items = item_ids(_of_record(history.journal, row)["item_key"].to_numpy())
    item_id = item_ids(np.array([row["item_key"]])).iloc[0]
    is_about = (messages["item_id"] == item_id) & (item_id != "") & row["first_of_item"]
    if row["first"]:
        is_about |= ~messages["item_id"].isin(record_items[record_items != ""])
    return messages[is_about]


def _of_record(rows: pd.DataFrame, row: dict[str, Any]) -> pd.DataFrame:
    """The rows of the record (run, feed, record) that a row is about."""
    is_of_record = pd.Series(True, rows.index)
    for name in RECORD_KEYS:
        is_of_record &= rows[name] == row[name]
    return rows[is_of_record].reset_index(drop=True)


def _value_and_limit(history: OrderHistory, number: int, localizer: Localizer) -> tuple[str, str]:
    """Value and limit of a message of which only the code is known, as far as the order tells them."""
    order = history.order
    known = {
        codes.ORDER_CANCELED: (_business_day(order["canceled_at"], localizer), CAUSES[order["cause"]]),
        codes.CONFIRMED_TOO_LATE: ("", _business_day(order["cut_off"], localizer)),
        codes.PAID_TOO_LATE: ("", _business_day(order["paid_by"], localizer)),
    }
    value, limit = known.get(number, ("", ""))
    return value or UNKNOWN_PART, limit or UNKNOWN_PART


def _business_day(instant: pd.Timestamp, localizer: Localizer) -> str:
    return str(day_text(pd.Series([instant], dtype="datetime64[us, UTC]"), localizer.zone).iloc[0])
