"""What `orders show` says of some orders of the demo; `python -m tests.support.golden_orders` writes it again."""

import tempfile
from pathlib import Path

from pipeline.operations.play_demo import play
from tests.support.order_answers import show_order
from tests.support.paths import ORDER_GOLDEN


def write_golden_files() -> None:
    """Play the demo and keep the texts, in both languages."""
    ORDER_GOLDEN.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        play(Path(folder) / "demo", lambda _: None)
        for number in ("0000018", "0000009", "0000017", "0000029"):
            for language in ("en", "ja"):
                text = show_order(Path(folder) / "demo", number, language).text
                (ORDER_GOLDEN / f"{number}.{language}.txt").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    write_golden_files()
