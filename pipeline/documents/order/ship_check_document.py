"""`orders check`: whether each line of a pick list may ship. Only a verified order ships (order process, step 4.2)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from pipeline.documents.json_version import JSON_VERSION
from pipeline.model import ship_marks
from schemas.code_texts import map_distinct
from schemas.frame_checks import check_frames
from schemas.wording.messages_ja import day_text_of_iso
from schemas.wording.order_words import PICK_LIST_ANSWERS
from schemas.wording.template_columns import fill

NEEDS_SOMEBODY = 3
SHIP, KEEP = "ship", "do-not-ship"
NOTES = ("", "buyer-asked-to-cancel")
"""Codes with which a line may ship all the same."""
SHOWN_AS = {
    "item-unknown": "order-unknown",
    "item-mangled": "id-mangled",
    **dict.fromkeys(ship_marks.REASONS, ship_marks.MISSING),
}
"""Codes that differ only in their reason."""


def ship_check_document(checked: pd.DataFrame, language: str, run: int) -> dict[str, Any]:
    """The answer to each line, in the order of the list; `exit_code` is 3 when a line may not ship.

    checked: frame `checked_lines`. run: the one whose state the list was checked against.
    """
    check_frames(checked_lines=checked)
    answers = _answers(checked, language)
    kept = answers[answers["answer"] == KEEP]
    return {
        "run": run,
        "version": JSON_VERSION,
        "exit_code": NEEDS_SOMEBODY if len(kept) else 0,
        "may_not_ship": len(kept),
        "codes": {str(code): int(count) for code, count in kept["code"].value_counts().sort_index().items()},
        "lines": answers.to_dict("records"),
    }


def _answers(checked: pd.DataFrame, language: str) -> pd.DataFrame:
    """Each line with its answer, its code as it is shown, and the reason in words."""
    reasons = pd.Series("", checked.index, dtype="str")
    for code, lines in checked.groupby("code", dropna=False):
        reasons.loc[lines.index] = fill(PICK_LIST_ANSWERS[str(code)].of(language), _localized(lines, language))
    return pd.DataFrame(
        {
            "line": checked["line"],
            "order_id": checked["order_id"],
            "order_item_id": checked["item_id"],
            "answer": pd.Series(np.where(checked["code"].isin(NOTES), SHIP, KEEP), checked.index, dtype="str"),
            "code": checked["code"].replace(SHOWN_AS),
            "reason": reasons,
        }
    )


def _localized(lines: pd.DataFrame, language: str) -> pd.DataFrame:
    """Lines with the days that are filled in as Japanese readers write them."""
    if language != "ja":
        return lines
    return lines.assign(**{name: map_distinct(lines[name], day_text_of_iso) for name in ("value", "limit")})
