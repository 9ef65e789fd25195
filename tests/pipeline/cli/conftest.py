"""Workspaces for the commands."""

import pytest

from pipeline.operations.init_workspace import init_workspace
from tests.support.seller_workspace import CONFIRMATION, ORDER, SellerWorkspace


@pytest.fixture
def empty_workspace(tmp_path):
    """A workspace whose inbox does not wait."""
    init_workspace(tmp_path / "books")
    (tmp_path / "books" / "ordermill.toml").write_text("[inbox]\nsettle_seconds = 0\n")
    return tmp_path / "books"


@pytest.fixture(scope="session")
def run_once(tmp_path_factory):
    workspace = SellerWorkspace(tmp_path_factory.mktemp("cli") / "shop")
    workspace.drop("orders.tsv", ORDER)
    workspace.drop("ship.tsv", CONFIRMATION | {"ship-date": "2026-10-05", "quantity": "9"})
    workspace.run()
    return workspace


@pytest.fixture
def workspace(run_once, tmp_path):
    return run_once.copy(tmp_path / "all" / "shop")
