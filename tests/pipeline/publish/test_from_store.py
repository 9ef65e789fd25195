"""The settings of past runs, from which their reports are made again. Order process, 16.1."""

import json
from types import SimpleNamespace

import pytest

from pipeline.publish.run_settings import settings_of
from pipeline.workspace.settings import Settings


@pytest.mark.parametrize(("kept", "zone"), [({}, "UTC"), ({"timezone": ""}, ""), ({"timezone": "UTC"}, "UTC")])
def test_a_run_made_before_settlements_had_a_zone_has_its_times_in_utc(kept, zone):
    values = json.loads(Settings().as_json())
    del values["settlement"]["timezone"]
    values["settlement"] |= kept
    run = SimpleNamespace(run=1, settings=json.dumps(values))
    assert settings_of(run).settlement.timezone == zone
