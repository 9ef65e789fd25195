"""The schemas of all documents as files: `python -m pipeline.cli.schema_files` writes docs/schema, a test compares."""

from __future__ import annotations

import json
from pathlib import Path

from pipeline.documents.shapes.document_shapes import document_schemas

FOLDER = Path(__file__).parents[2] / "docs" / "schema"


def schema_files() -> dict[str, str]:
    """The text of each file by its name."""
    return {f"{name}.json": json.dumps(schema, indent=1) + "\n" for name, schema in document_schemas().items()}


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, text in schema_files().items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")
