"""The program: a group of commands, each in a file of its own."""

from __future__ import annotations

import click

from pipeline.cli.check_command import check
from pipeline.cli.console import CommandGroup
from pipeline.cli.demo_command import demo
from pipeline.cli.formats_command import formats
from pipeline.cli.init_command import init
from pipeline.cli.orders_command import orders
from pipeline.cli.rejects_command import rejects
from pipeline.cli.report_command import report
from pipeline.cli.route_command import route
from pipeline.cli.run_command import run
from pipeline.cli.status_command import status

HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
COMMANDS = (check, demo, formats, init, orders, rejects, report, route, run, status)


@click.group(cls=CommandGroup, context_settings=HELP)
@click.version_option(None, "-V", "--version", package_name="ordermill", prog_name="ordermill")
def main() -> None:
    """Processes the order feeds of a marketplace: reads the files in an inbox, writes reports and settlements.

    Start with `ordermill demo`, or with `ordermill init DIR`.

    Exit codes: 0 done; 1 failed, nothing was published; 2 wrong usage or configuration; 3 done, action needed;
    4 committed, but publishing is not finished; 75 another run is in progress; 130 interrupted.
    """


for command in COMMANDS:
    main.add_command(command)
