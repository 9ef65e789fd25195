"""Order process, 1.5.8: one address in two spellings. Letter by letter, unlike the rules, which fold whole columns."""

from __future__ import annotations

import unicodedata
from typing import Any

POSTAL_CODE = "ship-postal-code"
DASHES = "-~\u301c\u223c\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500"
LONG_VOWEL, POSTAL_MARK = "\u30fc", "\u3012"


def plain(column: str, value: Any) -> Any:
    """A value of the recipient as it is compared with another one; anything but text as it is."""
    if not isinstance(value, str):
        return value
    letters = [letter for letter in unicodedata.normalize("NFKC", value) if not letter.isspace()]
    text = "".join(plain_letter(letters, place) for place in range(len(letters)))
    return postal_digits(text) if column == POSTAL_CODE else text


def plain_letter(letters: list[str], place: int) -> str:
    letter = letters[place]
    around = letters[max(place - 1, 0) : place] + letters[place + 1 : place + 2]
    if letter in DASHES or (letter == LONG_VOWEL and len(around) == 2 and all(is_digit(other) for other in around)):
        return "-"
    return "\u2225" if letter == "\u2016" else letter


def is_digit(letter: str) -> bool:
    return letter in "0123456789"


def postal_digits(text: str) -> str:
    """The digits of a Japanese postal code; any other one as it is."""
    digits = "".join(letter for letter in text if is_digit(letter))
    forms = {digits, f"{digits[:3]}-{digits[3:]}"}
    return digits if len(digits) == 7 and text.removeprefix(POSTAL_MARK) in forms else text
