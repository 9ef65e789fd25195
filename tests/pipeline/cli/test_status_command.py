import json

from tests.support.command_line import ordermill


def test_status_is_data_and_tells_by_its_exit_code_that_there_was_no_run(empty_workspace):
    ended = ordermill("status", "-w", empty_workspace)
    assert (ended.exit_code, ended.stderr) == (3, "")
    assert "none yet" in ended.stdout
    document = json.loads(ordermill("status", "-w", empty_workspace, "--json", "--files").stdout)
    assert (document["version"], document["exit_code"], document["files"]) == (1, 3, [])


def test_status_after_a_run_ends_with_nought(empty_workspace):
    assert ordermill("run", "-w", empty_workspace).exit_code == 0
    assert ordermill("status", "-w", empty_workspace).exit_code == 0
