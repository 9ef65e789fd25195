"""The settings with which a run was made."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

from pipeline.workspace.settings import Settings

if TYPE_CHECKING:
    from pipeline.store.catalogue_rows import RunRow


def settings_of(run: RunRow) -> Settings:
    """The settings with which a run was made; the catalogue keeps them in full."""
    values = json.loads(run.settings)
    # Before settlements had a zone of their own, their times were in UTC.
    values["settlement"].setdefault("timezone", "UTC")
    values["settlement"]["anchor"] = datetime.fromisoformat(values["settlement"]["anchor"])
    return Settings.from_values(values, f"settings of run {run.run}")
