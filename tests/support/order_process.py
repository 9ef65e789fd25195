"""The order process as its pages write it down: which steps, paragraphs and headings they have, and what these say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from tests.support.paths import DOCS

PAGES = ("order-process.md", "feeds-and-runs.md")
_HEADING = re.compile(r"(#+) (?:Step )?(?:(\d+(?:\.\d+)*)\.? )?(.+)")
_PARAGRAPH = re.compile(r"(\d+(?:\.\d+)+) ")
_OF_PARAGRAPH = 9
"""The level of a numbered paragraph: below every heading."""


@dataclass(frozen=True)
class Passage:
    """A heading with all that belongs to it, or a numbered paragraph. number, title: "" where it has none."""

    page: str
    level: int
    number: str
    title: str
    text: str


@cache
def passages() -> tuple[Passage, ...]:
    """Every heading and numbered paragraph of the pages, in order."""
    return tuple(passage for page in PAGES for passage in _passages_of(page))


def numbers() -> list[str]:
    """The numbers of all steps and paragraphs, in order."""
    return [passage.number for passage in passages() if passage.number]


def passage_text(name: str) -> str:
    """What the pages say under a number or under a heading; "" where they have none such."""
    return next((passage.text for passage in passages() if name in (passage.number, passage.title)), "")


def _passages_of(page: str) -> list[Passage]:
    lines = (DOCS / page).read_text("utf-8").splitlines()
    starts = [(place, *start) for place, line in enumerate(lines) if (start := _start(lines, place, line))]
    result = []
    for count, (place, level, number, title) in enumerate(starts):
        end = next((later[0] for later in starts[count + 1 :] if later[1] <= level), len(lines))
        result.append(Passage(page, level, number, title, "\n".join(lines[place:end])))
    return result


def _start(lines: list[str], place: int, line: str) -> tuple[int, str, str] | None:
    """Level, number and title of the heading or numbered paragraph that begins with a line."""
    if heading := _HEADING.fullmatch(line):
        return len(heading[1]), heading[2] or "", heading[3]
    begins = place == 0 or not lines[place - 1]
    if begins and (paragraph := _PARAGRAPH.match(line)):
        return _OF_PARAGRAPH, paragraph[1], ""
    return None
