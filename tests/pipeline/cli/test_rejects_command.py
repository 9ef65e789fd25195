import json

import pytest

from tests.support.command_line import ordermill


def test_rejects_are_listed_and_listing_them_ends_with_nought(workspace):
    ended = ordermill("rejects", "list", "-w", workspace.root)
    assert (ended.exit_code, ended.stderr) == (0, "")
    assert ended.stdout.splitlines()[-1] == "1 rejection, 1 open"
    document = json.loads(ordermill("rejects", "list", "-w", workspace.root, "--json", "--open", "--run", 1).stdout)
    assert [reject["feed"] for reject in document["rejects"]] == ["ship.tsv"]


@pytest.mark.parametrize("number", ["9", "0", "x"])
def test_rejects_of_a_run_that_was_never_is_a_usage_error(workspace, number):
    assert ordermill("rejects", "list", "-w", workspace.root, "--run", number).exit_code == 2
