"""Memory of a run over time, sampled from outside every 50 ms: a line of figures for each part of it, and a chart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PARTS, WIDTH = 20, 50


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a run: from when to when (seconds), resident memory at its end and at most (bytes)."""

    begin: float
    end: float
    last: int
    peak: int


def read_samples(path: Path) -> list[tuple[float, int]]:
    """Seconds since the start and resident bytes; none where the system does not show them, or it has ended."""
    if not path.exists():
        return []
    rows = (line.split() for line in path.read_text().splitlines())
    return [(float(second), int(size)) for second, size in rows if int(size)]


def parts(samples: list[tuple[float, int]], count: int = PARTS) -> Iterator[Part]:
    """The run cut into parts of equal length; a part without a sample is left out."""
    end = samples[-1][0] if samples else 0.0
    for place in range(count):
        bounds = end * place / count, end * (place + 1) / count
        inside = [size for second, size in samples if bounds[0] < second <= bounds[1]]
        if inside:
            yield Part(*bounds, inside[-1], max(inside))


def chart(title: str, samples: list[tuple[float, int]]) -> list[str]:
    """A line for each part: its end, memory at the end and at most, and a bar up to the peak of the run."""
    most = max((size for _, size in samples), default=1)
    heading = f"{title}: seconds, MB at the end of the part, MB at most"
    return [heading, *(_bar(part, most) for part in parts(samples))]


def _bar(part: Part, most: int) -> str:
    bar = "#" * round(part.peak / most * WIDTH)
    return f"{part.end:8.2f} {part.last / 1e6:7,.0f} {part.peak / 1e6:7,.0f} {bar}"
