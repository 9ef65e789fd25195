"""A progress bar on stderr: only on a terminal, and only when the work takes long enough to wonder."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Self, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

QUIET_SECONDS = 1.0


class ProgressBar:
    """Called with (what, completed, total) by whoever works; `total` 0 means that nobody knows."""

    def __init__(self, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream or sys.stderr
        self._clock = clock
        self._started = clock()
        self._bar: Progress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar:
            self._bar.stop()

    def __call__(self, what: str, completed: int, total: int) -> None:
        """Show how far the work is."""
        if not self._bar and self._stream.isatty() and self._clock() - self._started >= QUIET_SECONDS:
            self._start()
        if self._bar and self._task is not None:
            self._bar.update(self._task, description=what, completed=completed, total=total or None)

    def _start(self) -> None:
        # Loading rich takes as long as a small run.
        from rich.console import Console
        from rich.progress import Progress

        self._bar = Progress(console=Console(file=self._stream), transient=True)
        self._task = self._bar.add_task("")
        self._bar.start()
