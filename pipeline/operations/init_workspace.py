"""A new workspace: the folders, the settings, the example fee schedule, and a store with the zone fixed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sample_data
from pipeline.documents.json_version import JSON_VERSION
from pipeline.store import Store
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Settings

SAMPLES = Path(sample_data.__file__).parent / "demo"


def init_workspace(folder: Path, inbox: Path | None = None) -> dict[str, Any]:
    """Make a workspace and its store; returns where things lie. Raises UsageError where there is one already."""
    fees = (SAMPLES / "fees.toml").read_text("utf-8")
    workspace = Workspace.create(folder, inbox, fees_text=fees)
    settings = Settings.read(workspace.settings_file)
    Store.open(workspace, settings).close()
    return {
        "version": JSON_VERSION,
        "workspace": str(workspace.root),
        "settings": str(workspace.settings_file),
        "fees": str(workspace.fees_file),
        "inbox": str(workspace.inbox_folder(settings)),
    }
