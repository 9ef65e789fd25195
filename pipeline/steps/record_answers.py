"""How every record of a run ended and what is said of it, once the rules have seen all groups of orders."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from pipeline.ingest.kept_lines import KeptLines
from pipeline.ingest.record_outcomes import add_form_outcomes, messages_of_records
from pipeline.lifecycle.group_movements import GroupMovements
from pipeline.lifecycle.stock_step import apply_stock
from pipeline.model.order_state import open_units
from pipeline.publish.message_lines import answer_lines, lines_of_file
from pipeline.store.named_rows import NamedRows
from pipeline.store.order_tables import OPEN
from schemas.frame_checks import check_frames
from schemas.stored_frames import as_frame
from schemas.stored_tables import SCHEMAS

if TYPE_CHECKING:
    from pipeline.model.outcome_table import OutcomeTable
    from pipeline.steps.context import ReadResult, RunContext
    from pipeline.steps.run_collector import RunCollector


@dataclass(frozen=True, slots=True)
class RecordAnswers:
    """Every record with its outcome, all lines of the answers (messages: frame `answer_lines`).

    stock: frame `stock` after the run. short: the records that placed more than there was (feed, record).
    """

    records: OutcomeTable
    messages: KeptLines
    stock: pd.DataFrame
    short: pd.DataFrame


def stock_before(ctx: RunContext) -> pd.DataFrame:
    """The stock as the run before left it (frame `stock`)."""
    return as_frame(ctx.store.read("inventory", schema=SCHEMAS["inventory"]))


def open_units_of_sets(ctx: RunContext, sets: pd.DataFrame) -> pd.DataFrame:
    """The open units of the SKUs whose stock is set, an item a row (frame `sku_units`). sets: frame `stock_rows`."""
    named = NamedRows.of("sku", sets["sku"])
    columns = ["sku", "ordered", "shipped", "canceled"]
    items = as_frame(ctx.store.read("items", part=OPEN, columns=columns, schema=SCHEMAS["items"], where=named))
    return pd.DataFrame({"sku": items["sku"], "units": open_units(items)})


def record_answers(
    feeds: ReadResult, groups: RunCollector, stock: pd.DataFrame, run: int, open_before: pd.DataFrame | None = None
) -> RecordAnswers:
    """The results of all groups together, with what the stock says. stock: frame `stock` before the run.

    open_before: the open units when the run began (frame `sku_units`), where the groups do not hold every open order.
    """
    shared, records = feeds.rows.shared, groups.records
    moved = GroupMovements.joined(groups.movements)
    moved = moved if open_before is None else replace(moved, open_before=open_before)
    after = apply_stock(stock, shared.inventory, moved)
    records.warn(after.short)
    records.add(after.records)
    add_form_outcomes(records, shared)
    groups.messages.add(after.messages)
    incoming = {feed.number: feed for feed in feeds.incoming}
    answers = KeptLines("answer_lines", groups.space)
    for number, lines in messages_of_records(shared, groups.messages, records):
        check_frames(messages=lines)
        answered = answer_lines(lines, incoming[number], records, run)
        check_frames(answer_lines=answered)
        answers.add(answered)
    for feed in feeds.feeds:
        if not feed.incoming:
            answers.add(lines_of_file(feed, run))
    return RecordAnswers(records, answers, after.stock, after.short)
