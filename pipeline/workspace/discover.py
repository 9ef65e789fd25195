"""Which workspaces lie under a folder: the one rule for every command that works on several sellers at once."""

from __future__ import annotations

import os
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.workspace.folders import FOLDERS, INBOX, SETTINGS_FILE, Workspace

HIDDEN = "."
"""How the names of hidden folders begin."""


def workspaces_under(root: Path) -> list[Workspace]:
    """The workspaces at any depth below a folder, by path; a folder with the settings file is one.

    Raises OSError where a folder cannot be read, so that no seller is left out unnoticed, and UsageError where `root`
    is a workspace itself. A workspace may lie inside another one. Skipped are
    - hidden folders: trash, snapshots and backups, in which a copy of a workspace would be run and paid a second time;
    - the folders of a workspace (inbox, held, rejected, archive, reports, state): what lies there are its feeds,
      reports and data, among them perhaps a copy of somebody's settings;
    - links, so that a workspace counts once.
    """
    if (root / SETTINGS_FILE).is_file():
        raise UsageError(
            f"{root} is a workspace itself, not a folder of workspaces",
            "name the folder that contains the workspaces; `ordermill run -w DIR` runs a single one",
        )
    workspaces = []
    for path, folders, files in os.walk(root, onerror=_raise) if root.is_dir() else ():
        is_workspace = SETTINGS_FILE in files
        if is_workspace:
            workspaces.append(Workspace(Path(path)))
        folders[:] = [name for name in folders if not _is_skipped(name, in_workspace=is_workspace)]
    return sorted(workspaces, key=lambda workspace: workspace.root)


def _is_skipped(name: str, *, in_workspace: bool) -> bool:
    return name.startswith(HIDDEN) or (in_workspace and name in {*FOLDERS, INBOX})


def _raise(error: OSError) -> None:
    raise error
