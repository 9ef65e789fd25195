"""The workspaces under a folder: nobody is left out, and no copy or part of a workspace is taken for another one."""

import os

import pytest

from pipeline.errors import UsageError
from pipeline.operations.run_all import find_workspaces
from pipeline.operations.seller_inboxes import inbox_of_each_seller
from pipeline.workspace.discover import workspaces_under
from pipeline.workspace.folders import FOLDERS, Workspace


def make_workspaces(root, *names):
    for name in names:
        Workspace.create(root / name, settings_text=f'[seller]\nid = "{name}"\n')


def found_names(root):
    return [workspace.root.relative_to(root).as_posix() for workspace in workspaces_under(root)]


def test_workspaces_are_found_at_any_depth_and_sorted_by_path(sellers_folder):
    make_workspaces(sellers_folder, "b", "a/deep/er", "a-b", "a")
    (sellers_folder / "plain").mkdir()
    assert found_names(sellers_folder) == ["a", "a/deep/er", "a-b", "b"]


def test_a_workspace_inside_another_one_is_found(sellers_folder):
    make_workspaces(sellers_folder, "a", "a/sub")
    assert found_names(sellers_folder) == ["a", "a/sub"]


def test_copies_in_hidden_folders_are_none(sellers_folder):
    make_workspaces(sellers_folder, "a", ".Trash-1000/files/a", ".snapshot/daily/a", "a/.backup", ".route-x")
    assert found_names(sellers_folder) == ["a"]


def test_the_folder_itself_may_be_hidden(sellers_folder):
    make_workspaces(sellers_folder, ".sellers/a")
    assert found_names(sellers_folder / ".sellers") == ["a"]


@pytest.mark.parametrize("folder", [*FOLDERS, "inbox"])
def test_what_lies_in_the_folders_of_a_workspace_is_none(sellers_folder, folder):
    make_workspaces(sellers_folder, "a", f"a/{folder}/copy", f"{folder}/b")
    assert found_names(sellers_folder) == sorted(["a", f"{folder}/b"])


def test_a_workspace_that_links_lead_to_counts_once(sellers_folder, tmp_path):
    make_workspaces(sellers_folder, "a")
    make_workspaces(tmp_path / "elsewhere", "b")
    (sellers_folder / "link").symlink_to(sellers_folder / "a")
    (sellers_folder / "other").symlink_to(tmp_path / "elsewhere" / "b")
    assert found_names(sellers_folder) == ["a"]


@pytest.mark.parametrize("name", ["plain", "nowhere", "file"])
def test_where_there_is_none_none_is_found(sellers_folder, name):
    (sellers_folder / "plain").mkdir(parents=True)
    (sellers_folder / "file").touch()
    assert workspaces_under(sellers_folder / name) == []


@pytest.mark.parametrize("find", [workspaces_under, find_workspaces, inbox_of_each_seller])
def test_a_folder_that_cannot_be_read_is_an_error_and_no_silence(sellers_folder, monkeypatch, find):
    def refusing(path):
        if os.fspath(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    scandir = os.scandir
    make_workspaces(sellers_folder, "a", "closed/b")
    monkeypatch.setattr(os, "scandir", refusing)
    with pytest.raises(PermissionError):
        find(sellers_folder)


@pytest.mark.parametrize("find", [find_workspaces, inbox_of_each_seller])
def test_a_folder_that_is_a_workspace_itself_is_a_usage_error(sellers_folder, find):
    make_workspaces(sellers_folder, ".", "a")
    with pytest.raises(UsageError, match="is a workspace itself") as error:
        find(sellers_folder)
    assert "`ordermill run -w DIR` runs a single one" in error.value.tip


def test_run_all_and_route_find_the_same_workspaces(sellers_folder):
    make_workspaces(sellers_folder, "b", "a/deep/er", "b/archive/old", "b/sub", ".c", "c/.d")
    names = ["a/deep/er", "b", "b/sub"]
    assert [
        workspace.root.relative_to(sellers_folder).as_posix() for workspace in find_workspaces(sellers_folder)
    ] == names
    assert [*inbox_of_each_seller(sellers_folder)] == names


def test_routing_tells_of_two_workspaces_of_one_seller_wherever_they_lie(sellers_folder):
    make_workspaces(sellers_folder, "a")
    Workspace.create(sellers_folder / "a" / "sub", settings_text='[seller]\nid = "a"\n')
    with pytest.raises(UsageError, match=r"a/sub has the seller\.id a of another workspace"):
        inbox_of_each_seller(sellers_folder)
