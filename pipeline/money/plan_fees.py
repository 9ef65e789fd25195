"""Step 6.7: the monthly fee of the selling plan, posted for every 1st of a month in the business zone.

Two months begin between the last run that had the fee and this one. The run before was on 5 November, and nothing is
posted before it:

>>> from datetime import UTC
>>> seen, since, as_of = (pd.Timestamp(day, tz=UTC) for day in ("2026-10-20", "2026-11-05", "2026-12-01"))
>>> [f"{first:%m-%d}" for first in month_starts(seen, as_of, UTC)]
['11-01', '12-01']
>>> [f"{amount.posted:%m-%d}" for amount in _amounts_due(4900, month_starts(seen, as_of, UTC), since)]
['11-05', '12-01']
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

import numpy as np
import pandas as pd

from pipeline.money.account_rows import AccountAmount, account_rows
from pipeline.money.amount_kinds import PLAN_FEE
from pipeline.money.fee_schedule import FeeSchedule
from pipeline.money.fees import with_fee_tax
from pipeline.money.months import first_instant

RULE = "6.7"


def plan_fee_rows(
    schedule: FeeSchedule,
    zone: tzinfo,
    *,
    charged_until: pd.Timestamp | None,
    since: pd.Timestamp | None,
    as_of: pd.Timestamp,
) -> pd.DataFrame:
    """The fee of the plan, a row for every 1st 00:00 after `charged_until` and up to `as_of` (frame `ledger`).

    charged_until: `as_of` of the last run that had the fee in its schedule; None before there was one, and then nothing
    is due. since: `as_of` of the run before; nothing is posted before it. Order process, step 6.7.
    """
    starts = month_starts(charged_until, as_of, zone) if charged_until is not None else []
    return account_rows(PLAN_FEE, _amounts_due(monthly_fee(schedule), starts, since), RULE)


def monthly_fee(schedule: FeeSchedule) -> int:
    """What the plan costs a month, in yen, with tax on the fee where the schedule adds it."""
    return int(with_fee_tax(np.array([schedule.plan.monthly_yen], dtype=np.int64), schedule)[0])


def month_starts(after: pd.Timestamp, until: pd.Timestamp, zone: tzinfo) -> list[pd.Timestamp]:
    """Every 1st 00:00 of the zone after one instant and not after another, in UTC."""
    months = pd.period_range(_month(after, zone), _month(until, zone), freq="M")
    starts = [pd.Timestamp(first_instant(month.year, month.month, zone)).as_unit("us") for month in months]
    return [start for start in starts if after < start <= until]


def _amounts_due(fee: int, starts: Sequence[pd.Timestamp], since: pd.Timestamp | None) -> list[AccountAmount]:
    """What is due for these starts of months, none of 0 yen and none dated before `since`."""
    return [AccountAmount(-fee, start if since is None else max(start, since)) for start in starts if fee]


def _month(moment: pd.Timestamp, zone: tzinfo) -> pd.Period:
    return moment.tz_convert(zone).tz_localize(None).to_period("M")
