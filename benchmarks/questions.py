"""What people ask by hand of a workspace that knows many orders: each question a process of its own, as it is typed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks import measure
from benchmarks.measure import Cost, Goal, Line
from benchmarks.night.known import copy_workspace, known
from benchmarks.night.lines import FACTORS
from benchmarks.night.world import World
from benchmarks.starts import ordermill

ROUNDS = 3
ASKED = 10
"""So many rows has a pick list or a feed that is checked."""
STATUS_GOAL, SHOW_GOAL, CHECK_GOAL = Goal(0.25, "cpu"), Goal(1.0, "cpu"), Goal(1.5, "cpu")


def lines(size: str, folder: Path, cache: Path | None) -> tuple[list[Line], list[str]]:
    """The rows of the table: the workspace is that of the night, before it."""
    world = World(FACTORS[size])
    before = known(world, cache or folder / "cache")
    workspace = folder / "workspace"
    copy_workspace(before.workspace, workspace)
    questions = list(_questions(workspace, folder))
    costs = measure.rounds(ROUNDS, *(partial(_cost, workspace, words) for _, words, _ in questions))
    orders = f"{world.known:,} orders known"
    return [
        Line(f"question: {what}, {orders}", cost, goal=goal)
        for (what, _, goal), cost in zip(questions, costs, strict=True)
    ], []


def _questions(workspace: Path, folder: Path) -> Iterator[tuple[str, list[object], Goal | None]]:
    """What is asked, in words and as a command, and its goal: of orders that are open."""
    listed = measure.command(ordermill(), "orders", "list", "--limit", ASKED, "--json", "-w", workspace).expect(0)
    order_ids = [order["order_id"] for order in json.loads(listed.out)["orders"]]
    picks, feed = folder / "picks.tsv", folder / "cancel.tsv"
    picks.write_text("\n".join(["order-id", *order_ids]) + "\n", "utf-8")
    rows = [f"{order_id}\tBuyerCanceled" for order_id in order_ids]
    feed.write_text("\n".join(["order-id\tcancellation-reason-code", *rows]) + "\n", "utf-8")
    yield "status", ["status"], STATUS_GOAL
    yield "status --json", ["status", "--json"], None
    yield "rejects list", ["rejects", "list"], None
    yield "report unshipped-orders", ["report", "unshipped-orders"], None
    yield "orders show", ["orders", "show", order_ids[0]], SHOW_GOAL
    yield f"orders check, {ASKED} rows", ["orders", "check", picks], CHECK_GOAL
    yield f"check, {ASKED} rows", ["check", feed], CHECK_GOAL


def _cost(workspace: Path, words: list[object]) -> Cost:
    return measure.command(ordermill(), *words, "-w", workspace).expect(0, 3).cost
