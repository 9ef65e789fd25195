import io
import os
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from pipeline.cli import console
from pipeline.errors import BusyError, FailureError, UnfinishedError, UsageError

BUYER = "見本 太郎"


def outcome_of(error, capsys, *, debug=False):
    """What a command leaves behind that raises: exit code, stderr."""
    with pytest.raises(SystemExit) as ended, console.exit_on_error(debug):
        raise error
    streams = capsys.readouterr()
    assert streams.out == ""
    return ended.value.code, streams.err


@pytest.mark.parametrize(("kind", "code"), [(FailureError, 1), (UsageError, 2), (UnfinishedError, 4), (BusyError, 75)])
def test_a_stop_is_a_line_of_what_a_line_of_advice_and_its_exit_code(kind, code, capsys):
    assert outcome_of(kind("it broke", "mend it"), capsys) == (code, "it broke\nTIP: mend it\n")


def test_a_stop_without_advice_has_no_line_for_it(capsys):
    assert outcome_of(FailureError("it broke"), capsys) == (1, "it broke\n")


def test_what_and_advice_are_one_line_each_whatever_they_contain(capsys):
    assert outcome_of(FailureError("it\nbroke", "mend\r\n it"), capsys) == (1, "it broke\nTIP: mend it\n")


def test_an_interrupted_command_says_so_and_ends_with_130(capsys):
    code, stderr = outcome_of(KeyboardInterrupt(), capsys)
    assert (code, stderr.splitlines()[0]) == (130, "interrupted")


def test_the_unexpected_is_told_without_what_it_was_about(capsys):
    code, stderr = outcome_of(KeyError(BUYER), capsys)
    assert code == 1
    assert stderr.splitlines()[0] == "unexpected error: KeyError"
    assert stderr.splitlines()[1].startswith("TIP: run the same command with --debug")
    assert len(stderr.splitlines()) == 2
    assert BUYER not in stderr


def test_with_debug_the_traceback_comes_first(capsys):
    _, stderr = outcome_of(KeyError("a column"), capsys, debug=True)
    assert stderr.startswith("Traceback (most recent call last):")
    assert stderr.splitlines()[-2] == "unexpected error: KeyError"


def test_a_file_is_handed_out_byte_by_byte_and_nobody_has_to_read_it_all():
    order = "from pipeline.cli import console; console.print_bytes(b'\\xef\\xbb\\xbf\\r\\n' * {}); raise SystemExit(7)"
    ended = subprocess.run([sys.executable, "-c", order.format(1)], check=False, capture_output=True)
    assert (ended.stdout, ended.returncode) == (b"\xef\xbb\xbf\r\n", 7)
    with subprocess.Popen([sys.executable, "-c", order.format(10**6)], stdout=subprocess.PIPE) as process:
        process.stdout.read(1)
        process.stdout.close()
    assert process.returncode == 7


def test_a_command_that_leaves_by_itself_keeps_its_exit_code():
    with pytest.raises(SystemExit) as ended, console.exit_on_error():
        console.exit_with(3)
    assert ended.value.code == 3


def test_files_made_inside_are_for_their_owner_alone_and_the_mask_is_put_back(tmp_path):
    before = os.umask(0o022)
    try:
        with console.exit_on_error():
            (tmp_path / "x").touch()
        assert (tmp_path / "x").stat().st_mode & 0o777 == 0o600
        assert os.umask(0o022) == 0o022
    finally:
        os.umask(before)


@click.group(cls=console.CommandGroup)
def sample_commands():
    pass


@sample_commands.command()
@click.option("--units", type=int)
def sell(units):
    if units == 0:
        raise click.Abort
    if units == 13:
        raise ValueError(BUYER)
    click.echo("sold")


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["sell", "--units", "two"], "Invalid value for '--units': 'two' is not a valid integer."),
        (["sell", "--unit"], "No such option '--unit'. Did you mean '--units'?"),
        (["buy"], "No such command 'buy'."),
    ],
)
def test_a_usage_error_is_two_lines_too(arguments, what):
    ended = CliRunner().invoke(sample_commands, arguments, prog_name="ordermill")
    first, second = ended.stderr.splitlines()
    assert (ended.exit_code, first, ended.stdout) == (2, what, "")
    assert second.startswith("TIP: see `ordermill")
    assert second.endswith("--help`")


def test_no_command_at_all_shows_what_there_is():
    ended = CliRunner().invoke(sample_commands, [])
    assert ended.exit_code == 2
    assert "Commands:\n  sell" in ended.stderr


def test_a_command_that_ends_well_ends_with_nought():
    ended = CliRunner().invoke(sample_commands, ["sell"])
    assert (ended.exit_code, ended.stdout, ended.stderr) == (0, "sold\n", "")


def test_giving_up_at_a_question_is_an_interruption():
    assert CliRunner().invoke(sample_commands, ["sell", "--units", "0"]).exit_code == 130


def test_an_error_that_no_command_caught_leaves_by_the_door_as_well():
    ended = CliRunner().invoke(sample_commands, ["sell", "--units", "13"])
    assert (ended.exit_code, ended.stderr.splitlines()[0]) == (1, "unexpected error: ValueError")


def test_without_standalone_mode_errors_reach_the_caller():
    with pytest.raises(click.UsageError):
        sample_commands(["buy"], standalone_mode=False)


@pytest.mark.parametrize(("encoding", "text"), [("utf-8", '"注文"'), ("cp932", '"\\u6ce8\\u6587"')])
def test_a_document_is_readable_where_it_can_be_and_ascii_where_not(monkeypatch, encoding, text):
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", stream)
    console.print_json({"name": "注文"})
    assert stream.buffer.getvalue().decode(encoding) == f'{{\n  "name": {text}\n}}\n'


def test_text_that_a_terminal_cannot_show_is_escaped(monkeypatch):
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stderr", stream)
    console.print_message("注")
    assert stream.buffer.getvalue() == b"\\u6ce8\n"


def test_talk_that_nobody_can_hear_is_no_failure(monkeypatch):
    stream = io.StringIO()
    stream.close()
    monkeypatch.setattr(sys, "stderr", stream)
    with pytest.raises(SystemExit) as ended, console.exit_on_error():
        raise UsageError("it broke", "mend it")
    assert ended.value.code == 2


def test_a_reader_that_has_gone_away_ends_neither_the_work_nor_its_exit_code():
    command = (
        "from pipeline.cli import console\n"
        "with console.exit_on_error():\n    console.print_output('x' * 100_000)\n    console.exit_with(3)"
    )
    child = subprocess.Popen([sys.executable, "-c", command], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    child.stdout.close()
    assert (child.stderr.read(), child.wait(60)) == (b"", 3)
    child.stderr.close()


@pytest.mark.parametrize("closed", ["1>&-", "2>&-", "1>&- 2>&-"])
def test_streams_that_were_closed_before_it_began_are_no_failure(closed):
    command = f"{sys.executable} -m pipeline formats {closed}"
    assert subprocess.run(["sh", "-c", command], check=False, stdout=subprocess.DEVNULL).returncode == 0


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(("columns", "room"), [("120", 120), ("7", 40), ("", 80), ("wide", 80)])
def test_a_terminal_has_the_columns_that_the_shell_says_or_the_usual_ones(monkeypatch, columns, room):
    monkeypatch.setenv("COLUMNS", columns)
    assert console.room(Terminal()) == room


def test_what_is_no_terminal_has_no_width(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    assert console.room(io.StringIO()) is None
