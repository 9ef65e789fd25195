"""Where things lie in the checkout."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
DEMO = ROOT / "sample_data" / "demo"
ODD = ROOT / "sample_data" / "odd"
GOLDEN = ROOT / "tests" / "golden"
ORDER_GOLDEN = GOLDEN / "orders"


def files_below(folder):
    """Every file in a folder and its folders, by its path from there, sorted."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
