"""Where things lie in the checkout."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
DEMO = ROOT / "sample_data" / "demo"
ODD = ROOT / "sample_data" / "odd"
GOLDEN = ROOT / "tests" / "golden"
