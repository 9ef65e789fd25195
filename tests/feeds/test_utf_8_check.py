"""What is UTF-8 for us is what is UTF-8 for Python, in blocks of any size."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.utf_8_check import Utf8Check

PARTS = st.one_of(
    st.text(max_size=5).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.binary(max_size=5),
    st.sampled_from(
        [b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xf0\x9f\x98\x80", b"\xe3\x81", b"\xef\xbf\xbf"]
    ),
)


def decodes(content):
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def is_utf_8(content, size):
    check = Utf8Check()
    blocks = [content[start : start + size] for start in range(0, len(content), size)]
    return all(check.is_valid(block, final=not block) for block in [*blocks, b""])


@given(parts=st.lists(PARTS), size=st.integers(1, 12))
def test_what_is_utf_8_is_what_decodes(parts, size):
    content = b"".join(parts)
    assert is_utf_8(content, size) == decodes(content)


@pytest.mark.parametrize("size", range(1, 8))
def test_every_pair_of_bytes_between_letters_is_judged_like_python_does(size):
    pairs = [
        bytes([first, second]) for first in range(0x7F, 0x100) for second in (0, 0x7F, 0x80, 0x9F, 0xA0, 0xBF, 0xC2)
    ]
    for pair in pairs:
        content = "見".encode() + pair + b"\x80x"
        assert is_utf_8(content, size) == decodes(content)
