"""Records by feed and code, of the product and of a peer, and how the one turns into the other by known rules.

A rule moves records from a code of the peer to one of ours. The rules of a feed make no circle, so the numbers follow
from the differences alone; a negative one, or a rest, is unexplained.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

ACCEPTED = 0
GROUPS = {
    "orders.tsv": "orders",
    "payments.tsv": "payments",
    "ship.xml": "ship",
    "ship.tsv": "ship",
    "cancel.tsv": "cancel",
}
BY_LINE = ("ship",)
"""Feeds whose records the peers count by line: accepted ones cannot be compared."""
Counts = Mapping[str, Mapping[int, int]]


@dataclass(frozen=True, slots=True)
class CodeRule:
    """Records that a peer gives the code `theirs` have `ours`."""

    feed: str
    theirs: int
    ours: int
    rule: str


def of_run(document: Mapping[str, Any]) -> dict[str, dict[int, int]]:
    """Records of a run by feed and code; those without a code are accepted, warnings too."""
    counts: dict[str, Counter[int]] = {}
    for feed in document["feeds"]:
        codes = counts.setdefault(GROUPS[feed["name"]], Counter())
        refusals = {code["code"]: code["count"] for code in feed["codes"] if code["type"] != "Warning"}
        codes.update(refusals)
        codes[ACCEPTED] += feed["records"] - sum(refusals.values())
    return {feed: dict(codes) for feed, codes in counts.items()}


def of_peer(counts: Mapping[str, int], ours: Counts) -> dict[str, dict[int, int]]:
    """Records of a peer in the same form; what it did not refuse of our records, it accepted."""
    result: dict[str, dict[int, int]] = {feed: {} for feed in ours}
    for name, count in counts.items():
        feed, code = name.split()
        result[feed][int(code)] = count
    for feed, codes in result.items():
        codes[ACCEPTED] = sum(ours[feed].values()) - sum(codes.values())
    return result


def moves(
    feed: str, ours: Mapping[int, int], theirs: Mapping[int, int], rules: Iterable[CodeRule]
) -> tuple[list[tuple[CodeRule, int]], dict[int, int]]:
    """How many records each rule moves, and what is left by code."""
    left = {code: ours.get(code, 0) - theirs.get(code, 0) for code in {*ours, *theirs}}
    open_rules = [rule for rule in rules if rule.feed == feed]
    result = []
    while leaf := _leaf(open_rules):
        rule, code = leaf
        open_rules.remove(rule)
        count = left.get(code, 0) * (1 if code == rule.ours else -1)
        if count > 0:
            result.append((rule, count))
            left[rule.ours] = left.get(rule.ours, 0) - count
            left[rule.theirs] = left.get(rule.theirs, 0) + count
    ignored = {ACCEPTED} if feed in BY_LINE else set()
    return result, {code: count for code, count in left.items() if count and code not in ignored}


def _leaf(rules: list[CodeRule]) -> tuple[CodeRule, int] | None:
    """A rule with a code that no other of the rules names: its number is certain. The accepted are asked last."""
    named = Counter(code for rule in rules for code in (rule.ours, rule.theirs))
    leaves = [(rule, code) for rule in rules for code in (rule.ours, rule.theirs) if named[code] == 1]
    return min(leaves, key=lambda leaf: leaf[1] == ACCEPTED, default=None)
