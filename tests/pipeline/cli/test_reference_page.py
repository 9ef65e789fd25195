from pipeline.cli import reference_page

EVERY = dict(reference_page.all_commands())


def test_the_page_of_commands_says_what_the_commands_say():
    assert reference_page.PAGE.read_text("utf-8") == reference_page.commands_page(), (
        "python -m pipeline.cli.reference_page"
    )


def test_every_command_has_its_section():
    page = reference_page.commands_page()
    assert all(f"## ordermill {name}\n" in page for name in EVERY)


def test_commands_in_groups_are_commands_too():
    assert {"run", "rejects list"} <= EVERY.keys()
    assert "rejects" not in EVERY


def test_every_command_takes_json_and_debug():
    assert all({"debug", "as_json"} <= {option.name for option in command.params} for command in EVERY.values())


def test_lines_that_belong_together_stay_apart_in_the_help():
    page = reference_page.commands_page()
    assert "\\b" not in page
    assert "\n  resolved  its corrected file" in page
    assert "\n  settled   a later row" in page


def test_every_option_says_what_it_does():
    options = [option for command in EVERY.values() for option in command.params if option.opts[0][0] == "-"]
    assert options
    assert not [option.name for option in options if not option.help]
