"""What `orders show` says of some orders of the demo; `python -m tests.golden_orders` writes it again."""

import tempfile
from pathlib import Path

from pipeline.operations.play_demo import play
from tests.pipeline.orders.asking import shown
from tests.pipeline.orders.test_show import GOLDEN


def write() -> None:
    """Play the demo and keep the texts, in both languages."""
    GOLDEN.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        play(Path(folder) / "demo", lambda _: None)
        for number in ("0000018", "0000009", "0000017", "0000029"):
            for language in ("en", "ja"):
                text = shown(Path(folder) / "demo", number, language)[1]
                (GOLDEN / f"{number}.{language}.txt").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    write()
