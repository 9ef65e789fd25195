"""Histories through the product's rules in memory: the same files that the reference model reads, without a disk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from feeds import duplicate_finder
from feeds.problems import concat_problems, no_problems
from feeds.value_checks import check
from pipeline.ingest import held_records, record_outcomes
from pipeline.ingest.feed import IncomingFeed
from pipeline.ingest.feed_collector import FeedCollector
from pipeline.ingest.kept_lines import KeptLines
from pipeline.lifecycle import first_report, stock_step
from pipeline.lifecycle.group_movements import GroupMovements, unmoved
from pipeline.lifecycle.journal import journal_rows
from pipeline.lifecycle.lifecycle_input import LifecycleInput, RunRules
from pipeline.lifecycle.stages import LifecycleResult, run_stages
from pipeline.lifecycle.touched_orders import Clock, touched_orders
from pipeline.model.order_state import OrderState
from pipeline.model.outcome_table import OutcomeTable
from pipeline.money import posting
from pipeline.money.amount_kinds import PLAN_UNIT_CODES
from pipeline.money.charge_rows import with_refund_charges
from pipeline.money.charges import charge_buyers
from pipeline.money.cross_check import count_disagreements
from pipeline.money.fee_schedule import FeeSchedule, FeeTax, SellingPlan
from pipeline.money.plan_fees import plan_fee_rows
from pipeline.money.read_fee_schedule import read_fee_schedule
from pipeline.operations.init_workspace import SAMPLES
from pipeline.publish.notifications import notices_of_orders, numbered_notices, ordered_notices
from pipeline.scratch_blocks import ScratchSpace
from schemas.formats.feed_formats import BY_NAME
from schemas.order_ids import OrderIds, item_texts
from schemas.statuses import OUTCOME_TEXT
from schemas.stored_frames import empty
from tests.reference_model.plan_fees import RunPlanFee
from tests.reference_model.results import RecordOutcome, ReleasedOutcome, RunCharge, RunNotice
from tests.support import product_descriptions
from tests.support.all_rows import all_rows

if TYPE_CHECKING:
    from pipeline.ingest.normalized_rows import NormalizedRows
    from tests.reference_model.records import File, Plan, Run

ZONE = ZoneInfo("Asia/Tokyo")
SCHEDULE = read_fee_schedule((SAMPLES / "fees.toml").read_text("utf-8"))


def _schedule_with(plan: Plan) -> FeeSchedule:
    """The example schedule with a plan of the model."""
    fee_tax = FeeTax("added" if plan.is_taxed else "none", 1000)
    return replace(SCHEDULE, plan=SellingPlan("", plan.monthly_yen, plan.per_unit_yen), fee_tax=fee_tax)


def instant(moment: Any) -> pd.Timestamp:
    """Any instant as the product holds it: UTC, microseconds."""
    return pd.Timestamp(moment).tz_convert("UTC").as_unit("us")


def checked_feed(file: File, number: int, seq: int) -> IncomingFeed:
    """One file as a checked feed."""
    table = BY_NAME[file.table]
    cells = {
        name: [row.get(name, "") for row in file.rows]
        for name in dict.fromkeys(("message-id", *table.names, "refused"))
    }
    text = pd.DataFrame(cells, dtype="str").assign(
        record=np.array(file.records, dtype=np.int64), line=np.arange(2, len(file.rows) + 2)
    )
    typed, problems = check(table, text, ZONE)
    finder = duplicate_finder.DuplicateFinder(table)
    finder.add(typed, problems)
    duplicates = finder.find(lambda rows: typed.iloc[rows], no_problems())
    problems = concat_problems([problems, duplicates.problems])
    collector = FeedCollector(table)
    collector.add(text, typed, problems)
    return IncomingFeed(
        number,
        file.name,
        instant(file.received),
        seq,
        table,
        collector.text,
        collector.typed,
        problems,
        duplicates,
        marks=collector.marks,
        named_ids=collector.named_ids,
        links=collector.links,
    )


def _with_ids(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows with the ids of their order and item, blank for those of none."""
    if rows.empty:
        return rows.assign(order_id="", order_item_id="")
    order_keys = rows["order_key"].to_numpy()
    order_id = pd.Series(OrderIds.of({}).texts(np.maximum(order_keys, 0)), rows.index, dtype="str")
    item_id = pd.Series(item_texts(rows["item_key"].to_numpy()), rows.index, dtype="str")
    return rows.assign(order_id=order_id.where(order_keys >= 0, ""), order_item_id=item_id)


def outcomes_of(rows: NormalizedRows, result: LifecycleResult, stock: stock_step.StockResult) -> OutcomeTable:
    """How every record of a run ended."""
    outcomes = OutcomeTable()
    outcomes.add(result.records)
    outcomes.warn(stock.short)
    outcomes.add(stock.records)
    record_outcomes.add_form_outcomes(outcomes, rows)
    return outcomes


class FeedOrigin(NamedTuple):
    """The run in which a feed came, and its name."""

    run: int
    name: str


class ProductRules:
    """The product's rules over any number of runs, with the same answers as the reference model."""

    def __init__(self, authority: str = "marketplace", grace_hours: int = 0) -> None:
        self.authority = authority
        self.is_market = authority == "marketplace"
        self.grace = pd.Timedelta(0 if self.is_market else grace_hours, "h")
        self.state = OrderState.empty()
        self.balances = empty("inventory")
        self.held = empty("held")
        self.text = empty("order_text"), empty("item_text")
        self.ledger = empty("ledger")
        self.run_number = 0
        self.last_as_of: pd.Timestamp | None = None
        self.feeds: dict[int, FeedOrigin] = {}
        self.results: list[LifecycleResult] = []
        self.outcomes: list[RecordOutcome] = []
        self.released: list[ReleasedOutcome] = []
        self.charges: list[RunCharge] = []
        self.notices: list[RunNotice] = []
        self.plan_charged_until: pd.Timestamp | None = None
        self.plan_fees: list[RunPlanFee] = []

    def run(self, run: Run) -> None:
        """One run: its feeds and what was held, the rules, then what it charges, posts and tells."""
        self.run_number += 1
        feeds = [*held_records.held_feeds(self.held, lambda table, text: check(table, text, ZONE)), *self._read(run)]
        rows = all_rows(feeds, {})
        rules = RunRules(self.run_number, instant(run.as_of), ZONE, market=self.is_market, grace=self.grace)
        incoming = LifecycleInput(
            rows.orders, rows.events, self.text, rows.address_changes, rows.snapshots, rows.refunds
        )
        counted = stock_step.counted_skus(self.balances, rows.inventory)
        touched, rest = self.state.split(self._is_touched(rows, rules))
        result = run_stages(touched, incoming, rules, counted)
        movements = GroupMovements.joined([result.movements, unmoved(rest.items, counted)])
        stock = stock_step.apply_stock(self.balances, rows.inventory, movements)
        outcomes = outcomes_of(rows, result, stock)
        records = outcomes.frame()
        self.held = held_records.held_after_run(feeds, self.held, records, self.run_number, rules.as_of)
        self.balances = stock.stock
        touched = self._account(touched, result, records, rules.as_of, _schedule_with(run.plan))
        self.state = OrderState.joined([touched, rest])
        self.text = tuple(
            pd.concat(pair, ignore_index=True).drop_duplicates(key, keep="last", ignore_index=True)
            for pair, key in zip(
                zip(self.text, (result.order_text, result.item_text), strict=True),
                (["order_key"], ["order_key", "item_key"]),
                strict=True,
            )
        )
        messages = pd.concat([result.messages, stock.messages], ignore_index=True)
        self.results.append(replace(result, messages=messages))
        kept = KeptLines("messages", ScratchSpace())
        kept.add(messages)
        lines = [lines for _, lines in record_outcomes.messages_of_records(rows, kept, outcomes)]
        self._note_outcomes(records, pd.concat([empty("messages"), *lines], ignore_index=True))

    def _is_touched(self, rows: NormalizedRows, rules: RunRules) -> np.ndarray:
        """Which orders the rules are given, as in a run."""
        named = pd.concat([part["order_key"] for part in (rows.orders.facts, rows.events, rows.refunds)]).unique()
        clock = Clock(rules.as_of, rules.zone, rules.grace)
        return touched_orders(self.state, named, clock, has_lists=bool(rows.snapshots))

    def _read(self, run: Run) -> Iterator[IncomingFeed]:
        for seq, file in enumerate(sorted(run.files, key=lambda file: (file.received, file.name))):
            number = self.run_number * 1000 + seq
            self.feeds[number] = FeedOrigin(self.run_number, file.name)
            yield checked_feed(file, number, seq)

    def _account(
        self,
        before: OrderState,
        result: LifecycleResult,
        records: pd.DataFrame,
        as_of: pd.Timestamp,
        schedule: FeeSchedule,
    ) -> OrderState:
        """What the run charges and tells; every priced shipment is posted at once. Charges and ledger agree.

        before: the orders that the run may change; returns them as it leaves them.
        """
        after = first_report.mark_reported(result.state, self.run_number, as_of)
        events = journal_rows(result, after.orders, records, self.run_number, as_of)
        posted = posting.post(self._ledger_so_far, after, self.run_number, self.last_as_of, schedule, ZONE)
        shipments = posted.state.parcels[posted.state.parcels["posted_run"] == self.run_number]
        state, charge_rows = charge_buyers(
            before, posted.state, shipments, events, result.canceled, run=self.run_number, since=self.last_as_of
        )
        charge_rows = with_refund_charges(charge_rows, posted.refunds, run=self.run_number)
        assert posted.overdrawn_items == 0
        assert count_disagreements(state, shipments, posted.ledger, charge_rows) == 0
        self.ledger = pd.concat([self.ledger, posted.ledger], ignore_index=True)
        self._note_plan_fees(posted.ledger, schedule, as_of)
        facts = notices_of_orders(before, state, events, result.canceled, self.run_number)
        ordered = ordered_notices(facts, OrderIds.of({}))
        numbers = np.arange(1, len(ordered) + 1)
        notice_rows = numbered_notices(ordered, numbers, run=self.run_number, as_of=as_of, authority=self.authority)
        charge_values = _with_ids(charge_rows)[["run", "kind", "order_id", "order_item_id", "parcel", "amount"]]
        notice_values = _with_ids(notice_rows)[["run", "kind", "order_id", "order_item_id"]]
        self.charges += map(RunCharge._make, charge_values.itertuples(index=False, name=None))
        self.notices += map(RunNotice._make, notice_values.itertuples(index=False, name=None))
        self.last_as_of = as_of
        return state

    def _note_plan_fees(self, posted: pd.DataFrame, schedule: FeeSchedule, as_of: pd.Timestamp) -> None:
        """What the plan costs in this run, as the model notes it."""
        months = plan_fee_rows(
            schedule, ZONE, charged_until=self.plan_charged_until, since=self.last_as_of, as_of=as_of
        )
        self.plan_charged_until = as_of if schedule.plan.monthly_yen else None
        units = posted[posted["kind"].isin(PLAN_UNIT_CODES)].assign(posted=None)
        for rows in filter(len, (months, units)):
            named = _with_ids(rows.assign(run=self.run_number))
            values = named[["run", "order_id", "order_item_id", "posted", "amount"]]
            self.plan_fees += map(RunPlanFee._make, values.itertuples(index=False, name=None))

    def _ledger_so_far(self, *_: Any) -> pd.DataFrame:
        return self.ledger

    def _note_outcomes(self, records: pd.DataFrame, messages: pd.DataFrame) -> None:
        codes_of = messages.groupby(["feed", "record"])["code"].agg(lambda codes: tuple(sorted(set(codes)))).to_dict()
        for feed, record, code in records[["feed", "record", "outcome"]].itertuples(index=False):
            origin, outcome = self.feeds[feed], OUTCOME_TEXT[code]
            facts = origin.name, record, outcome, codes_of.get((feed, record), ())
            if origin.run == self.run_number:
                self.outcomes.append(RecordOutcome(self.run_number, *facts))
            elif outcome != "held":
                self.released.append(ReleasedOutcome(self.run_number, origin.run, *facts))

    def orders(self) -> dict[str, dict[str, Any]]:
        """The orders as the model describes them."""
        return product_descriptions.order_descriptions(self.state, self.text[0])

    def shipments(self) -> product_descriptions.ByItem:
        """The shipments as the model describes them."""
        return product_descriptions.shipment_descriptions(self.state)

    def refunds(self) -> product_descriptions.ByItem:
        """The refunds as the model describes them."""
        run_of_feed = {number: origin.run for number, origin in self.feeds.items()}
        return product_descriptions.refund_descriptions(self.state, run_of_feed)

    def stock(self) -> dict[str, int]:
        """Tracked SKU -> signed balance."""
        return dict(zip(self.balances["sku"], self.balances["balance"], strict=True))
