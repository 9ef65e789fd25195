"""Leading zeros that a spreadsheet drops: of a Japanese postal code there can be no doubt, of a phone number there is.

A spreadsheet takes digits without a hyphen for a figure and writes 600001 for 0600001. A phone number that begins with
another digit may be a foreign one, so it never stops an order.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from feeds.problems import row_problems
from schemas import codes
from schemas.cell_bytes import CellBytes, cell_bytes
from schemas.columns import Table
from schemas.formats import fields as f
from schemas.formats.address_change_feed import ADDRESS_CHANGES
from schemas.formats.marketplace_reports import UNSHIPPED
from schemas.formats.order_feed import JAPAN, ORDERS
from schemas.word_memory import is_where
from schemas.wording.reason_texts import ZERO

CHECKED_TABLES = (ORDERS.name, UNSHIPPED.name, ADDRESS_CHANGES.name)
"""Formats of which the address is used."""
POSTAL = f.SHIP_POSTAL_CODE.name
PHONES = (f.BUYER_PHONE.name, f.SHIP_PHONE.name)
_POSTAL_DIGITS = 7
_HYPHEN, _ZERO = b"-0"
_HYPHEN_PLACE = 3
_SHORTENED = {POSTAL: r"[0-9]{3,6}"} | dict.fromkeys(PHONES, r"[1-9][0-9]{8,9}")
_LENGTHS = {POSTAL: (3, 8)} | dict.fromkeys(PHONES, (9, 12))
_JAPANESE_PHONE = r"[1-9][0-9]{8}|[25-9]0[0-9]{8}"
"""A Japanese phone number but for its zero: of ten digits, or of eleven, which begin as those of mobile phones do."""


def cells_without_zero(table: Table, text: pd.DataFrame) -> dict[str, np.ndarray]:
    """The positions of the cells that have lost, or may have lost, a leading zero, by column.

    text: frame `feed_text`. Rows of another country than Japan or blank are left out.
    """
    if table.name not in CHECKED_TABLES:
        return {}
    shortened = {name: _shortened_cells(text[name], name) for name in _SHORTENED if name in text}
    if f.SHIP_COUNTRY.name not in text or not any(map(len, shortened.values())):
        return shortened
    country = text[f.SHIP_COUNTRY.name]
    return {name: positions[is_japan(country.iloc[positions])] for name, positions in shortened.items()}


def is_japan(countries: pd.Series) -> np.ndarray:
    """Whether each country is Japan, as the marketplace or a person writes it; none is Japan."""
    return is_where(countries, _says_japan)


def _says_japan(countries: pd.Series) -> pd.Series:
    return countries.str.strip().str.upper().isin(JAPAN)


def zero_problems(table: Table, text: pd.DataFrame, read_fully: np.ndarray) -> list[pd.DataFrame]:
    """The problems: 70105 for a postal code, 70112 for a phone number, both without the value, which is a buyer's.

    text: frame `feed_text`; read_fully: rows of which the address counts.
    """
    problems = []
    for name, positions in cells_without_zero(table, text).items():
        counted = positions[read_fully[positions]]
        if len(counted) == 0:
            continue
        rows = text[["record", "line"]].iloc[counted]
        if name == POSTAL:
            problems.append(row_problems(rows, name, codes.ID_MANGLED, "", ZERO))
        else:
            problems.append(row_problems(rows, name, codes.ZERO_LOST))
    return problems


def restored_cells(table: Table, text: pd.DataFrame) -> dict[str, pd.Series]:
    """The cells of `cells_without_zero` with their zeros again, by column; the index is that of text.

    Phone numbers that do not have the form of a Japanese one are left out.
    """
    restored = {}
    for name, positions in cells_without_zero(table, text).items():
        cells = text[name].iloc[positions].str.strip()
        known = cells if name == POSTAL else cells[cells.str.fullmatch(_JAPANESE_PHONE).astype(bool)]
        if len(known):
            restored[name] = known.str.zfill(_POSTAL_DIGITS) if name == POSTAL else "0" + known
    return restored


def _shortened_cells(cells: pd.Series, name: str) -> np.ndarray:
    """Looked for by length first: a pattern for every cell would cost more than all other checks of the column."""
    text = cell_bytes(cells)
    least, most = _LENGTHS[name]
    positions = np.flatnonzero((text.lengths >= least) & (text.lengths <= most))
    positions = positions[~_is_whole(text, positions, name)]
    if len(positions) == 0:
        return positions
    return positions[cells.iloc[positions].str.strip().str.fullmatch(_SHORTENED[name]).to_numpy(bool)]


def _is_whole(text: CellBytes, positions: np.ndarray, name: str) -> np.ndarray:
    """Which of these cells have their hyphen (000-0001) or their zero (090...): most of all cells."""
    starts = text.offsets[positions]
    if name != POSTAL:
        return text.data[starts] == _ZERO
    place = np.minimum(starts + _HYPHEN_PLACE, len(text.data) - 1)
    return (text.data[place] == _HYPHEN) & (text.lengths[positions] > _HYPHEN_PLACE)
