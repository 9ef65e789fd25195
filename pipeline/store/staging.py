"""Staged files: everything that a run will publish is complete, hashed and on disk before the commit.

state/staging/RUN/run becomes the folder of the run's reports; day, rejected and held hold single files; `in` holds
the copies of the feeds for the archive.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path, PurePosixPath

from pipeline import files
from pipeline.store.catalogue_rows import ReportRow, run_folder

STAGING = "state/staging"
INCOMING = "in"
SCRATCH = "scratch"
"""Folder for what a run keeps for itself; it goes with the staging folder."""


class Staging:
    """The staging folder of one run, and the manifest of what is in it."""

    def __init__(self, root: Path, run: int, day: date) -> None:
        self.folder = staging_folder(root, run)
        self.manifest: list[ReportRow] = []
        self.run = run
        self._targets = {
            "run": run_folder(day, run),
            "day": f"reports/{day}/day",
            "rejected": "rejected",
            "held": "held",
        }
        self._open: dict[Path, tuple[str, str]] = {}
        for name in ("run", INCOMING):
            (self.folder / name).mkdir(mode=0o700, parents=True)

    def begin_file(self, kind: str, name: str) -> Path:
        """Where to write a file that is to be published as `name` in the folder of its kind."""
        relative = PurePosixPath(name)
        if relative.is_absolute() or ".." in relative.parts:
            raise ValueError(f"{name} would leave the folder")
        path = self.folder / kind / relative
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._open[path] = (kind, f"{self._targets[kind]}/{relative}")
        return path

    def finish_file(self, path: Path, rows: int, sha256: str = "") -> ReportRow:
        """Put a file that is written completely into the manifest; its hash is computed unless it is known."""
        kind, target = self._open.pop(path)
        row = ReportRow(
            run=self.run,
            path=target,
            kind=kind,
            name=path.relative_to(self.folder / kind).as_posix(),
            rows=rows,
            bytes=path.stat().st_size,
            sha256=sha256 or files.sha256_of(path),
            staged=path.relative_to(self.folder).as_posix(),
        )
        self.manifest.append(row)
        return row

    def folders(self) -> list[Path]:
        """Every folder in the staging folder, and itself."""
        return [self.folder, *(path for path in self.folder.rglob("*") if path.is_dir())]

    def unfinished(self) -> list[Path]:
        """Files that were begun and never put into the manifest."""
        return list(self._open)


def staging_folder(root: Path, run: int) -> Path:
    """Where the files of a run wait for its commit and its publication."""
    return root / STAGING / str(run)
