"""Settings: the defaults, what may be changed, and what is said about a mistake."""

import json
import re
import tomllib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from pipeline.errors import UsageError
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import EXAMPLE, Settings
from pipeline.workspace.toml_settings import key_names


@pytest.fixture
def read_settings(tmp_path):
    workspace = Workspace.create(tmp_path / "shop")

    def from_text(text):
        workspace.settings_file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return Settings.read(workspace.settings_file)

    return from_text


def test_an_empty_file_gives_the_defaults(read_settings):
    settings = read_settings("")
    assert settings == Settings()
    assert (settings.zone, settings.hold_days, settings.shards, settings.inbox.settle_seconds) == (
        "Asia/Tokyo",
        7,
        16,
        2.0,
    )
    assert (settings.inbox.max_bytes, settings.report.encoding, settings.history.keep_runs) == (
        8 << 30,
        "utf-8-sig",
        40,
    )


def test_the_example_shows_every_key_with_its_default(read_settings):
    bare = "\n".join(re.findall(r"(?m)^(?:# )?(\w+ = .*|\[.*)", EXAMPLE))
    assert read_settings(bare) == read_settings(EXAMPLE) == Settings()
    values = tomllib.loads(bare)
    inner = {f"{name}.{key}" for name, table in values.items() if isinstance(table, dict) for key in table}
    assert {*values, *inner} == set(key_names(Settings))


def test_what_is_given_counts(read_settings):
    settings = read_settings(
        'authority = "here"\nlanguage = "ja"\nhold_days = 0\n[seller]\nid = "A1"\nregistration = "T1234567890123"\n'
        '[inbox]\nsettle_seconds = 0\n[report]\nencoding = "cp932"\ntimezone = "UTC"\n'
        "[settlement]\nanchor = 2026-06-08T00:00:00+00:00\nminimum_yen = 0\n"
    )
    assert (settings.authority, settings.language, settings.hold_days, settings.seller.id) == ("here", "ja", 0, "A1")
    assert (settings.inbox.settle_seconds, settings.report.timezone, settings.settlement.minimum_yen) == (0.0, "UTC", 0)
    assert settings.settlement.anchor == datetime(2026, 6, 8, tzinfo=UTC)


@pytest.mark.parametrize("written", ["2026-06-08", "2026-06-08T00:00:00", "2026-06-07T15:00:00Z"])
def test_an_anchor_without_an_offset_is_in_the_business_zone(read_settings, written):
    anchor = read_settings(f"[settlement]\nanchor = {written}\n").settlement.anchor
    assert anchor == datetime(2026, 6, 8, tzinfo=ZoneInfo("Asia/Tokyo"))


def test_a_file_as_an_editor_on_windows_saves_it_is_read(read_settings):
    assert read_settings(b"\xef\xbb\xbfhold_days = 3\r\n").hold_days == 3


@pytest.mark.parametrize(
    ("text", "what", "tip"),
    [
        ("hold_day = 1", "unknown key hold_day", "did you mean hold_days?"),
        ("[inbox]\nsettle_second = 1", "unknown key inbox.settle_second", "did you mean inbox.settle_seconds?"),
        ("max_bytes = 1", "unknown key max_bytes", "did you mean inbox.max_bytes?"),
        ("[settlements]\n", "unknown key settlements", "did you mean settlement?"),
        ("[seller]\nzone = 'x'", "unknown key seller.zone", "did you mean zone?"),
        (
            "qqqq = 1",
            "unknown key qqqq",
            "remove it; `ordermill init DIR` in a new folder writes a file that lists every key",
        ),
        ("hold_days = '7'", 'hold_days must be a whole number from 0 to 366, not "7"', None),
        ("hold_days = 7.0", "hold_days must be a whole number from 0 to 366, not 7.0", None),
        ("hold_days = true", "hold_days must be a whole number from 0 to 366, not true", None),
        ("hold_days = -1", "hold_days must be a whole number from 0 to 366, not -1", None),
        ("[inbox]\nrepair = 1", "inbox.repair must be true or false, not 1", None),
        ("[inbox]\nrepair = 'yes'", 'inbox.repair must be true or false, not "yes"', None),
        ("shards = 0", "shards must be a whole number from 1 to 999, not 0", None),
        ("[inbox]\nsettle_seconds = nan", "inbox.settle_seconds must be a number from 0 to 3600, not NaN", None),
        ("authority = 'me'", 'authority must be "marketplace" or "here", not "me"', None),
        ("[seller]\nid = 1", "seller.id must be text in double quotes, not 1", None),
        ("[seller]\nregistration = 'T1'", 'seller.registration must be T and 13 digits, not "T1"', None),
        ("inbox = '/x'", 'inbox must be a table: [inbox], not "/x"', None),
        ("zone = 'Asia/Tokio'", 'zone must be the name of a time zone, such as Asia/Tokyo, not "Asia/Tokio"', None),
        ("zone = 9", "zone must be the name of a time zone, such as Asia/Tokyo, not 9", None),
        ("zone = ''", 'zone must be the name of a time zone, such as Asia/Tokyo, not ""', None),
        ("zone = '../../etc/passwd'", "zone must be the name of a time zone", None),
        (
            "[settlement]\nanchor = '2026-06-01'",
            "settlement.anchor must be a date or a date-time, without quotes",
            None,
        ),
        ("hold_days = 7\nshards = x\n", "Invalid value (at line 2, column 10)", None),
        (b"zone = '\x93\x8c'", "ordermill.toml is not UTF-8 text", "save it as UTF-8"),
    ],
)
def test_a_mistake_is_named_with_file_and_key(read_settings, text, what, tip):
    with pytest.raises(UsageError) as stop:
        read_settings(text)
    assert stop.value.exit_code == 2
    assert stop.value.what.startswith("ordermill.toml")
    assert what in stop.value.what
    assert stop.value.tip == tip if tip else stop.value.tip


def test_the_hash_is_of_the_values_and_not_of_the_text(read_settings):
    same = [
        read_settings(""),
        read_settings("hold_days = 7 # days\n"),
        read_settings("[inbox]\nsettle_seconds = 2\n"),
        read_settings(EXAMPLE),
    ]
    assert len({settings.hash for settings in same}) == 1
    assert read_settings("hold_days = 8").hash != same[0].hash
    assert read_settings("[settlement]\nanchor = 2026-05-31T15:00:00Z").hash == same[0].hash
    assert read_settings("[settlement]\nanchor = 2026-05-31T16:00:00Z").hash != same[0].hash


def test_repair_that_a_command_asks_for_is_a_setting_of_its_run(read_settings):
    asked, settings = read_settings("").with_repair(asked=True), read_settings("[inbox]\nrepair = true\n")
    assert asked.inbox.repair
    assert asked.hash == settings.hash == settings.with_repair(asked=False).hash
    assert read_settings("").with_repair(asked=False).hash == read_settings("").hash != asked.hash


def test_the_catalogue_gets_every_key_that_is_set(read_settings):
    later = "[reports]\ngroup_readable = true\n[rejected]\nkeep_days = 9\n[run]\ngroup_rows = 5\n"
    values = json.loads(read_settings(f"hold_days = 3\n{later}").as_json())
    assert values["hold_days"] == 3
    assert values["settlement"]["anchor"] == "2026-05-31T15:00:00+00:00"
    assert set(key_names(Settings)) == {
        *values,
        *(f"{name}.{key}" for name, table in values.items() if isinstance(table, dict) for key in table),
    }


def test_a_business_day_begins_at_midnight_in_the_business_zone():
    assert Settings().business_day(datetime(2026, 10, 1, 14, 59, 59, tzinfo=UTC)) == date(2026, 10, 1)
    assert Settings().business_day(datetime(2026, 10, 1, 15, tzinfo=UTC)) == date(2026, 10, 2)


def test_feeds_may_be_dropped_elsewhere(read_settings, tmp_path):
    workspace = Workspace(tmp_path / "shop")
    assert workspace.inbox_folder(read_settings("")) == workspace.root / "inbox"
    assert workspace.inbox_folder(read_settings("[paths]\ninbox = '/srv/feeds'")) == Path("/srv/feeds")
    assert workspace.inbox_folder(read_settings("[paths]\ninbox = '../feeds'")) == workspace.root / "../feeds"


def test_a_workspace_without_settings_is_a_usage_error(tmp_path):
    with pytest.raises(UsageError, match=r"ordermill\.toml is missing"):
        Settings.read(tmp_path / "ordermill.toml")


@pytest.mark.parametrize(("authority", "hours"), [("here", 6), ("marketplace", 0)])
def test_hours_of_grace_are_for_the_one_who_decides(read_settings, authority, hours):
    settings = read_settings(f'authority = "{authority}"\npayment_grace_hours = 6\n')
    assert settings.payment_grace == timedelta(hours=hours)


def test_a_key_that_was_added_later_changes_no_settings_until_it_is_used(read_settings):
    assert "reports" not in json.loads(read_settings("").as_json())
    assert read_settings("[reports]\ngroup_readable = false\n").hash == read_settings("").hash
    shared = read_settings("[reports]\ngroup_readable = true\n")
    assert json.loads(shared.as_json())["reports"] == {"group_readable": True}
    assert shared.hash != read_settings("").hash
