"""The form of a row: typed values without blanks, and the codes of what is wrong with it.

Order process, 9.3.1 and 13.4.

Choice: a missing requester or reference (70008) is one more form error beside the others.
"""

from __future__ import annotations

import re
from typing import Any

from tests.reference_model.days import Calendar
from tests.reference_model.tables import (
    ADDRESSES,
    ALL_ORDERS,
    CONFIRMATIONS,
    COUNTS,
    DATES,
    FLAGS,
    INVENTORY,
    MAY_BE_ZERO,
    OF_A_REFUSAL,
    ORDERS,
    PENDING_REPORT,
    REFUND_DISCOUNTS,
    REFUND_PARTS,
    REFUND_TAXES,
    REFUNDS,
    RESTOCKING,
    SIGNED,
    UNSHIPPED_REPORT,
    WHOLE_DAYS,
    YEN,
    Row,
    required,
    status_word,
)

NOT_REQUESTED, MISSING, BAD_NUMBER, BAD_DATE, BAD_CHOICE, BAD_MONEY = 70008, 70101, 70102, 70103, 70106, 70108
OF_CANCELED = (
    *("order-id", "amazon-order-id", "order-item-id"),
    *("order-status", "cancellation-cause", "last-updated-date"),
)
"""What is read of an order record that says Canceled: ids and status."""
UNKNOWN = "Unknown"
"""Stands for a status that nobody knows: it says nothing."""
DAYS_FROM_THEIR_START = ("purchase-date", "payments-date", "payment-date")
UNKNOWN_WITHOUT_TIME = ("last-updated-date", "reporting-date")
WHO_MAY_ASK = ("buyer", "customer-service")
SAID = {"true": True, "yes": True, "y": True, "false": False, "no": False, "n": False}


class FormError(Exception):
    """A value that its column does not allow."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def typed_row(raw: dict[str, str], table: str, calendar: Calendar) -> tuple[Row, set[int]]:
    """The values of a row that are not blank, in the words of the order feed, and the codes of its form errors."""
    row: Row = {}
    faults: set[int] = set()
    canceled = table in (ORDERS, ALL_ORDERS) and status_word(raw.get("order-status", "")) == "Canceled"
    for column, text in raw.items():
        if text and column not in OF_A_REFUSAL:
            try:
                typed = value(table, column, text, calendar)
                row |= {} if is_day(text) and column in UNKNOWN_WITHOUT_TIME else {column: typed}
            except FormError as error:
                if not canceled or column in OF_CANCELED:
                    faults.add(error.code)
    if any(not raw.get(column) for column in required(table, raw) if not canceled or column in OF_CANCELED):
        faults.add(MISSING)
    if table == ADDRESSES and not (raw.get("requested-by") and raw.get("message-id")):
        faults.add(NOT_REQUESTED)
    if table == REFUNDS:
        faults |= faults_of_refund(row)
    return translated(table, row), faults


def is_day(text: str) -> bool:
    """Whether a date is written without a time."""
    return len(text) == len("2026-10-05")


def lacks_time(raw: dict[str, str]) -> bool:
    """Whether a day stands where an instant is asked. Order process, 11.4."""
    return any(is_day(raw.get(column, "")) for column in (*DAYS_FROM_THEIR_START, *UNKNOWN_WITHOUT_TIME))


def faults_of_refund(row: Row) -> set[int]:
    """Yen only, no tax of its own, a restocking fee that the seller keeps, and a sum that goes to the buyer."""
    price, *others = (row.get(column, 0) for column in REFUND_PARTS)
    price, taken_back = price + row.get(RESTOCKING, 0), sum(abs(row.get(column, 0)) for column in REFUND_DISCOUNTS)
    wrong = [row.get("currency", "JPY") != "JPY", row.get(RESTOCKING, 0) > 0, price < 0, min(others) < 0]
    wrong += [price + sum(others) < taken_back, *(row.get(column, 0) != 0 for column in REFUND_TAXES)]
    idle = row.get("action-type") == "Cancel" and not row.get("quantity-cancelled")
    return ({BAD_MONEY} if any(wrong) else set()) | ({MISSING} if idle else set())


def translated(table: str, row: Row) -> Row:
    """What a report calls by another name, or says by being that report."""
    if table == CONFIRMATIONS:
        code, name = row.pop("carrier-code", "OTHER").upper(), row.pop("carrier-name", "")
        return row | {"carrier": f"Other:{name}" if code == "OTHER" else code}
    names = {ALL_ORDERS: ("amazon-order-id", "order-id"), PENDING_REPORT: ("payment-type", "payment-method")}
    if table in names:
        theirs, ours = names[table]
        row = row | ({ours: row[theirs]} if theirs in row else {})
    status = {PENDING_REPORT: "Pending", UNSHIPPED_REPORT: "Unshipped"}.get(table)
    return row | ({"order-status": status} if status else {})


def value(table: str, column: str, text: str, calendar: Calendar) -> Any:
    """The typed value of a text that is not blank."""
    if table == ALL_ORDERS and column == "quantity":
        return int(text) if re.fullmatch("[0-9]{1,6}", text) else None
    if column in COUNTS:
        return count(text, least=0 if table == INVENTORY or column in MAY_BE_ZERO else 1)
    if column in YEN or column in SIGNED:
        return whole_yen(text)
    if column in DATES:
        try:
            return calendar.instant(text, end_of_day=column in WHOLE_DAYS)
        except ValueError:
            raise FormError(BAD_DATE) from None
    return choice(table, column, text)


def count(text: str, least: int) -> int:
    if not re.fullmatch("[0-9]{1,6}", text) or int(text) < least:
        raise FormError(BAD_NUMBER)
    return int(text)


def whole_yen(text: str) -> int:
    if not re.fullmatch("-?[0-9]{1,12}", text):
        raise FormError(BAD_MONEY)
    return int(text)


def choice(table: str, column: str, text: str) -> Any:
    """One of the values that a column allows, in its own spelling; any text where it allows every one."""
    meant: Any = text
    if column in FLAGS:
        meant = SAID.get(text.casefold())
    elif column == "requested-by":
        meant = text.casefold() if text.casefold() in WHO_MAY_ASK else None
    elif column == "order-status" and table == ORDERS:
        meant = status_word(text) or UNKNOWN
    if meant is None:
        raise FormError(BAD_CHOICE)
    return meant
