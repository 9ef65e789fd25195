"""Every byte that the demo publishes, kept in tests/golden/demo.

`python -m tests.support.golden_demo` writes them again.
"""

import json
import shutil
import tempfile
from pathlib import Path

from pipeline.operations.play_demo import play
from tests.support.paths import GOLDEN

DEMO_GOLDEN = GOLDEN / "demo"
VARYING = ("started", "finished", "timings", "versions")


def published_files(root: Path) -> dict[str, bytes]:
    """Every published file of a workspace by its path; run.json without what tells time and machine."""
    files = {}
    for top in ("reports", "rejected", "held"):
        for path in sorted((root / top).rglob("*")):
            linked = any(part.is_symlink() for part in (path, *path.parents))
            if path.is_file() and not linked:
                files[path.relative_to(root).as_posix()] = _steady(path)
    return files


def _steady(path: Path) -> bytes:
    if path.name != "run.json":
        return path.read_bytes()
    document = json.loads(path.read_text("utf-8"))
    facts = {name: value for name, value in document.items() if name not in VARYING}
    return (json.dumps(facts, ensure_ascii=False, indent=2) + "\n").encode()


def golden_files() -> dict[str, bytes]:
    """The golden files by their path."""
    return {
        path.relative_to(DEMO_GOLDEN).as_posix(): path.read_bytes()
        for path in sorted(DEMO_GOLDEN.rglob("*"))
        if path.is_file()
    }


def write_golden_files() -> None:
    """Play the demo and keep what it published."""
    with tempfile.TemporaryDirectory() as folder:
        play(Path(folder) / "demo", lambda _: None)
        shutil.rmtree(DEMO_GOLDEN, ignore_errors=True)
        for name, content in published_files(Path(folder) / "demo").items():
            (DEMO_GOLDEN / name).parent.mkdir(parents=True, exist_ok=True)
            (DEMO_GOLDEN / name).write_bytes(content)


if __name__ == "__main__":
    write_golden_files()
