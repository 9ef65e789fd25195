import json

from tests.support.command_line import ordermill


def test_init_makes_a_workspace_and_says_what_to_do_next(tmp_path):
    ended = ordermill("init", tmp_path / "books")
    assert (ended.exit_code, ended.stderr) == (0, "")
    assert f"drop feeds    into {tmp_path}/books/inbox" in ended.stdout
    assert ended.stdout.splitlines()[-1].endswith(f"ordermill run -w {tmp_path}/books")
    assert (tmp_path / "books" / "ordermill.toml").is_file()


def test_init_tells_programs_where_things_lie(tmp_path):
    document = json.loads(ordermill("init", tmp_path / "books", "--inbox", tmp_path / "share", "--json").stdout)
    assert (document["version"], document["inbox"]) == (1, str(tmp_path / "share"))


def test_init_never_overwrites_a_workspace(empty_workspace):
    ended = ordermill("init", empty_workspace)
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert ended.stderr.splitlines()[1].startswith("TIP: ")


def test_everything_of_a_workspace_is_for_its_owner_alone(empty_workspace):
    modes = {
        path.stat().st_mode & 0o077
        for path in (empty_workspace, *empty_workspace.rglob("*"))
        if path.name != "ordermill.toml"
    }
    assert modes == {0}
