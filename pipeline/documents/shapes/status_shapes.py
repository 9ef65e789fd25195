"""The shape of the document of `status`."""

from __future__ import annotations

from pipeline.documents.shapes.json_shapes import (
    COUNT,
    DAY,
    FLAG,
    FROM_ONE,
    INSTANT,
    NUMBER,
    TEXT,
    list_of,
    mapping_of,
    nullable,
    record,
    same,
)
from pipeline.documents.shapes.run_shapes import COUNTED_CODE, RATE_FACTS, UNASSIGNED, WATCHED

_RUN = record(
    {
        "run": FROM_ONE,
        **same(("as_of", "started", "finished"), INSTANT),
        "exit_code": COUNT,
        "folder": TEXT,
        "covers": record({"from": nullable(INSTANT), "to": INSTANT}),
    }
)
_OPEN_FEED = record(
    {
        "run": FROM_ONE,
        **same(("feed", "file"), TEXT),
        "whole": FLAG,
        "records": COUNT,
        "codes": list_of(record({"code": NUMBER, "name": TEXT, "count": FROM_ONE})),
    }
)
_ORDERS = record({"count": COUNT, "orders": list_of(TEXT)})
_SETTLEMENT = record({"id": TEXT, "total": NUMBER, "deposit_day": DAY, "run": FROM_ONE})
_DATA_FILE = record({**same(("table", "part", "path"), TEXT), "shard": nullable(COUNT), "rows": COUNT})
STATUS = record(
    {
        "workspace": TEXT,
        **same(("in_progress", "read_only", "too_old"), FLAG),
        "in_progress_since": nullable(INSTANT),
        "unpublished": nullable(FROM_ONE),
        "recovered": list_of(FROM_ONE),
        "run": nullable(_RUN),
        "held": COUNT,
        "counters": mapping_of(COUNT),
        "watch": WATCHED,
        "inbox": record({"folder": TEXT, **same(("waiting", "cannot-remove"), list_of(TEXT))}),
        "stuck": list_of(record({"name": TEXT, "reason": TEXT})),
        "rejected": list_of(TEXT),
    },
    {
        "clock": INSTANT,
        "open": record({"feeds": COUNT, "records": COUNT, "by_feed": list_of(_OPEN_FEED)}),
        "to_ship": record({"day": DAY, **same(("all", "today", "overdue", "auto_cancel"), _ORDERS)}),
        "rates": list_of(record({"name": TEXT, **RATE_FACTS})),
        "plan": record({"kind": TEXT, **same(("monthly_yen", "per_unit_yen"), COUNT), "next_fee_day": nullable(DAY)}),
        "unassigned": record({"count": COUNT, "skus": list_of(UNASSIGNED)}),
        "settlement": record({"last": nullable(_SETTLEMENT), "next_deposit_day": DAY}),
        "codes": list_of(COUNTED_CODE),
        "files": list_of(_DATA_FILE),
    },
)
"""What is optional is told after the first run, `files` when it is asked for."""
