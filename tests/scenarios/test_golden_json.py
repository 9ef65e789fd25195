"""Every command hands out one versioned JSON document, and what is in it stays."""

import json

import pytest

from pipeline.cli import reference_page
from tests.support.golden_json import COMMANDS, JSON_GOLDEN, golden_file, make_workspaces, printed_document


@pytest.fixture(scope="module")
def golden_root(tmp_path_factory):
    root = tmp_path_factory.mktemp("json")
    make_workspaces(root)
    return root


def test_every_command_has_a_golden_document():
    assert {command.partition(" --")[0] for command in COMMANDS} == dict(reference_page.all_commands()).keys()
    assert {path.name for path in JSON_GOLDEN.iterdir()} == {golden_file(command).name for command in COMMANDS}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_prints_its_golden_document(golden_root, command):
    assert printed_document(golden_root, command) == golden_file(command).read_text("utf-8"), (
        "python -m tests.support.golden_json"
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_every_document_is_versioned(command):
    assert json.loads(golden_file(command).read_text("utf-8"))["version"] == 1
