"""Names and addresses as they are compared: two spellings of one address fold to the same text.

Files of one shop come through other encodings and other tools: wide and narrow letters, half a dozen dashes, a blank
more or less. Only comparisons fold; what is stored and published stays as it came. Order process, 1.5.8.

>>> folded(pd.Series(["見本　一　１－２", "見本一1\u22122", "ラーメン1\u30fc2"])).tolist()
['見本一1-2', '見本一1-2', 'ラーメン1-2']
>>> folded_postal_codes(pd.Series(["〒１５３－００４２", "1530042", "SW1A 1AA"])).tolist()
['1530042', '1530042', 'SW1A1AA']
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from schemas.formats import fields as f

_DASHES = "\u301c\uff5e\u223c~\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500\uff0d"
# NFKC makes U+FF5E an ASCII tilde and U+FF0D an ASCII hyphen, so these two stand for them.
_SAME_SIGNS = str.maketrans(dict.fromkeys(_DASHES, "-") | {"\u2016": "\u2225"})
_LONG_VOWEL_AS_DASH = "(?<=[0-9])\u30fc(?=[0-9])"
_JAPANESE_POSTAL_CODE = "^\u3012?([0-9]{3})-?([0-9]{4})$"


def is_same_when_folded(name: str, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Whether two texts of a column of an address are the same but for their spelling."""
    if len(first) == 0:
        return np.zeros(0, bool)
    same = folded_column(name, pd.Series(first, dtype="str")) == folded_column(name, pd.Series(second, dtype="str"))
    return same.to_numpy(bool)


def folded_column(name: str, texts: pd.Series) -> pd.Series:
    """Texts of a column of an address, folded."""
    return folded_postal_codes(texts) if name == f.SHIP_POSTAL_CODE.name else folded(texts)


def folded(texts: pd.Series) -> pd.Series:
    """Texts without differences of width, dash and blanks: NFKC, one dash for all, no blanks."""
    plain = texts.str.normalize("NFKC").str.replace(r"\s", "", regex=True)
    return plain.str.translate(_SAME_SIGNS).str.replace(_LONG_VOWEL_AS_DASH, "-", regex=True)


def folded_postal_codes(codes: pd.Series) -> pd.Series:
    """Postal codes folded; of a Japanese one only the digits."""
    return folded(codes).str.replace(_JAPANESE_POSTAL_CODE, r"\1\2", regex=True)
