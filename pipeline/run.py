"""One run on one page: recover, take, read, apply, post, close, report, commit, publish, archive."""

from __future__ import annotations

import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.errors import FailureError
from pipeline.inbox import take
from pipeline.ingest import held_records, normalize, read_feeds, record_outcomes, row_keys, seller_order_ids
from pipeline.lifecycle.deadlines import NO_GRACE
from pipeline.lifecycle.journal import journal
from pipeline.lifecycle.stages import LifecycleInput, RunRules, live
from pipeline.money import posting
from pipeline.money.read_fee_schedule import read_fee_schedule
from pipeline.publish import invariants, order_lines, run_manifest, settlements
from pipeline.steps import account, save_state, write_reports
from pipeline.steps.account import sold_before
from pipeline.steps.context import AccountResult, ApplyResult, ReadResult, RunContext, Tell
from pipeline.store import order_tables
from pipeline.store.store import Store
from pipeline.workspace.folders import Workspace
from pipeline.workspace.holidays import days_off
from pipeline.workspace.settings import Settings
from schemas.statuses import Event
from schemas.stored_frames import as_frame
from schemas.stored_tables import SCHEMAS


@dataclass(frozen=True)
class RunResult:
    """What a run came to. document: run.json; run is None when there was nothing to do (cases 6).

    mendable: cells of refused records that repair would put right.
    """

    document: dict[str, Any]
    exit_code: int
    run: int | None
    folder: Path | None
    mendable: int = 0


def run(
    workspace: Workspace,
    as_of: datetime | None = None,
    *,
    dry_run: bool = False,
    strict: bool = False,
    repair: bool = False,
    tell: Tell | None = None,
) -> RunResult:
    """Process every feed in the inbox at the business instant `as_of` (now by default) and publish the reports.

    dry_run: everything but the commit, in a temporary folder. strict: raises Failed, and nothing is published, when
    anything is refused. repair: damaged cells are put right, as with the setting. Raises pipeline.errors.Stop,
    schedule.ScheduleError.
    """
    settings = Settings.read(workspace.settings_file).repairing(asked=repair)
    fees = workspace.fees_text()
    plan = read_fee_schedule(fees, workspace.fees_file.name)
    moment = pd.Timestamp(as_of or datetime.now(UTC)).tz_convert("UTC").as_unit("us")
    with ExitStack() as end:
        store = end.enter_context(Store.open(workspace, settings))
        scratch = Path(end.enter_context(tempfile.TemporaryDirectory())) if dry_run else None
        batch = store.begin(moment.to_pydatetime(), scratch)
        at = RunContext(store, batch, settings, plan, fees, moment, store.head, tell or (lambda *_: None))
        return _night(at, dry_run=dry_run, strict=strict)


def _night(at: RunContext, *, dry_run: bool, strict: bool) -> RunResult:
    """The story of a run, in order."""
    clock = time.perf_counter()
    taken, left = _take(at)
    if not taken and _nothing_new(at):
        return RunResult({}, 0, None, None)
    clock = at.time("take", clock)
    feeds = _read(at, taken)
    clock = at.time("read", clock)
    applied = _apply(at, feeds)
    clock = at.time("apply", clock)
    money = _post_and_close(at, applied)
    clock = at.time("post", clock)
    printed = write_reports.publish(at, feeds, applied, money)
    clock = at.time("report", clock)
    save_state.keep(at, feeds, applied, money)
    at.time("store", clock)
    document, closing = run_manifest.close(at, feeds, applied, money, printed, left)
    code, mendable = document["exit_code"], feeds.mendable
    if strict and run_manifest.refuses_feeds(document):
        raise FailureError("something was refused, so nothing was published", "mend the feeds, or run without --strict")
    if dry_run:
        return RunResult(document, code, at.batch.run, None, mendable)
    at.tell("committing", 6, 7)
    at.batch.commit(closing)
    stuck = at.batch.publish()
    folder = at.store.workspace.root / at.batch.run_folder
    return RunResult(document, 4 if stuck else code, at.batch.run, folder, mendable)


def rehearse(at: RunContext, taken: list[take.TakenFile]) -> tuple[ReadResult, ApplyResult]:
    """What a run would make of these files: read and applied to the state of now, and nothing else (check)."""
    feeds = _read(at, taken)
    return feeds, _apply(at, feeds)


def _take(at: RunContext) -> tuple[list[take.TakenFile], list[take.SkippedFile]]:
    """Copy what may be taken into staging; received lies between the run before and this one (cases 1, 7)."""
    at.tell("looking into the inbox", 0, 7)
    rules = take.InboxRules(
        settle_seconds=at.settings.inbox.settle_seconds,
        max_bytes=at.settings.inbox.max_bytes,
        not_after=at.as_of.to_pydatetime(),
        not_before=at.head.as_of if at.head else take.EPOCH,
        done=at.store.stuck(),
    )
    return take.take(at.store.workspace.inbox_folder(at.settings), at.batch.incoming, rules)


def _nothing_new(at: RunContext) -> bool:
    """No file, the same business instant, the same settings: nothing is committed or published (cases 6)."""
    head = at.head
    return (
        head is not None
        and head.as_of == at.as_of.to_pydatetime()
        and (head.settings_hash, head.fees) == (at.settings.hash, at.fees)
    )


def _read(at: RunContext, taken: list[take.TakenFile]) -> ReadResult:
    """Bytes to checked records; those that were held before come again."""
    at.tell("reading feeds", 1, 7)
    read = read_feeds.read_taken_files(taken, at.batch.archive(taken), at.store, at.settings, at.tell)
    waited = as_frame(at.store.read("held", schema=SCHEMAS["held"]))
    held = held_records.held_feeds(waited, read_feeds.feed_check(at.settings))
    arrived = [*held, *(one.incoming for one in read if one.incoming)]
    named, fresh = row_keys.named_order_keys(arrived, at.store)
    links = seller_order_ids.order_ids_by_seller_id(arrived, at.store)
    return ReadResult(read, waited, held, normalize.normalize_feeds(arrived, named, links), fresh)


def _apply(at: RunContext, feeds: ReadResult) -> ApplyResult:
    """The lifecycle: what is known, what came, what is known then (order process, steps 1 to 4)."""
    at.tell("applying records", 2, 7)
    came, run = feeds.came, at.batch.run
    named = pd.concat([part["order_key"] for part in (came.orders, came.events, came.refunds)]).unique()
    loaded = order_tables.load(at.store, named)
    redirected = came.events.loc[came.events["event"] == Event.REDIRECT, "order_key"]
    text = order_tables.text_for(at.store, loaded.book, pd.concat([came.orders["order_key"], redirected]).unique())
    shelf = as_frame(at.store.read("inventory", schema=SCHEMAS["inventory"]))
    brought = LifecycleInput(
        came.orders, came.events, came.inventory, text, came.address_changes, came.snapshots, came.refunds
    )
    night = live(loaded.book, shelf, brought, _rules(at))
    invariants.check_invariants(loaded.book, night.book)
    records = record_outcomes.outcomes_of_records(came, night.records)
    book = order_lines.released(night.book, run, at.as_of)
    happened = journal(night, book.orders, records, run, at.as_of)
    held = held_records.held_after_run(feeds.arrived, feeds.waited, records, run, at.as_of)
    said = record_outcomes.messages_of_records(came, night.said)
    return ApplyResult(loaded, night, book, shelf, held, records, said, happened)


def _rules(at: RunContext) -> RunRules:
    """What the lifecycle needs to know of the settings; grace is for the one who decides ("Who decides")."""
    settings = at.settings
    market = settings.authority == "marketplace"
    return RunRules(
        at.batch.run,
        at.as_of,
        settings.tz,
        settings.hold_days,
        settings.handling_days,
        days_off(at.as_of),
        market,
        NO_GRACE if market else pd.Timedelta(settings.payment_grace_hours, "h"),
    )


def _post_and_close(at: RunContext, applied: ApplyResult) -> AccountResult:
    """Post what was confirmed, charge for it, and close every period that has ended (order process, steps 5 and 6)."""
    at.tell("posting and settling", 3, 7)
    earlier = partial(sold_before, at.store)
    earned = posting.post(earlier, applied.book, at.batch.run, at.since, at.plan, at.settings.tz)
    settled = settlements.close_periods(at.store, earned.ledger, at.batch.run, at.as_of, at.settings)
    return account.listed(at, applied, earned, settled)
