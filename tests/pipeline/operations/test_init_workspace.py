from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.money.read_fee_schedule import read_fee_schedule
from pipeline.operations.init_workspace import init_workspace
from pipeline.store import Store
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Settings


def test_a_new_workspace_has_settings_a_usable_fee_schedule_and_an_inbox(tmp_path):
    document = init_workspace(tmp_path / "books")
    workspace = Workspace.find(tmp_path / "books")
    assert Settings.read(workspace.settings_file) == Settings()
    assert read_fee_schedule(Path(document["fees"]).read_text("utf-8"), "fees.toml")
    assert document["inbox"] == str(tmp_path / "books" / "inbox")
    assert (tmp_path / "books" / "inbox").is_dir()


def test_the_zone_is_fixed_from_the_beginning_and_the_shards_are_not(tmp_path):
    init_workspace(tmp_path / "books")
    workspace = Workspace.find(tmp_path / "books")
    with pytest.raises(UsageError, match="zone is UTC, but this workspace uses Asia/Tokyo"):
        Store.open(workspace, Settings(zone="UTC"))
    Store.open(workspace, Settings(shards=8)).close()


def test_the_inbox_may_lie_elsewhere(tmp_path):
    document = init_workspace(tmp_path / "books", tmp_path / "share")
    assert document["inbox"] == str(tmp_path / "share")
    assert (tmp_path / "share").is_dir()
    assert not (tmp_path / "books" / "inbox").exists()
