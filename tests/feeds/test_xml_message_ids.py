"""What is wrong with a MessageID, one by one, is what is found in all at once."""

import re
from collections import Counter

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from feeds.xml_message_ids import joined_messages, message_id_problems, narrow_messages, unique_message_ids

DIGITS = st.from_regex(r"0{0,2}[0-9]{1,20}", fullmatch=True)
FEW = st.sampled_from(["1", "01", "2", "0", "00", "999999999999999999", "0999999999999999999", "9" * 20, "9" * 21])
OTHERS = st.sampled_from(["", "-1", "+1", "1.0", "a", "１", " 1", "1 2"])


PLAIN = st.integers(1, 30).map(str)


@given(st.one_of(map(st.lists, (FEW, st.one_of(FEW, DIGITS), st.one_of(FEW, OTHERS), PLAIN))), st.integers(0, 6))
def test_every_id_is_judged_as_if_it_stood_alone_and_beside_the_others(ids, records_before_cut):
    cut = 2 * records_before_cut
    is_valid = [bool(re.fullmatch("0*[1-9][0-9]*", number)) and len(number) <= 20 for number in ids]
    times = Counter(number.lstrip("0") for number, valid in zip(ids, is_valid, strict=True) if valid)
    codes = [
        (70014 if times[number.lstrip("0")] > 1 else 0) if valid else 70102 if number else 70101
        for number, valid in zip(ids, is_valid, strict=True)
    ]
    records = np.repeat(np.arange(1, len(ids) + 1), 2)
    text = pd.DataFrame({"record": records, "line": records, "message-id": pd.Series(ids, dtype="str").repeat(2)})
    text = text.reset_index(drop=True)
    messages = joined_messages([narrow_messages(block) for block in (text.iloc[:cut], text.iloc[cut:])])
    found = message_id_problems(messages)
    assert dict(zip(found["record"], found["code"], strict=True)) == {
        record: code for record, code in enumerate(codes, 1) if code
    }
    unique = {record: number for record, (number, code) in enumerate(zip(ids, codes, strict=True), 1) if not code}
    kept = unique_message_ids(messages)
    assert kept.astype("str").to_dict() == unique
    is_plain = all(re.fullmatch("[1-9][0-9]{0,17}", number) for number in ids)
    assert (kept.dtype == "int64") == is_plain
