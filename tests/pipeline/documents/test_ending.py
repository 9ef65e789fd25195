"""Every document says how its command ended."""

from pipeline.documents.ending import ended, stopped
from pipeline.errors import BusyError, FailureError, InterruptError, UnfinishedError, unfinished


def test_a_command_that_did_its_work_has_no_error():
    document = ended({"version": 1, "orders": []})
    assert document == {"version": 1, "exit_code": 0, "error": None, "tip": None, "committed": None, "orders": []}


def test_the_exit_code_is_that_of_the_document_or_of_the_shell():
    assert ended({"version": 1, "exit_code": 3})["exit_code"] == 3
    assert ended({"version": 1, "exit_code": 3}, 0, committed=7) == ended({"exit_code": 0}, committed=7)


def test_a_command_that_could_not_go_on_says_why_what_to_do_and_what_was_known():
    document = stopped(FailureError("it\nbroke", known={"version": 1, "run": 2, "exit_code": 3, "feeds": [1]}))
    ending = {"version": 1, "exit_code": 1, "error": "it broke", "tip": None, "committed": None}
    assert document == ending | {"run": 2, "feeds": [1]}
    assert list(document)[:5] == list(ending)


def test_a_run_that_is_committed_is_named():
    assert stopped(unfinished(5, KeyboardInterrupt()))["committed"] == 5
    assert stopped(UnfinishedError("stopped", committed=4))["committed"] == 4
    assert [stopped(error)["committed"] for error in (BusyError("wait"), InterruptError("interrupted"))] == [None, None]
