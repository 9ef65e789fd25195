"""Histories through the product's rules in memory: the same files that the reference model reads, without a disk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from feeds import duplicate_rows
from feeds.problems import concat_problems
from feeds.value_checks import check
from pipeline.ingest import held_records, normalize, record_outcomes
from pipeline.ingest.feed import IncomingFeed
from pipeline.lifecycle import first_report
from pipeline.lifecycle.journal import journal_rows
from pipeline.lifecycle.lifecycle_input import LifecycleInput, RunRules
from pipeline.lifecycle.stages import LifecycleResult, run_stages
from pipeline.model.order_state import OrderState, statuses
from pipeline.money import posting
from pipeline.money.charge_rows import with_refund_charges
from pipeline.money.charges import charge_buyers
from pipeline.money.cross_check import count_disagreements
from pipeline.money.read_fee_schedule import read_fee_schedule
from pipeline.operations.init_workspace import SAMPLES
from pipeline.publish.notifications import notices
from schemas import keys
from schemas.formats.feed_formats import BY_NAME
from schemas.statuses import CAUSES, OUTCOME_TEXT, STATUS_TEXT
from schemas.stored_frames import empty
from schemas.stored_tables import CONFLICT_TEXT, REFUND_YEN

if TYPE_CHECKING:
    from tests.reference_model.records import File, Run

ZONE = ZoneInfo("Asia/Tokyo")
SCHEDULE = read_fee_schedule((SAMPLES / "fees.toml").read_text("utf-8"))
ASKED = {-1: None, 0: False, 1: True}
MOMENTS = (
    *("cut_off", "earliest_ship", "latest_ship", "earliest_delivery", "latest_delivery", "delivered"),
    *("not_in_marketplace", "gone_from_pending"),
)
PARCEL = ("units", "carrier", "tracking", "method", "elsewhere", "late")


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
    typed, marks, clashes = duplicate_rows.mark_duplicates(table, typed, problems)
    problems = concat_problems([problems, clashes])
    return IncomingFeed(number, file.name, instant(file.received), seq, table, text, typed, problems, marks)


class ProductRules:
    """The product's rules over any number of runs, with the same answers as the reference model."""

    def __init__(self, authority: str = "marketplace", grace_hours: int = 0) -> None:
        self.authority, self.market = authority, authority == "marketplace"
        self.grace = pd.Timedelta(0 if self.market else grace_hours, "h")
        self.book, self.shelf, self.held = OrderState.empty(), empty("inventory"), empty("held")
        self.text = empty("order_text"), empty("item_text")
        self.runs = 0
        self.files: dict[int, tuple[int, str]] = {}
        self.outcomes: list[tuple[int, str, int, str, tuple[int, ...]]] = []
        self.released: list[tuple[int, int, str, int, str, tuple[int, ...]]] = []
        self.charges: list[tuple[int, str, str, str, str, int]] = []
        self.notices: list[tuple[int, str, str, str]] = []
        self.ledger = empty("ledger")
        self.since: pd.Timestamp | None = None
        self.nights: list[Any] = []

    def run(self, run: Run) -> None:
        """One night."""
        self.runs += 1
        feeds = held_records.held_feeds(self.held, lambda table, text: check(table, text, ZONE))
        files = sorted(run.files, key=lambda file: (file.received, file.name))
        for seq, file in enumerate(files):
            number = self.runs * 1000 + seq
            self.files[number] = self.runs, file.name
            feeds.append(checked_feed(file, number, seq))
        came = normalize.normalize_feeds(feeds, {})
        rules = RunRules(self.runs, instant(run.as_of), ZONE, market=self.market, grace=self.grace)
        brought = LifecycleInput(
            came.orders, came.events, came.inventory, self.text, came.address_changes, came.snapshots, came.refunds
        )
        night = run_stages(self.book, self.shelf, brought, rules)
        records = record_outcomes.outcomes_of_records(came, night.records)
        self.held = held_records.held_after_run(feeds, self.held, records, self.runs, rules.as_of)
        self.shelf = night.stock
        self._list(night, records, rules.as_of)
        self.text = tuple(
            pd.concat(pair, ignore_index=True).drop_duplicates(key, keep="last", ignore_index=True)
            for pair, key in zip(
                zip(self.text, (night.order_text, night.item_text), strict=True),
                (["order_key"], ["order_key", "item_key"]),
                strict=True,
            )
        )
        self.nights.append(night)
        self._tell(records, record_outcomes.messages_of_records(came, night.messages))

    def _list(self, night: LifecycleResult, records: pd.DataFrame, as_of: pd.Timestamp) -> None:
        """What the night charges and tells; every priced parcel is posted at once. Both books agree."""
        before, after = self.book, first_report.mark_reported(night.state, self.runs, as_of)
        happened = journal_rows(night, after.orders, records, self.runs, as_of)
        earned = posting.post(self._earlier, after, self.runs, self.since, SCHEDULE, ZONE)
        posted = earned.state.parcels[earned.state.parcels["posted_run"] == self.runs]
        self.book, rows = charge_buyers(
            before, earned.state, posted, happened, night.canceled, run=self.runs, since=self.since
        )
        rows = with_refund_charges(rows, earned.refunds, run=self.runs)
        assert (earned.overdrawn_items, count_disagreements(self.book, posted, earned.ledger, rows)) == (0, 0)
        self.ledger = pd.concat([self.ledger, earned.ledger], ignore_index=True)
        told = notices(
            before, self.book, happened, night.canceled, run=self.runs, as_of=as_of, authority=self.authority
        )
        self.charges += list(
            rows[["run", "kind", "order_id", "order_item_id", "parcel", "amount"]].itertuples(index=False, name=None)
        )
        self.notices += list(told[["run", "kind", "order_id", "order_item_id"]].itertuples(index=False, name=None))
        self.since = as_of

    def _earlier(self, *_: Any) -> pd.DataFrame:
        return self.ledger

    def _tell(self, records: pd.DataFrame, said: pd.DataFrame) -> None:
        codes = said.groupby(["feed", "record"])["code"].agg(lambda found: tuple(sorted(set(found)))).to_dict()
        for feed, record, outcome in records[["feed", "record", "outcome"]].itertuples(index=False):
            first, name = self.files[feed]
            answer = name, record, OUTCOME_TEXT[outcome], codes.get((feed, record), ())
            if first == self.runs:
                self.outcomes.append((self.runs, *answer))
            elif OUTCOME_TEXT[outcome] != "held":
                self.released.append((self.runs, first, *answer))

    def orders(self) -> dict[str, dict[str, Any]]:
        """The orders as the model describes them."""
        book = self.book
        text = self.text[0].set_index("order_key")
        described = {}
        for row, now in zip(book.orders.itertuples(), statuses(book.orders, book.items), strict=True):
            described[row.order_id] = {
                "status": STATUS_TEXT[now],
                "deadline": _instant_or_none(row.paid_by),
                "verified_at": _instant_or_none(row.verified),
                "cause": CAUSES[row.cause],
                "cancel_asked": ASKED[row.cancel_asked],
                "warned": row.warned > 0,
                "invited": row.invited > 0,
                "recipient": tuple(text.loc[row.order_key, list(CONFLICT_TEXT)]),
                "method": text.loc[row.order_key, "payment-method"],
                **{name: getattr(row, name) for name in ("prepaid", "waived", "refund_due")},
                **{name: _instant_or_none(getattr(row, name)) for name in MOMENTS},
                "items": {},
            }
        ids = dict(zip(book.orders["order_key"], book.orders["order_id"], strict=True))
        for row in book.items.itertuples():
            described[ids[row.order_key]]["items"][_item_id(row.item_key)] = {
                **{name: getattr(row, name) for name in ("ordered", "shipped", "canceled", "presumed")},
                "cause": CAUSES[row.cause],
                "reported": row.reported_run,
            }
        return described

    def shipments(self) -> dict[tuple[str, str], list[dict[str, Any]]]:
        """The shipments as the model describes them."""
        ids = dict(zip(self.book.orders["order_key"], self.book.orders["order_id"], strict=True))
        found: dict[tuple[str, str], list[dict[str, Any]]] = {}
        for row in self.book.parcels.itertuples():
            found.setdefault((ids[row.order_key], _item_id(row.item_key)), []).append(
                {
                    **{name: getattr(row, name) for name in PARCEL},
                    "shipped_on": _instant_or_none(row.shipped_at),
                }
            )
        return found

    def refunds(self) -> dict[tuple[str, str], list[tuple[Any, ...]]]:
        """The refunds as the model describes them."""
        ids = dict(zip(self.book.orders["order_key"], self.book.orders["order_id"], strict=True))
        found: dict[tuple[str, str], list[tuple[Any, ...]]] = {}
        for row in self.book.refunds.itertuples():
            came, _ = self.files[row.feed]
            amounts = tuple(getattr(row, name) for name in REFUND_YEN)
            said = (
                row.number,
                row.reason,
                row.adjustment,
                amounts,
                _instant_or_none(row.received),
                row.record,
                came,
                row.run,
            )
            found.setdefault((ids[row.order_key], _item_id(row.item_key)), []).append(said)
        return found

    def stock(self) -> dict[str, int]:
        """Tracked SKU -> signed balance."""
        return dict(zip(self.shelf["sku"], self.shelf["balance"], strict=True))


def _item_id(key: int) -> str:
    return keys.item_ids(np.array([key]))[0]


def _instant_or_none(value: pd.Timestamp) -> Any:
    return None if value is pd.NaT else value.to_pydatetime()
