"""What was refused and why as one document: every rejected record, and every feed that was refused whole (record 0)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from pipeline.documents.json_version import JSON_VERSION
from pipeline.documents.reject import Reject
from schemas import codes, problem_texts
from schemas.problem_texts import Problem

XML = "xml"


class RefusingLine(NamedTuple):
    """A line of an answer that refused something, in the columns of the stored table `answer_lines`."""

    run: int
    feed: int
    record: int
    line: int
    order_id: str
    item_id: str
    code: int
    column: str
    value: str
    limit: str

    @property
    def place(self) -> tuple[int, int, int]:
        """Run, feed and record."""
        return self[:3]


class RefusedFeed(NamedTuple):
    """Name, format and form of a feed, and when somebody closed its refusal."""

    name: str
    format: str
    form: str
    closed: str = ""


def rejects_from_lines(
    lines: Iterable[RefusingLine],
    feeds: Mapping[int, RefusedFeed],
    language: str | None,
    file_of: Callable[[int, int, int], str],
) -> Iterator[Reject]:
    """One reject a record, but for the runs that ended it, with its codes and their texts.

    lines: sorted by their places. feeds: by their numbers. language: None for codes without their texts. file_of: where
    a run, a feed and a record lie.
    """
    for (run, number, record), of_record in groupby(lines, key=lambda line: line.place):
        answered = list(of_record)
        first, feed = answered[0], feeds[number]
        has_conflict = any(line.code == codes.ORDER_CONFLICT for line in answered)
        yield Reject(
            run=run,
            number=number,
            feed=feed.name,
            record=record,
            line=first.line,
            order_id=first.order_id,
            item_id=first.item_id,
            format=feed.format,
            single=feed.form != XML and not has_conflict,
            codes=_codes(answered, language),
            file=file_of(run, number, record),
            closed="" if record else feed.closed,
        )


def rejects_document(rejects: Sequence[Reject], *, only_open: bool = False) -> dict[str, Any]:
    """The rejects as a document; only_open: those that still wait."""
    waiting = [reject for reject in rejects if reject.is_open]
    return {
        "version": JSON_VERSION,
        "count": len(rejects),
        "open": len(waiting),
        "rejects": [_entry(reject) for reject in (waiting if only_open else rejects)],
    }


def _codes(lines: Sequence[RefusingLine], language: str | None) -> list[dict[str, Any]]:
    """The codes of a record with message and advice, each once, in the order in which they were answered."""
    if language is None:
        return [{"code": code} for code in _distinct_codes(lines)]
    texts: dict[tuple[int, str], str] = {}
    for line in lines:
        problem = Problem(line.code, line.column, line.value, line.limit)
        texts.setdefault((line.code, problem_texts.message(problem, language)), problem_texts.advice(problem, language))
    return [{"code": code, "message": message, "advice": advice} for (code, message), advice in texts.items()]


def _distinct_codes(lines: Sequence[RefusingLine]) -> list[int]:
    """The same without texts, which are made only where two lines may say the same."""
    numbers = [line.code for line in lines]
    if len(set(numbers)) == len(numbers):
        return numbers
    return [code["code"] for code in _codes(lines, "en")]


def _entry(reject: Reject) -> dict[str, Any]:
    return {
        "run": reject.run,
        "feed": reject.feed,
        "record": reject.record,
        "line": reject.line,
        "order_id": reject.order_id,
        "codes": reject.codes,
        "file": reject.file,
        "resolved": reject.resolved or None,
        "again": reject.again or None,
        "settled": reject.settled or None,
        "later": reject.later or None,
        "closed": reject.closed or None,
    }
