"""Who else may read a workspace. Feeds and runs, 15.9."""

import json
import os
import shutil
import stat
import tempfile
from pathlib import Path

import pytest

from pipeline.store import group_access
from tests.support.command_line import ordermill
from tests.support.seller_workspace import ORDER, RUN_TIMES, SellerWorkspace

GROUP = 54321
STRANGER = 54322
READING = [
    ("status", "--json"),
    ("orders", "list", "--json"),
    ("orders", "show", ORDER["order-id"], "--json"),
    ("orders", "check", "{root}/../picks.tsv", "--json"),
    ("report", "orders"),
    ("report", "run.json", "--as-of-run", "1"),
    ("rejects", "list", "--json"),
    ("check", "{root}/reports/latest/orders.tsv", "--json"),
]
NOT_SHARED = ("archive",)


@pytest.fixture
def workspace():
    """A workspace below a folder that everybody may enter, with a run whose files are for the group too."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    seller = SellerWorkspace(folder / "books", "[inbox]\nsettle_seconds = 0\n[reports]\ngroup_readable = true\n")
    if os.geteuid() == 0:
        os.chown(seller.root, -1, GROUP)
    seller.drop("a.tsv", ORDER, ORDER | {"order-item-id": "00000000000102", "quantity-purchased": "x"})
    assert ordermill("run", "-w", seller.root, "--as-of", RUN_TIMES[0]).exit_code in (0, 3)
    yield seller
    shutil.rmtree(folder)


def modes(root, *, shared):
    """The modes of all files and folders that are shared, or of all that are not; links left out."""
    paths = [path for path in (root, *root.rglob("*")) if not path.is_symlink()]
    paths = [path for path in paths if (path.relative_to(root).parts[:1] in [(n,) for n in NOT_SHARED]) != shared]
    return {(path.is_dir(), stat.S_IMODE(path.lstat().st_mode)) for path in paths if path.name != "lock"}


def write_setting(root, value):
    (root / "ordermill.toml").write_text(
        f"shards = 2\n[inbox]\nsettle_seconds = 0\n[reports]\ngroup_readable = {value}\n"
    )


def in_a_process_of(user, group, commands):
    """Exit code and output of commands as another user of a group runs them: a fork that gives its rights away."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.setgroups([])
            os.setgid(group)
            os.setuid(user)
            ended = [ordermill(*command) for command in commands]
            answer = json.dumps([(one.exit_code, one.stdout, one.stderr) for one in ended])
            os.write(writing, answer.encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    return [tuple(one) for one in json.loads(answer)]


def commands(root):
    """The commands that only read, asked of a workspace."""
    (root.parent / "picks.tsv").write_text(f"order-id\n{ORDER['order-id']}\n")
    (root.parent / "picks.tsv").chmod(0o644)
    return [[argument.format(root=root) for argument in (*command, "-w", str(root))] for command in READING]


def test_the_group_may_ask_and_nobody_else(workspace):
    asked = commands(workspace.root)
    own = [ordermill(*command) for command in asked]
    before = workspace.files()
    for command, mine, (exit_code, stdout, stderr) in zip(asked, own, answers(workspace, asked, GROUP), strict=True):
        assert (exit_code, stderr) == (mine.exit_code, mine.stderr), command
        assert exit_code in {0, 3}, command
        assert clockless(stdout) == clockless(mine.stdout), command
    assert workspace.files() == before
    for exit_code, stdout, stderr in answers(workspace, asked, STRANGER):
        assert exit_code == 2, stdout
        assert "is not readable" in stderr


def answers(workspace, asked, group):
    """Exit code and output of commands as somebody of a group gets them.

    Only root can become somebody else. Anybody else gives up rights of his own: what the group may do, or others.
    """
    if os.geteuid() == 0:
        return in_a_process_of(STRANGER, group, asked)
    paths = [path for path in (workspace.root, *workspace.root.rglob("*")) if not path.is_symlink()]
    modes_before = {path: stat.S_IMODE(path.stat().st_mode) for path in paths}
    shift = 3 if group == GROUP else 6
    for path in reversed(paths):
        path.chmod((modes_before[path] << shift) & stat.S_IRWXU)
    try:
        return [(one.exit_code, one.stdout, one.stderr) for one in (ordermill(*command) for command in asked)]
    finally:
        for path in paths:
            path.chmod(modes_before[path])


def clockless(output):
    """An answer without the moments of asking and without whether we may write."""
    if not output.startswith("{"):
        return output
    return {name: value for name, value in json.loads(output).items() if name not in ("as_of", "clock", "read_only")}


def test_files_are_for_the_group_and_those_of_later_runs_too(workspace):
    assert modes(workspace.root, shared=True) == {(True, 0o750), (False, 0o640)}
    assert modes(workspace.root, shared=False) == {(True, 0o700), (False, 0o600)}
    workspace.drop("b.tsv", ORDER | {"order-id": "999-0000001-0000002"})
    ordermill("run", "-w", workspace.root, "--as-of", RUN_TIMES[1])
    assert modes(workspace.root, shared=True) == {(True, 0o750), (False, 0o640)}
    assert modes(workspace.root, shared=False) == {(True, 0o700), (False, 0o600)}


def test_the_setting_reaches_what_earlier_runs_published(workspace):
    write_setting(workspace.root, "false")
    ordermill("run", "-w", workspace.root, "--as-of", RUN_TIMES[1])
    assert modes(workspace.root, shared=True) == {(True, 0o700), (False, 0o600)}
    write_setting(workspace.root, "true")
    ordermill("run", "-w", workspace.root, "--as-of", RUN_TIMES[2])
    assert modes(workspace.root, shared=True) == {(True, 0o750), (False, 0o640)}


@pytest.mark.parametrize("value", ["true", "false"])
def test_an_inbox_into_which_the_group_may_write_stays_so(workspace, value):
    inbox = workspace.root / "inbox"
    inbox.chmod(0o770)
    write_setting(workspace.root, value)
    ordermill("run", "-w", workspace.root, "--as-of", RUN_TIMES[1])
    assert stat.S_IMODE(inbox.stat().st_mode) == 0o770


def test_sharing_that_was_cut_short_is_done_again(workspace, monkeypatch):
    write_setting(workspace.root, "false")
    one_path = group_access._share_path
    left = [4]

    def stop(*arguments, **how):
        left[0] -= 1
        if left[0] < 0:
            raise OSError(5, "Input/output error")
        one_path(*arguments, **how)

    monkeypatch.setattr(group_access, "_share_path", stop)
    assert ordermill("run", "-w", workspace.root, "--as-of", RUN_TIMES[1]).exit_code == 4
    monkeypatch.undo()
    assert json.loads(ordermill("status", "--json", "-w", workspace.root).stdout)["recovered"] == [2]
    assert modes(workspace.root, shared=True) == {(True, 0o700), (False, 0o600)}


def test_a_group_that_is_not_ours_stops_the_run_before_it_begins(workspace, monkeypatch):
    monkeypatch.setattr(group_access.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(group_access.os, "getegid", lambda: 1000)
    monkeypatch.setattr(group_access.os, "getgroups", lambda: [1000])
    ended = ordermill("run", "-w", workspace.root, "--as-of", RUN_TIMES[1])
    group = workspace.root.stat().st_gid
    assert (ended.exit_code, ended.stderr.splitlines()) == (
        2,
        [
            f"reports.group_readable: you are not in the group of {workspace.root} (number {group})",
            f"TIP: run `chgrp GROUP {workspace.root}` with a group of yours, or set group_readable = false",
        ],
    )
