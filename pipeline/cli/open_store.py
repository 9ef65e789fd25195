"""Opening a workspace for a command that only reads."""

from __future__ import annotations

from pathlib import Path

from pipeline import text
from pipeline.cli import console
from pipeline.store import Store, open_reader
from pipeline.store.read_only_store import ReadOnlyStore
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Settings


def open_for_reading(folder: Path) -> Store | ReadOnlyStore:
    """The store of a workspace: recovered when no run works, else up to the last published run, with a message.

    Where nothing may be written it is up to the last published run too; a run that waits to be published is named.

    Raises UsageError when the folder is no workspace or its settings are wrong, UnfinishedError, FailureError.
    """
    workspace = Workspace.find(folder)
    settings = Settings.read(workspace.settings_file)
    store = open_reader(workspace, settings)
    if isinstance(store, ReadOnlyStore) and store.in_progress:
        console.print_message(text.in_progress(store.running_since, settings.tz))
    elif isinstance(store, ReadOnlyStore) and store.unpublished:
        console.print_message(f"run {store.unpublished} is committed, not yet published; this shows the run before it")
    return store
