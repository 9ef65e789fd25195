"""The program as a person starts it, in this process."""

from click.testing import CliRunner, Result

from pipeline.cli.main import main


def ordermill(*arguments: object, **options: object) -> Result:
    """What `ordermill ARGUMENTS` came to: exit_code, stdout, stderr."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments], prog_name="ordermill", **options)
