"""Carriers of shipments by code and name: each pair of these is resolved once, however many rows have it.

Order process, 13.4.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from feeds.problems import quotable
from schemas.carriers import OTHER, SPELLINGS
from schemas.cell_bytes import cell_bytes, distinct_cells
from schemas.columns import Kind
from schemas.formats.confirmation_feed import DELETE_MARK


def resolve_carriers(codes: pd.Series, names: pd.Series) -> pd.DataFrame:
    """The carrier of each row, with what is wrong with it.

    Columns: code, name: of every known carrier its code alone, so that two spellings of it are equal; Other and a name
    for the rest, never a guess. lacks_name: Other without a name. is_unknown: a carrier that nobody knows; shown: how
    a message may call it.
    """
    code_of_row, code_words = distinct_cells(cell_bytes(codes))
    name_of_row, name_words = distinct_cells(cell_bytes(names))
    # A pair as one number: the name's, and the code's in units of all names.
    radix = max(len(name_words), 1)
    place_of_row, pairs = pd.factorize(code_of_row.astype(np.int64) * radix + name_of_row)
    code, name = np.divmod(pairs, radix)
    resolved = _resolve_pairs(_stripped(code_words, code), _stripped(name_words, name))
    return resolved.take(place_of_row).set_axis(codes.index)


def _stripped(words: pd.Series, places: np.ndarray) -> pd.Series:
    return words.take(places).reset_index(drop=True).str.strip()


def _resolve_pairs(code: pd.Series, name: pd.Series) -> pd.DataFrame:
    is_blank = code == ""
    is_other = code.str.casefold() == OTHER.casefold()
    is_delete = code == DELETE_MARK
    by_code = _carrier_codes(code)
    known = by_code.mask((by_code == "") & (is_blank | is_other), _carrier_codes(name))
    unknown_code = ~is_blank & ~is_other & ~is_delete & (known == "")
    unknown_name = is_blank & (known == "") & (name != "")
    is_unknown = unknown_code | unknown_name
    return pd.DataFrame(
        {
            "code": known.mask(is_unknown | (is_other & (known == "")), OTHER).mask(is_delete, DELETE_MARK),
            "name": name.mask(unknown_code & (name == ""), code).where(known == "", ""),
            "lacks_name": is_other & (name == ""),
            "is_unknown": is_unknown,
            "shown": quotable(code.mask(unknown_name, name), Kind.TEXT),
        }
    )


def _carrier_codes(spellings: pd.Series) -> pd.Series:
    """The code of each carrier by one of its spellings, "" for an unknown one."""
    return spellings.str.casefold().map(SPELLINGS).astype("str").fillna("")
