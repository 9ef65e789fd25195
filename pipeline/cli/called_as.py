"""How the person has called the program, so that a command can be typed as it is printed."""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path

from pipeline.cli.console import NAME


def called_as() -> str:
    """`ordermill` where the shell finds this very program, else its path, or Python with -m, as it was called."""
    called = Path(sys.argv[0])
    if called.parts[-2:] == ("pipeline", "__main__.py"):
        return f"{shlex.quote(sys.orig_argv[0])} -m pipeline"
    found = shutil.which(NAME)
    is_found = bool(found) and called.exists() and Path(found or "").resolve() == called.resolve()
    return NAME if is_found or called.stem != NAME else shlex.quote(sys.argv[0])
