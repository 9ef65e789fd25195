"""The inboxes of the sellers that have a workspace under a folder."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import UsageError
from pipeline.workspace.discover import workspaces_under
from pipeline.workspace.folders import SETTINGS_FILE
from pipeline.workspace.settings import Settings


def inbox_of_each_seller(root: Path) -> dict[str, Path]:
    """The inbox of every seller that has a workspace under a folder; workspaces without seller.id have none.

    Raises UsageError when no workspace has one, two have the same, or the folder is a workspace itself.
    """
    inboxes: dict[str, Path] = {}
    for workspace in workspaces_under(root.absolute()):
        try:
            settings = Settings.read(workspace.settings_file)
        except UsageError as error:
            raise UsageError(f"{workspace.root}: {error.what}", error.tip) from error
        seller = settings.seller.id
        if seller in inboxes:
            raise UsageError(
                f"{workspace.root} has the seller.id {seller} of another workspace",
                "give each workspace its own seller.id",
            )
        if seller:
            inboxes[seller] = workspace.inbox_folder(settings)
    if not inboxes:
        raise UsageError(f"no workspace under {root} has a seller.id", f"set it in {SETTINGS_FILE} of each workspace")
    return inboxes
