"""The shape of run.json, and of what of it other documents show."""

from __future__ import annotations

from pipeline.documents.json_version import JSON_VERSION
from pipeline.documents.shapes.json_shapes import (
    COUNT,
    FLAG,
    FROM_ONE,
    INSTANT,
    NUMBER,
    SECONDS,
    TEXT,
    Shape,
    list_of,
    mapping_of,
    nullable,
    one_of,
    record,
    same,
)
from schemas.statuses import COUNTED_OUTCOMES, FEED_APPLIED, FEED_DUPLICATE, FEED_REFUSED

VERSION = one_of(JSON_VERSION)
COUNTED_CODE = record({"code": NUMBER, "name": TEXT, "type": TEXT, "count": COUNT})
RATE_FACTS = {
    **same(("days", "numerator", "denominator", "limit_bp"), COUNT),
    "rate_bp": nullable(COUNT),
    "limit": one_of("at most", "at least"),
    "left": NUMBER,
}
WATCHED = mapping_of(record({"count": COUNT}, {"orders": list_of(TEXT)}))
UNASSIGNED = record(same(("sku", "category", "tax_class"), TEXT))
FEED_FACTS = {
    **same(("name", "sha256", "format", "encoding"), TEXT),
    "form": one_of("", "tsv", "xml"),
    "received": INSTANT,
    "status": one_of(FEED_APPLIED, FEED_REFUSED, FEED_DUPLICATE),
    **same(("records", *COUNTED_OUTCOMES), COUNT),
    "codes": list_of(COUNTED_CODE),
}
_RELEASED = record({"feed": TEXT, "run": FROM_ONE, "record": FROM_ONE, "outcome": TEXT, "code": nullable(NUMBER)})
_DAYS = record({"days": COUNT, "orders": COUNT, "median": nullable(COUNT), "percentile_90": nullable(COUNT)})
_RATES = (
    *("pre-fulfilment-cancel-rate", "late-shipment-rate-10-days", "late-shipment-rate-30-days"),
    "valid-tracking-rate",
)
_METRICS = {"estimate": FLAG, **same(_RATES, record(RATE_FACTS)), "days-to-confirmation": _DAYS}
_PROOF = {
    "records": record(same(("in", *COUNTED_OUTCOMES), COUNT)),
    "held": record(same(("before", "now", "released", "expired", "after"), COUNT)),
    "orders": record(same(("known", "reported", "pending", "canceled-before-verification", "before-our-time"), COUNT)),
}
MANIFEST: dict[str, Shape] = {
    "version": VERSION,
    "run": FROM_ONE,
    **same(("as_of", "started", "finished"), INSTANT),
    "exit_code": COUNT,
    "versions": mapping_of(TEXT),
    "settings": TEXT,
    "feeds": list_of(record(FEED_FACTS)),
    "released": list_of(_RELEASED),
    "left": list_of(record({"name": TEXT, "reason": TEXT})),
    "reports": list_of(record({"name": TEXT, "rows": COUNT, "bytes": COUNT, "sha256": TEXT})),
    "metrics": record({**_METRICS, "order-defect-rate": TEXT}),
    "watch": WATCHED,
    "unassigned": list_of(UNASSIGNED),
    "cleaned": list_of(record({"name": TEXT, "run": FROM_ONE, "rows": COUNT, "sha256": TEXT})),
    "unencodable": list_of(record({"report": TEXT, "row": COUNT, "column": TEXT})),
    "covers": record({"from": nullable(INSTANT), "to": INSTANT}),
    "proof": record(_PROOF),
    "timings": mapping_of(SECONDS),
}
"""The fields of run.json."""
RUN_JSON = record(MANIFEST)
NO_RUN = record({"version": VERSION, "run": {"type": "null"}, "exit_code": COUNT})
