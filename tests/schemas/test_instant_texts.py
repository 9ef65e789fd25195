"""Instants as text: the same as pandas and zoneinfo write them, one by one."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.instant_texts import NOTHING, day_numbers, micros, moment_texts

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ZONES = st.sampled_from(
    ["Asia/Tokyo", "America/New_York", "UTC", "Australia/Lord_Howe", "Africa/Monrovia", "Asia/Kathmandu"]
).map(ZoneInfo)
CHANGES = [datetime(2026, 11, 1, 6, tzinfo=UTC), datetime(2026, 3, 8, 7, tzinfo=UTC), datetime(1972, 1, 7, tzinfo=UTC)]
INSTANTS = st.one_of(
    st.none(),
    st.datetimes(datetime(1900, 1, 2), datetime(2199, 12, 30), timezones=st.just(UTC)),  # noqa: DTZ001
    st.builds(
        lambda change, seconds: change + timedelta(seconds=seconds), st.sampled_from(CHANGES), st.integers(-9, 9)
    ),
)


def micros_of(instants):
    return np.array([NOTHING if at is None else (at - EPOCH) // timedelta(microseconds=1) for at in instants], np.int64)


def text_of(instant, zone):
    """One instant to the second, with the offset in whole minutes, rounded down."""
    if instant is None:
        return ""
    local = instant.replace(microsecond=0).astimezone(zone)
    minutes = local.utcoffset() // timedelta(minutes=1)
    return f"{local:%Y-%m-%dT%H:%M:%S}{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


@given(st.lists(INSTANTS, max_size=20), ZONES)
def test_each_instant_is_written_as_it_is_in_the_zone(instants, zone):
    assert moment_texts(micros_of(instants), zone).to_pylist() == [text_of(instant, zone) for instant in instants]


@given(st.lists(INSTANTS, max_size=20), ZONES)
def test_the_day_of_each_instant_is_that_of_the_zone(instants, zone):
    days = [NOTHING if at is None else (at.astimezone(zone).date() - EPOCH.date()).days for at in instants]
    assert day_numbers(micros_of(instants), zone).tolist() == days


@pytest.mark.parametrize("text", ["0001-01-02T00:00:00Z", "9999-12-30T00:00:00Z"])
def test_the_first_and_the_last_years_are_written_too(text):
    instants = micros(pd.Series(pd.to_datetime([text]).as_unit("us")))
    assert moment_texts(instants, ZoneInfo("UTC")).to_pylist() == [text.replace("Z", "+00:00")]
