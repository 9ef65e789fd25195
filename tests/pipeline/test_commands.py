from pipeline import commands
from pipeline.cli import main


def test_the_page_of_commands_says_what_the_commands_say():
    assert commands.PAGE.read_text("utf-8") == commands.document(), "python -m pipeline.commands"


def test_every_command_has_its_section():
    page = commands.document()
    assert all(f"## ordermill {name}\n" in page for name in main.commands)


def test_every_command_takes_json_and_debug():
    assert {name for name, command in main.commands.items() for option in command.params if option.name == "debug"} == {
        name for name, command in main.commands.items() for option in command.params if option.name == "as_json"
    }
    assert all({"debug", "as_json"} <= {option.name for option in command.params} for command in main.commands.values())


def test_every_option_says_what_it_does():
    options = [option for command in main.commands.values() for option in command.params if option.opts[0][0] == "-"]
    assert options
    assert not [option.name for option in options if not option.help]
