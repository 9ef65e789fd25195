"""A verified order lacks its address lines or its postal code as a look at each row says."""

import hypothesis.strategies as st
import numpy as np
import pandas as pd
from hypothesis import example, given

from feeds import cross_column_checks
from schemas.formats.order_feed import ADDRESS_LINES, JAPAN

CELLS = st.sampled_from(["", " ", "\u3000", "x", "見本町1"])
COUNTRIES = st.sampled_from(["", "JP", " jp ", "日本", "US", "xx"])
ROWS = st.lists(
    st.tuples(st.booleans(), st.lists(CELLS, min_size=3, max_size=3), CELLS, COUNTRIES), min_size=1, max_size=8
)


def lines_with(problems):
    return [frame["line"].tolist() for frame in problems]


@given(rows=ROWS, has_country=st.booleans())
@example(rows=[(True, ["x", "", ""], "x", "JP")], has_country=True)
@example(rows=[(True, ["", "", ""], "", "US"), (True, ["", "x", ""], "", "")], has_country=False)
def test_what_is_missing_is_what_a_look_at_each_row_says(rows, has_country):
    text = pd.DataFrame({"record": range(1, len(rows) + 1), "line": range(2, len(rows) + 2)})
    for place, name in enumerate(ADDRESS_LINES):
        text[name] = pd.Series([lines[place] for _, lines, _, _ in rows], dtype="str")
    text["ship-postal-code"] = pd.Series([code for _, _, code, _ in rows], dtype="str")
    if has_country:
        text["ship-country"] = pd.Series([country for *_, country in rows], dtype="str")
    is_verified = np.array([verified for verified, *_ in rows])
    no_line, no_code = [], []
    for number, (verified, lines, code, country) in enumerate(rows, 2):
        is_japan = not has_country or country.strip().upper() in JAPAN
        if verified and not any(line.strip() for line in lines):
            no_line.append(number)
        if verified and is_japan and not code.strip():
            no_code.append(number)
    assert lines_with(cross_column_checks._incomplete_address(is_verified, text)) == [no_line, no_code]
