"""CP932 is checked by its letters beyond ASCII with the same answer as by decoding all of it."""

import hypothesis.strategies as st
import pytest
from hypothesis import example, given

from feeds.cp932_check import Cp932Check
from feeds.undecodable import NOT_IN_CP932

TEXTS = st.text("aZ09~\\\t\n 東京ｱﾝ①髙ソ表", max_size=30).map(lambda text: text.encode("cp932"))
PLACES = st.lists(st.tuples(st.integers(0, 40), st.binary(min_size=1, max_size=2)), max_size=2)
BORDERS = b"\x0a\x3f\x40\x5c\x7e\x7f\x80\x81\x9f\xa0\xa1\xdf\xe0\xfc\xfd\xff"
ODD = st.lists(st.sampled_from(list(BORDERS)), max_size=12).map(bytes)


def is_valid(content, size):
    """What the check says of a text in blocks of a size."""
    check = Cp932Check()
    blocks = [content[start : start + size] for start in range(0, len(content), size)]
    return all(check.is_valid(block, final=False) for block in blocks) and check.is_valid(b"", final=True)


def is_cp932(content):
    """Whether all of it decodes, to letters that the code page has."""
    try:
        text = content.decode("cp932")
    except UnicodeDecodeError:
        return False
    return not any(letter in text for letter in NOT_IN_CP932)


@given(content=st.one_of(TEXTS, ODD, st.binary(max_size=30)), places=PLACES, size=st.integers(1, 9))
@example(content="ソ表".encode("cp932"), places=[], size=1)
@example(content=b"\x81", places=[], size=4)
@example(content=b"\x81\n\x81\x40", places=[], size=4)
def test_the_check_says_what_decoding_says(content, places, size):
    for place, put in places:
        content = content[:place] + put + content[place:]
    assert is_valid(content, size) == is_cp932(content)


@pytest.mark.parametrize("first", range(256))
def test_every_pair_of_bytes_is_valid_or_not_as_decoding_says(first):
    for second in range(256):
        content = b"a" + bytes([first, second]) + b"b"
        assert is_valid(content, 9) == is_cp932(content)
