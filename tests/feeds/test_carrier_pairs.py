"""A carrier is resolved alike whatever other rows are beside it."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from feeds.carrier_pairs import resolve_carriers

CODES = st.sampled_from(["", "YAMATO", "yamato ", "ヤマト運輸", "Other", "OTHER", "Delete", "Robot", "佐川"])
NAMES = st.sampled_from(["", "クロネコヤマト", "Robot Post", " ", "DHL", "見本 太郎", "a@example.invalid"])


@given(st.lists(st.tuples(CODES, NAMES)), st.integers(0, 5))
def test_every_row_is_resolved_as_if_it_stood_alone(rows, start):
    frame = pd.DataFrame(rows, range(start, start + len(rows)), ["code", "name"], dtype="str")
    together = resolve_carriers(frame["code"], frame["name"])
    alone = [resolve_carriers(row["code"], row["name"]) for _, row in frame.groupby(level=0, dropna=False)]
    expected = pd.concat(alone) if alone else together.iloc[:0]
    pd.testing.assert_frame_equal(together, expected)


def test_a_carrier_has_the_code_of_its_spellings_or_is_another_with_a_name():
    codes = pd.Series(["ヤマト運輸", "Other", "", "Robot", "Other", ""], dtype="str")
    names = pd.Series(["x", "DHL", "佐川", "", "", "Robot Post"], dtype="str")
    resolved = resolve_carriers(codes, names)
    assert resolved["code"].tolist() == ["YAMATO", "DHL", "SAGAWA", "Other", "Other", "Other"]
    assert resolved["name"].tolist() == ["", "", "", "Robot", "", "Robot Post"]
    assert resolved.index[resolved["lacks_name"]].tolist() == [4]
    assert resolved["shown"][resolved["is_unknown"]].tolist() == ["Robot", "Robot Post"]
