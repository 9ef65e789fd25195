"""Which entry of the schedule a posting has: by SKU, by prefix, by default, and by the business day of the posting."""

from datetime import UTC

import numpy as np
import pandas as pd
import pytest

from pipeline.errors import ScheduleError
from pipeline.money.rates import category_positions, tax_rates
from tests.support.frames import instants, text_series
from tests.support.shipments import SCHEDULE, TOKYO, schedule_with


def category_names(sku, posted, schedule=SCHEDULE, zone=TOKYO):
    positions = category_positions(text_series(sku), instants(posted), schedule, zone)
    return schedule.categories[positions[0]]


def test_a_sku_named_itself_comes_before_its_prefix_and_the_longest_prefix_before_the_default():
    schedule = schedule_with(
        ('sku = { "BOOK-C" = "books" }', 'sku = { "CD-BOX-7" = "books" }'),
        ('"DVD-" = "music-video-games" }', '"CD-BOX" = "sports-car-toys", "C" = "consoles" }'),
    )
    sku = text_series("CD-BOX-7", "CD-BOX-8", "CD-1", "C3", "MUG-02", "XCD-1", "cd-1", "MUG-02", "")
    posted = instants(*["2026-10-06T00:00Z"] * len(sku))
    positions = [schedule.categories[number].id for number in category_positions(sku, posted, schedule, TOKYO)]
    toys, music, default = "sports-car-toys", "music-video-games", "everything-else"
    assert positions == ["books", toys, music, "consoles", default, default, default, default, default]


def test_an_entry_is_in_force_from_midnight_of_its_day_in_the_business_zone():
    assert category_names("BOOK-C", "2025-04-14T14:59:59.999999Z").closing_yen == 80
    assert category_names("BOOK-C", "2025-04-14T15:00:00Z").closing_yen == 140
    assert category_names("BOOK-C", "2025-04-14T23:59:59Z", zone=UTC).closing_yen == 80
    assert category_names("BOOK-C", "2031-01-01T00:00:00Z").closing_yen == 140


def test_entries_may_stand_in_any_order():
    fee = "tiers = [{ rate_bp = 1500 }]\nclosing_yen = 140"
    turned = schedule_with((f"valid_from = 2025-04-15\n{fee}", f"valid_from = 2018-01-01\n{fee}"))
    assert category_names("BOOK-C", "2019-01-01T00:00Z", turned).closing_yen == 140
    assert category_names("BOOK-C", "2026-01-01T00:00Z", turned).closing_yen == 80


def test_tax_classes_have_dates_and_prefixes_too():
    later = '[[tax_class]]\nid = "reduced"\nvalid_from = 2026-10-06\nrate = "standard"\n\n[tax_assign]'
    schedule = schedule_with(("[tax_assign]", later), ("sku_prefix = {}", 'sku_prefix = { GIFT = "exempt" }'))
    sku = text_series("TEA-001", "TEA-001", "MUG-02", "GIFT-5")
    posted = instants("2026-10-05T14:59Z", "2026-10-05T15:00Z", "2026-10-05T15:00Z", "2026-10-05T15:00Z")
    positions = tax_rates(sku, posted, schedule, TOKYO)
    assert positions.tolist() == [800, 1000, 1000, 0]
    assert positions.dtype == np.int64


@pytest.mark.parametrize("rule", [category_positions, tax_rates])
def test_a_posting_before_the_first_entry_stops_with_its_line(rule):
    sku, posted = text_series("MUG-02", "BOOK-C"), instants("2026-10-05T00:00Z", "2019-09-30T14:59Z")
    with pytest.raises(ScheduleError, match="is valid on 2019-09-30") as caught:
        rule(sku, posted, SCHEDULE, TOKYO)
    line = SCHEDULE.source.text.splitlines()[caught.value.line - 1]
    assert (line, caught.value.key.split(".")[1]) == ("valid_from = 2019-10-01", "valid_from")
    assert rule(sku, posted + pd.Timedelta("1min"), SCHEDULE, TOKYO).tolist() != []


def test_nothing_shipped_needs_no_entry():
    assert category_positions(text_series(), instants(), SCHEDULE, TOKYO).tolist() == []
    assert tax_rates(text_series(), instants(), SCHEDULE, TOKYO).tolist() == []
