"""The commands, and nothing else: options in, one call, words and exit code out. Heavy modules load inside commands."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from click.core import ParameterSource

from pipeline.cli import check_command, console, orders_command
from pipeline.cli.options import InstantParameter, every_command, repair_option, workspace_option
from pipeline.errors import UsageError

HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
REFUSED = 3


@click.group(cls=console.CommandGroup, context_settings=HELP)
@click.version_option(package_name="ordermill", prog_name="ordermill")
def main() -> None:
    """Processes the order feeds of a marketplace: files in an inbox in, reports and settlements out.

    Begin with `ordermill demo`, or with `ordermill init DIR`.

    Exit codes: 0 done; 1 failed, nothing was published; 2 usage or configuration; 3 done, and something needs you;
    4 committed, publishing not finished; 75 another run is working; 130 interrupted.
    """


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--inbox", type=click.Path(path_type=Path), help="Where feeds are dropped, if not in DIR/inbox.")
@every_command
def init(folder: Path, inbox: Path | None, as_json: bool, debug: bool) -> None:
    """Make a workspace.

    It gets settings, an example fee schedule, an inbox and an empty store.
    """
    with console.opened(debug):
        from pipeline.operations import init_workspace

        made = init_workspace.init(folder, inbox)
        console.show_document(made) if as_json else console.show(init_workspace.words(made))


@main.command()
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path), default=Path("ordermill-demo"))
@every_command
def demo(folder: Path, as_json: bool, debug: bool) -> None:
    """Run the business days of an invented shop.

    Makes a workspace, drops sample feeds into it day by day, and says what to look at.

    DIR is ordermill-demo by default. A demo that was cut short goes on where it stopped.
    """
    with console.opened(debug):
        from pipeline.operations.play_demo import play, what_to_look_at

        played = play(folder, tell=console.tell if as_json else console.show)
        console.show_document(played) if as_json else console.show(f"\n{what_to_look_at(folder, played)}")


@main.command()
@workspace_option
@click.option("--all", "root", type=click.Path(path_type=Path), metavar="ROOT", help="Run every workspace under ROOT.")
@click.option("--as-of", type=InstantParameter(), help="Business instant of the run; now by default.")
@click.option("--dry-run", is_flag=True, help="Do everything but publish; leave the workspace as it is.")
@click.option("--strict", is_flag=True, help="Publish nothing when anything is refused (exit code 1).")
@repair_option
@click.option("--exit-zero", is_flag=True, help="Exit with 0 although something needs you.")
@every_command
@click.pass_context
def run(
    context: click.Context,
    folder: Path,
    root: Path | None,
    as_of: datetime | None,
    dry_run: bool,
    strict: bool,
    repair: bool,
    exit_zero: bool,
    as_json: bool,
    debug: bool,
) -> None:
    """Process the inbox and publish the reports.

    Exit code 0: nothing was refused. 3: published, and something was refused. 1: nothing was published.

    With --all every workspace under ROOT is run, one after the other, and what sellers are paid is written to
    ROOT/payouts.tsv. A workspace that fails stops no other; the exit code is the worst one (1, then 4, 75, 3, 0).
    """
    with console.opened(debug):
        if root and context.get_parameter_source("folder") is ParameterSource.COMMANDLINE:
            raise UsageError("-w is one workspace, --all is every one under a folder", "give the one or the other")
        if root:
            from pipeline.operations import run_all

            ended = run_all.run(
                root, run_all.RunOptions(as_of, dry_run, strict, exit_zero, debug, repair), console.tell
            )
            if as_json:
                console.show_document(ended)
            console.leave(ended["exit_code"])
        from pipeline import run as nightly
        from pipeline.cli import progress, run_text
        from pipeline.workspace.folders import Workspace
        from pipeline.workspace.settings import Settings

        workspace = Workspace.find(folder)
        settings = Settings.read(workspace.settings_file)
        instant = as_of.replace(tzinfo=settings.tz) if as_of and not as_of.tzinfo else as_of
        with progress.ProgressBar() as bar:
            done = nightly.run(workspace, instant, dry_run=dry_run, strict=strict, repair=repair, progress=bar)
        console.tell(run_text.summary(done, workspace.inbox_folder(settings), settings.tz, dry_run=dry_run))
        if as_json:
            console.show_document(done.document or run_text.nothing(done))
        console.leave(0 if exit_zero and done.exit_code == REFUSED else done.exit_code)


@main.command()
@workspace_option
@click.option("--files", is_flag=True, help="List the data files that are live, to read them with other tools.")
@every_command
def status(folder: Path, files: bool, as_json: bool, debug: bool) -> None:
    """Show where the workspace stands.

    That is the last run, what is held, what waits in the inbox and what was refused. A run that was cut short is
    completed. Exit code 3: the last run is too old, or there was none.
    """
    with console.opened(debug):
        from pipeline.queries import workspace_status as standing
        from pipeline.workspace.folders import Workspace
        from pipeline.workspace.settings import Settings

        workspace, now = Workspace.find(folder), datetime.now(UTC)
        settings = Settings.read(workspace.settings_file)
        found = standing.status(workspace, settings, now, files=files)
        console.show_document(found) if as_json else console.show(standing.words(found, settings, now))
        console.leave(found["exit_code"])


@main.command()
@click.argument("name", nargs=-1, metavar="[NAME]")
@every_command
def formats(name: tuple[str, ...], as_json: bool, debug: bool) -> None:
    """List the formats, or the columns of one.

    A feed and a report may share a name. NAME may be the beginning of a name.
    """
    with console.opened(debug):
        from pipeline.queries import list_formats as declared

        found = declared.find(" ".join(name))
        say = declared.details if name else declared.overview
        console.show_document(declared.document(found)) if as_json else console.show(say(found))


@main.command()
@click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@click.argument("root", type=click.Path(path_type=Path, exists=True, file_okay=False))
@every_command
def route(files: tuple[Path, ...], root: Path, as_json: bool, debug: bool) -> None:
    """Split feeds by seller into the inboxes of the workspaces under ROOT.

    An XML feed goes by its MerchantIdentifier, rows of a flat file by their column seller-id, to the workspace with
    that seller.id; a file of one seller as it is. What matches none goes to ROOT/unrouted, with a code on stdout.

    The files stay where they are, and copies keep their time. Routed again, the same bytes land again: the next run
    answers them as duplicates. Exit code 3: something is unrouted.
    """
    with console.opened(debug):
        from pipeline.operations import route_feeds

        done = route_feeds.route(files, root)
        console.show_document(done) if as_json else console.show(route_feeds.words(done))
        console.leave(done["exit_code"])


for command in (check_command.check, check_command.rejects, check_command.report, orders_command.orders):
    main.add_command(command)
