"""What was refused and why as one document: every rejected record, and every feed that was refused whole (record 0)."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pipeline.documents.json_version import JSON_VERSION
from pipeline.documents.reject_resolution import is_open
from schemas import code_texts, codes
from schemas.frame_checks import check_frames

RECORD_KEYS = ["run", "feed", "record"]
RESOLUTIONS = ("resolved", "again", "settled", "later", "closed")
XML = "xml"


def rejects_from_messages(messages: pd.DataFrame, feeds: pd.DataFrame, language: str) -> pd.DataFrame:
    """One row per record (frame `rejects`, but for what became of it and its file), with its codes and their texts.

    messages: those of frame `answer_lines` that refused something, sorted by RECORD_KEYS. feeds: name, format and form
    by their number.
    """
    first = messages.drop_duplicates(RECORD_KEYS).reset_index(drop=True)
    names = first["feed"].map(feeds["name"]).astype("str")
    return first.assign(
        number=first["feed"],
        feed=names,
        codes=_codes(messages, language),
        mark=first["run"].astype("str") + "/" + names + "/" + first["record"].astype("str"),
        format=first["feed"].map(feeds["format"]).astype("str"),
        single=_is_single_row(first, messages, feeds),
    )


def rejects_document(rejects: pd.DataFrame, *, only_open: bool = False) -> dict[str, Any]:
    """The rejects (frame `rejects`) as a document; only_open: those that still wait."""
    check_frames(rejects=rejects)
    waits = is_open(rejects)
    listed = rejects[waits] if only_open else rejects
    return {
        "version": JSON_VERSION,
        "count": len(rejects),
        "open": int(waits.sum()),
        "rejects": [_entry(row) for row in listed.to_dict("records")],
    }


def _codes(messages: pd.DataFrame, language: str) -> list[list[dict[str, Any]]]:
    """Of each record its codes with message and advice, each once, in the order in which they were answered."""
    texts = messages.assign(
        message=code_texts.messages(messages, language, advice=False),
        advice=code_texts.advices(messages, language),
    ).drop_duplicates([*RECORD_KEYS, "code", "message"])
    entries = pd.Series(texts[["code", "message", "advice"]].to_dict("records"), texts.index, dtype=object)
    grouped: pd.Series = entries.groupby([texts[name] for name in RECORD_KEYS], dropna=False).agg(list)
    return grouped.to_list()


def _is_single_row(first: pd.DataFrame, messages: pd.DataFrame, feeds: pd.DataFrame) -> pd.Series:
    is_row = (first["feed"].map(feeds["form"]) != XML).astype(bool)
    conflicts = messages.loc[messages["code"] == codes.ORDER_CONFLICT, RECORD_KEYS]
    has_conflict = pd.MultiIndex.from_frame(first[RECORD_KEYS]).isin(pd.MultiIndex.from_frame(conflicts))
    return is_row & ~has_conflict


def _entry(row: dict[str, Any]) -> dict[str, Any]:
    return {
        **{name: row[name] for name in (*RECORD_KEYS, "line", "order_id", "codes", "file")},
        **{name: row[name] or None for name in RESOLUTIONS},
    }
