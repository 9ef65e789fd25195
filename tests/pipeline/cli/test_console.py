import io
import os
import sqlite3
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from pipeline.cli import console
from pipeline.errors import BusyError, CommandError, FailureError, UnfinishedError, UsageError
from pipeline.money.toml_schedule import ScheduleError

BUYER = "見本 太郎"


def through(error, capsys, *, debug=False):
    """What a command leaves behind that raises: exit code, stderr."""
    with pytest.raises(SystemExit) as ended, console.opened(debug):
        raise error
    said = capsys.readouterr()
    assert said.out == ""
    return ended.value.code, said.err


@pytest.mark.parametrize(("kind", "code"), [(FailureError, 1), (UsageError, 2), (UnfinishedError, 4), (BusyError, 75)])
def test_a_stop_is_a_line_of_what_a_line_of_advice_and_its_exit_code(kind, code, capsys):
    assert through(kind("it broke", "mend it"), capsys) == (code, "it broke\nTIP: mend it\n")


def test_a_stop_without_advice_has_no_line_for_it(capsys):
    assert through(FailureError("it broke"), capsys) == (1, "it broke\n")


def test_what_and_advice_are_one_line_each_whatever_they_contain(capsys):
    assert through(FailureError("it\nbroke", "mend\r\n it"), capsys) == (1, "it broke\nTIP: mend it\n")


def test_a_full_disk_is_told_by_file_and_reason(capsys):
    code, said = through(OSError(28, "No space left on device", "/books/state/x"), capsys)
    assert (code, said.splitlines()[0]) == (1, "/books/state/x: No space left on device")
    assert said.splitlines()[1].startswith("TIP: ")


def test_an_error_of_the_machine_without_reason_is_told_by_its_kind(capsys):
    assert through(TimeoutError(BUYER), capsys)[1].startswith("TimeoutError\nTIP: ")


def test_a_broken_catalogue_is_a_failure(capsys):
    code, said = through(sqlite3.DatabaseError("file is not a database"), capsys)
    assert (code, said.splitlines()[0]) == (1, "the store cannot be used: file is not a database")


def test_a_wrong_fee_schedule_is_a_mistake_of_configuration(capsys):
    code, said = through(ScheduleError("fees.toml", 3, "category.id", "must be text"), capsys)
    assert (code, said.splitlines()[0]) == (2, "fees.toml, line 3, category.id: must be text")


def test_an_interrupted_command_says_so_and_ends_with_130(capsys):
    code, said = through(KeyboardInterrupt(), capsys)
    assert (code, said.splitlines()[0]) == (130, "interrupted")


def test_the_unexpected_is_told_without_what_it_was_about(capsys):
    code, said = through(KeyError(BUYER), capsys)
    assert code == 1
    assert said.splitlines()[0] == "something went wrong that should not: KeyError"
    assert said.splitlines()[1].startswith("TIP: run the same with --debug")
    assert len(said.splitlines()) == 2
    assert BUYER not in said


def test_with_debug_the_traceback_comes_first(capsys):
    _, said = through(KeyError("a column"), capsys, debug=True)
    assert said.startswith("Traceback (most recent call last):")
    assert said.splitlines()[-2] == "something went wrong that should not: KeyError"


def failing():
    raise ValueError(BUYER)


def test_one_of_several_things_that_fails_comes_back_as_what_stopped_it(capsys):
    assert console.tried(lambda: 7) == 7
    assert console.tried(failing).what == "something went wrong that should not: ValueError"
    assert capsys.readouterr().err == ""
    assert isinstance(console.tried(failing, debug=True), CommandError)
    assert "Traceback" in capsys.readouterr().err


def test_a_file_is_handed_out_byte_by_byte_and_nobody_has_to_read_it_all():
    order = "from pipeline.cli import console; console.show_bytes(b'\\xef\\xbb\\xbf\\r\\n' * {}); raise SystemExit(7)"
    done = subprocess.run([sys.executable, "-c", order.format(1)], check=False, capture_output=True)
    assert (done.stdout, done.returncode) == (b"\xef\xbb\xbf\r\n", 7)
    with subprocess.Popen([sys.executable, "-c", order.format(10**6)], stdout=subprocess.PIPE) as shown:
        shown.stdout.read(1)
        shown.stdout.close()
    assert shown.returncode == 7


def test_a_command_that_leaves_by_itself_keeps_its_exit_code():
    with pytest.raises(SystemExit) as ended, console.opened():
        console.leave(3)
    assert ended.value.code == 3


def test_files_made_inside_are_for_their_owner_alone_and_the_mask_is_put_back(tmp_path):
    before = os.umask(0o022)
    try:
        with console.opened():
            (tmp_path / "x").touch()
        assert (tmp_path / "x").stat().st_mode & 0o777 == 0o600
        assert os.umask(0o022) == 0o022
    finally:
        os.umask(before)


@click.group(cls=console.CommandGroup)
def shop():
    pass


@shop.command()
@click.option("--units", type=int)
def sell(units):
    if units == 0:
        raise click.Abort
    if units == 13:
        raise ValueError(BUYER)
    click.echo("sold")


@pytest.mark.parametrize(
    ("given", "what"),
    [
        (["sell", "--units", "two"], "Invalid value for '--units': 'two' is not a valid integer."),
        (["sell", "--unit"], "No such option '--unit'. Did you mean '--units'?"),
        (["buy"], "No such command 'buy'."),
    ],
)
def test_a_usage_error_is_two_lines_too(given, what):
    ended = CliRunner().invoke(shop, given, prog_name="ordermill")
    first, second = ended.stderr.splitlines()
    assert (ended.exit_code, first, ended.stdout) == (2, what, "")
    assert second.startswith("TIP: see `ordermill")
    assert second.endswith("--help`")


def test_no_command_at_all_shows_what_there_is():
    ended = CliRunner().invoke(shop, [])
    assert ended.exit_code == 2
    assert "Commands:\n  sell" in ended.stderr


def test_a_command_that_ends_well_ends_with_nought():
    ended = CliRunner().invoke(shop, ["sell"])
    assert (ended.exit_code, ended.stdout, ended.stderr) == (0, "sold\n", "")


def test_giving_up_at_a_question_is_an_interruption():
    assert CliRunner().invoke(shop, ["sell", "--units", "0"]).exit_code == 130


def test_an_error_that_no_command_caught_leaves_by_the_door_as_well():
    ended = CliRunner().invoke(shop, ["sell", "--units", "13"])
    assert (ended.exit_code, ended.stderr.splitlines()[0]) == (1, "something went wrong that should not: ValueError")


def test_without_standalone_mode_errors_reach_the_caller():
    with pytest.raises(click.UsageError):
        shop(["buy"], standalone_mode=False)


@pytest.mark.parametrize(("encoding", "text"), [("utf-8", '"注文"'), ("cp932", '"\\u6ce8\\u6587"')])
def test_a_document_is_readable_where_it_can_be_and_ascii_where_not(monkeypatch, encoding, text):
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", stream)
    console.show_document({"name": "注文"})
    assert stream.buffer.getvalue().decode(encoding) == f'{{\n  "name": {text}\n}}\n'


def test_text_that_a_terminal_cannot_show_is_escaped(monkeypatch):
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stderr", stream)
    console.tell("注")
    assert stream.buffer.getvalue() == b"\\u6ce8\n"


def test_talk_that_nobody_can_hear_is_no_failure(monkeypatch):
    stream = io.StringIO()
    stream.close()
    monkeypatch.setattr(sys, "stderr", stream)
    with pytest.raises(SystemExit) as ended, console.opened():
        raise UsageError("it broke", "mend it")
    assert ended.value.code == 2


def test_a_reader_that_has_gone_away_ends_neither_the_work_nor_its_exit_code():
    asked = (
        "from pipeline.cli import console\n"
        "with console.opened():\n    console.show('x' * 100_000)\n    console.leave(3)"
    )
    child = subprocess.Popen([sys.executable, "-c", asked], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    child.stdout.close()
    assert (child.stderr.read(), child.wait(60)) == (b"", 3)
    child.stderr.close()


@pytest.mark.parametrize("closed", ["1>&-", "2>&-", "1>&- 2>&-"])
def test_streams_that_were_closed_before_it_began_are_no_failure(closed):
    asked = f"{sys.executable} -m pipeline formats {closed}"
    assert subprocess.run(["sh", "-c", asked], check=False, stdout=subprocess.DEVNULL).returncode == 0


def test_every_way_to_stop_has_an_exit_code_of_the_contract():
    every = {kind.exit_code for kind in (CommandError, *CommandError.__subclasses__())}
    assert every == {1, 2, 4, 75, 130}
