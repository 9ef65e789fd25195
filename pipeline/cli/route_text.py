"""What `ordermill route` says of the parts of the feeds."""

from __future__ import annotations

from typing import Any

from pipeline import text
from schemas import codes
from schemas.wording import messages_en


def routed_text(document: dict[str, Any]) -> str:
    """A line for each part: where it went, and the code of what went to nobody."""
    rows = [(part["file"], part["to"], _record_count(part["records"]), _reason(part)) for part in document["routed"]]
    return "\n".join(text.table(("file", "went to", "records", ""), rows))


def _record_count(records: int | None) -> str:
    return "all" if records is None else f"{records:,}"


def _reason(part: dict[str, Any]) -> str:
    """The seller of the part, or the code of why it has none, and what the file is if it is no feed."""
    if not part["code"]:
        return f"seller {part['seller']}"
    code = f"{part['code']} {codes.CODES[part['code']].name}"
    return f"{code}: {part['what']}; {messages_en.NON_FEED_FILES[part['what']]}" if part["what"] else code
