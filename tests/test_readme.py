"""The README shows real lines of the demo's reports."""

import re

from tests.support.golden_demo import DEMO_GOLDEN
from tests.support.paths import ROOT

README = (ROOT / "README.md").read_text("utf-8")
TABLE = re.compile(r"`((?:reports|rejected)/[^`]+\.tsv)`\n\n((?:\|.*\n)+)")


def test_every_report_is_shown_with_lines_that_it_really_has():
    shown = TABLE.findall(README)
    assert len(shown) == 10
    for name, table in shown:
        names, _, *rows = ([cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines())
        lines = [
            line.split("\t") for line in (DEMO_GOLDEN / name).read_text("utf-8-sig").replace("\r\n", "\n").splitlines()
        ]
        start = next(number for number, line in enumerate(lines) if names[0] in line)
        real = [[dict(zip(lines[start], line, strict=True))[column] for column in names] for line in lines[start + 1 :]]
        assert [row for row in rows if row not in real] == []


def test_the_two_commands_are_targets_of_the_makefile():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    commands = re.findall(r"^make (\w+)$", README, re.MULTILINE)
    assert commands == ["demo", "test"]
    assert all(f"\n{command}:" in makefile for command in commands)


def test_it_begins_with_what_it_is_not_and_what_goes_back_to_the_marketplace():
    start = README.split("## What it does")[0]
    assert start.startswith("# ordermill\n\n**ordermill is not connected to any marketplace.**")
    head, _, *rows = ([cell.strip() for cell in line.split("|")[1:-1]] for line in start.splitlines() if "|" in line)
    assert (len(head), {len(row) for row in rows}) == (4, {4})
    assert [row[3].startswith("**the same file**") for row in rows] == [False] * 4 + [True] * 4 + [False]
