"""Every document by its name, as JSON Schema 2020-12: what each command prints with --json, and run.json."""

from __future__ import annotations

from typing import Any

from pipeline.documents.shapes import order_shapes, status_shapes
from pipeline.documents.shapes.json_shapes import (
    COUNT,
    FLAG,
    FROM_ONE,
    INSTANT,
    NOTHING,
    NUMBER,
    TEXT,
    Shape,
    list_of,
    nullable,
    one_of,
    record,
    same,
)
from pipeline.documents.shapes.run_shapes import FEED_FACTS, MANIFEST, NO_RUN, RUN_JSON, VERSION

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ENDING = {
    "version": VERSION,
    "exit_code": one_of(0, 1, 2, 3, 4, 75, 130),
    "error": nullable(TEXT),
    "tip": nullable(TEXT),
    "committed": nullable(FROM_ONE),
}
STOPPED = record({**ENDING, "exit_code": one_of(1, 2, 4, 75, 130), "error": TEXT})
"""A command that could not go on; what was known by then stands beside."""
_ANSWER_LINE = record(
    {
        **same(("original-record-number", "line"), COUNT),
        **same(("order-id", "order-item-id", "error-code", "error-type", "error-message", "message-id"), TEXT),
    }
)
_CHECK = record({"as_of": INSTANT, "files": list_of(record({**FEED_FACTS, "lines": list_of(_ANSWER_LINE)}))})
_COLUMN = record(
    {
        **same(("name", "kind", "label", "xml", "doc", "example"), TEXT),
        **same(("required", "private"), FLAG),
        "longest": COUNT,
        **same(("choices", "aliases"), list_of(TEXT)),
    }
)
_FORMAT = record(
    {
        "side": one_of("feed", "report"),
        **same(("name", "doc", "source", "message", "template"), TEXT),
        "key": list_of(TEXT),
        **same(("one_of", "either"), list_of(list_of(TEXT))),
        "columns": list_of(_COLUMN),
    }
)
_REASON = record({"code": NUMBER, "message": TEXT, "advice": TEXT})
_REJECT = record(
    {
        "run": FROM_ONE,
        **same(("feed", "order_id", "file"), TEXT),
        **same(("record", "line"), COUNT),
        "codes": list_of(_REASON),
        **same(("resolved", "again", "settled", "later"), nullable(FROM_ONE)),
        "closed": nullable(INSTANT),
    }
)
_ROUTED = record(
    {
        **same(("file", "to"), TEXT),
        **same(("seller", "what"), nullable(TEXT)),
        **same(("records", "code"), nullable(COUNT)),
    }
)
_COPY = record(
    {
        "name": TEXT,
        "runs": list_of(FROM_ONE),
        **same(("rows", "bytes"), COUNT),
        "made_again": FLAG,
        **same(("file", "text"), nullable(TEXT)),
    }
)
_WORKSPACE_RUN = record(
    {
        "workspace": TEXT,
        "exit_code": COUNT,
        "run": {"anyOf": [RUN_JSON, NO_RUN, NOTHING]},
        "error": nullable(record({"what": TEXT, "tip": TEXT})),
        "committed": nullable(FROM_ONE),
    }
)
_ENDING_OF_RUN = {name: shape for name, shape in MANIFEST.items() if name not in ENDING}
COMMANDS: dict[str, Shape] = {
    "check": _CHECK,
    "demo": record({"workspace": TEXT, "runs": list_of(record({"name": TEXT, "run": RUN_JSON}))}),
    "formats": record({"formats": list_of(_FORMAT)}),
    "init": record(same(("workspace", "settings", "fees", "inbox"), TEXT)),
    "orders check": order_shapes.SHIP_CHECK,
    "orders list": order_shapes.ORDERS_LIST,
    "orders show": order_shapes.ORDER,
    "rejects close": record({"closed": list_of(record({"run": FROM_ONE, "feed": TEXT})), "open": COUNT}),
    "rejects list": record({**same(("count", "open"), COUNT), "rejects": list_of(_REJECT)}),
    "report": _COPY,
    "route": record({"root": TEXT, "routed": list_of(_ROUTED)}),
    "run": {"anyOf": [record(_ENDING_OF_RUN), NO_RUN]},
    "run --all": record({"root": TEXT, "payouts": nullable(TEXT), "workspaces": list_of(_WORKSPACE_RUN)}),
    "status": status_shapes.STATUS,
}
"""What each command says when it could do its work, without its ending."""


def document_schemas() -> dict[str, dict[str, Any]]:
    """The schema of every document by the name of its file: a command's, run.json (`manifest`), and `error`."""
    schemas = {
        command.replace(" --", "-").replace(" ", "-"): _schema(
            f"ordermill {command} --json", {"anyOf": [{"allOf": [record(ENDING), shape]}, STOPPED]}
        )
        for command, shape in COMMANDS.items()
    }
    schemas["manifest"] = _schema("run.json", RUN_JSON)
    schemas["error"] = _schema("Any command with --json that could not go on", STOPPED)
    return schemas


def _schema(title: str, shape: Shape) -> dict[str, Any]:
    return {"$schema": DIALECT, "title": title, **shape}
