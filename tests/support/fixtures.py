"""Fixtures that tests of several folders share."""

from pathlib import Path

import pytest

from pipeline.operations.play_demo import play
from tests.support.seller_workspace import SellerWorkspace
from tests.support.stored_workspace import StoredWorkspace


@pytest.fixture(scope="session")
def demo(tmp_path_factory) -> Path:
    """The folder of the whole demo. Whoever changes it puts it back."""
    folder = tmp_path_factory.mktemp("played") / "demo"
    play(folder, lambda _: None)
    return folder


@pytest.fixture
def workspace(tmp_path):
    """A workspace whose feeds a test drops and whose runs it makes."""
    return SellerWorkspace(tmp_path / "shop")


@pytest.fixture
def stored_workspace(tmp_path):
    """A workspace whose stored rows a test writes by hand."""
    return StoredWorkspace(tmp_path / "books")
