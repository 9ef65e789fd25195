"""Runs of workspaces, kept for the next workspace of the same story: its settings, its feeds and its runs so far.

What is kept is a copy of the whole folder. It takes the place of a run only where nothing but the story has touched
the folder, and only in tests that ask for it (fixture `kept_runs`): a test that changes the program makes its own runs.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from pipeline.run import RunResult

Listing = dict[str, tuple[int, int, int]]


class KeptRun(NamedTuple):
    """A copy of the folder after a run; what the run came to, and in which folder."""

    copy: Path
    result: RunResult
    root: Path


@dataclass
class KeptRuns:
    """Kept runs by their story, as copies in `folder`; are_on: whether runs are kept and used now."""

    folder: Path = Path()
    are_on: bool = False
    by_story: dict[tuple[str, ...], KeptRun] = field(default_factory=dict)

    def keep(self, told: tuple[str, ...], root: Path, result: RunResult) -> None:
        place = Path(tempfile.mkdtemp(dir=self.folder)) / "kept"
        copy = shutil.copytree(root, place, symlinks=True)
        self.by_story[told] = KeptRun(copy, deepcopy(result), root)

    def put_in_place(self, told: tuple[str, ...], root: Path) -> RunResult:
        """Put a kept folder in the place of another; what its run came to."""
        kept = self.by_story[told]
        shutil.rmtree(root)
        shutil.copytree(kept.copy, root, symlinks=True)
        folder = kept.result.folder and root / kept.result.folder.relative_to(kept.root)
        return replace(deepcopy(kept.result), folder=folder)


KEPT = KeptRuns()


class Story:
    """What a workspace has been through. It ends where something else touches the folder, or a run is made in vain."""

    def __init__(self, root: Path, beginning: str) -> None:
        self.root = root
        self.told: tuple[str, ...] = (beginning,) if KEPT.are_on else ()
        self.seen = listing(root) if KEPT.are_on else {}

    def is_whole(self) -> bool:
        """Whether all that happened to the folder is told."""
        return KEPT.are_on and bool(self.told) and listing(self.root) == self.seen

    @contextmanager
    def chapter(self, text: str) -> Iterator[tuple[str, ...]]:
        """Something is done to the folder, which the text tells; the story with it, if it is whole."""
        told = (*self.told, text) if self.is_whole() else ()
        self.told = ()
        yield told
        if told:
            self.told, self.seen = told, listing(self.root)

    def run(self, text: str, make: Callable[[], RunResult]) -> RunResult:
        """The run that the text tells: a kept one if there is one, and else one that is made."""
        with self.chapter(text) as told:
            if told in KEPT.by_story:
                return KEPT.put_in_place(told, self.root)
            result = make()
            if told:
                KEPT.keep(told, self.root, result)
            return result

    def copy(self, root: Path) -> Story:
        """The story of a copy of the folder."""
        other = Story(root, "")
        other.told = self.told if self.is_whole() else ()
        return other


def listing(root: Path) -> Listing:
    """Kind, size and time of change of all that lies in a folder."""
    return dict(_entries(str(root), ""))


def _entries(folder: str, prefix: str) -> Iterator[tuple[str, tuple[int, int, int]]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            status = entry.stat(follow_symlinks=False)
            yield prefix + entry.name, (status.st_mode, status.st_size, status.st_mtime_ns)
            if entry.is_dir(follow_symlinks=False):
                yield from _entries(entry.path, f"{prefix}{entry.name}/")
