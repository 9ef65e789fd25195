"""A disk that is full where a run keeps rows or writes lines: nothing is published, and the next run is as any other.

The files lie on /dev/full, where opening succeeds and every write fails.
"""

from functools import partial

import pytest

from pipeline.publish import order_parts
from pipeline.publish.line_file import LineFile
from pipeline.scratch_blocks import ScratchSpace
from pipeline.steps import read_records, work_out, write_reports
from tests.support.command_line import ordermill
from tests.support.golden_demo import published_files
from tests.support.seller_workspace import CONFIRMATION, ORDER, RUN_TIMES, SellerWorkspace

SETTINGS = "[inbox]\nsettle_seconds = 0\n[run]\ngroup_rows = 1\n"
ORDERS = [ORDER | {"order-id": f"999-0000001-{number:07}", "order-item-id": f"{number:014}"} for number in range(1, 9)]
MESSAGE = "No space left on device"
TIP = "check that the disk has room and that you may write the files, then run again"


def on_full_disk(path):
    """The same path, but what is written there fails."""
    path.symlink_to("/dev/full")
    return path


class FullSpace(ScratchSpace):
    """Keeps nothing in memory, and its files lie on a full disk."""

    def new_path(self):
        return on_full_disk(super().new_path())


def full_space(step):
    """No room for the rows that a step keeps for later."""
    return lambda patch: patch.setattr(step, "ScratchSpace", partial(FullSpace, most_bytes=0))


def full_parts(module):
    """No room for the finished lines of a group."""
    keep = module.kept_part
    return lambda patch: patch.setattr(module, "kept_part", lambda part, path: keep(part, on_full_disk(path)))


def full_lines(*ends):
    """No room for the files of lines whose path ends so."""
    begin = LineFile.__init__

    def begin_full(self, path):
        begin(self, on_full_disk(path) if str(path).endswith(ends) else path)

    return lambda patch: patch.setattr(LineFile, "__init__", begin_full)


PLACES = {
    "rows of the feeds": full_space(read_records),
    "rows of notices": full_space(work_out),
    "lines about orders": full_parts(order_parts),
    "lines of charges and notices": full_parts(write_reports),
    "the settlement": full_lines("settlement-open.tsv"),
    "its segment": full_lines(".tsv"),
}


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    """A workspace after a run, with the feeds of the next one in its inbox."""
    workspace = SellerWorkspace(tmp_path_factory.mktemp("before") / "shop", SETTINGS)
    workspace.drop("orders.tsv", *ORDERS[:6])
    workspace.drop("ship.tsv", *map(shipped, ORDERS[:2]))
    workspace.run(RUN_TIMES[0])
    workspace.drop("more.tsv", *ORDERS[6:], received=RUN_TIMES[0])
    workspace.drop("left.tsv", *map(shipped, ORDERS[2:4]), received=RUN_TIMES[0])
    return workspace


@pytest.fixture(scope="module")
def undisturbed(before, tmp_path_factory):
    """What the next run publishes."""
    workspace = before.copy(tmp_path_factory.mktemp("undisturbed") / "shop")
    workspace.run(RUN_TIMES[1])
    return published_files(workspace.root)


def shipped(order):
    return CONFIRMATION | {name: order[name] for name in ("order-id", "order-item-id")}


@pytest.mark.parametrize("place", PLACES)
def test_a_full_disk_ends_the_run_and_the_next_one_publishes_the_same(
    before, undisturbed, place, tmp_path, monkeypatch
):
    workspace = before.copy(tmp_path / "shop")
    was = published_files(workspace.root)
    inbox = sorted(path.name for path in (workspace.root / "inbox").iterdir())
    PLACES[place](monkeypatch)
    ended = ordermill("run", "-w", workspace.root, "--as-of", RUN_TIMES[1])
    assert (ended.exit_code, ended.stdout, ended.stderr) == (1, "", f"{MESSAGE}\nTIP: {TIP}\n")
    assert published_files(workspace.root) == was
    assert sorted(path.name for path in (workspace.root / "inbox").iterdir()) == inbox
    monkeypatch.undo()
    workspace.run(RUN_TIMES[1])
    now = published_files(workspace.root)
    assert sorted(now) == sorted(undisturbed)
    assert [name for name in now if now[name] != undisturbed[name]] == []
