"""`orders check`: whether each line of a pick list may ship. Only a verified order ships (order process, step 4.2)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from pipeline.documents.json_version import JSON_VERSION
from pipeline.queries.orders import ship_check
from pipeline.store.reader import StoreReader
from pipeline.workspace.settings import Settings
from schemas.column_kinds import CONTROLS
from schemas.wording.code_texts import fill
from schemas.wording.order_words import PICK_LIST_ANSWERS

NEEDS_SOMEBODY = 3
SHIP, KEEP = "ship", "do-not-ship"
NOTES = ("", "buyer-asked-to-cancel")
"""Codes with which a line may ship all the same."""
SHOWN_AS = {"item-unknown": "order-unknown", "item-mangled": "id-mangled"}
"""Codes that differ only in their reason."""
HEADS = ("line", "order-id", "order-item-id", "answer", "code", "reason")


def check(store: StoreReader, settings: Settings, picks: pd.DataFrame, now: pd.Timestamp) -> pd.DataFrame:
    """The answer to each line: the columns of HEADS, in the order of the list. picks: rows of `picklist.read`.

    now: the instant that the cut-off is held against. Of several reasons the first in the order of `verdict.codes`
    counts.
    """
    told = ship_check.verdict(store, settings, picks, now)
    reasons = pd.Series("", told.index, dtype="str")
    for name, group in told.groupby("code", dropna=False):
        reasons.loc[group.index] = fill(PICK_LIST_ANSWERS[str(name)].of(settings.language), group)
    answer = pd.Series(np.where(told["code"].isin(NOTES), SHIP, KEEP), told.index, dtype="str")
    code = told["code"].replace(SHOWN_AS)
    columns = (told["line"], told["order_id"], told["item_id"], answer, code, reasons)
    return pd.DataFrame(dict(zip(HEADS, columns, strict=True)))


def document(answers: pd.DataFrame) -> dict[str, Any]:
    """The answers for programs; `exit_code` is 3 when a line may not ship."""
    kept = answers[answers["answer"] == KEEP]
    return {
        "version": JSON_VERSION,
        "exit_code": NEEDS_SOMEBODY if len(kept) else 0,
        "may_not_ship": len(kept),
        "codes": {str(code): int(count) for code, count in kept["code"].value_counts().sort_index().items()},
        "lines": answers.rename(columns=lambda name: name.replace("-", "_")).to_dict("records"),
    }


def text(answers: pd.DataFrame) -> str:
    """The answers as a flat file; a tab, a line break or another control inside a cell of the list becomes a blank."""
    cells = answers.astype("str").apply(lambda column: column.str.replace(CONTROLS, " ", regex=True))
    lines = cells.iloc[:, 0].str.cat(cells.iloc[:, 1:], sep="\t")
    return "\n".join(["\t".join(HEADS), *lines])
