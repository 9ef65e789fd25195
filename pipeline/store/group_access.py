"""Who else may read a workspace: its owner alone, or everybody in the group of its folder too."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.workspace.folders import Workspace

READ = stat.S_IRGRP
ENTER = stat.S_IRGRP | stat.S_IXGRP


def check_group(workspace: Workspace) -> None:
    """Whether we may give files to the group of the workspace. Raises UsageError where we are not in that group."""
    group = workspace.root.stat().st_gid
    if os.geteuid() and group not in {os.getegid(), *os.getgroups()}:
        raise UsageError(
            f"reports.group_readable: you are not in the group of {workspace.root} (number {group})",
            f"run `chgrp GROUP {workspace.root}` with a group of yours, or set group_readable = false",
        )


def share(workspace: Workspace, day: Path, *, readable: bool) -> None:
    """Let the group of the workspace read what its questions need, or take that back. May be repeated.

    That is the settings, reports, held and rejected records, the store, and the names of the files in the inbox; not
    those files, and nothing of the archive. Of the reports only the folder of the run's `day` is looked at, unless the
    setting has changed: the folder of the store is done last, and tells what was wanted before. Feeds and runs, 15.9.
    """
    shared = bool(workspace.state.stat().st_mode & READ)
    if not readable and not shared:
        return
    reports = day if readable == shared else workspace.reports
    folders = (reports, workspace.held, workspace.rejected, workspace.state)
    links = workspace.reports.glob("*.txt")
    files = (workspace.settings_file, workspace.fees_file, *links)
    alone = (*files, workspace.root, workspace.reports, workspace.default_inbox)
    group = workspace.root.stat().st_gid
    for path in (*alone, *chain.from_iterable(map(_contents, folders)), *folders):
        _share_path(path, group, readable=readable)


def _contents(folder: Path) -> Iterator[Path]:
    for inside, folders, names in os.walk(folder):
        yield from (Path(inside, name) for name in (*folders, *names))


def _share_path(path: Path, group: int, *, readable: bool) -> None:
    """A link is as open as what it points to; a file that has gone needs nothing.

    We never let a group write: where it may, the owner has said so, and nothing is taken back.
    """
    try:
        status = path.lstat()
    except FileNotFoundError:
        return
    mode = stat.S_IMODE(status.st_mode)
    if stat.S_ISLNK(status.st_mode) or mode & stat.S_IWGRP:
        return
    bits = ENTER if stat.S_ISDIR(status.st_mode) else READ
    wanted = mode | bits if readable else mode & ~bits
    if readable and status.st_gid != group:
        os.chown(path, -1, group)
    if wanted != mode:
        path.chmod(wanted)
