"""A run that is killed leaves all of itself or nothing."""

import signal
import subprocess
import sys
import time

import pytest

from tests.support.paths import ROOT
from tests.support.seller_workspace import CONFIRMATION, ORDER, RUN_TIMES, SellerWorkspace


@pytest.mark.parametrize("pause", [0.2, 0.6, 0.9, 1.2, 1.5, 1.8])
def test_a_run_killed_at_any_moment_is_either_whole_or_never_was(workspace, pause, tmp_path):
    workspace.drop("orders.tsv", ORDER)
    workspace.drop("ship.tsv", CONFIRMATION | {"ship-date": "2026-10-05"})
    other = SellerWorkspace(tmp_path / "undisturbed")
    other.drop("orders.tsv", ORDER)
    other.drop("ship.tsv", CONFIRMATION | {"ship-date": "2026-10-05"})
    other.run()
    order = (
        "import sys; from datetime import datetime; from pathlib import Path; from pipeline.run import run; "
        "from pipeline.workspace.folders import Workspace; "
        "run(Workspace(Path(sys.argv[1])), datetime.fromisoformat(sys.argv[2]))"
    )
    started = subprocess.Popen([sys.executable, "-c", order, workspace.root, RUN_TIMES[0]], cwd=ROOT)
    time.sleep(pause)
    started.send_signal(signal.SIGKILL)
    started.wait()
    workspace.run()
    names = ("orders.tsv", "unshipped-orders.tsv", "settlement-open.tsv", "inventory.tsv")
    assert [workspace.report(name) for name in names] == [other.report(name) for name in names]
    assert not list((workspace.root / "inbox").iterdir())
