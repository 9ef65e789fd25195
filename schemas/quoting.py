"""What a message may quote of a feed: digits, ASCII letters and signs, no @, at most 40 characters.

Anything else may be a buyer's name or address that slipped into another column: HIDDEN_VALUE stands for it. A message
quotes nothing of a row that is cut into other fields than its headings (70107), nor of a column of buyers.
Order process, 14.9.
"""

from __future__ import annotations

import pandas as pd

LONGEST_QUOTE = 40
HIDDEN_VALUE = "…"
"""Stands for a value that no message may quote."""
_PLAIN = "[ -?A-~０-９．，：／＋－¥￥]"
_CONTACT = r"0(?:[-ー ()]*[0-9]){8,10}|\+(?:[-ー ()]*[0-9]){8,15}|[0-9]{3}[-ー][0-9]{4}"
"""Telephone numbers of Japan and of elsewhere, and postal codes. An id of an order or an item has more digits."""
_WITH_CONTACT = rf"(?:^|.*[^0-9-])(?:{_CONTACT})(?:$|[^0-9-].*)"


def quoted(texts: pd.Series) -> pd.Series:
    """Texts as a message may quote them; of a longer one the beginning, with HIDDEN_VALUE for the rest."""
    is_short = texts.str.len() <= LONGEST_QUOTE
    beginning = texts.str.slice(0, LONGEST_QUOTE - 1) + HIDDEN_VALUE
    return texts.where(is_short, beginning).where(is_plain(texts), HIDDEN_VALUE)


def is_plain(texts: pd.Series) -> pd.Series:
    """Whether each text is of digits, ASCII letters and signs alone; HIDDEN_VALUE may stand for a part of it."""
    return texts.str.fullmatch(f"(?:{_PLAIN}|{HIDDEN_VALUE})*").astype(bool)


def has_contact(texts: pd.Series) -> pd.Series:
    """Whether a telephone number or a postal code is in each text."""
    narrow = texts.str.normalize("NFKC")
    return narrow.str.fullmatch(_WITH_CONTACT).astype(bool)
