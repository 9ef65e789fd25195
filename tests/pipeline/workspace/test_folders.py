"""A workspace: made for its owner alone, found again, never made twice."""

import stat
from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import EXAMPLE, Settings

pytestmark = pytest.mark.usefixtures("open_umask")


def test_a_workspace_has_its_folders_and_files_for_the_owner_alone(tmp_path):
    workspace = Workspace.create(tmp_path / "a" / "shop", fees_text="# fees\n")
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in workspace.root.iterdir()}
    folders = ("inbox", "held", "rejected", "archive", "reports", "state")
    assert modes == dict.fromkeys(folders, 0o700) | dict.fromkeys(("ordermill.toml", "fees.toml"), 0o600)
    assert stat.S_IMODE(workspace.root.stat().st_mode) == 0o700
    assert (workspace.settings_file.read_text(), workspace.fees_file.read_text()) == (EXAMPLE, "# fees\n")
    assert Workspace.find(workspace.root) == workspace
    assert Settings.read(workspace.settings_file) == Settings()


def test_every_path_lies_where_people_look_for_it(tmp_path):
    workspace = Workspace(tmp_path)
    paths = [
        workspace.default_inbox,
        workspace.held,
        workspace.rejected,
        workspace.archive,
        workspace.reports,
        workspace.state,
    ]
    assert [path.relative_to(tmp_path).as_posix() for path in paths] == [
        *("inbox", "held", "rejected", "archive", "reports", "state"),
    ]


def test_a_workspace_is_never_made_twice(tmp_path):
    workspace = Workspace.create(tmp_path / "shop")
    workspace.settings_file.write_text("hold_days = 3\n")
    with pytest.raises(UsageError, match="is already a workspace"):
        Workspace.create(tmp_path / "shop")
    assert workspace.settings_file.read_text() == "hold_days = 3\n"


def test_a_making_that_was_cut_short_can_be_repeated(tmp_path):
    workspace = Workspace.create(tmp_path / "shop", fees_text="# mine\n")
    workspace.settings_file.unlink()
    Workspace.create(tmp_path / "shop", fees_text="# other\n")
    assert workspace.fees_file.read_text() == "# mine\n"


def test_a_folder_that_nobody_may_look_into_is_a_usage_error(tmp_path, monkeypatch):
    def refuse(path, **_):
        raise PermissionError(13, "Permission denied", path)

    workspace = Workspace.create(tmp_path / "shop")
    monkeypatch.setattr(Path, "stat", refuse)
    with pytest.raises(UsageError, match="shop cannot be read: Permission denied"):
        Workspace.find(workspace.root)


@pytest.mark.parametrize("text", [EXAMPLE, "hold_days = 3\n", "[paths]\n[inbox]\nsettle_seconds = 0\n"])
def test_an_inbox_elsewhere_is_written_into_the_settings(tmp_path, text):
    elsewhere = tmp_path / 'share "1"\\日本'
    workspace = Workspace.create(tmp_path / "shop", inbox=elsewhere, settings_text=text)
    assert workspace.inbox_folder(Settings.read(workspace.settings_file)) == elsewhere
    assert elsewhere.is_dir()
    assert not workspace.default_inbox.exists()


def test_an_inbox_that_is_there_keeps_its_mode(tmp_path):
    elsewhere = tmp_path / "share"
    elsewhere.mkdir(mode=0o770)
    elsewhere.chmod(0o770)
    Workspace.create(tmp_path / "shop", inbox=elsewhere)
    assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o770


def test_a_folder_that_cannot_be_made_is_a_usage_error(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="cannot make a workspace"):
        Workspace.create(tmp_path / "file" / "shop")


def test_a_folder_that_is_no_workspace_is_a_usage_error_with_advice(tmp_path):
    with pytest.raises(UsageError, match="is not a workspace") as stop:
        Workspace.find(tmp_path)
    assert "ordermill init" in stop.value.tip
