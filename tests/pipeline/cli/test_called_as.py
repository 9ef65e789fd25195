"""A command is printed as the person can type it."""

import shutil
import subprocess
import sys

import pytest

from pipeline.cli.called_as import called_as
from tests.support.paths import ROOT


@pytest.fixture
def program(tmp_path, monkeypatch):
    """A script of the name of the program, called where the shell does not find it."""
    script = tmp_path / "bin" / "ordermill"
    script.parent.mkdir()
    script.touch(0o700)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", "/usr/bin")
    return script


def test_a_script_beside_the_path_is_named_as_it_was_called(program, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["bin/ordermill", "demo"])
    assert called_as() == "bin/ordermill"
    monkeypatch.setenv("PATH", str(program.parent))
    assert called_as() == "ordermill"


@pytest.mark.usefixtures("program")
def test_a_path_with_blanks_is_quoted(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["my bin/ordermill"])
    assert called_as() == "'my bin/ordermill'"


def test_the_last_line_of_the_demo_works_as_it_is_printed(demo, tmp_path):
    # Played before, the demo says the same in a tenth of the time.
    folder = shutil.copytree(demo, tmp_path / "the demo", symlinks=True)
    order = [sys.executable, "-m", "pipeline", "demo", folder]
    played = subprocess.run(order, cwd=ROOT, check=True, capture_output=True, text=True)
    command = played.stdout.splitlines()[-1]
    shown = subprocess.run(["sh", "-c", command], cwd=ROOT, check=False, capture_output=True, text=True)
    assert (shown.returncode, "999-0000001-0000023" in shown.stdout) == (0, True)
