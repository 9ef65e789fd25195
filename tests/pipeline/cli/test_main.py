import json
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

from tests.support.command_line import ordermill
from tests.support.paths import ROOT


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_the_version_is_that_of_the_distribution(option):
    assert ordermill(option).stdout == f"ordermill, version {metadata.version('ordermill')}\n"


@pytest.mark.parametrize(
    "program", [[sys.executable, "-m", "pipeline"], [str(Path(sys.executable).parent / "ordermill")]]
)
def test_both_ways_to_start_it_do_the_same(empty_workspace, program):
    ended = subprocess.run([*program, "run", "-w", "nowhere"], cwd=ROOT, check=False, capture_output=True, text=True)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith("nowhere is not a workspace")
    ended = subprocess.run(
        [*program, "status", "-w", empty_workspace, "--json"], cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert (ended.returncode, json.loads(ended.stdout)["run"], ended.stderr) == (3, None, "")


@pytest.mark.parametrize("command", ["run", "status"])
def test_a_folder_that_is_no_workspace_is_a_usage_error(tmp_path, command):
    ended = ordermill(command, "-w", tmp_path)
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert ended.stderr.splitlines() == [
        f"{tmp_path} is not a workspace: it has no ordermill.toml",
        "TIP: name one with -w DIR or $ORDERMILL_WORKSPACE, or create one with `ordermill init DIR`",
    ]
