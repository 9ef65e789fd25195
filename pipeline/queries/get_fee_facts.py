"""What the fee schedule means for the morning: the selling plan, and the SKUs that it leaves to its defaults."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.errors import CommandError
from pipeline.model.business_days import business_day_of
from pipeline.money.fee_schedule import FeeSchedule
from pipeline.money.months import next_month_start
from pipeline.money.read_fee_schedule import read_fee_schedule
from pipeline.queries.get_morning import business_clock
from pipeline.store.reader import PLAN_CHARGED_UNTIL

if TYPE_CHECKING:
    from datetime import tzinfo

    from pipeline.store.catalogue_rows import RunRow
    from pipeline.store.reader import StoreReader
    from pipeline.workspace.folders import Workspace
    from pipeline.workspace.settings import Settings


class Fees(NamedTuple):
    """A fee schedule, and its text."""

    schedule: FeeSchedule | None
    text: str


def read_fees(workspace: Workspace, head: RunRow) -> Fees:
    """The fee schedule as it stands now; that of the last run where it cannot be read, and none where neither can."""
    for text_of in (workspace.fees_text, lambda: head.fees):
        with suppress(CommandError):
            text = text_of()
            return Fees(read_fee_schedule(text, workspace.fees_file.name), text)
    return Fees(None, "")


def get_fee_facts(
    store: StoreReader, settings: Settings, head: RunRow, fees: Fees, facts: dict[str, Any], now: datetime
) -> dict[str, Any]:
    """The plan and the SKUs sold that have no fee category or tax class of their own, for the document of `status`.

    By fees.toml as it stands now, so that what was just assigned is no longer named; nothing where there is no
    schedule. facts: see run_facts. Order process, steps 6.7 and 6.8.
    """
    if fees.schedule is None:
        return {}
    charged_until = store.meta().get(PLAN_CHARGED_UNTIL, "")
    clock = datetime.fromisoformat(charged_until) if charged_until else business_clock(head, now)
    return {"plan": _plan(fees.schedule, clock, settings.tz), "unassigned": facts["unassigned"]}


def _plan(schedule: FeeSchedule, clock: datetime, zone: tzinfo) -> dict[str, Any]:
    """The plan, and the day of the next monthly fee that no run has posted yet."""
    plan = schedule.plan
    next_fee = business_day_of(next_month_start(clock, zone), zone)
    return {
        "kind": plan.kind,
        "monthly_yen": plan.monthly_yen,
        "per_unit_yen": plan.per_unit_yen,
        "next_fee_day": str(next_fee) if plan.monthly_yen else None,
    }
