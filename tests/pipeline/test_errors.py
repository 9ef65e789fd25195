"""What any exception means to the person who started the command."""

import sqlite3

import pytest

from pipeline.errors import BusyError, CommandError, FailureError, ScheduleError, UsageError, as_command_error

BUYER = "見本 太郎"


@pytest.mark.parametrize("error", [FailureError("it broke", "mend it"), UsageError("no"), BusyError("wait")])
def test_what_a_command_stopped_for_stays_as_it_is(error):
    assert as_command_error(error) is error


def test_a_full_disk_is_told_by_file_and_reason():
    error = as_command_error(OSError(28, "No space left on device", "/books/state/x"))
    assert (error.exit_code, error.what) == (1, "/books/state/x: No space left on device")
    assert error.tip


def test_an_error_of_the_machine_without_reason_is_told_by_its_kind():
    error = as_command_error(TimeoutError(BUYER))
    assert (error.exit_code, error.what) == (1, "TimeoutError")
    assert error.tip


def test_a_broken_catalogue_is_a_failure():
    error = as_command_error(sqlite3.DatabaseError("file is not a database"))
    assert (error.exit_code, error.what) == (1, "the store cannot be used: file is not a database")


def test_a_wrong_fee_schedule_is_a_mistake_of_configuration():
    error = as_command_error(ScheduleError("fees.toml", 3, "category.id", "must be text"))
    assert (error.exit_code, error.what) == (2, "fees.toml, line 3, category.id: must be text")
    assert error.tip == "correct that line of the fee schedule"


def test_an_interruption_is_told_and_has_its_own_exit_code():
    error = as_command_error(KeyboardInterrupt())
    assert (error.exit_code, error.what) == (130, "interrupted")


def test_the_unexpected_is_told_by_its_kind_and_never_by_its_text():
    error = as_command_error(ValueError(BUYER))
    assert (error.exit_code, error.what) == (1, "unexpected error: ValueError")
    assert error.tip.startswith("run the same command with --debug")
    assert BUYER not in error.what + error.tip


def test_every_way_to_stop_has_an_exit_code_of_the_contract():
    exit_codes = {kind.exit_code for kind in (CommandError, *CommandError.__subclasses__())}
    assert exit_codes == {1, 2, 4, 75, 130}
