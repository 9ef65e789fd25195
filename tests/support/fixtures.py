"""Fixtures that tests of several folders share."""

import os
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import Result

from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Settings
from schemas import frame_checks
from tests.support.command_line import ordermill
from tests.support.kept_runs import KEPT
from tests.support.read_feeds import FeedReader
from tests.support.seller_workspace import SellerWorkspace
from tests.support.store_runner import StoreRunner
from tests.support.stored_workspace import StoredWorkspace
from tests.support.trial_inbox import TrialInbox


class PlayedDemo(NamedTuple):
    """The folder of the whole demo, what the command line said, and the declared frames that were looked at."""

    folder: Path
    ended: Result
    frames: frozenset[str]


@pytest.fixture(scope="session")
def played_demo(tmp_path_factory) -> PlayedDemo:
    """The whole demo by the command line."""
    folder, frames = tmp_path_factory.mktemp("played") / "demo", set()
    with pytest.MonkeyPatch.context() as patch:
        look = frame_checks.frame_problems
        patch.setattr(frame_checks, "frame_problems", lambda name, frame: frames.add(name) or look(name, frame))
        ended = ordermill("demo", folder)
    assert (ended.exit_code, ended.stderr) == (0, "")
    return PlayedDemo(folder, ended, frozenset(frames))


@pytest.fixture(scope="session")
def demo(played_demo) -> Path:
    """The folder of the whole demo. Whoever changes it puts it back."""
    return played_demo.folder


@pytest.fixture
def workspace(tmp_path):
    """A workspace whose feeds a test drops and whose runs it makes."""
    return SellerWorkspace(tmp_path / "shop")


@pytest.fixture(scope="session")
def folder_of_kept_runs(tmp_path_factory):
    """Where the workspaces of kept runs lie."""
    return tmp_path_factory.mktemp("kept-runs")


@pytest.fixture
def kept_runs(request, folder_of_kept_runs):
    """Runs of SellerWorkspace are made once for all workspaces of one story, but in tests that change the program."""
    KEPT.folder = folder_of_kept_runs
    KEPT.are_on = "monkeypatch" not in request.fixturenames
    yield
    KEPT.are_on = False


@pytest.fixture
def sellers_folder(tmp_path):
    """Where the workspaces of several sellers are to lie; it is not there yet."""
    return tmp_path / "all"


@pytest.fixture
def stored_workspace(tmp_path):
    """A workspace whose stored rows a test writes by hand."""
    return StoredWorkspace(tmp_path / "books")


@pytest.fixture
def store_runner(tmp_path):
    """A workspace with a store, and plain runs against it, step by step."""
    return StoreRunner(Workspace.create(tmp_path / "shop"), Settings())


@pytest.fixture
def inbox(tmp_path):
    """A folder to drop feeds into and to take them from."""
    return TrialInbox(tmp_path)


@pytest.fixture
def read(tmp_path):
    """Text or bytes to the feed that is read from them."""
    return FeedReader(tmp_path).read


@pytest.fixture
def read_rows(tmp_path):
    """Changes to a good record of a format (one dict a row) to the feed that is read from these rows."""
    return FeedReader(tmp_path).read_rows


@pytest.fixture
def open_umask():
    """A process that leaves the group all rights, as some shells do."""
    before = os.umask(0o002)
    yield
    os.umask(before)
