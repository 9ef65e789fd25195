"""What `ordermill init` says of a new workspace."""

from __future__ import annotations

from typing import Any


def new_workspace_text(document: dict[str, Any]) -> str:
    """What to do with a new workspace."""
    return "\n".join(
        [
            f"made the workspace {document['workspace']}",
            f"  settings      {document['settings']}: every key is optional",
            f"  fee schedule  {document['fees']}: an example for Japan, replace it by your own",
            f"  drop feeds    into {document['inbox']}",
            f"  then          ordermill run -w {document['workspace']}",
        ]
    )
