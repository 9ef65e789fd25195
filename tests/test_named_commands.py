"""Every command and option that a text for people names is one that exists."""

import re

import click
import pytest

from pipeline.cli.main import main
from tests.support.paths import ROOT

PAGES = sorted(
    path
    for pattern in ("*.md", "docs/**/*.md", "sample_data/**/*.md", "pipeline/**/*.py", "schemas/**/*.py")
    for path in ROOT.glob(pattern)
)
COMMAND = re.compile(r"`ordermill ([^`]+)`")
BLOCK = re.compile(r"^```\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINE = re.compile(r"^ordermill (.+)$", re.MULTILINE)
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")
OTHER_PROGRAMS = {"--size", "--only", "--cache", "--stream", "--noout", "--hypothesis-profile"}
"""Options of the benchmarks, of xmllint and of pytest."""


def options_of(command):
    """The options of a command, help included."""
    context = click.Context(command, help_option_names=["-h", "--help"])
    return {name for parameter in command.get_params(context) for name in parameter.opts}


def all_options(command):
    """The options of a command and of every command below it."""
    below = command.commands.values() if isinstance(command, click.Group) else ()
    return options_of(command).union(*map(all_options, below))


def resolve(words):
    """The command that words name, and the words behind it."""
    command = main
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        if words[0] == "COMMAND":
            return command, words[1:]
        assert words[0] in command.commands, f"there is no command {words[0]}"
        command = command.commands[words[0]]
        words = words[1:]
    return command, words


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_command_and_option_that_is_named_exists(path):
    text = path.read_text("utf-8")
    named = COMMAND.findall(text) + [words for block in BLOCK.findall(text) for words in LINE.findall(block)]
    for words in named:
        command, rest = resolve(re.sub(r"\s#.*", "", words).split())
        options = {word for word in rest if word.startswith("-")}
        assert options <= options_of(command), words
    assert set(OPTION.findall(text)) <= all_options(main) | OTHER_PROGRAMS


def test_a_command_that_does_not_exist_is_noticed():
    with pytest.raises(AssertionError, match="there is no command verify"):
        resolve(["verify"])
