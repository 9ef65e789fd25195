"""Several values of a cell come to the same whether element by element or for a column at once."""

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from feeds import xml_paths
from feeds.xml_repeated_cells import one_of_each
from feeds.xml_tag_texts import NotPlainError

TEXTS = st.sampled_from(["", "A", "B", "A B", "0", "-0", "1", "12.00", "-3.0", "1.5", "999999999999", "7 8"])
RULES = st.sampled_from([xml_paths.FIRST, xml_paths.ADD, xml_paths.ALL_SAME])


@given(st.lists(st.lists(TEXTS, max_size=4), min_size=1, max_size=6), RULES)
def test_a_cell_of_several_values_is_that_of_the_elements(cells, rule):
    expected = []
    for texts in cells:
        row = [""]
        for text in texts:
            xml_paths._put_value(row, 0, rule, text)
        expected += row
    owners = np.repeat(np.arange(len(cells)), [len(texts) for texts in cells])
    values = pa.array([text for texts in cells for text in texts], pa.large_string())
    try:
        actual = one_of_each(values, owners, len(cells), rule).to_pylist()
    except NotPlainError:
        assert rule != xml_paths.FIRST
        assert any(sum(map(bool, texts)) > 1 for texts in cells)
    else:
        assert actual == expected
