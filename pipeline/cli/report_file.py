"""Writing a report that is handed out to a file of the person's choice."""

from __future__ import annotations

from pathlib import Path

from pipeline import files
from pipeline.errors import UsageError


def write_report(data: bytes, path: Path) -> None:
    """Write the bytes of a report to a file, whole or not at all."""
    if path.is_dir():
        raise UsageError(f"{path} is a folder", "name a file, not a folder, with -o")
    if not path.absolute().parent.is_dir():
        raise UsageError(f"there is no folder {path.parent}", "with -o, name a file in a folder that exists")
    files.write_in_place(path.absolute(), data)
