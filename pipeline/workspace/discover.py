"""Which workspaces lie under a folder: the one rule for every command that works on several sellers at once."""

from __future__ import annotations

import os
from pathlib import Path

from pipeline.workspace.folders import FOLDERS, INBOX, SETTINGS_FILE, Workspace

ROUTE_STAGING = ".route-"
"""How the names of the folders begin in which `route` holds what it is routing."""


def workspaces_under(root: Path) -> list[Workspace]:
    """The workspaces in a folder and at any depth below it, by path; a folder with the settings file is one.

    Nobody is left out in silence: an OSError is raised where a folder cannot be read, hidden folders are looked into,
    and a workspace may lie inside another one. Skipped are only
    - the folders of a workspace (inbox, held, rejected, archive, reports, state): what lies there are its feeds,
      reports and data, among them perhaps a copy of somebody's settings;
    - links, so that a workspace counts once;
    - the staging folders of `route`, which come and go beside the workspaces.
    """
    workspaces = []
    for path, folders, files in os.walk(root, onerror=_raise) if root.is_dir() else ():
        is_workspace = SETTINGS_FILE in files
        if is_workspace:
            workspaces.append(Workspace(Path(path)))
        folders[:] = [name for name in folders if not _is_skipped(name, in_workspace=is_workspace)]
    return sorted(workspaces, key=lambda workspace: workspace.root)


def _is_skipped(name: str, *, in_workspace: bool) -> bool:
    return name.startswith(ROUTE_STAGING) or (in_workspace and name in {*FOLDERS, INBOX})


def _raise(error: OSError) -> None:
    raise error
