"""`ordermill demo`: the business days of an invented shop."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli import console
from pipeline.cli.options import common_options


@click.command()
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path), default=Path("ordermill-demo"))
@common_options
def demo(folder: Path, as_json: bool, debug: bool) -> None:
    """Run the business days of an invented shop.

    Creates a workspace, drops sample feeds into it day by day, and shows what to look at.

    DIR is ordermill-demo by default. A demo that was interrupted continues where it stopped.
    """
    with console.exit_on_error(debug):
        from pipeline.cli import demo_text
        from pipeline.cli.called_as import called_as
        from pipeline.operations.play_demo import DemoEvent, play

        def tell(event: DemoEvent) -> None:
            line = demo_text.event_text(event)
            console.print_message(line) if as_json else console.print_output(line)

        document = play(folder, tell)
        if as_json:
            console.print_document(document, committed=document["runs"][-1]["run"]["run"])
        else:
            console.print_output(f"\n{demo_text.what_to_look_at_text(folder, document, called_as())}")
