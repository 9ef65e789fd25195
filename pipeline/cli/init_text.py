"""What `ordermill init` says of a new workspace."""

from __future__ import annotations

from typing import Any


def new_workspace_text(document: dict[str, Any]) -> str:
    """What to do with a new workspace."""
    return "\n".join(
        [
            f"created the workspace {document['workspace']}",
            f"  settings      {document['settings']}: every key is optional",
            f"  fee schedule  {document['fees']}: an example for Japan; replace it with your own",
            f"  drop feeds    into {document['inbox']}",
            f"  then run      ordermill run -w {document['workspace']}",
        ]
    )
