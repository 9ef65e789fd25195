"""What columns of a record demand of each other: one of several, a verified order's facts, who asked, carriers.

Cases 21, 23 and 30; order process, steps 1, 4.3 and 7.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from feeds import leading_zeros, refund_checks
from feeds.problems import of_rows, quotable
from schemas import codes
from schemas.carriers import OTHER, SPELLINGS
from schemas.columns import Kind, Table
from schemas.formats.address_change_feed import ADDRESS_CHANGES
from schemas.formats.cancellation_feed import CANCELLATIONS
from schemas.formats.confirmation_feed import CONFIRMATIONS, DELETE_MARK
from schemas.formats.inventory_feed import INVENTORY, STOCK_WITHOUT_NUMBER
from schemas.formats.order_feed import ORDERS, VERIFIED_NEEDS
from schemas.formats.refund_feed import REFUNDS

_VERIFIED = ("Unshipped", "PartiallyShipped", "Shipped")


def meet(
    table: Table, typed: pd.DataFrame, text: pd.DataFrame, read_fully: np.ndarray
) -> tuple[pd.DataFrame, list[pd.DataFrame]]:
    """The typed frame with carriers settled, and the problems between columns.

    typed, text: the same rows; read_fully: rows of which more than ids and status counts.
    """
    found = [_one_of(names, text) for names in table.one_of]
    found += [_either(names, text) for names in table.either]
    found += leading_zeros.named(table, text, read_fully)
    if table.name == ORDERS.name:
        found += _verified(typed, text, read_fully)
    if table.name == ADDRESS_CHANGES.name:
        found.append(_asked_for(text))
    if table.name == CANCELLATIONS.name:
        found.append(_links_nothing(typed, text))
    if table.name == INVENTORY.name:
        found += [_no_quantity(name, text) for name in STOCK_WITHOUT_NUMBER]
    if table.name == REFUNDS.name:
        found += refund_checks.demands(typed, text)
    if table.name == CONFIRMATIONS.name:
        typed, more = _carriers(typed, text)
        found += more
    return typed, found


def _at(text: pd.DataFrame, where: np.ndarray | pd.Series, *said: Any, **more: Any) -> pd.DataFrame:
    return of_rows(text[["record", "line"]][where], *said, **more)


def _filled(text: pd.DataFrame, name: str) -> np.ndarray:
    if name not in text:
        return np.zeros(len(text), bool)
    return (text[name].str.strip() != "").to_numpy(bool)


def _one_of(names: tuple[str, ...], text: pd.DataFrame) -> pd.DataFrame:
    none = ~np.logical_or.reduce([_filled(text, name) for name in names])
    return _at(text, none, " or ".join(names), codes.VALUE_MISSING)


def _either(names: tuple[str, ...], text: pd.DataFrame) -> pd.DataFrame:
    count = np.sum([_filled(text, name) for name in names], axis=0)
    wrong, column = count != 1, " or ".join(names)
    code = np.where(count[wrong] > 1, codes.CHOICE_INVALID, codes.VALUE_MISSING)
    given = " + ".join(names)
    value, limit = (pd.Series(np.where(count[wrong] > 1, said, ""), text.index[wrong]) for said in (given, column))
    return _at(text, wrong, column, code, value, limit)


def _links_nothing(typed: pd.DataFrame, text: pd.DataFrame) -> pd.DataFrame:
    """An acknowledgement links the seller's own id with an order: without the order it says nothing."""
    alone = _filled(text, "merchant-order-id") & ~_filled(text, "order-id")
    return _at(text, (typed["status-code"] == "Success").to_numpy(bool) & alone, "order-id", codes.VALUE_MISSING)


def _no_quantity(name: str, text: pd.DataFrame) -> pd.DataFrame:
    """Stock that is told as a number and as `available` too: which of them counts is not guessed."""
    wrong = _filled(text, name) & (_filled(text, "quantity") | _filled(text, "on-hand"))
    return _at(text, wrong, name, codes.CHOICE_INVALID, f"quantity + {name}", "quantity")


def _verified(typed: pd.DataFrame, text: pd.DataFrame, read_fully: np.ndarray) -> list[pd.DataFrame]:
    """A verified order without price, recipient or address could never ship."""
    said = typed["order-status"].isin(_VERIFIED).to_numpy()
    paid = ~_filled(text, "order-status") & _filled(text, "payments-date")
    verified = (said | paid) & read_fully
    return [_at(text, verified & ~_filled(text, name), name, codes.VALUE_MISSING) for name in VERIFIED_NEEDS]


def _asked_for(text: pd.DataFrame) -> pd.DataFrame:
    """An address is changed only when the record names who asked, and in which message."""
    nobody, nowhere = ~_filled(text, "requested-by"), ~_filled(text, "message-id")
    column = pd.Series(np.where(nobody, "requested-by", "message-id"), text.index, dtype="str")
    wrong = nobody | nowhere
    return _at(text, wrong, column[wrong], codes.REDIRECT_NOT_REQUESTED)


def _carriers(typed: pd.DataFrame, text: pd.DataFrame) -> tuple[pd.DataFrame, list[pd.DataFrame]]:
    """The code of every known carrier; Other and a name for the rest, never a guess.

    A carrier with a code is told by the code alone, so that two spellings of one carrier are equal.
    """
    code, name = typed["carrier-code"].str.strip(), typed["carrier-name"].str.strip()
    by_code, by_name = _code_of(code), _code_of(name)
    blank, other, deletes = code == "", code.str.casefold() == OTHER.casefold(), code == DELETE_MARK
    known = by_code.mask((by_code == "") & (blank | other), by_name)
    strange = ~blank & ~other & ~deletes & (known == "")
    unnamed = blank & (known == "") & (name != "")
    settled = known.mask(strange | unnamed | (other & (known == "")), OTHER).mask(deletes, DELETE_MARK)
    named = name.mask(strange & (name == ""), code).where(known == "", "")
    said = code.mask(unnamed, name)
    found = [
        _at(text, other & (name == ""), "carrier-name", codes.VALUE_MISSING),
        _at(
            text, strange | unnamed, "carrier-code", codes.CARRIER_UNKNOWN, quotable(said[strange | unnamed], Kind.TEXT)
        ),
    ]
    return typed.assign(**{"carrier-code": settled, "carrier-name": named}), found


def _code_of(spelled: pd.Series) -> pd.Series:
    return spelled.str.casefold().map(SPELLINGS).astype("str").fillna("")
