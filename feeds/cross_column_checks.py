"""Checks between columns of a record: one of several, a verified order's facts, who asked, carriers.

Order process, 4.3.10, 4.3.13, 7.3 and 13.4.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from feeds import leading_zeros, refund_checks
from feeds.carrier_pairs import resolve_carriers
from feeds.problems import no_problems, row_problems
from schemas import codes, column_kinds
from schemas.cell_bytes import cell_bytes
from schemas.columns import Table
from schemas.formats import fields as f
from schemas.formats.address_change_feed import ADDRESS_CHANGES
from schemas.formats.cancellation_feed import CANCELLATIONS
from schemas.formats.confirmation_feed import CONFIRMATIONS
from schemas.formats.inventory_feed import INVENTORY, STOCK_WITHOUT_NUMBER
from schemas.formats.marketplace_reports import UNSHIPPED
from schemas.formats.order_feed import ADDRESS_LINES, ORDERS
from schemas.formats.refund_feed import REFUNDS
from schemas.suspicious_cells import is_filled
from schemas.word_memory import is_where
from schemas.wording.reason_texts import BESIDE, EITHER

_VERIFIED = ("Unshipped", "PartiallyShipped", "Shipped")


def check_across_columns(
    table: Table, typed: pd.DataFrame, text: pd.DataFrame, read_fully: np.ndarray
) -> tuple[pd.DataFrame, list[pd.DataFrame]]:
    """The typed feed with carriers resolved, and the problems between columns (frames `typed_feed`, `problems`).

    typed, text: the same rows; read_fully: rows of which more than ids and status counts.
    """
    problems = [_none_filled(names, text) for names in table.one_of]
    problems += [_not_exactly_one(names, text) for names in table.either]
    problems += leading_zeros.zero_problems(table, text, read_fully)
    if table.name in (ORDERS.name, UNSHIPPED.name):
        problems += _incomplete_address(_is_verified(table, typed, text) & read_fully, text)
    if table.name == ADDRESS_CHANGES.name:
        problems.append(_unrequested_change(text))
    if table.name == CANCELLATIONS.name:
        problems.append(_acknowledgement_without_order(typed, text))
    if table.name == INVENTORY.name:
        problems += [_two_kinds_of_stock(name, text) for name in STOCK_WITHOUT_NUMBER]
    if table.name == REFUNDS.name:
        problems += refund_checks.refund_problems(typed, text)
    if table.name == CONFIRMATIONS.name:
        typed, carrier_problems = _resolve_carriers(typed, text)
        problems += carrier_problems
    return typed, problems


def _problems_where(text: pd.DataFrame, is_wrong: np.ndarray | pd.Series, *details: Any) -> pd.DataFrame:
    """A problem for each row at fault; details: column, code, value and limit as `row_problems` takes them."""
    if not is_wrong.any():
        return no_problems()
    return row_problems(text[["record", "line"]][is_wrong], *details)


def _is_filled(text: pd.DataFrame, name: str) -> np.ndarray:
    if name not in text:
        return np.zeros(len(text), bool)
    return is_filled(cell_bytes(text[name]))


def _none_filled(names: tuple[str, ...], text: pd.DataFrame) -> pd.DataFrame:
    any_filled = np.logical_or.reduce([_is_filled(text, name) for name in names])
    return _problems_where(text, ~any_filled, " or ".join(names), codes.VALUE_MISSING)


def _not_exactly_one(names: tuple[str, ...], text: pd.DataFrame) -> pd.DataFrame:
    count = np.sum([_is_filled(text, name) for name in names], axis=0)
    is_wrong = count != 1
    too_many = count[is_wrong] > 1
    alternatives = " or ".join(names)
    code = np.where(too_many, codes.CHOICE_INVALID, codes.VALUE_MISSING)
    value = pd.Series(np.where(too_many, " + ".join(names), ""), text.index[is_wrong])
    limit = pd.Series(np.where(too_many, EITHER, ""), text.index[is_wrong])
    return _problems_where(text, is_wrong, alternatives, code, value, limit)


def _acknowledgement_without_order(typed: pd.DataFrame, text: pd.DataFrame) -> pd.DataFrame:
    """An acknowledgement links the seller's own id with an order: without the order it says nothing."""
    is_acknowledgement = (typed["status-code"] == "Success").to_numpy(bool)
    has_own_id_alone = _is_filled(text, "merchant-order-id") & ~_is_filled(text, "order-id")
    return _problems_where(text, is_acknowledgement & has_own_id_alone, "order-id", codes.VALUE_MISSING)


def _two_kinds_of_stock(name: str, text: pd.DataFrame) -> pd.DataFrame:
    """Stock that is given as a number and as `available` too: which of them counts is not guessed."""
    is_wrong = _is_filled(text, name) & (_is_filled(text, "quantity") | _is_filled(text, "on-hand"))
    return _problems_where(text, is_wrong, name, codes.CHOICE_INVALID, f"quantity + {name}", BESIDE)


def _is_verified(table: Table, typed: pd.DataFrame, text: pd.DataFrame) -> np.ndarray:
    """Rows of orders whose payment is verified: all of an Unshipped report, some of an order feed; no canceled line."""
    is_canceled_line = typed["quantity-purchased"].eq(0).fillna(value=False).to_numpy(bool)
    if table.name == UNSHIPPED.name:
        return ~is_canceled_line
    has_verified_status = is_where(typed["order-status"], _says_verified)
    is_paid = ~_is_filled(text, "order-status") & _is_filled(text, "payments-date")
    return np.asarray((has_verified_status | is_paid) & ~is_canceled_line)


def _says_verified(status: pd.Series) -> pd.Series:
    word, _ = column_kinds.split_suffix(status)
    return word.isin(_VERIFIED)


def _incomplete_address(is_verified: np.ndarray, text: pd.DataFrame) -> list[pd.DataFrame]:
    """A verified order without any address line could never ship, nor one to Japan without a postal code."""
    lacks_code = is_verified & ~_is_filled(text, f.SHIP_POSTAL_CODE.name)
    if lacks_code.any() and f.SHIP_COUNTRY.name in text:
        lacks_code &= leading_zeros.is_japan(text[f.SHIP_COUNTRY.name])
    lacks_lines = is_verified
    for name in ADDRESS_LINES:
        # The first line is filled nearly always: then nobody asks for the others.
        if lacks_lines.any():
            lacks_lines = lacks_lines & ~_is_filled(text, name)
    return [
        _problems_where(text, lacks_lines, ADDRESS_LINES[0], codes.VALUE_MISSING),
        _problems_where(text, lacks_code, f.SHIP_POSTAL_CODE.name, codes.VALUE_MISSING),
    ]


def _unrequested_change(text: pd.DataFrame) -> pd.DataFrame:
    """An address is changed only when the record names who asked, and in which message."""
    lacks_requester = ~_is_filled(text, "requested-by")
    is_wrong = lacks_requester | ~_is_filled(text, "message-id")
    column = pd.Series(np.where(lacks_requester, "requested-by", "message-id"), text.index, dtype="str")
    return _problems_where(text, is_wrong, column[is_wrong], codes.REDIRECT_NOT_REQUESTED)


def _resolve_carriers(typed: pd.DataFrame, text: pd.DataFrame) -> tuple[pd.DataFrame, list[pd.DataFrame]]:
    """The code of every known carrier; Other and a name for the rest, never a guess."""
    carriers = resolve_carriers(typed["carrier-code"], typed["carrier-name"])
    is_unknown = carriers["is_unknown"]
    problems = [
        _problems_where(text, carriers["lacks_name"], "carrier-name", codes.VALUE_MISSING),
        _problems_where(text, is_unknown, "carrier-code", codes.CARRIER_UNKNOWN, carriers["shown"][is_unknown]),
    ]
    return typed.assign(**{"carrier-code": carriers["code"], "carrier-name": carriers["name"]}), problems
