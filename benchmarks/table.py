"""The table of costs, in the form that docs keep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from benchmarks.measure import Cost, Goal, Line

HEADINGS = (
    "what", "median", "CPU", "rows/s", "peak", "peer", "its median", "its CPU", "its peak", "ratio", "CPU ratio", "goal"
)  # fmt: skip
FIGURES = {"wall": "", "cpu": " CPU", "peak": " memory"}


def heading() -> Iterator[str]:
    """The first two lines."""
    yield _joined(HEADINGS)
    yield _joined(["---"] * len(HEADINGS))


def row(line: Line, *, judged: bool) -> str:
    """The line of a work. judged: whether it says that a goal is reached or missed."""
    wall, cpu, peak = _used(line.ours)
    rows = f"{line.rows / line.ours.wall:,.0f}" if line.rows else "-"
    ratios = [_ratio(line.ratio("wall")), _ratio(line.ratio("cpu"))]
    return _joined([line.what, wall, cpu, rows, peak, line.peer or "-", *_used(line.theirs), *ratios,
                    _goal(line, judged=judged)])  # fmt: skip


def missed(lines: Iterable[Line]) -> Iterator[str]:
    """A sentence for each goal that is missed."""
    for line in lines:
        if line.goal and line.missed and line.reached is not None:
            figure = _amount(line.reached, line.goal, line.theirs)
            beside = f" beside {line.peer}" if line.peer else ""
            yield f"Goal missed: {line.what}{beside}: {figure}, at most {_most(line)} was the goal."


def _goal(line: Line, *, judged: bool) -> str:
    if line.goal is None:
        return "-"
    return f"{_most(line)}: {'missed' if line.missed else 'reached'}" if judged else _most(line)


def _most(line: Line) -> str:
    return _amount(line.goal.most, line.goal, line.theirs) if line.goal else "-"


def _amount(value: float, goal: Goal, theirs: Cost | None) -> str:
    """A ratio, bytes or seconds, with the figure it is of."""
    if theirs:
        return f"{value:.3g} x{FIGURES[goal.figure]}"
    return _memory(value) if goal.figure == "peak" else f"{_seconds(value)}{FIGURES[goal.figure]}"


def _used(cost: Cost | None) -> tuple[str, str, str]:
    return (_seconds(cost.wall), _seconds(cost.cpu), _memory(cost.peak)) if cost else ("-", "-", "-")


def _ratio(value: float | None) -> str:
    return f"{value:.2f} x" if value else "-"


def _memory(value: float) -> str:
    return f"{value / 1e6:,.0f} MB"


def _seconds(value: float) -> str:
    return f"{value:.3f} s" if value < 1 else f"{value:.2f} s"


def _joined(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
