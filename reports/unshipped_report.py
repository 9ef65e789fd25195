"""The Unshipped Orders report: items of verified orders that are still to be shipped. Order process, step 4."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from reports.cells import Cells, moments, numbers, words
from reports.order_lines import OrderLines, is_to_ship, open_units
from reports.report_parts import ReportPart
from schemas.formats.order_reports import UNSHIPPED
from schemas.instant_texts import NOTHING, day_numbers

LATE_FROM_DAYS = -1
DO_NOT_SHIP_YET = "do-not-ship-yet"
"""What `check` says of units that may not be shipped yet. Order process, 4.2.3 and 4.2.5."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FLAGS = ("false", "true", "")
_UNKNOWN = _FLAGS.index("")


@dataclass(frozen=True, slots=True)
class ReportMoment:
    """When a report is made, and the zones in which days are counted and instants are shown."""

    as_of: datetime
    business_zone: ZoneInfo
    shown_zone: ZoneInfo

    @property
    def as_of_micros(self) -> int:
        """The instant as microseconds."""
        return (self.as_of - _EPOCH) // timedelta(microseconds=1)

    @property
    def today(self) -> int:
        """The business day, counted from 1970 on."""
        return int(day_numbers(np.array([self.as_of_micros]), self.business_zone)[0])


def unshipped_part(lines: OrderLines, moment: ReportMoment) -> ReportPart:
    """The items to ship at a moment, in the columns of `order_reports.UNSHIPPED`, by promise, order, item.

    Only items of verified orders with open units are in it, never Pending or Canceled ones. Days are calendar days of
    the business zone. A column that needs an unknown promise or cut-off is blank; an order that is not bound by its
    cut-off (`waived`) is never on the verge of cancellation.
    """
    rows = np.flatnonzero(is_to_ship(lines))
    to_ship = open_units(lines)
    promised = lines.facts["promise_at"][rows]
    return lines.part(
        UNSHIPPED,
        rows,
        promised,
        lambda block: _dates(lines, block, moment) | _counts(lines, block, to_ship[block]),
        moment.shown_zone,
    )


def _dates(lines: OrderLines, block: np.ndarray, moment: ReportMoment) -> dict[str, Cells]:
    """When the items were paid, reported and promised, and what is due."""
    facts = {name: lines.facts[name][block] for name in ("verified_at", "reported_at", "promise_at", "warned_from")}
    days = day_numbers(facts["promise_at"], moment.business_zone)
    is_promised = days != NOTHING
    days_past = moment.today - np.where(is_promised, days, moment.today)
    warned_from = facts["warned_from"]
    is_on_the_verge = (warned_from <= moment.as_of_micros) & ~lines.facts["waived"][block]
    return {
        "payments-date": moments(facts["verified_at"], moment.shown_zone),
        "reporting-date": moments(facts["reported_at"], moment.shown_zone),
        "promise-date": moments(facts["promise_at"], moment.shown_zone),
        "days-past-promise": numbers(days_past, ~is_promised),
        "verge-of-cancellation": _flag_cells(is_on_the_verge, warned_from != NOTHING),
        "verge-of-lateShipment": _flag_cells(days_past >= LATE_FROM_DAYS, is_promised),
    }


def _counts(lines: OrderLines, block: np.ndarray, to_ship: np.ndarray) -> dict[str, Cells]:
    """Units, and whether they may be shipped."""
    return {
        "quantity-shipped": numbers(lines.facts["shipped"][block]),
        "quantity-to-ship": numbers(to_ship),
        "check": words(("", DO_NOT_SHIP_YET), lines.facts["do_not_ship_yet"][block].astype(np.int64)),
    }


def _flag_cells(is_true: np.ndarray, is_known: np.ndarray) -> Cells:
    """`true` or `false`, blank if it is not known."""
    return words(_FLAGS, np.where(is_known, is_true.astype(np.int64), _UNKNOWN))
