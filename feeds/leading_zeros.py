"""Leading zeros that a spreadsheet drops: of a Japanese postal code there can be no doubt, of a phone number there is.

A spreadsheet takes digits without a hyphen for a figure and writes 600001 for 0600001. A phone number that begins with
another digit may be a foreign one, so it never stops an order.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from feeds.problems import of_rows
from schemas import codes
from schemas.columns import Table
from schemas.formats import fields as f
from schemas.formats.address_change_feed import ADDRESS_CHANGES
from schemas.formats.marketplace_reports import UNSHIPPED
from schemas.formats.order_feed import ORDERS

TABLES = (ORDERS.name, UNSHIPPED.name, ADDRESS_CHANGES.name)
"""Formats of which the address is used."""
POSTAL, PHONES = f.SHIP_POSTAL_CODE.name, (f.BUYER_PHONE.name, f.SHIP_PHONE.name)
HERE = ("", "JP")
_POSTAL_DIGITS = 7
_CUT = {POSTAL: r"[0-9]{3,6}"} | dict.fromkeys(PHONES, r"[1-9][0-9]{8,9}")
_LENGTHS = {POSTAL: (3, 8)} | dict.fromkeys(PHONES, (9, 12))
_OURS = r"[1-9][0-9]{8}|[25-9]0[0-9]{8}"
"""A Japanese phone number but for its zero: of ten digits, or of eleven, which begin as those of mobile phones do."""


def lost(table: Table, text: pd.DataFrame) -> dict[str, np.ndarray]:
    """The places of the cells that have lost, or may have lost, a leading zero, by column. Country JP or blank only."""
    if table.name not in TABLES:
        return {}
    found = {name: _cut(text[name], name) for name in _CUT if name in text}
    if f.SHIP_COUNTRY.name not in text:
        return found
    country = text[f.SHIP_COUNTRY.name]
    return {name: at[country.iloc[at].str.strip().str.upper().isin(HERE).to_numpy()] for name, at in found.items()}


def named(table: Table, text: pd.DataFrame, read_fully: np.ndarray) -> list[pd.DataFrame]:
    """The problems: 70105 for a postal code, 70112 for a phone number, both without the value, which is a buyer's.

    text: record, line and columns of the table; read_fully: rows of which the address counts.
    """
    found = []
    for name, at in lost(table, text).items():
        rows = text[["record", "line"]].iloc[at[read_fully[at]]]
        postal = name == POSTAL
        found.append(of_rows(rows, name, codes.ID_MANGLED if postal else codes.ZERO_LOST, name if postal else ""))
    return found


def filled(table: Table, text: pd.DataFrame) -> dict[str, pd.Series]:
    """The cells of `lost` with their zeros again, by column, at their places; phone numbers of other forms are not."""
    mended = {}
    for name, at in lost(table, text).items():
        cells = text[name].iloc[at].str.strip()
        known = cells if name == POSTAL else cells[cells.str.fullmatch(_OURS).astype(bool)]
        if len(known):
            mended[name] = known.str.zfill(_POSTAL_DIGITS) if name == POSTAL else "0" + known
    return mended


def _cut(cells: pd.Series, name: str) -> np.ndarray:
    """Looked for by length first: a pattern for every cell would cost more than all other checks of the column."""
    length = pc.binary_length(pa.array(cells)).to_numpy(zero_copy_only=False)
    least, most = _LENGTHS[name]
    at = np.flatnonzero((length >= least) & (length <= most))
    return at[cells.iloc[at].str.strip().str.fullmatch(_CUT[name]).to_numpy(bool)]
