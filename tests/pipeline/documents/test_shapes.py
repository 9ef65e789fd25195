"""The published schemas, and every golden document and run.json against them."""

import json

import pytest
from jsonschema import Draft202012Validator

from pipeline.cli import schema_files
from pipeline.cli.reference_page import all_commands
from pipeline.documents.ending import stopped
from pipeline.documents.shapes.document_shapes import COMMANDS, document_schemas
from pipeline.errors import BusyError, FailureError, InterruptError, UnfinishedError, UsageError
from tests.support.golden_demo import DEMO_GOLDEN
from tests.support.golden_json import COMMANDS as GOLDEN_COMMANDS
from tests.support.golden_json import golden_file
from tests.support.json_schemas import problems

OTHER_EXITS = {"run --strict": "run", "run --wrong": "run", "orders show --pending": "orders show"}
CLOCK = {"started": "<clock>", "finished": "<clock>", "timings": {}, "versions": {}}
"""What golden files leave out."""
ERRORS = [FailureError("no"), UsageError("no", "do"), UnfinishedError("no", committed=3), BusyError("no")]


def schema_name(command):
    return OTHER_EXITS.get(command, command).replace(" --", "-").replace(" ", "-")


def golden(command):
    return json.loads(golden_file(command).read_text("utf-8"))


def test_the_files_are_what_the_declarations_say():
    files = {path.name: path.read_text("utf-8") for path in schema_files.FOLDER.iterdir()}
    assert files == schema_files.schema_files(), "python -m pipeline.cli.schema_files"


@pytest.mark.parametrize("name", document_schemas())
def test_every_schema_is_one(name):
    schema = document_schemas()[name]
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_every_command_has_one():
    assert {command.partition(" --")[0] for command in COMMANDS} == dict(all_commands()).keys()


@pytest.mark.parametrize("command", GOLDEN_COMMANDS)
def test_a_golden_document_has_every_field_of_its_schema_and_no_other(command):
    assert problems(golden(command), schema_name(command), closed=True) == []


def test_a_field_that_nobody_declared_is_noticed_wherever_it_stands():
    document = golden("status")
    assert problems(document | {"odd": 1}, "status", closed=True)
    assert problems(document | {"inbox": document["inbox"] | {"odd": 1}}, "status", closed=True)
    assert problems(document | {"odd": 1}, "status") == []


@pytest.mark.parametrize("path", sorted(DEMO_GOLDEN.rglob("run.json")), ids=lambda path: path.parent.name)
def test_run_json_has_every_field_of_its_schema_and_no_other(path):
    assert problems(CLOCK | json.loads(path.read_text("utf-8")), "manifest", closed=True) == []


@pytest.mark.parametrize("error", [*ERRORS, InterruptError("interrupted")], ids=lambda error: type(error).__name__)
def test_a_command_that_could_not_go_on_has_a_document_too(error):
    for name in {*document_schemas()} - {"manifest"}:
        assert problems(stopped(error), name) == []


@pytest.mark.parametrize("command", GOLDEN_COMMANDS)
def test_a_document_without_a_field_or_with_a_wrong_one_is_none(command):
    document = golden(command)
    name = schema_name(command)
    assert problems({key: value for key, value in document.items() if key != "exit_code"}, name)
    assert problems(document | {"exit_code": "0"}, name)
    assert problems(document | {"version": 2}, name)
    if document["error"] is None:
        own = [key for key in document if key not in {"version", "exit_code", "error", "tip", "committed", "files"}]
        for key in {*own} - {"note", "buyer", "buyer_cancel_reason", "address", "earlier_addresses", "clock", "open"}:
            assert problems(document | {key: object()}, name), key
