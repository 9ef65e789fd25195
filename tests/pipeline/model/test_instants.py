"""Ends of business days: of no instants there are none, of the same dtype."""

from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from pipeline.model.instants import end_of_day, start_of_day


@pytest.mark.parametrize("edge", [end_of_day, start_of_day])
@pytest.mark.parametrize(("unit", "zone"), [("us", "UTC"), ("ns", "UTC"), ("us", "Asia/Tokyo")])
def test_of_no_instants_it_is_what_is_left_of_one_without_its_row(edge, unit, zone):
    one = pd.Series(pd.to_datetime(["2026-10-05T01:00Z"]), index=[7], dtype=f"datetime64[{unit}, {zone}]")
    none = edge(one.iloc[:0], ZoneInfo("Asia/Tokyo"), 3)
    pd.testing.assert_series_equal(none, edge(one, ZoneInfo("Asia/Tokyo"), 3).iloc[:0])
