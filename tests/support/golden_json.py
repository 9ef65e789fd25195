"""What every command prints with --json, kept in tests/golden/json.

`python -m tests.support.golden_json` writes it again.
A command is added with one entry in COMMANDS: its arguments in a workspace that `workspace()` has made.
"""

import json
import re
import shutil
import tempfile
from contextlib import nullcontext
from pathlib import Path
from typing import Any
from unittest.mock import patch

from click.testing import CliRunner

from pipeline.cli.main import main
from pipeline.operations import play_demo
from pipeline.operations.init_workspace import SAMPLES
from tests.support.paths import GOLDEN
from tests.support.seller_workspace import CONFIRMATION, ORDER, RUN_TIMES, SellerWorkspace

JSON_GOLDEN = GOLDEN / "json"
FIRST_DAY = "2026-10-05"
COMMANDS = {
    "check": ["check", "{root}/mine/ship.tsv", "-w", "{root}/all/shop"],
    "demo": ["demo", "{root}/demo"],
    "formats": ["formats", "payments"],
    "init": ["init", "{root}/new"],
    "orders check": ["orders", "check", "{root}/mine/pick.csv", "-w", "{root}/all/shop"],
    "orders list": ["orders", "list", "-w", "{root}/all/shop"],
    "orders show": ["orders", "show", ORDER["order-id"], "-w", "{root}/all/shop"],
    "orders show --pending": ["orders", "show", "0000002", "-w", "{root}/all/shop"],
    "rejects close": ["rejects", "close", "strange.tsv", "-w", "{root}/other"],
    "rejects list": ["rejects", "list", "-w", "{root}/all/shop"],
    "report": ["report", "pending-orders", "-w", "{root}/all/shop"],
    "route": ["route", "{root}/mine/sellers.tsv", "{root}/sellers"],
    "run": ["run", "-w", "{root}/all/shop", "--as-of", RUN_TIMES[1], "--dry-run"],
    "run --strict": ["run", "-w", "{root}/all/shop", "--as-of", RUN_TIMES[1], "--strict"],
    "run --wrong": ["run", "-w", "{root}/nowhere"],
    "run --all": ["run", "--all", "{root}/all", "--as-of", RUN_TIMES[1], "--dry-run"],
    "status": ["status", "-w", "{root}/all/shop", "--files"],
}
"""The arguments of every command, by its name; a second document of a command has an option behind the name."""
VARYING = {"clock": "<clock>", "started": "<clock>", "finished": "<clock>", "timings": {}, "versions": {}}
HEX = ((re.compile(r"\b[0-9a-f]{64}\b"), "<hash>"), (re.compile(r"\b[0-9a-f]{32}\b"), "<name>"))


def make_workspaces(root: Path) -> None:
    """Two runs and a waiting feed in ROOT/all/shop: orders reported, pending, held, refused; ROOT/mine holds a feed."""
    workspace = SellerWorkspace(root / "all" / "shop")
    pending = ORDER | {"order-id": "999-0000001-0000002", "order-item-id": "00000000000201", "payments-date": ""}
    workspace.drop("orders.tsv", ORDER, pending, ORDER | {"order-item-id": "00000000000102", "quantity-purchased": "x"})
    workspace.drop("payments.tsv", {"order-id": "999-0000001-0000009", "payment-status": "Verified"})
    workspace.drop("ship.tsv", CONFIRMATION | {"ship-date": "2026-10-05", "quantity": "1"})
    workspace.put("strange.tsv", b"fruit\tcolour\r\npear\tgreen\r\n")
    workspace.run()
    workspace.drop(
        "again.tsv", CONFIRMATION | {"ship-date": "2026-10-05", "quantity": "9", "tracking-number": "0000-0002"}
    )
    workspace.copy(root / "other")
    (root / "mine").mkdir()
    shutil.copy2(workspace.root / "inbox" / "again.tsv", root / "mine" / "ship.tsv")
    picks = f"{ORDER['order-id']},1\n999-0000001-0000002,1\n"
    (root / "mine" / "pick.csv").write_text(f"注文番号,出荷数\n{picks}", encoding="cp932")
    SellerWorkspace(root / "sellers" / "one", '[inbox]\nsettle_seconds = 0\n[seller]\nid = "A1"\n')
    SellerWorkspace(root / "sellers" / "two").drop(
        "feed.tsv", {"seller-id": "A1", **CONFIRMATION}, {"seller-id": "B2", **CONFIRMATION}
    )
    shutil.move(root / "sellers" / "two" / "inbox" / "feed.tsv", root / "mine" / "sellers.tsv")


def printed_document(root: Path, command: str) -> str:
    """The document of a command where `workspace` was made before, without what tells time, place and machine."""
    arguments = [argument.format(root=root) for argument in COMMANDS[command]]
    with patch.object(play_demo, "SAMPLES", _one_day(root / "samples")) if command == "demo" else nullcontext():
        ended = CliRunner().invoke(main, [*arguments, "--json"], prog_name="ordermill")
    document = _without_clock(json.loads(ended.stdout))
    if command == "check":
        document["as_of"] = "<clock>"
    text = json.dumps(document, ensure_ascii=False, indent=2).replace(str(root), "<root>")
    for pattern, name in HEX:
        text = pattern.sub(name, text)
    return text + "\n"


def golden_file(command: str) -> Path:
    """Where the document of a command is kept."""
    return JSON_GOLDEN / f"{command.replace(' --', '-').replace(' ', '-')}.json"


def write_golden_files() -> None:
    """Print every document and keep it."""
    with tempfile.TemporaryDirectory() as folder:
        make_workspaces(Path(folder))
        shutil.rmtree(JSON_GOLDEN, ignore_errors=True)
        JSON_GOLDEN.mkdir()
        for command in COMMANDS:
            golden_file(command).write_text(printed_document(Path(folder), command), encoding="utf-8", newline="\n")


def _without_clock(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: VARYING.get(name, _without_clock(inner)) for name, inner in value.items()}
    return [_without_clock(inner) for inner in value] if isinstance(value, list) else value


def _one_day(folder: Path) -> Path:
    """The samples of the first day alone."""
    shutil.copytree(SAMPLES / FIRST_DAY, folder / FIRST_DAY)
    for name in ("ordermill.toml", "fees.toml"):
        shutil.copy2(SAMPLES / name, folder / name)
    head, first, *_ = (SAMPLES / "runs.toml").read_text("utf-8").split("[[run]]\n")
    (folder / "runs.toml").write_text(f"{head}[[run]]\n{first}", encoding="utf-8")
    return folder


if __name__ == "__main__":
    write_golden_files()
