"""The workspace of the demo, and an empty one whose rows a test writes by hand."""

from pathlib import Path

import pytest

from pipeline.demo import play
from tests.pipeline.orders.asking import Desk


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path / "books")


@pytest.fixture(scope="session")
def demo(tmp_path_factory) -> Path:
    """The folder of the whole demo. Nobody changes it."""
    folder = tmp_path_factory.mktemp("orders") / "demo"
    play(folder, lambda _: None)
    return folder
